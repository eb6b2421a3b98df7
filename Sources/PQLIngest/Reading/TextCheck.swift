/// What one pass over a file's bytes tells.
struct TextCheck {
  /// Where the first byte stands that is not part of valid UTF-8; nil when all is.
  var firstInvalid: Int?
  /// A hash of all bytes.
  var hash: UInt64

  /// Reads every byte once, eight at a time where they are ASCII.
  ///
  /// The hash folds four words a step by multiplication, in the manner of wyhash; it tells files
  /// apart and is not meant to withstand an attacker.
  init(_ view: ByteView) {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: view.count)
    var at = 0
    var checked = 0
    firstInvalid = nil
    while at + 32 <= view.count {
      let (first, second) = (view.word(at), view.word(at + 8))
      let (third, fourth) = (view.word(at + 16), view.word(at + 24))
      hash =
        folded(first ^ hash, second ^ 0xA076_1D64_78BD_642F)
        ^ folded(third ^ 0xE703_7ED1_A0B4_28DB, fourth ^ hash)
      if firstInvalid == nil, checked < at + 32 {
        if checked <= at, (first | second | third | fourth) & 0x8080_8080_8080_8080 == 0 {
          checked = at + 32
        } else {
          checked = TextCheck.validate(view, from: max(checked, at), until: at + 32, &firstInvalid)
        }
      }
      at += 32
    }
    if firstInvalid == nil {
      _ = TextCheck.validate(view, from: max(checked, at), until: view.count, &firstInvalid)
    }
    while at < view.count {
      // The bytes behind the last are zeros.
      hash = folded(view.word(at) ^ hash, 0xA076_1D64_78BD_642F)
      at += 8
    }
    self.hash = folded(hash, 0x9E37_79B9_7F4A_7C15)
  }

  /// Checks the characters that begin before `limit`; tells where the next one begins.
  private static func validate(
    _ view: ByteView, from start: Int, until limit: Int, _ invalid: inout Int?
  ) -> Int {
    var at = start
    while at < limit {
      let lead = view[at]
      if lead < 0x80 {
        at += 1
        continue
      }
      let length = sequenceLength(view, at, lead)
      // A zero behind the end is no continuation, so a cut sequence is invalid too.
      guard length > 0 else {
        invalid = at
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
