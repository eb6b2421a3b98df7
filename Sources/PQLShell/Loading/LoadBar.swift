package import PQLIngest

/// How far a load is, in one row of a terminal.
///
/// Nothing in the first half second, for most loads are over by then; afterwards a row at most ten
/// times a second, which goes when the load has ended. Times are nanoseconds of a clock that only
/// goes forward.
package struct LoadBar: Sendable {
  /// Takes away the row that the cursor stands in.
  package static let eraser: StaticString = "\r\u{1B}[K"
  private static let delay: UInt64 = 500_000_000
  private static let pause: UInt64 = 100_000_000
  private static let mostCells = 30

  private var start: UInt64?
  private var drawn: UInt64?
  private var expected = 0
  private var read = 0

  /// The bar of a load that is yet to begin.
  package init() {}

  /// Whether a row stands on the terminal.
  package var isShown: Bool { drawn != nil }

  /// What to write when an event is heard, on a terminal of `width` columns; nil for nothing.
  package mutating func text(
    after event: LoadEvent, at now: UInt64, width: @autoclosure () -> Int
  ) -> String? {
    let begin = start ?? now
    start = begin
    switch event {
    case .expects(let bytes): expected += bytes
    case .hasRead(let bytes): read += bytes
    case .ended:
      defer { self = LoadBar() }
      return isShown ? "\(Self.eraser)" : nil
    }
    guard now >= begin + Self.delay, now >= (drawn ?? 0) + Self.pause, expected > 0 else {
      return nil
    }
    drawn = now
    return "\(Self.eraser)" + row(width())
  }

  /// The row, one column short of the width: a cursor behind the last one may wrap.
  private func row(_ width: Int) -> String {
    // What a guess at a record's beginning missed is read, and counted, twice.
    let share = min(Double(max(read, 0)) / Double(expected), 1)
    let done = Int(share * Double(expected))
    let words = "loading \(Self.megabytes(done)) of \(Self.megabytes(expected)) MB"
    let cells = min(width - 1 - words.count - 1, Self.mostCells)
    guard cells >= 5 else { return String(words.prefix(max(width - 1, 0))) }
    let full = Int(share * Double(cells))
    return words + " " + String(repeating: "█", count: full)
      + String(repeating: "░", count: cells - full)
  }

  /// In units of 1,000,000 bytes, with one decimal.
  private static func megabytes(_ bytes: Int) -> String {
    let tenths = bytes / 100_000
    return "\(tenths / 10).\(tenths % 10)"
  }
}
