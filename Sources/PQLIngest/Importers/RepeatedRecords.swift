import PQLModel

/// Records that stand on two pages of one table.
enum RepeatedRecords {
  /// Keeps the first of records that are the same in every field, by their ids, and says how many
  /// there were; records of one id that differ are kept, with a warning.
  ///
  /// Gives the rows that are gone.
  static func drop(
    _ table: inout DraftTable, _ name: String, _ notes: inout NoteBook
  ) -> [Int] {
    guard let ids = table.text("id") else { return [] }
    var first = [Int](repeating: -1, count: ids.dictionary.count)
    var kept: [Int32] = []
    var gone: [Int] = []
    var different = 0
    for (row, code) in ids.codes.enumerated() {
      defer { if code >= 0, first[Int(code)] < 0 { first[Int(code)] = row } }
      guard code >= 0, first[Int(code)] >= 0 else {
        kept.append(Int32(clamping: row))
        continue
      }
      if table.fields.allSatisfy({ $0.column.isSame(first[Int(code)], row) }) {
        gone.append(row)
        continue
      }
      different += 1
      kept.append(Int32(clamping: row))
    }
    if !gone.isEmpty {
      notes.add(table.kind, .repeatedInFiles(name, table.kind, count: gone.count))
      table = table.keeping(kept)
    }
    if different > 0 {
      notes.add(table.kind, .recordsOfOneIdDiffer(name, table.kind, count: different))
    }
    return gone
  }
}

extension Column {
  /// Whether two rows hold the same.
  fileprivate func isSame(_ left: Int, _ right: Int) -> Bool {
    guard isPresent(left) == isPresent(right) else { return false }
    guard isPresent(left) else { return true }
    switch self {
    case .text(let column): return column.codes[left] == column.codes[right]
    case .number(let column): return column.values[left] == column.values[right]
    case .money(let column): return column.units[left] == column.units[right]
    case .exact(let column): return column.values[left] == column.values[right]
    case .boolean(let column): return column.values[left] == column.values[right]
    case .day(let column): return column.values[left] == column.values[right]
    case .second(let column): return column.values[left] == column.values[right]
    case .list(let column): return column.codes(left).elementsEqual(column.codes(right))
    }
  }
}

extension ListColumn {
  fileprivate func codes(_ row: Int) -> Slice<Buffer<Int32>> {
    elements.codes[Int(offsets[row])..<Int(offsets[row + 1])]
  }
}
