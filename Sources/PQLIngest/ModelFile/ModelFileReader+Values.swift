import PQLModel

extension ModelFileReader {
  func failure(
    _ item: JSONItem, _ path: String, _ fault: ModelValueFault
  ) -> LoadFailure {
    .modelValueWrong(fault, at: path, file: file, line: bytes.view.line(at: item.offset))
  }

  func wanted(_ what: String, _ item: JSONItem, _ path: String) -> LoadFailure {
    failure(item, path, .found(item, where: what))
  }

  func unknownKey(_ member: JSONMember, _ what: String, _ keys: [String]) -> LoadFailure {
    .modelKeyUnknown(
      member.key, what, known: keys, file: file, line: bytes.view.line(at: member.offset))
  }

  func text(_ item: JSONItem, _ path: String) throws(LoadFailure) -> String {
    guard case .text(let text) = item.value, !text.isEmpty else {
      throw wanted("text", item, path)
    }
    return text
  }

  /// A value as the text it has in the data.
  func scalar(_ item: JSONItem, _ path: String) throws(LoadFailure) -> String {
    switch item.value {
    case .text(let text), .number(let text): return text
    case .boolean(let value): return value ? "true" : "false"
    case .null: return ""
    default: throw wanted("a plain value", item, path)
    }
  }

  func object(_ item: JSONItem, _ path: String) throws(LoadFailure) -> [JSONMember] {
    guard case .object(let members) = item.value else { throw wanted("a record", item, path) }
    for (index, member) in members.enumerated()
    where members[..<index].contains(where: { $0.key == member.key }) {
      throw .modelKeyRepeated(
        member.key, at: path, file: file, line: bytes.view.line(at: member.offset))
    }
    return members
  }

  func list<Element>(
    _ item: JSONItem, _ path: String, _ read: (JSONItem) throws(LoadFailure) -> Element
  ) throws(LoadFailure) -> [Element] {
    guard case .array = item.value else { throw wanted("a list", item, path) }
    let items: [JSONItem]
    do {
      items = try JSONScanner(bytes.view).elements(of: item)
    } catch {
      throw failure(JSONItem(offset: error.offset, value: .null), path, .scan(error))
    }
    var elements: [Element] = []
    for item in items { elements.append(try read(item)) }
    return elements
  }

  /// The words of a choice as a sentence has them; those with commas in them stand in quotes.
  func listed<Choice>(_ choices: [(name: String, value: Choice)]) -> String {
    choices.map { $0.name.contains(",") ? "`\($0.name)`" : $0.name }.joined(separator: ", ")
  }

  func choice<Choice>(
    _ item: JSONItem, _ path: String, _ choices: [(name: String, value: Choice)]
  ) throws(LoadFailure) -> Choice {
    let word = try text(item, path)
    if let match = choices.first(where: { $0.name == word.lowercased() }) { return match.value }
    throw failure(item, path, .notOneOf(listed(choices), word, among: choices.map(\.name)))
  }
}
