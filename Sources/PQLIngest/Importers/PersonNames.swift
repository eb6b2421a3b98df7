import PQLModel

/// Names of people that a system keeps in two parts.
enum PersonNames {
  private static let first = ["firstname", "propertyfirstname", "namefirstname"]
  private static let last = ["lastname", "propertylastname", "namelastname"]

  /// Gives records without a `name` field one of first and last name.
  static func settle(_ table: inout DraftTable) {
    guard [.leads, .contacts, .owners].contains(table.kind), table.text("name") == nil,
      let firsts = part(table, first), let lasts = part(table, last)
    else { return }
    var interner = TextInterner()
    let codes = (0..<table.rowCount).map { row -> Int32 in
      let words = [firsts[row], lasts[row]].compactMap { $0 }
      return words.isEmpty ? -1 : interner.code(of: words.joined(separator: " "))
    }
    table.insert(
      EntityField(
        name: "name", type: .text,
        column: .text(TextColumn(codes: codes, dictionary: interner.dictionary))))
  }

  private static func part(_ table: DraftTable, _ names: [String]) -> TextColumn? {
    for field in table.fields where names.contains(folded(field.name)) {
      if case .text(let column) = field.column { return column }
    }
    return nil
  }
}
