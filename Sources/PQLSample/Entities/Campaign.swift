/// A campaign that brought leads for a quarter.
struct Campaign: Sendable {
  /// Its id.
  let id: String

  /// Its name, as leads have it.
  let name: String

  /// The place of its source in `Source.all`.
  let source: Int

  /// What it cost, in minor units.
  let costMinor: Int

  /// Its first day.
  let from: SampleDay

  /// Its last day.
  let until: SampleDay

  /// A kind of campaign, of which each quarter has one.
  private struct Kind {
    let name: String
    let source: Int
    let costMinor: Int
  }

  /// The kinds; what each costs is for every hundred deals that a quarter brings.
  private static let kinds = [
    Kind(name: "Webinar series", source: 4, costMinor: 600_000),
    Kind(name: "Trade fair", source: 5, costMinor: 1_500_000),
    Kind(name: "Search ads", source: 6, costMinor: 900_000),
  ]

  /// The campaigns of the quarters between two days, quarter by quarter.
  static func all(
    from firstDay: SampleDay, until lastDay: SampleDay, dealsPerQuarter: Double, seed: UInt64
  ) -> [Campaign] {
    var campaigns: [Campaign] = []
    for quarter in firstDay.quarter...lastDay.quarter {
      for kind in kinds {
        var random = SampleRandom(seed: seed, purpose: .campaign, index: campaigns.count)
        let scale = dealsPerQuarter * Double(random.within(75...130)) / 10_000
        // Whole hundreds, and never for nothing.
        let hundreds = max(Int(Double(kind.costMinor) * scale) / 10_000, 1)
        campaigns.append(
          Campaign(
            id: "C" + String(101 + campaigns.count),
            name: "\(kind.name) \(quarter / 4)-Q\(quarter % 4 + 1)", source: kind.source,
            costMinor: hundreds * 10_000, from: SampleDay.start(ofQuarter: quarter),
            until: SampleDay.start(ofQuarter: quarter + 1) - 1))
      }
    }
    return campaigns
  }
}
