import PQLModel

/// Which record belongs to which, from a table of its own: `record`, `target` and `type`.
struct RecordLinks {
  /// by record.
  private var targets: [String: String] = [:]
  private var isPreferred: Set<String> = []
  private var others: Set<String> = []

  /// What a record belongs to.
  subscript(record: String) -> String? { targets[record] }

  /// How many records have several targets of which none is preferred.
  var openCount: Int { others.count }

  /// Adds the rows of a table; of several targets of a record the first of the type `preferred`
  /// counts, else the first.
  mutating func add(_ table: DraftTable, preferred: String? = nil, isReversed: Bool = false) {
    let (left, right) = isReversed ? ("target", "record") : ("record", "target")
    guard let records = table.text(left), let found = table.text(right) else { return }
    let types = preferred == nil ? nil : table.column("type")
    for row in 0..<table.rowCount {
      guard let record = records[row], let target = found[row] else { continue }
      let prefers = preferred != nil && types?.written(row) == preferred
      guard let known = targets[record] else {
        targets[record] = target
        if prefers { isPreferred.insert(record) }
        continue
      }
      if known == target || isPreferred.contains(record) {
        if prefers { isPreferred.insert(record) }
      } else if prefers {
        targets[record] = target
        isPreferred.insert(record)
      } else {
        others.insert(record)
      }
      if isPreferred.contains(record) { others.remove(record) }
    }
  }

  /// Fills a field of records that have an `id` where it is missing; makes the field when there is
  /// none.
  func fill(_ field: String, _ target: EntityKind?, in table: inout DraftTable) {
    guard !targets.isEmpty, let ids = table.text("id") else { return }
    let old = table.text(field)
    var interner = TextInterner()
    let oldCodes = old?.dictionary.values.map { interner.code(of: $0) } ?? []
    let found = ids.dictionary.values.map { id in
      targets[id].map { interner.code(of: $0) } ?? -1
    }
    let codes = (0..<table.rowCount).map { row -> Int32 in
      if let code = old?.codes[row], code >= 0 { return oldCodes[Int(code)] }
      return ids.codes[row] < 0 ? -1 : found[Int(ids.codes[row])]
    }
    let column = TextColumn(codes: codes, dictionary: interner.dictionary)
    if let index = table.fields.firstIndex(where: { $0.name == field }) {
      table.fields[index].column = .text(column)
    } else {
      table.insert(EntityField(name: field, type: .text, column: .text(column), target: target))
    }
  }
}
