/// How a CSV file parts its cells.
struct CSVDialect {
  var delimiter: UInt8
  /// What ends a line, for whoever has to find the next one.
  var lineBreak: UInt8

  /// The delimiters that are looked for, in order of preference.
  private static let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

  /// A first line that says nothing but the delimiter, as Excel writes and reads it: `sep=;`.
  ///
  /// Tells the delimiter and where the next line begins; nil for a first line that is a header.
  static func separatorLine(
    _ view: ByteView, from start: Int
  ) -> (delimiter: UInt8, end: Int)? {
    guard view.matches(start, "sep=") || view.matches(start, "SEP=") else { return nil }
    let delimiter = view[start + 4]
    let isMark = delimiter == 0x09 || delimiter >= 0x20 && delimiter < 0x7F
    let isLetterOrDigit =
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= delimiter | 0x20
      || UInt8(ascii: "0")...UInt8(ascii: "9") ~= delimiter
    guard isMark, !isLetterOrDigit, delimiter != 0x22 else { return nil }
    switch view[start + 5] {
    case 0x0A: return (delimiter, start + 6)
    case 0x0D: return (delimiter, start + (view[start + 6] == 0x0A ? 7 : 6))
    default: return start + 5 == view.count ? (delimiter, view.count) : nil
    }
  }

  /// Looks at the first lines: the delimiter that parts most of them into as many cells as the
  /// first; of several the one that makes the most cells.
  init(detecting view: ByteView, from start: Int) {
    var best = (score: 0, delimiter: CSVDialect.candidates[0])
    for delimiter in CSVDialect.candidates {
      let counts = CSVDialect.counts(of: delimiter, view, start)
      guard let header = counts.first, header > 0 else { continue }
      let agreeing = counts.filter { $0 == header }.count
      let score = agreeing * 100_000 / counts.count + min(header, 1000)
      if score > best.score { best = (score, delimiter) }
    }
    delimiter = best.delimiter
    lineBreak = view.lineBreak
  }

  /// Whether the first line can be nothing but JSON: a bracket, and behind it another or a key.
  static func isJSON(_ view: ByteView) -> Bool {
    var scanner = JSONScanner(view)
    scanner.skipByteOrderMark()
    let opening = scanner.skipSpace()
    guard opening == 0x5B || opening == 0x7B else { return false }
    scanner.at += 1
    let next = scanner.skipSpace()
    return opening == 0x5B ? next == 0x7B || next == 0x5D : next == 0x22 || next == 0x7D
  }

  /// How often the delimiter stands outside quotes in each of the first lines.
  private static func counts(of delimiter: UInt8, _ view: ByteView, _ start: Int) -> [Int] {
    var counts: [Int] = []
    var count = 0
    var isQuoted = false
    var lineStart = start
    var at = start
    let limit = min(view.count, start + 65_536)
    while at < limit, counts.count < 50 {
      let byte = view[at]
      if byte == 0x22 { isQuoted.toggle() }
      if !isQuoted, byte == delimiter { count += 1 }
      if !isQuoted, byte == 0x0A || byte == 0x0D {
        // Nothing stands between the two bytes of a line end.
        if at > lineStart { counts.append(count) }
        count = 0
        lineStart = at + 1
      }
      at += 1
    }
    if at == view.count, at > lineStart { counts.append(count) }
    return counts
  }
}
