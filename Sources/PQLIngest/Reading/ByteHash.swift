/// What hashes of this run begin with.
///
/// Whoever makes a file so cannot choose texts of one hash, which would make every look-up a walk
/// along all of them. Nothing that is shown depends on it: codes go by first appearance.
struct HashSeed: Sendable {
  static let ofThisRun = HashSeed()

  let first = UInt64.random(in: .min ... .max)
  let second = UInt64.random(in: .min ... .max)
}

/// The two halves of the product of two words, folded into one.
@inline(__always)
func folded(_ left: UInt64, _ right: UInt64) -> UInt64 {
  let product = left.multipliedFullWidth(by: right)
  return product.high ^ product.low
}

/// A mask of the lowest `count` bytes of a word, all of them from eight on.
@inline(__always)
func byteMask(_ count: Int) -> UInt64 {
  count >= 8 ? ~0 : (1 &<< UInt64(truncatingIfNeeded: count &* 8)) &- 1
}

/// A hash of the bytes from `start` up to `end`, well spread in its low bits.
@inline(__always)
func bytesHash(_ view: ByteView, _ start: Int, _ end: Int, _ seed: HashSeed) -> UInt64 {
  var hash = UInt64(truncatingIfNeeded: end &- start) ^ seed.first
  var at = start
  while at &+ 8 < end {
    hash = folded(view.word(at) ^ hash, seed.second | 1)
    at &+= 8
  }
  // Reads up to eight bytes, masked to the value: never more than the padding past the end.
  let rest = at < end ? view.word(at) & byteMask(end &- at) : 0
  return folded(rest ^ hash, seed.first | 1)
}
