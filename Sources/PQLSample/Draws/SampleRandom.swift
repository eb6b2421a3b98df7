/// A stream of draws that depends on a seed, a purpose and an index, and on nothing else.
///
/// SplitMix64 (Steele, Lea and Flood, 2014) has a state of one word, so a stream for every deal
/// costs nothing to begin, and a deal's story can be told again for each file that needs it.
struct SampleRandom {
  /// What a stream is drawn for; two purposes never share draws.
  enum Purpose: UInt64 {
    case account = 1
    case activity
    case campaign
    case contact
    case created
    case details
    case kind
    case lead
    case leadActivity
    case otherLead
    case owner
    case profile
    case story
  }

  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

  private var state: UInt64

  /// The stream of one thing of one kind.
  init(seed: UInt64, purpose: Purpose, index: Int) {
    let kind = Self.mixed(seed &+ Self.golden &* purpose.rawValue)
    state = Self.mixed(kind ^ (UInt64(truncatingIfNeeded: index) &* Self.golden))
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var word = value
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= Self.golden
    return Self.mixed(state)
  }

  /// A number in 0..<1 with 53 random bits.
  mutating func fraction() -> Double {
    Double(next() >> 11) * (1 / 9_007_199_254_740_992)
  }

  /// True with the chance given.
  mutating func chance(_ probability: Double) -> Bool { fraction() < probability }

  /// A whole number in 0..<`bound`.
  mutating func below(_ bound: Int) -> Int {
    precondition(bound > 0, "a draw needs at least one possible result")
    return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A whole number of a closed range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// One element of a list that is not empty.
  mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

  /// A waiting time with the mean given, exponentially distributed.
  mutating func waiting(mean: Double) -> Double {
    -mean * Elementary.logarithm(1 - fraction())
  }

  /// A standard normal draw, as the sum of twelve uniform ones.
  ///
  /// Irwin and Hall's sum has mean 0 and variance 1 and tails that end at 6, which suits made-up
  /// data better than an outlier would, and it needs neither a logarithm nor a cosine.
  mutating func normal() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += fraction() }
    return sum
  }

  /// The place of one of some weights, each with a chance in proportion.
  mutating func place(in weights: [Double]) -> Int {
    var left = fraction() * weights.reduce(0, +)
    for (place, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return place }
    }
    return weights.count - 1
  }
}
