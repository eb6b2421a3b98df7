import PQLThreads

extension RawPart {
  /// From so many rows on several threads read again what is asked for.
  private static let rowsForThreads = 1 << 15

  /// The cells of a column in all records that were read; read again, with those of the others that will be needed, unless they
  /// have been.
  func cells(_ column: Int) -> [UInt64] {
    if !kept.has(column) { keep(column) }
    return kept.cells(column)
  }

  private func keep(_ column: Int) {
    // A column that is no longer converted can only be had by its cells.
    let others = early.indices.filter {
      $0 != column && early[$0].shape == .givenUp && isWanted(ownNames[$0]) && !kept.has($0)
    }
    let columns = [column] + others
    let workers = readCount < RawPart.rowsForThreads ? 1 : threads.count
    let pieces = SideBySide.results(workers, threads: threads) { worker in
      let rows = readCount * worker / workers..<readCount * (worker + 1) / workers
      return cells(columns, rows, by: RecordRereader(bytes.view, form, names: ownNames))
    }
    for piece in pieces {
      for (cell, length) in piece.long { kept.setLength(length, of: cell) }
    }
    for (place, column) in columns.enumerated() {
      var cells = pieces.flatMap { $0.cells[place] }
      for rule in kept.replacements[column] ?? [] { cells = replaced(cells, column, rule) }
      kept.keep(column, cells)
    }
  }

  /// Whether no record has a value for a column.
  func isEmpty(_ column: Int) -> Bool {
    early[column].shape == .undecided && early[column].rowCount == readCount
  }

  /// The cells of some rows, column by column, and the lengths that cells have no room for.
  private func cells(
    _ columns: [Int], _ rows: Range<Int>, by rereader: RecordRereader
  ) -> (cells: [[UInt64]], long: [(Cell, Int)]) {
    var cells = Array(repeating: [UInt64](repeating: 0, count: rows.count), count: columns.count)
    var long: [(Cell, Int)] = []
    for row in rows {
      rereader.cells(at: starts[row], columns) { place, cell, length in
        cells[place][row - rows.lowerBound] = cell.bits
        if length >= Cell.longLength { long.append((cell, length)) }
      }
    }
    return (cells, long)
  }

  /// The first cells of a column that are worth a look, and the row they begin at: a sample that
  /// costs next to nothing, for questions that the first values answer.
  ///
  /// Most columns have a value in the first records, which are read for all of them at once.
  func firstCells(_ column: Int) -> (cells: ArraySlice<UInt64>, row: Int) {
    let first = max(early[column].firstPresent, 0)
    let length = min(CellBlock.rows, max(16, RawPart.mostSampled / ownNames.count))
    if first >= length {
      return (sample([column], first..<min(first + length, readCount))[0][...], first)
    }
    let cells = kept.firstCells {
      sample(Array(ownNames.indices), 0..<min(length, readCount))
    }
    return (cells[column][first...], first)
  }

  private func sample(_ columns: [Int], _ rows: Range<Int>) -> [[UInt64]] {
    let (cells, long) = cells(columns, rows, by: rereader)
    for (cell, length) in long { kept.setLength(length, of: cell) }
    return cells
  }

  /// How many cells a sample has, where the file is not too wide for that.
  private static let mostSampled = 1 << 20

  /// One cell, and how many bytes its value has.
  func cell(_ column: Int, _ row: Int) -> (cell: Cell, length: Int) {
    let row = fileRow(row)
    if kept.has(column) {
      let cell = Cell(bits: kept.cells(column)[row])
      return (cell, kept.length(of: cell))
    }
    var found = (cell: Cell(bits: 0), length: 0)
    rereader.cells(at: starts[row], [column]) { _, cell, length in found = (cell, length) }
    return found
  }

  /// Where the values of a row stand, from the first through the last; nil when it has none.
  func extent(of row: Int) -> Range<Int>? {
    var extent: Range<Int>?
    rereader.cells(at: starts[fileRow(row)], Array(ownNames.indices)) { _, cell, length in
      let end = cell.offset + length
      extent =
        min(extent?.lowerBound ?? cell.offset, cell.offset)..<max(extent?.upperBound ?? 0, end)
    }
    return extent
  }

  /// Whether a row has no value for a column.
  func isMissing(_ column: Int, _ row: Int) -> Bool {
    if early[column].shape == .givenUp { return cell(column, row).cell.bits == 0 }
    return early[column].isMissing(fileRow(row))
  }
}
