/// What each owner is to win in each fiscal quarter.
struct Quotas: Sendable {
  /// One owner's quota for one quarter.
  struct Quota {
    /// The owner's place.
    let owner: Int

    /// The quarter, counted from the year 0.
    let quarter: Int

    /// What is to be won, in minor units.
    let amountMinor: Int
  }

  /// What a full member of each team wins in an average quarter, in minor units.
  private let usualMinor: [Double]

  private let ownerCount: Int
  private let quarters: ClosedRange<Int>

  /// Quotas a little above what the teams in fact win, as a few hundred of the deals tell it.
  init(for world: World) {
    ownerCount = world.owners.count
    // Fiscal years begin in April, so a year's last quarter is the first of a calendar year.
    let today = world.lastDay.quarter
    let left = (4 - today % 4) % 4
    quarters = world.firstDay.quarter...(today + left)
    usualMinor = Self.usual(in: world)
  }

  private static func usual(in world: World) -> [Double] {
    var won = [Double](repeating: 0, count: world.teamCount)
    let step = max(world.dealCount / 1500, 1)
    for index in stride(from: 0, to: world.dealCount, by: step) {
      let story = DealStory(index: index, in: world)
      guard story.isWon, let amount = story.amountMinor(in: world) else { continue }
      let team = Owner.teamPlace(of: story.owner, teamCount: world.teamCount)
      won[team] += Double(amount) * Double(step)
    }
    return won.indices.map { team in
      let members = (world.owners.count - 2 - team) / world.teamCount
      return won[team] / (Double(members) + 0.5) / 12
    }
  }

  /// The quotas of all who have one, quarter by quarter.
  var all: [Quota] {
    quarters.flatMap { quarter in
      (1..<ownerCount).map { quota(of: $0, in: quarter) }
    }
  }

  private func quota(of owner: Int, in quarter: Int) -> Quota {
    let teamCount = usualMinor.count
    let part = owner <= teamCount ? 0.5 : 1
    // From a little above the usual at the start to far above it at the end.
    let place = Double(quarter - quarters.lowerBound) / Double(quarters.count)
    let amount =
      usualMinor[Owner.teamPlace(of: owner, teamCount: teamCount)] * part
      * (1.05 + 0.6 * place)
    let step = 500_000
    let steps = max(Int(amount) / step, 1)
    return Quota(owner: owner, quarter: quarter, amountMinor: steps * step)
  }
}
