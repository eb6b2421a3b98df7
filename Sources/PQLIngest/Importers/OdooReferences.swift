import PQLModel

/// References of Odoo: `[3, "Name"]`, the id and the name of the record that is meant.
struct OdooReferences {
  /// Takes references apart: the id where the data have the records it names, else the name.
  static func settle(
    _ table: inout DraftTable, _ book: StageBook, _ present: Set<EntityKind>
  ) {
    for index in table.fields.indices {
      let field = table.fields[index]
      let names = [field.name] + field.aliases
      switch field.column {
      case .text(let texts):
        let byId = field.target.map { present.contains($0) && $0 != table.kind } ?? false
        let (column, changed) = texts.replacing { text in
          guard let (id, name) = parts(text) else { return nil }
          return byId ? id : (field.name == "stage" ? book.stage(id) : nil) ?? name
        }
        if !changed.isEmpty { table.fields[index].column = .text(column) }
      case .list(let lists) where names.contains { $0.hasSuffix("_id") || $0.hasSuffix("_uid") }:
        guard let column = secondElements(of: lists) else { continue }
        table.fields[index].column = .text(column)
        table.fields[index].type = column.isCategory(named: field.name) ? .category : .text
      default: continue
      }
    }
  }

  /// The id and the name of a reference; nil for a text that is none.
  private static func parts(_ text: String) -> (id: String, name: String)? {
    guard text.hasPrefix("["), text.hasSuffix("]") else { return nil }
    let bytes = FileBytes(Array(text.utf8))
    return withExtendedLifetime(bytes) {
      var scanner = JSONScanner(bytes.view)
      _ = scanner.skipSpace()
      let item = JSONItem(offset: scanner.at, value: .array)
      guard let elements = try? scanner.elements(of: item), elements.count == 2,
        case .number(let id) = elements[0].value, case .text(let name) = elements[1].value
      else { return nil }
      return (id, name)
    }
  }

  /// The second of two elements of each list; nil where some list has more or fewer.
  private static func secondElements(of lists: ListColumn) -> TextColumn? {
    var texts: [String?] = []
    for row in 0..<(lists.offsets.count - 1) {
      let range = lists.offsets[row]..<lists.offsets[row + 1]
      guard range.isEmpty || range.count == 2 else { return nil }
      texts.append(range.isEmpty ? nil : lists.elements[Int(range.lowerBound) + 1])
    }
    return TextColumn(texts)
  }
}
