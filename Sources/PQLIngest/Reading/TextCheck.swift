import PQLThreads

/// What a pass over bytes tells: whether they are text, and a hash to tell them from others.
struct TextCheck {
  /// Where the first byte stands that is not part of valid UTF-8; nil when all is.
  private(set) var firstInvalid: Int?
  /// A hash of all bytes.
  ///
  /// It folds four words a step by multiplication, in the manner of wyhash; it tells files apart and
  /// is not meant to withstand an attacker.
  private(set) var hash: UInt64 = 0x9E37_79B9_7F4A_7C15

  init() {}

  /// Checks all bytes of a view.
  init(_ view: ByteView) { pass(view, from: 0, to: view.count) }

  /// Counts what another check has found of the bytes that follow.
  mutating func add(_ next: TextCheck) {
    firstInvalid = firstInvalid ?? next.firstInvalid
    hash = folded(hash ^ next.hash, 0x9E37_79B9_7F4A_7C15)
  }

  /// Reads all bytes of a view in parts of one size, side by side.
  mutating func pass(_ view: ByteView, threads: ThreadCount) {
    let count = max(1, (view.count + Self.partSize - 1) / Self.partSize)
    let checks = SideBySide.results(count, threads: threads) { part in
      let start = Self.characterStart(view, part * Self.partSize)
      let end = Self.characterStart(view, (part + 1) * Self.partSize)
      view.fetch(from: start, to: end)
      var check = TextCheck()
      check.pass(view, from: start, to: end)
      return check
    }
    for check in checks { add(check) }
  }

  private static let partSize = 1 << 22

  /// The first place from `place` on that is no continuation of a character, so that no character
  /// is cut; a text with more continuations than one can have is invalid wherever it is cut.
  private static func characterStart(_ view: ByteView, _ place: Int) -> Int {
    let last = min(place, view.count)
    return (last..<min(last + 3, view.count)).first { view[$0] & 0xC0 != 0x80 }
      ?? min(last + 3, view.count)
  }

  /// Reads the bytes from `start`, where a character begins, up to `end`.
  mutating func pass(_ view: ByteView, from start: Int, to end: Int) {
    var at = start
    var checked = start
    var (even, odd) = (hash ^ UInt64(truncatingIfNeeded: end - start), hash)
    while at + 32 <= end {
      let (first, second) = (view.word(at), view.word(at + 8))
      let (third, fourth) = (view.word(at + 16), view.word(at + 24))
      even = folded(first ^ even, second ^ 0xA076_1D64_78BD_642F)
      odd = folded(third ^ 0xE703_7ED1_A0B4_28DB, fourth ^ odd)
      at += 32
      if (first | second | third | fourth) & 0x8080_8080_8080_8080 != 0, firstInvalid == nil {
        checked = validate(view, from: max(checked, at - 32), until: at)
      }
    }
    if firstInvalid == nil { _ = validate(view, from: max(checked, at), until: end) }
    while at < end {
      even = folded(view.word(at) & byteMask(end - at) ^ even, 0xA076_1D64_78BD_642F)
      at += 8
    }
    hash = folded(even ^ odd, 0x9E37_79B9_7F4A_7C15)
  }

  /// Checks the characters that begin before `limit`; tells where the next one begins.
  private mutating func validate(_ view: ByteView, from start: Int, until limit: Int) -> Int {
    var at = start
    while at < limit {
      let high = view.highBytes(at)
      guard high != 0 else {
        at += 16
        continue
      }
      at += high.trailingZeroBitCount
      guard at < limit else { break }
      let length = TextCheck.sequenceLength(view, at, view[at])
      // A zero behind the end is no continuation, so a cut sequence is invalid too.
      guard length > 0 else {
        firstInvalid = at
        return at
      }
      at += length
    }
    return at
  }

  /// The length of the well-formed sequence at `at`, 0 when it is none (Unicode, table 3-7).
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

/// The two halves of the product of two words, folded into one.
@inline(__always)
func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let product = left.multipliedFullWidth(by: right)
  return product.high ^ product.low
}
