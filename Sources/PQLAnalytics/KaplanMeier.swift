/// How long something lasts when part of what was seen still goes on: the Kaplan–Meier estimate.
///
/// Source: Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations", Journal of the
/// American Statistical Association 53 (1958). The share that lasts longer than t is
/// S(t) = Π (1 - d/n) over the lengths up to t at which something ended, with d that ended then and
/// n that had lasted so long. What still goes on at a length counts into n there.
package enum KaplanMeier {
  /// One length of time, and whether it ended or still goes on.
  ///
  /// In whole units, packed so that an end stands before what goes on at the same length.
  package struct Lasting: Sendable, Hashable {
    fileprivate let packed: Int64

    /// A length from 0 through 2^62 - 1; what lies outside is taken as the nearest.
    package init(_ length: Int64, goesOn: Bool) {
      packed = min(max(length, 0), Int64.max >> 1) << 1 | (goesOn ? 1 : 0)
    }

    package var length: Int64 { packed >> 1 }
    package var goesOn: Bool { packed & 1 == 1 }
  }

  /// The least length that no more than half outlast; where exactly half do, midway to the next end.
  ///
  /// That is what survfit of R's package survival says, and without anything that goes on the
  /// ordinary median. Nil when more than half outlast the last end, and of nothing at all. The order
  /// of the lengths, and how they come in pieces, does not count; O(n) unless lengths crowd together.
  package static func median(_ pieces: [ArraySlice<Lasting>]) -> Double? {
    guard let spread = Spread(pieces) else { return nil }
    var parted = spread.parted(pieces)
    var curve = Curve(count: parted.count)
    for part in spread.parts {
      let here = part.start..<part.end
      if part.goOn == 0, curve.staysAboveHalf(afterEnds: here.count) {
        curve.passEnds(here.count)
        continue
      }
      parted[here].sort { $0.packed < $1.packed }
      if let median = curve.pass(parted[here]) { return median }
    }
    return curve.medianAtEnd
  }

  /// The share that lasts, as one goes along the lengths.
  private struct Curve {
    /// How near to a half counts as a half: beyond what a million factors lose in rounding.
    private static let tolerance = 1e-9

    /// The share at the last place where something went on, and how many had lasted so long then:
    /// from there on the share falls by whole parts, which is exact where nothing goes on at all.
    private var base = 1.0
    private var baseCount: Int
    private var count: Int
    /// The length at which exactly half are left.
    private var halfway: Int64?

    init(count: Int) {
      self.count = count
      baseCount = count
    }

    private func share(_ count: Int) -> Double {
      count == 0 ? 0 : base * Double(count) / Double(baseCount)
    }

    func staysAboveHalf(afterEnds ends: Int) -> Bool {
      halfway == nil && share(count - ends) > 0.5 + Curve.tolerance
    }

    mutating func passEnds(_ ends: Int) { count -= ends }

    /// Goes along ascending lengths; the median when it lies there.
    mutating func pass(_ lengths: ArraySlice<Lasting>) -> Double? {
      var place = lengths.startIndex
      while place < lengths.endIndex {
        let length = lengths[place].length
        let first = place
        while place < lengths.endIndex, lengths[place].length == length, !lengths[place].goesOn {
          place += 1
        }
        if place > first, let median = pass(ends: place - first, at: length) { return median }
        let ended = place
        while place < lengths.endIndex, lengths[place].length == length { place += 1 }
        if place > ended { leave(place - ended) }
      }
      return nil
    }

    private mutating func pass(ends: Int, at length: Int64) -> Double? {
      if let halfway { return (Double(halfway) + Double(length)) / 2 }
      count -= ends
      let share = share(count)
      if share > 0.5 + Curve.tolerance { return nil }
      if share < 0.5 - Curve.tolerance { return Double(length) }
      halfway = length
      return nil
    }

    /// What goes on leaves those of whom more is known, and the share as it is.
    private mutating func leave(_ goOn: Int) {
      base = share(count)
      count -= goOn
      baseCount = count
    }

    /// Where exactly half outlast the last end, that end.
    var medianAtEnd: Double? { halfway.map { Double($0) } }
  }

  /// Lengths parted into ranges of equal width, so that most of them need no sorting.
  private struct Spread {
    struct Part {
      var start: Int
      var end: Int
      var goOn: Int
    }

    private let least: Int64
    private let shift: Int64
    private(set) var parts: [Part]

    /// Nil for no lengths at all.
    init?(_ pieces: [ArraySlice<Lasting>]) {
      let count = pieces.reduce(0) { $0 + $1.count }
      guard count > 0 else { return nil }
      var least = Int64.max
      var most = Int64.min
      for piece in pieces {
        for lasting in piece {
          least = min(least, lasting.packed)
          most = max(most, lasting.packed)
        }
      }
      // A few lengths to a part, and no more parts than stay near the processor.
      let wanted = min(max(count / 4, 1), 1 << 14)
      var shift: Int64 = 0
      while (most - least) >> shift >= Int64(wanted) { shift += 1 }
      self.least = least
      self.shift = shift
      parts = Array(
        repeating: Part(start: 0, end: 0, goOn: 0), count: Int((most - least) >> shift) + 1)
      for piece in pieces {
        for lasting in piece {
          let part = number(of: lasting)
          parts[part].end += 1
          parts[part].goOn += lasting.goesOn ? 1 : 0
        }
      }
      var start = 0
      for part in parts.indices {
        let count = parts[part].end
        parts[part].start = start
        start += count
        parts[part].end = start
      }
    }

    private func number(of lasting: Lasting) -> Int { Int((lasting.packed - least) >> shift) }

    /// The lengths part by part, in any order within a part.
    func parted(_ pieces: [ArraySlice<Lasting>]) -> [Lasting] {
      var next = parts.map(\.start)
      var parted = Array(
        repeating: Lasting(0, goesOn: false), count: parts.last?.end ?? 0)
      for piece in pieces {
        for lasting in piece {
          let part = number(of: lasting)
          parted[next[part]] = lasting
          next[part] += 1
        }
      }
      return parted
    }
  }
}
