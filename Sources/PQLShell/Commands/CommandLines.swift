import PQLSyntax

/// Finds the lines of a text that are commands of the shell.
enum CommandLines {
  /// The text in parts to be carried out one after the other: each line that begins with a dot and
  /// a letter by itself, and what stands between such lines.
  ///
  /// In a part the rest of the text is blank, so that lines keep their numbers.
  static func parts(of source: SourceText) -> [SourceText] {
    let bytes = Array(source.text.utf8)
    guard bytes.contains(UInt8(ascii: ".")) else { return [source] }
    var parts: [Range<Int>] = []
    var start = 0
    var begun = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      if isCommand(bytes[start..<end]) {
        parts += [begun..<start, start..<end]
        begun = end
      }
      start = end
    }
    guard !parts.isEmpty else { return [source] }
    parts.append(begun..<bytes.count)
    let filled = parts.filter { bytes[$0].contains { $0 > 0x20 } }
    return filled.map { SourceText(name: source.name, text: only($0, of: bytes)) }
  }

  private static func isCommand(_ line: ArraySlice<UInt8>) -> Bool {
    let text = line.drop { $0 == 0x20 || $0 == 0x09 }
    guard text.first == UInt8(ascii: "."), let next = text.dropFirst().first else { return false }
    return next | 0x20 >= 0x61 && next | 0x20 <= 0x7A
  }

  private static func only(_ range: Range<Int>, of bytes: [UInt8]) -> String {
    let before = bytes[..<range.lowerBound].map { $0 == 0x0A ? $0 : 0x20 }
    var part = before + bytes[range]
    if part.last == 0x0A { part.removeLast() }
    return String(decoding: part, as: UTF8.self)
  }
}
