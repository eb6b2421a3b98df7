import Foundation
import Testing

@testable import PQLSample

@Suite struct SampleRatesTests {
  private static let sample = SampleReading(deals: 6000)
  private static let stories = (0..<6000).map { DealStory(index: $0, in: sample.world) }

  /// Whether a count is within four standard errors of what a rate promises.
  private static func isNear(_ count: Int, _ rate: Double, of total: Int) -> Bool {
    let expected = rate * Double(total)
    return abs(Double(count) - expected) <= 4 * (expected * (1 - rate)).squareRoot()
  }

  @Test(
    arguments: [
      ("amount", MessyRates.missingAmount), ("close_date", MessyRates.missingCloseDate),
      ("owner", MessyRates.missingOwner), ("account", MessyRates.missingAccount),
      ("source", MessyRates.missingSource),
    ])
  func `a field is missing at the rate that is stated`(field: String, rate: Double) throws {
    let deals = try Self.sample.records("deals.ndjson")
    let missing = deals.count { !($0[field] is NSNumber) && text($0, field) == nil }
    #expect(Self.isNear(missing, rate, of: deals.count))
  }

  @Test func `accounts are unlisted at the rate that is stated`() throws {
    let listed = Set(Self.sample.column("name", of: "accounts.csv"))
    let deals = try Self.sample.records("deals.ndjson")
    let unlisted = deals.count { text($0, "account").map { !listed.contains($0) } ?? false }
    #expect(Self.isNear(unlisted, MessyRates.unlistedAccount, of: deals.count))
  }

  @Test func `the second spelling is used at the rate that is stated`() throws {
    let products = try Self.sample.records("deals.ndjson").compactMap { text($0, "product") }
    let variant = products.count { $0 == "AtlasCRM" }
    let plain = products.count { $0 == "Atlas CRM" }
    #expect(Self.isNear(variant, MessyRates.variantSpelling, of: variant + plain))
  }

  @Test func `some amounts have cents`() {
    let priced = Self.stories.compactMap { $0.amountMinor(in: Self.sample.world) }
    let withCents = priced.count { $0 % 100 != 0 }
    #expect((0.03...0.06).contains(Double(withCents) / Double(priced.count)))
  }

  // MARK: - What winning depends on

  /// Won / (won + lost) of the new business that a condition holds for, open deals excluded.
  private static func winRate(where holds: (DealStory) -> Bool) -> Double {
    let closed = stories.filter { !$0.isOpen && $0.profile.type != .renewal && holds($0) }
    return Double(closed.count(where: \.isWon)) / Double(closed.count)
  }

  @Test func `referrals win more often than paid search`() {
    let referral = Self.winRate { Source.all[$0.profile.source].name == "referral" }
    let search = Self.winRate { Source.all[$0.profile.source].name == "paid search" }
    #expect(referral > search + 0.1)
  }

  @Test func `small deals win more often than large ones`() {
    let world = Self.sample.world
    let small = Self.winRate { $0.profile.terms.amountMinor(in: world) < 800_000 }
    let large = Self.winRate { $0.profile.terms.amountMinor(in: world) > 3_000_000 }
    #expect(small > large + 0.08)
  }

  @Test func `skilled owners win more often`() {
    let owners = Self.sample.world.owners
    let skilled = Self.winRate { owners[$0.profile.owner].skill > 0.5 }
    let others = Self.winRate { owners[$0.profile.owner].skill < -0.5 }
    #expect(skilled > others + 0.08)
  }

  @Test func `software wins more often than the public sector`() {
    let software = Self.winRate { $0.profile.account.industry.name == "software" }
    let sector = Self.winRate { $0.profile.account.industry.name == "public sector" }
    #expect(software > sector + 0.04)
  }

  @Test func `the market turns colder`() {
    let first = Self.winRate { $0.profile.created.day < SampleDay(year: 2024, month: 7, day: 1) }
    let day = SampleDay(year: 2025, month: 1, day: 1)
    let late = SampleDay(year: 2025, month: 10, day: 1)
    let last = Self.winRate { (day..<late).contains($0.profile.created.day) }
    #expect(first > last + 0.02)
  }

  @Test func `renewals win most often`() {
    let renewals = Self.stories.filter { !$0.isOpen && $0.profile.type == .renewal }
    let rate = Double(renewals.count(where: \.isWon)) / Double(renewals.count)
    #expect(rate > Self.winRate { _ in true } + 0.3)
  }

  @Test func `won deals saw more activities in their first two weeks than lost ones`() {
    let world = Self.sample.world
    func early(_ stories: [DealStory]) -> Double {
      let counts = stories.map { story in
        let until = story.profile.created + 14 * SampleMoment.minutesPerDay
        return Activity.about(story, in: world).count { $0.moment < until }
      }
      return Double(counts.reduce(0, +)) / Double(counts.count)
    }
    let closed = Self.stories.filter { !$0.isOpen && $0.profile.type == .new }
    #expect(early(closed.filter(\.isWon)) > early(closed.filter(\.isLost)) * 1.1)
  }

  @Test func `August is slow and quarters end busily`() {
    let won = Self.stories.filter(\.isWon).compactMap { $0.closedOn?.date }
    func count(_ months: Set<Int>) -> Int { won.count { months.contains($0.month) } }
    #expect(count([8]) * 2 < count([7]))
    let late = won.count { $0.month % 3 == 0 && $0.day > 20 }
    let otherLate = won.count { $0.month % 3 != 0 && $0.day > 20 }
    #expect(late > otherLate)
  }

  @Test func `some open deals are overdue`() {
    let open = Self.stories.filter { $0.isOpen && $0.profile.hasCloseDate }
    let overdue = open.count { $0.closeDate < Self.sample.world.lastDay }
    #expect((0.05...0.35).contains(Double(overdue) / Double(open.count)))
  }

  @Test func `leads convert in about one of six, students hardly ever`() throws {
    let leads = try Self.sample.records("leads.ndjson")
    func rate(_ leads: [[String: Any]]) -> Double {
      Double(leads.count { $0["converted"] as? Bool == true }) / Double(leads.count)
    }
    #expect((0.13...0.2).contains(rate(leads)))
    #expect(rate(leads.filter { text($0, "title") == "Student" }) < 0.06)
    #expect(rate(leads.filter { text($0, "title") == "VP Sales" }) > 0.22)
  }
}
