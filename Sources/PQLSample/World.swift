/// What all files of a sample share: its size, its days, and the small tables.
///
/// Accounts, deals and leads are not in it: each is derived from the seed and its index whenever a
/// file needs it, so that memory does not grow with the number of deals.
struct World: Sendable {
  /// How many deals there are.
  let dealCount: Int

  /// What every draw depends on.
  let seed: UInt64

  /// The first day of the history, three years before the last.
  let firstDay: SampleDay

  /// The day that the sample is fresh to; nothing happens after it.
  let lastDay: SampleDay

  /// How many accounts there are.
  let accountCount: Int

  /// The owners, the head of sales first.
  let owners: [Owner]

  /// How many teams the owners are in.
  let teamCount: Int

  /// What is sold.
  let products: [Product]

  /// How often each product is asked for, in order.
  let demand: [Double]

  /// The campaigns, three for each quarter.
  let campaigns: [Campaign]

  /// The running total of the creation rate, up to the end of each day of the history.
  private let creationTotals: [Double]

  init(deals: Int, seed: UInt64, today: SampleDay) {
    let date = today.date
    dealCount = deals
    self.seed = seed
    lastDay = today
    firstDay = SampleDay(year: date.year - 3, month: date.month, day: date.day) + 1
    accountCount = max(deals * 2 / 15, 5)
    let ownerCount = min(6 + Self.wholeRoot(of: deals) / 4, 256)
    let teamCount = min(max((ownerCount + 2) / 4, 2), Owner.teams.count)
    self.teamCount = teamCount
    owners = (0..<ownerCount).map { Owner(index: $0, teamCount: teamCount, seed: seed) }
    let most = Product.mostProducts
    products = Product.catalogue(count: min(Product.fewestProducts + deals / 5000, most))
    demand = products.map(\.demand)
    campaigns = Campaign.all(
      from: firstDay, until: today, dealsPerQuarter: Double(deals) / 12, seed: seed)
    creationTotals = Self.creationTotals(from: firstDay, until: today)
  }

  /// A stream of draws for one thing.
  func random(_ purpose: SampleRandom.Purpose, _ index: Int) -> SampleRandom {
    SampleRandom(seed: seed, purpose: purpose, index: index)
  }

  /// The last minute that anything may happen in.
  var lastMoment: SampleMoment {
    SampleMoment(lastDay, minute: SampleMoment.minutesPerDay - 1)
  }

  /// How far a day lies into the history, from 0 on the first day to 1 on the last.
  func progress(of day: SampleDay) -> Double {
    min(max(Double(day - firstDay) / Double(lastDay - firstDay), 0), 1)
  }

  // MARK: - When deals are created

  /// The day that the deal with an index was created; a later deal is never created earlier.
  func created(deal index: Int) -> SampleDay {
    var random = random(.created, index)
    let total = creationTotals[creationTotals.count - 1]
    let target = (Double(index) + random.fraction()) / Double(dealCount) * total
    var low = 0
    var high = creationTotals.count - 1
    while low < high {
      let middle = (low + high) / 2
      if creationTotals[middle] > target { high = middle } else { low = middle + 1 }
    }
    return firstDay + low
  }

  /// About the first deal that was created on a day of the history.
  func firstDeal(of day: SampleDay) -> Int {
    let place = day - firstDay
    guard place > 0 else { return 0 }
    let last = creationTotals.count - 1
    let part = creationTotals[min(place - 1, last)] / creationTotals[last]
    return min(Int(part * Double(dealCount)), dealCount - 1)
  }

  private static func creationTotals(from first: SampleDay, until last: SampleDay) -> [Double] {
    var total = 0.0
    return (0...(last - first)).map { place in
      let day = first + place
      let season = MarketRates.creationByMonth[day.date.month - 1]
      let week = day.weekday < 5 ? 1 : MarketRates.creationAtWeekend
      let growth = 1 + MarketRates.growth * Double(place) / Double(last - first)
      total += season * week * growth
      return total
    }
  }

  // MARK: - Who owns what

  /// Somebody of the team that sells in a region.
  func owner(for region: String, drawing random: inout SampleRandom) -> Int {
    let place = Country.regions.firstIndex(of: region) ?? 0
    return owner(ofTeam: place % teamCount, drawing: &random)
  }

  /// Somebody of a team; its lead takes half as many as the others.
  func owner(ofTeam team: Int, drawing random: inout SampleRandom) -> Int {
    let others = (owners.count - 2 - team) / teamCount
    let place = random.below(2 * others + 1)
    return team + 1 + (place + 1) / 2 * teamCount
  }

  /// The largest whole number whose square is at most `value`.
  private static func wholeRoot(of value: Int) -> Int {
    Int(Double(value).squareRoot())
  }
}
