import PQLSyntax

/// `select … from … where … group by … having … order by … limit …` as the language says it.
struct ForeignQuery {
  private let words: [RepairWord]
  private let bytes: [UInt8]
  private var parts: [String: Range<Int>] = [:]
  private let vocabulary: RepairVocabulary
  /// Columns that were given names, and what figures are called, by how the query writes them.
  private var columns: [String: String] = [:]

  private static let beginners = ["select", "from", "show", "list", "get", "find", "display"]
  private static let openers = [
    "select", "from", "where", "group", "having", "order", "limit", "fetch", "offset",
  ]

  init?(_ words: [RepairWord], of text: String, _ vocabulary: RepairVocabulary) {
    guard let first = words.first?.folded, Self.beginners.contains(first) else { return nil }
    let bare = ForeignQuery.withoutTableName(words, of: text)
    let words = bare == text ? words : RepairWord.words(of: bare)
    self.words = words
    self.vocabulary = vocabulary
    bytes = Array(bare.utf8)
    var open: (name: String, start: Int)? = first == "from" ? nil : ("select", 1)
    if words.count > 2, words[1].folded == "top", words[2].kind == .number {
      parts["limit"] = 2..<3
      open = ("select", 3)
    }
    var depth = 0
    for (place, word) in words.enumerated() {
      if word.text == "(" { depth += 1 }
      if word.text == ")" { depth -= 1 }
      guard depth == 0, place > 0 || word.folded == "from", word.kind == .word,
        Self.openers.contains(word.folded)
      else { continue }
      let isTwo = ["group", "order"].contains(word.folded)
      guard !isTwo || place + 1 < words.count && words[place + 1].folded == "by" else { continue }
      if let open, parts[open.name] == nil { parts[open.name] = open.start..<place }
      open = (word.folded, place + (isTwo ? 2 : 1))
    }
    if let open, parts[open.name] == nil { parts[open.name] = open.start..<words.count }
    guard first == "select" || parts["from"] != nil else { return nil }
  }

  /// A text without the name that `from deals d` gives to the records, and its dots.
  private static func withoutTableName(_ words: [RepairWord], of text: String) -> String {
    guard let from = words.firstIndex(where: { $0.folded == "from" }), from + 2 < words.count
    else { return text }
    let place = words[from + 2].folded == "as" && from + 3 < words.count ? from + 3 : from + 2
    guard words[place].kind == .word, !openers.contains(words[place].folded) else { return text }
    var edits = [
      Diagnostic.Suggestion.Edit(
        span: Span(words[from + 1].span.end, words[place].span.end), replacement: "")
    ]
    for at in words.indices.dropLast()
    where words[at].text == words[place].text && words[at + 1].text == "." {
      edits.append(.init(span: words[at].span.through(words[at + 1].span), replacement: ""))
    }
    return edits.applied(to: text) ?? text
  }

  /// The query; nil where it has a part that is not understood.
  mutating func native() -> String? {
    var entity = "deals"
    if let from = parts["from"], let first = words[from].first {
      guard let named = vocabulary.meaning(first).entity else { return nil }
      entity = named
    }
    let selected = items(of: "select").filter { text(of: $0) != "*" }
    let keys = items(of: "group").map { text(of: $0) }
    let condition = parts["where"].map { " where \(text(of: $0))" } ?? ""
    guard !keys.isEmpty || selected.contains(where: isFigure) else {
      return listing(entity, selected, condition)
    }
    return grouping(entity, selected, keys, condition)
  }

  private mutating func listing(
    _ entity: String, _ items: [Range<Int>], _ condition: String
  ) -> String {
    if let first = items.first, words[first.lowerBound].folded == "distinct" {
      let keys = [text(of: first.dropFirst())] + items.dropFirst().map { text(of: $0) }
      return count(of: entity) + condition + " by \(keys.joined(separator: ", "))"
    }
    let shown = items.map(named).joined(separator: ", ")
    return entity + condition + (shown.isEmpty ? "" : " show \(shown)") + order + limit
  }

  private mutating func grouping(
    _ entity: String, _ items: [Range<Int>], _ keys: [String], _ condition: String
  ) -> String {
    var figures: [String] = []
    var others = keys
    for item in items {
      if isFigure(item) {
        figures.append(figure(item))
      } else {
        let key = text(of: item)
        if keys.isEmpty, !others.contains(key) { others.append(key) }
      }
    }
    if figures.isEmpty { figures = ["count"] }
    let of = entity == "deals" ? "" : " of \(entity)"
    let by = others.isEmpty ? "" : " by \(others.joined(separator: ", "))"
    let having = parts["having"].map { " | where \(column(text(of: $0)))" } ?? ""
    return figures.joined(separator: ", ") + of + condition + by + having + order + limit
  }

  private func count(of entity: String) -> String {
    entity == "deals" ? "count" : "count of \(entity)"
  }

  // MARK: - Parts

  private func items(of part: String) -> [Range<Int>] { parts[part].map { items($0) } ?? [] }

  /// The tokens of a list, parted by the commas outside brackets.
  private func items(_ range: Range<Int>) -> [Range<Int>] {
    var items: [Range<Int>] = []
    var depth = 0
    var start = range.lowerBound
    for place in range {
      if words[place].text == "(" { depth += 1 }
      if words[place].text == ")" { depth -= 1 }
      guard depth == 0, words[place].text == "," else { continue }
      items.append(start..<place)
      start = place + 1
    }
    items.append(start..<range.upperBound)
    return items.filter { !$0.isEmpty }
  }

  private func text(of range: some RandomAccessCollection<Int>) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    return String(
      decoding: bytes[words[first].span.start..<words[last].span.end], as: UTF8.self)
  }

  private func isFigure(_ item: Range<Int>) -> Bool {
    item.contains { place in
      place + 1 < words.count && words[place + 1].text == "("
        && vocabulary.meaning(words[place]).aggregate != nil
    }
  }

  /// An item without `as NAME`, and the name.
  private func split(_ item: Range<Int>) -> (item: Range<Int>, name: String?) {
    // `sum(amount) total` and `sum(amount) as total`.
    let last = words[item.upperBound - 1]
    if item.count > 2, words[item.upperBound - 2].text == ")", last.kind == .word {
      return (item.dropLast(), last.text)
    }
    guard item.count > 2, words[item.upperBound - 2].folded == "as" else { return (item, nil) }
    return (item.lowerBound..<item.upperBound - 2, words[item.upperBound - 1].text)
  }

  private func named(_ item: Range<Int>) -> String {
    let (item, name) = split(item)
    return (name.map { "\($0): " } ?? "") + text(of: item)
  }

  /// `sum(amount)` as `sum amount`, `count(*)` as `count`, with what the column is called.
  private mutating func figure(_ item: Range<Int>) -> String {
    let (bare, name) = split(item)
    let written = text(of: bare)
    var native = written
    var column = name
    if bare.count == 4, words[bare.lowerBound + 1].text == "(",
      let aggregate = vocabulary.meaning(words[bare.lowerBound]).aggregate
    {
      let inner = words[bare.lowerBound + 2]
      if inner.text == "*" || aggregate == "count" {
        native = aggregate
        column = column ?? aggregate
      } else {
        let field = vocabulary.meaning(inner).field ?? inner.text
        native = "\(aggregate) \(field)"
        column = column ?? "\(aggregate)_\(field)"
      }
    } else if bare.count == 5, words[bare.lowerBound + 2].folded == "distinct" {
      native = "distinct \(words[bare.lowerBound + 3].text)"
      column = column ?? "distinct_\(words[bare.lowerBound + 3].text)"
    }
    if let column { columns[written] = column }
    return (name.map { "\($0): " } ?? "") + native
  }

  /// A text with figures put by the names of their columns.
  private func column(_ text: String) -> String {
    var text = text
    for (written, name) in columns.sorted(by: { $0.key < $1.key }) {
      text.replace(written, with: name)
    }
    return text
  }

  private var order: String {
    guard let range = parts["order"] else { return "" }
    let keys = items(range).map { item -> String in
      let last = words[item.upperBound - 1].folded
      let isDown = last.hasPrefix("desc")
      let isDirected = item.count > 1 && (isDown || last.hasPrefix("asc"))
      let key = text(of: isDirected ? item.dropLast() : item)
      return (isDown && isDirected ? "-" : "") + column(key)
    }
    return " sort \(keys.joined(separator: ", "))"
  }

  private var limit: String {
    if let range = parts["limit"], let first = range.first { return " limit \(words[first].text)" }
    guard let range = parts["fetch"],
      let number = range.first(where: { words[$0].kind == .number })
    else { return "" }
    return " limit \(words[number].text)"
  }
}
