/// Tells whether two records of a table are the same in every column.
///
/// Nearly always they are: somebody has loaded a copy. So their bytes are compared first, without
/// looking for the fields in them; only records that were written in two ways are read again, each
/// once.
struct RecordComparison {
  /// How the bytes of a part become columns: in parts that agree, the same bytes are the same record.
  private struct Reading: Hashable {
    /// Of CSV, where the bytes of a record do not name their columns.
    var delimiter: UInt8?
    /// The part's own names and what they have become; of JSON none while they are the same.
    var names: [[String]]

    init(_ part: RawPart) {
      if case .csv(let header) = part.form { delimiter = header.dialect.delimiter }
      let isPlain = delimiter == nil && part.ownNames == part.columnNames
      names = isPlain ? [] : [part.ownNames, part.columnNames]
    }
  }

  /// A record: its part, and its place among all that were read there.
  private struct Place {
    var part: Int
    var fileRow: Int
  }

  private let table: RawTable
  /// The row of the table that each part begins with.
  private let firstRows: [Int]
  /// The same number for parts that are read in the same way.
  private let readings: [Int]
  /// For each part the columns of the table that it has, and its own columns of them.
  private let columns: [[(column: Int, own: Int)]]

  init(_ table: RawTable) {
    self.table = table
    var (firstRows, readings, row) = ([Int](), [Int](), 0)
    var known: [Reading: Int] = [:]
    for (number, part) in table.parts.enumerated() {
      firstRows.append(row)
      row += part.rowCount
      let reading = Reading(part)
      readings.append(known[reading] ?? number)
      known[reading] = readings[number]
    }
    self.firstRows = firstRows
    self.readings = readings
    columns = table.parts.indices.map { number in
      table.columns.enumerated().compactMap { column, raw in
        raw.indexes[number] < 0 ? nil : (column, raw.indexes[number])
      }
    }
  }

  /// Whether the records of two rows are the same; O(their length + columns), but for the texts of
  /// values that were written in two ways.
  func areEqual(_ left: Int, _ right: Int) -> Bool {
    let places = (place(of: left), place(of: right))
    if haveSameBytes(places.0, places.1) { return true }
    let cells = (cells(of: places.0), cells(of: places.1))
    return table.columns.indices.allSatisfy { column in
      isSame(cells.0[column], cells.1[column], in: places)
        || table.text(column: column, row: left) == table.text(column: column, row: right)
    }
  }

  /// Where a row stands; O(log parts).
  private func place(of row: Int) -> Place {
    var (low, high) = (0, firstRows.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if firstRows[middle] <= row { low = middle } else { high = middle }
    }
    return Place(part: low, fileRow: table.parts[low].fileRow(row - firstRows[low]))
  }

  /// Whether everything up to the next record is the same, which leaves nothing to differ.
  ///
  /// A last record is followed by none and, in CSV, perhaps not even by a line end, so that its bytes
  /// could be the beginning of a longer one.
  private func haveSameBytes(_ left: Place, _ right: Place) -> Bool {
    guard readings[left.part] == readings[right.part], let own = extent(of: left),
      let other = extent(of: right), own.count == other.count
    else { return false }
    return table.parts[left.part].bytes.view.equals(
      own.lowerBound, table.parts[right.part].bytes.view, other.lowerBound, length: own.count)
  }

  /// The bytes from a record up to the next one; nil for the last.
  private func extent(of place: Place) -> Range<Int>? {
    let part = table.parts[place.part]
    guard place.fileRow + 1 < part.readCount else { return nil }
    return part.starts[place.fileRow]..<part.starts[place.fileRow + 1]
  }

  /// The cells of a record by the columns of the table, and their lengths.
  private func cells(of place: Place) -> [(cell: Cell, length: Int)] {
    let part = table.parts[place.part]
    let own = columns[place.part]
    var cells = [(cell: Cell, length: Int)](
      repeating: (.missing, 0), count: table.columns.count)
    part.rereader.cells(at: part.starts[place.fileRow], own.map(\.own)) { index, cell, length in
      cells[own[index].column] = (cell, length)
    }
    return cells
  }

  /// Whether two cells hold the same bytes in the same writing, and so the same value whatever is put
  /// in its place.
  private func isSame(
    _ left: (cell: Cell, length: Int), _ right: (cell: Cell, length: Int),
    in places: (Place, Place)
  ) -> Bool {
    let (kind, other) = (left.cell.kind, right.cell.kind)
    guard left.length == right.length, kind == other || kind.isAsWritten && other.isAsWritten else {
      return false
    }
    return table.parts[places.0.part].bytes.view.equals(
      left.cell.offset, table.parts[places.1.part].bytes.view, right.cell.offset,
      length: left.length)
  }
}

extension Cell.Kind {
  /// Whether the text of a value is its bytes as they stand.
  fileprivate var isAsWritten: Bool {
    switch self {
    case .text, .number, .boolean, .array: true
    case .missing, .escaped, .doubled, .replaced: false
    }
  }
}
