/// How a CSV file parts its cells.
struct CSVDialect {
  var delimiter: UInt8
  /// What ends a line, for whoever has to find the next one.
  var lineBreak: UInt8

  /// The delimiters that are looked for, in order of preference.
  private static let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

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
