/// A country that accounts and leads are in.
struct Country {
  /// Its ISO code.
  let code: String

  /// The sales region it belongs to.
  let region: String

  /// Its part of all accounts.
  let share: Double

  /// All countries.
  static let all = [
    Country(code: "NL", region: "Benelux", share: 0.24),
    Country(code: "BE", region: "Benelux", share: 0.09),
    Country(code: "DE", region: "DACH", share: 0.17),
    Country(code: "AT", region: "DACH", share: 0.04),
    Country(code: "CH", region: "DACH", share: 0.04),
    Country(code: "DK", region: "Nordics", share: 0.06),
    Country(code: "SE", region: "Nordics", share: 0.06),
    Country(code: "NO", region: "Nordics", share: 0.03),
    Country(code: "GB", region: "UK & Ireland", share: 0.12),
    Country(code: "IE", region: "UK & Ireland", share: 0.03),
    Country(code: "FR", region: "South", share: 0.06),
    Country(code: "ES", region: "South", share: 0.04),
    Country(code: "US", region: "Americas", share: 0.02),
  ]

  /// Their parts, in order.
  static let shares = all.map(\.share)

  /// The regions, each once, in order of appearance.
  static let regions = all.reduce(into: [String]()) { regions, country in
    if regions.last != country.region { regions.append(country.region) }
  }
}

/// What an account does for a living.
struct Industry {
  /// Its name, as the data have it.
  let name: String

  /// Its part of all accounts.
  let share: Double

  /// What it does to a deal's chance, in log-odds.
  let effect: Double

  /// All industries.
  static let all = [
    Industry(name: "software", share: 0.18, effect: 0.3),
    Industry(name: "manufacturing", share: 0.2, effect: 0),
    Industry(name: "retail", share: 0.15, effect: -0.1),
    Industry(name: "finance", share: 0.12, effect: 0.1),
    Industry(name: "healthcare", share: 0.12, effect: 0),
    Industry(name: "logistics", share: 0.13, effect: 0.15),
    Industry(name: "public sector", share: 0.1, effect: -0.5),
  ]

  /// Their parts, in order.
  static let shares = all.map(\.share)
}

/// A company that deals are made with.
struct Account {
  /// Its place among the accounts.
  let index: Int

  /// Its place in `Country.all`.
  let countryPlace: Int

  /// Its place in `Industry.all`.
  let industryPlace: Int

  /// How many people it employs, whether or not the data say so.
  let employees: Int

  /// Whether the data say how many people it employs.
  let namesEmployees: Bool

  /// Its owner, by place.
  let owner: Int

  /// The day it was entered.
  let created: SampleDay

  /// The middle number of employees.
  static let medianEmployees = 180.0

  init(index: Int, in world: World) {
    var random = world.random(.account, index)
    self.index = index
    countryPlace = random.place(in: Country.shares)
    industryPlace = random.place(in: Industry.shares)
    let spread = Elementary.exponential(1.3 * random.normal())
    employees = min(max(Int(Self.medianEmployees * spread), 3), 60_000)
    namesEmployees = !random.chance(MessyRates.missingEmployees)
    owner = world.owner(for: Country.all[countryPlace].region, drawing: &random)
    created = world.firstDay - random.within(30...2000)
  }

  /// The country it is in.
  var country: Country { Country.all[countryPlace] }

  /// What it does for a living.
  var industry: Industry { Industry.all[industryPlace] }

  /// Its name.
  var name: String { CompanyNames.name(of: index) }

  /// Its id.
  var id: String { Self.id(of: index) }

  /// The id of the account with an index.
  static func id(of index: Int) -> String { "A" + String(10_001 + index) }
}
