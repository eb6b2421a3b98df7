import PQLSyntax

/// Finds the lines of a text that are commands of the shell.
///
/// A line that begins with a dot and a letter is one wherever it stands. `help` and `?` with whatever
/// stands behind them, and `exit` and `quit` alone, are commands where a statement begins.
package enum CommandLines {
  /// A piece of a text that is carried out by itself.
  ///
  /// In its source the rest of the text is blank, so that lines keep their numbers.
  struct Part {
    var source: SourceText
    var isCommand: Bool
  }

  /// The words that leave.
  static let leaving = ["exit", "quit"]

  /// The text in parts to be carried out one after the other: each command by itself, and what
  /// stands between commands.
  static func parts(of source: SourceText) -> [Part] {
    let bytes = Array(source.text.utf8)
    let pieces = pieces(of: bytes)
    guard pieces.count > 1 || pieces.first?.isCommand == true else {
      return [Part(source: source, isCommand: false)]
    }
    return pieces.filter { bytes[$0.range].contains { $0 > 0x20 } }.map {
      Part(
        source: SourceText(name: source.name, text: only($0.range, of: bytes)),
        isCommand: $0.isCommand)
    }
  }

  /// Whether a text typed so far can be carried out, so that Enter submits it: it ends in a command,
  /// or what stands behind the last one is a whole statement.
  package static func isComplete(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let pieces = pieces(of: bytes)
    let last = pieces.last { bytes[$0.range].contains { $0 > 0x20 && $0 != UInt8(ascii: ";") } }
    // Dots alone are no beginning of anything.
    guard let last, !text.allSatisfy({ $0 == "." }) else { return true }
    return last.isCommand
      || PQLSyntax.isComplete(String(decoding: bytes[last.range.lowerBound...], as: UTF8.self))
  }

  // MARK: - Finding

  private struct Piece {
    var range: Range<Int>
    var isCommand: Bool
  }

  private static func pieces(of bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var start = 0
    var begun = 0
    let mayHoldDots = bytes.contains(UInt8(ascii: "."))
    while mayHoldDots, start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      if isDotted(bytes[start..<end]) {
        pieces += worded(bytes, begun..<start) + [Piece(range: start..<end, isCommand: true)]
        begun = end
      }
      start = end
    }
    return pieces + worded(bytes, begun..<bytes.count)
  }

  private static func isDotted(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 || $0 == 0x09 }
    guard text.first == UInt8(ascii: "."), let next = text.dropFirst().first else { return false }
    return isLetter(next)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
  }

  /// A range in pieces: the commands that are told by their word, and what stands between them.
  private static func worded(_ bytes: [UInt8], _ range: Range<Int>) -> [Piece] {
    guard mayHoldWords(bytes[range]) else { return [Piece(range: range, isCommand: false)] }
    let source = SourceText(typed: String(decoding: bytes[range], as: UTF8.self))
    var pieces: [Piece] = []
    var begun = range.lowerBound
    for span in lineStatements(in: source, where: isTaken) {
      let found = range.lowerBound + span.start..<range.lowerBound + span.end
      pieces.append(Piece(range: begun..<found.lowerBound, isCommand: false))
      pieces.append(Piece(range: found, isCommand: true))
      begun = found.upperBound
    }
    return pieces + [Piece(range: begun..<range.upperBound, isCommand: false)]
  }

  private static func isTaken(_ first: LineWord) -> Bool {
    if first.word.hasPrefix("?") { return true }
    return first.word == "help" && first.standsApart
      || leaving.contains(first.word) && first.isAlone
  }

  private static let words = (leaving + ["help"]).map { Array($0.utf8) }

  /// A quick look, so that texts without such words are not cut into tokens twice.
  private static func mayHoldWords(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.indices.contains { place in
      let byte = bytes[place] | 0x20
      if bytes[place] == UInt8(ascii: "?") { return true }
      guard byte == UInt8(ascii: "h") || byte == UInt8(ascii: "e") || byte == UInt8(ascii: "q")
      else { return false }
      return words.contains {
        $0.elementsEqual(bytes[place...].prefix($0.count).lazy.map { $0 | 0x20 })
      }
    }
  }

  // MARK: - Cutting

  private static func only(_ range: Range<Int>, of bytes: [UInt8]) -> String {
    let before = bytes[..<range.lowerBound].map { $0 == 0x0A ? $0 : 0x20 }
    var part = before + bytes[range]
    if part.last == 0x0A { part.removeLast() }
    return String(decoding: part, as: UTF8.self)
  }
}
