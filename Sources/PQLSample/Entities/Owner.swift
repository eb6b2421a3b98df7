/// Somebody who sells, or leads those who do.
struct Owner: Sendable {
  /// Their place among the owners; 0 leads the rest.
  let index: Int

  /// Their name, as deals have it.
  let name: String

  /// Their address.
  let email: String

  /// Their team.
  let team: String

  /// The place of their manager; the head of sales has none.
  let manager: Int?

  /// What they are.
  let title: String

  /// How well they sell, in standard deviations.
  let skill: Double

  /// The owner at a place, when there are so many teams.
  init(index: Int, teamCount: Int, seed: UInt64) {
    var random = SampleRandom(seed: seed, purpose: .owner, index: index)
    let person = Person(number: index)
    self.index = index
    name = person.name
    email = person.mailbox + "@pql.example"
    skill = random.normal()
    if index == 0 {
      team = "Head office"
      manager = nil
      title = "Head of Sales"
    } else {
      let place = Self.teamPlace(of: index, teamCount: teamCount)
      team = Self.teams[place]
      let leads = index <= teamCount
      manager = leads ? 0 : place + 1
      title = leads ? "Team Lead" : "Account Executive"
    }
  }

  /// Their id.
  var id: String { "O" + String(101 + index) }

  /// The team of the owner at a place, as a place; the first of each team leads it.
  static func teamPlace(of index: Int, teamCount: Int) -> Int { (index - 1) % teamCount }

  /// The names of the teams, as many as there can be.
  static let teams = ["North", "West", "South", "Central", "East", "Islands"]
}
