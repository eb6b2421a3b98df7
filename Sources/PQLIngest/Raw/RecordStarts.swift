/// Where the records of a file begin.
struct RecordStarts {
  /// The rows at which a piece begins, and the offset that its records are counted from.
  private var pieces: [(row: Int, base: Int)] = []
  private let offsets = GrowingValues<UInt32>()

  /// Adds the records of a piece.
  mutating func append(_ piece: RecordPiece) {
    guard piece.starts.count > 0 else { return }
    pieces.append((offsets.count, piece.start))
    offsets.append(piece.starts)
  }

  /// Where a row begins; O(log pieces).
  subscript(row: Int) -> Int {
    var low = 0
    var high = pieces.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].row <= row { low = middle } else { high = middle }
    }
    return pieces[low].base + Int(offsets[row])
  }
}
