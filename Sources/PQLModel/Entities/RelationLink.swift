/// Which record each value of a relation field names.
package struct RelationLink: Sendable, Hashable {
  package var target: EntityKind
  /// For each row the target's row, -1 where missing or not found.
  package var rows: [Int32]
  /// How many rows name a record that is not there.
  package var unmatchedCount: Int
  /// Names that several records bear; to use the link of such a row is an error.
  package var ambiguousNames: [String]

  package init(
    target: EntityKind, rows: [Int32], unmatchedCount: Int, ambiguousNames: [String]
  ) {
    self.target = target
    self.rows = rows
    self.unmatchedCount = unmatchedCount
    self.ambiguousNames = ambiguousNames
  }

  /// Finds each value's record by `id`, else by `name`, or by `keyField` alone when one is given.
  ///
  /// Values compare by their exact bytes. O(rows of both).
  package init(values: TextColumn, target: EntityTable, keyField: String? = nil) {
    var rowOf: [String: Int32] = [:]
    var ambiguous: Set<String> = []
    for name in keyField.map({ [$0] }) ?? ["id", "name"] {
      guard case .text(let keys)? = target.field(name)?.column else { continue }
      var mine: [String: Int32] = [:]
      for row in 0..<target.rowCount {
        guard let key = keys[row] else { continue }
        if mine.updateValue(Int32(row), forKey: key) != nil { ambiguous.insert(key) }
      }
      rowOf.merge(mine) { earlier, _ in earlier }
    }
    let rowOfCode = values.dictionary.values.map { rowOf[$0] ?? -1 }
    rows = values.codes.map { $0 < 0 ? -1 : rowOfCode[Int($0)] }
    unmatchedCount = zip(values.codes, rows).reduce(0) { $0 + ($1.0 >= 0 && $1.1 < 0 ? 1 : 0) }
    ambiguousNames = values.dictionary.values.filter { ambiguous.contains($0) }
    self.target = target.kind
  }
}
