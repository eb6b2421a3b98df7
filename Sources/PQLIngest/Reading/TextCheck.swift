import PQLThreads

/// Finds what is no text: bytes that are no valid UTF-8.
enum TextCheck {
  private static let partSize = 1 << 22

  /// Where the first byte of a view stands that is not part of valid UTF-8; nil when all is.
  ///
  /// Parts of one size are gone through side by side.
  static func firstInvalid(_ view: ByteView, threads: ThreadCount) -> Int? {
    let count = max(1, (view.count + partSize - 1) / partSize)
    let found = SideBySide.results(count, threads: threads) { part in
      let start = characterStart(view, part * partSize)
      let end = characterStart(view, (part + 1) * partSize)
      view.fetch(from: start, to: end)
      return firstInvalid(view, from: start, to: end)
    }
    return found.lazy.compactMap(\.self).first
  }

  /// The first place from `place` on that is no continuation of a character, so that no character
  /// is cut; a text with more continuations than one can have is invalid wherever it is cut.
  private static func characterStart(_ view: ByteView, _ place: Int) -> Int {
    let last = min(place, view.count)
    return (last..<min(last + 3, view.count)).first { view[$0] & 0xC0 != 0x80 }
      ?? min(last + 3, view.count)
  }

  /// Where the first byte stands that is not part of valid UTF-8, of the characters that begin from
  /// `start`, where one does, on and before `end`.
  static func firstInvalid(_ view: ByteView, from start: Int, to end: Int) -> Int? {
    var at = start
    while at < end {
      let high = view.highBytes(at)
      guard high != 0 else {
        at += 16
        continue
      }
      at += high.trailingZeroBitCount
      // Characters that are not ASCII mostly come several together.
      while at < end, view[at] >= 0x80 {
        let length = sequenceLength(view, at, view[at])
        // A zero behind the end is no continuation, so a cut sequence is invalid too.
        guard length > 0 else { return at }
        at += length
      }
    }
    return nil
  }

  /// The length of the well-formed sequence at `at`, 0 when it is none (Unicode, table 3-7).
  @inline(__always)
  private static func sequenceLength(_ view: ByteView, _ at: Int, _ lead: UInt8) -> Int {
    let second = view[at + 1]
    switch lead {
    case 0xC2...0xDF:
      return second & 0xC0 == 0x80 ? 2 : 0
    case 0xE0...0xEF:
      let low: UInt8 = lead == 0xE0 ? 0xA0 : 0x80
      let high: UInt8 = lead == 0xED ? 0x9F : 0xBF
      return second >= low && second <= high && view[at + 2] & 0xC0 == 0x80 ? 3 : 0
    case 0xF0...0xF4:
      let low: UInt8 = lead == 0xF0 ? 0x90 : 0x80
      let high: UInt8 = lead == 0xF4 ? 0x8F : 0xBF
      return second >= low && second <= high && view[at + 2] & 0xC0 == 0x80
        && view[at + 3] & 0xC0 == 0x80 ? 4 : 0
    default:
      return 0
    }
  }
}
