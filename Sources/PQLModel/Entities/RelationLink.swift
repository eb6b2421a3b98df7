/// Which record each value of a relation field names.
package struct RelationLink: Sendable {
  package var target: EntityKind
  private let places: Deferred<Buffer<Int32>>
  /// How many rows name a record that is not there.
  package var unmatchedCount: Int
  /// Names that several records bear; to use the link of such a row is an error.
  package var ambiguousNames: [String]
  /// Whether every value that found its record is that record's `name`.
  package var isByName: Bool

  package init(
    target: EntityKind, rows: Deferred<Buffer<Int32>>, unmatchedCount: Int,
    ambiguousNames: [String], isByName: Bool
  ) {
    self.isByName = isByName
    self.target = target
    places = rows
    self.unmatchedCount = unmatchedCount
    self.ambiguousNames = ambiguousNames
  }

  /// For each row the target's row, -1 where missing or not found.
  package var rows: Buffer<Int32> { places.value }

  /// Finds each value's record by `id`, else by `name`, or by `keyField` alone when one is given.
  ///
  /// Values compare by their exact bytes. O(rows of both).
  package init(values: TextColumn, target: EntityTable, keyField: String? = nil) {
    var rowOfCode = [Int32](repeating: -1, count: values.dictionary.count)
    var isAmbiguous = [Bool](repeating: false, count: values.dictionary.count)
    for name in keyField.map({ [$0] }) ?? ["id", "name"] {
      guard case .text(let keys)? = target.field(name)?.column else { continue }
      // Values that all have their record need not be looked up again.
      if !rowOfCode.contains(-1) { break }
      // Codes of one text count as its first.
      let first = keys.isDistinct ? nil : keys.dictionary.firstCodes
      var rowOfKey = [Int32](repeating: -1, count: keys.dictionary.count)
      var isRepeated = [Bool](repeating: false, count: keys.dictionary.count)
      for (row, code) in keys.codes.enumerated() where code >= 0 {
        let key = Int(first?[Int(code)] ?? code)
        if rowOfKey[key] >= 0 { isRepeated[key] = true }
        rowOfKey[key] = Int32(row)
      }
      for (value, key) in keys.dictionary.codes(of: values.dictionary).enumerated()
      where key >= 0 && rowOfCode[value] < 0 {
        isAmbiguous[value] = isRepeated[Int(key)]
        rowOfCode[value] = rowOfKey[Int(key)]
      }
    }
    let rows = Buffer(values.codes.map { $0 < 0 ? -1 : rowOfCode[Int($0)] })
    places = Deferred(rows)
    unmatchedCount = rows.indices.reduce(0) { count, row in
      count + (values.codes[row] >= 0 && rows[row] < 0 ? 1 : 0)
    }
    ambiguousNames = isAmbiguous.indices.filter { isAmbiguous[$0] }.map { values.dictionary[$0] }
    self.target = target.kind
    isByName = true
    guard case .text(let names)? = target.field("name")?.column else { return }
    isByName = rowOfCode.indices.allSatisfy { code in
      guard rowOfCode[code] >= 0 else { return true }
      let name = names.codes[Int(rowOfCode[code])]
      return name >= 0 && names.dictionary.isEqual(Int(name), values.dictionary, code)
    }
  }
}
