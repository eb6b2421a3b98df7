/// Reads the records of a file a piece at a time; each thread has one of its own.
protocol PieceReading {
  /// Whether it finds by itself what is no text, and tells it in the piece.
  static var checksText: Bool { get }

  /// How many columns it knows.
  var columnCount: Int { get }

  /// Says whether a column is to be converted, and whether each row gets a text of its own.
  mutating func setPlain(_ column: Int, isConverted: Bool, isPlain: Bool)

  /// Reads the records that begin from `piece.start` on and before `end`, and tells in the piece
  /// where it arrived, or why it could not go on.
  mutating func read(_ piece: RecordPiece, to end: Int)
}

/// Reads single records again, which have been read before.
protocol RecordRereading {
  /// Calls `take` with the cells of the record that begins at `start`, in row 0 of the block.
  mutating func cells(at start: Int, _ take: (ReaderColumns) -> Void)
}
