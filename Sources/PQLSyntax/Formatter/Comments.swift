/// A comment with where it stood.
struct Comment {
  var text: String
  /// the white space before it, when it stands behind something.
  var gap: String
  /// how many line ends part it from what is before it.
  var linesBefore: Int
  var start: Int

  var isOwnLine: Bool { linesBefore > 0 }
}

/// What stands between two tokens or statements: comments, and line ends before what follows.
struct Gap {
  var comments: [Comment] = []
  var linesAfter = 0
  var hasSeparator = false

  /// Reads a stretch in which there is nothing but white space, comments and `;`.
  init(_ bytes: [UInt8], _ span: Span) {
    var place = span.start
    var lines = 0
    var spaceStart = place
    while place < span.end {
      switch bytes[place] {
      case 0x0A, 0x0D:
        lines += 1
        let isPair = bytes[place] == 0x0D && place + 1 < span.end && bytes[place + 1] == 0x0A
        place += isPair ? 2 : 1
        spaceStart = place
      case UInt8(ascii: "#"):
        let start = place
        while place < span.end, bytes[place] != 0x0A, bytes[place] != 0x0D { place += 1 }
        comments.append(
          Comment(
            text: Self.text(bytes[start..<place]), gap: Self.gap(bytes[spaceStart..<start]),
            linesBefore: lines, start: start))
        lines = 0
        spaceStart = place
      case UInt8(ascii: ";"):
        hasSeparator = true
        place += 1
        spaceStart = place
      default: place += 1
      }
    }
    linesAfter = lines
  }

  /// The comment without white space at its end.
  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func gap(_ bytes: ArraySlice<UInt8>) -> String {
    let spaces = bytes.filter { $0 == 0x20 || $0 == 0x09 }
    return spaces.isEmpty ? " " : String(decoding: spaces, as: UTF8.self)
  }

  /// Whether a blank line stands somewhere in the gap.
  var hasBlankLine: Bool { linesAfter > 1 || comments.contains { $0.linesBefore > 1 } }

  /// Takes the comment that stands behind what is before the gap.
  mutating func takeTrailing() -> Comment? {
    guard let first = comments.first, !first.isOwnLine else { return nil }
    return comments.removeFirst()
  }
}
