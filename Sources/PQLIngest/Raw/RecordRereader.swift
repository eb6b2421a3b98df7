/// Reads records of a file again, which have been read before, for the cells of some columns.
final class RecordRereader {
  private var reader: any RecordRereading
  private let names: [String]
  /// For each column of the file the reader's own, -1 while it has met none of that name.
  private var own: [Int]
  private var known = 0

  init(_ view: ByteView, _ form: RawPart.Form, names: [String]) {
    self.names = names
    own = Array(repeating: -1, count: names.count)
    switch form {
    case .json: reader = RecordReader(view, .lines, wants: { _ in false })
    case .csv(let header): reader = CSVReader(view, header, wants: { _ in false })
    }
  }

  /// Calls `take` with the place in `columns`, the cell and its length, for each that is not missing.
  func cells(at start: Int, _ columns: [Int], _ take: (Int, Cell, Int) -> Void) {
    reader.cells(at: start) { read in
      if read.count > known { learn(read) }
      for (place, column) in columns.enumerated() where own[column] >= 0 {
        let cell = read.block[own[column], 0]
        if cell.bits != 0 { take(place, cell, read.block.length(of: cell)) }
      }
    }
  }

  private func learn(_ read: ReaderColumns) {
    known = read.count
    for (column, name) in names.enumerated() { own[column] = read.index(of: name) ?? -1 }
  }
}
