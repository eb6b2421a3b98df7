import PQLModel

/// What a format defines: its name, and how it writes a header, each row and the end.
///
/// The steps add to a string that the driver passes on whenever it has grown long, so that an
/// answer of any length takes little memory.
protocol AnswerFormat: Sendable, SendableMetatype {
  /// The word in a query, lower case.
  static var name: String { get }
  /// One line of help, without a full stop.
  static var summary: String { get }
  /// Endings of files, without the dot, that mean this format.
  static var fileEndings: [String] { get }
  /// Where the notes go.
  static var notesPlace: OutputFormat.NotesPlace { get }

  /// Looks at the whole answer once: widths, digits, currencies.
  init(_ answer: Answer, options: RenderOptions)

  /// How many times `appendRow` is asked.
  var rowCount: Int { get }

  func appendHeader(to output: inout String)
  func appendRow(_ row: Int, to output: inout String)
  func appendFooter(to output: inout String)
}

extension AnswerFormat {
  /// Writes the answer in pieces; tells whether all of it.
  static func render(
    _ answer: Answer, options: RenderOptions, into stream: inout some TextOutputStream
  ) -> Bool {
    let pieceBytes = 32_768
    let format = Self(answer, options: options)
    // What was measured in part would stand askew.
    guard !options.isStopped() else { return false }
    var piece = ""
    piece.reserveCapacity(pieceBytes + 4096)
    format.appendHeader(to: &piece)
    for row in 0..<format.rowCount {
      guard options.goesOn(at: row) else { return false }
      format.appendRow(row, to: &piece)
      if piece.utf8.count >= pieceBytes {
        stream.write(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    format.appendFooter(to: &piece)
    if !piece.isEmpty { stream.write(piece) }
    return true
  }
}
