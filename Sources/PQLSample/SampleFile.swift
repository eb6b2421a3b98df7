/// One file of a sample: its name, and its bytes in pieces.
package struct SampleFile: Sendable {
  /// The file's name inside the sample's folder.
  package let name: String

  /// How many blocks of rows the file is made of, as one deal's changes or one account's contacts.
  package let blockCount: Int

  private let opening: String
  private let closing: String
  private let block: @Sendable (Int, inout RowText) -> Void

  init(
    name: String,
    blockCount: Int,
    opening: String = "",
    closing: String = "",
    block: @escaping @Sendable (Int, inout RowText) -> Void
  ) {
    self.name = name
    self.blockCount = blockCount
    self.opening = opening
    self.closing = closing
    self.block = block
  }

  /// A file of comma-separated values with a line of column names.
  init(
    name: String,
    columns: [String],
    blockCount: Int,
    block: @escaping @Sendable (Int, inout RowText) -> Void
  ) {
    let opening = columns.joined(separator: ",") + "\n"
    self.init(name: name, blockCount: blockCount, opening: opening, block: block)
  }

  /// Hands the file's bytes over in order, in pieces of about 64 KiB.
  ///
  /// Only one piece is held at a time, so a file of any size needs the same memory. Stops at the
  /// first failure of `write` and passes it on.
  package func write<Failure>(
    _ write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var text = RowText()
    text.append(opening)
    for index in 0..<blockCount {
      block(index, &text)
      if text.bytes.count >= Self.pieceBytes {
        try write(text.bytes)
        text.removeAll()
      }
    }
    text.append(closing)
    if !text.bytes.isEmpty { try write(text.bytes) }
  }

  private static let pieceBytes = 65_536
}
