/// Somebody who showed interest, and what became of it.
struct Lead {
  /// What became of a lead.
  enum Outcome {
    /// Nobody has spoken with it.
    case untouched

    /// It was spoken with, and nothing is settled.
    case contacted

    /// It was found worth a deal, on a day.
    case qualified(SampleDay)

    /// It was turned away, on a day and for a reason.
    case disqualified(SampleDay, reason: String)

    /// It became a deal, which is given by its place, at a moment; qualified on a day before.
    case converted(deal: Int, at: SampleMoment, qualified: SampleDay)
  }

  /// Its number; the numbers have gaps.
  let number: Int

  /// Who it is.
  let person: Person

  /// Their title.
  let title: String

  /// Their address, if they gave one.
  let email: String?

  /// Where it came from, as a place in `Source.all`.
  let source: Int

  /// The campaign that brought it, as a place among the campaigns.
  let campaign: Int?

  /// Whose it is, by place.
  let owner: Int

  /// The name of its account, if it gave one.
  let accountName: String?

  /// Where it is.
  let country: Country

  /// When it was created.
  let created: SampleMoment

  /// When somebody first spoke with it.
  let touched: SampleMoment?

  /// What became of it.
  let outcome: Outcome

  /// Its id.
  var id: String { "L" + String(100_001 + number) }

  /// How many numbers a deal's leads may take.
  static let mostPerDeal = 4

  /// The lead that a deal came from and the leads that came to nothing around that time.
  static func around(deal index: Int, in world: World) -> [Lead] {
    let profile = DealProfile(index: index, in: world)
    var random = world.random(.lead, index)
    let whole = Int(MarketRates.otherLeads)
    let part = MarketRates.otherLeads - Double(whole)
    let others = whole + (random.chance(part) ? 1 : 0)
    var leads: [Lead] = []
    if profile.isFromLead { leads.append(Lead(of: profile, in: world, drawing: &random)) }
    for place in 1...max(others, 1) where place <= others {
      leads.append(Lead(number: index * mostPerDeal + place, near: profile.created, in: world))
    }
    return leads
  }

  // MARK: - A lead that converted

  private init(of profile: DealProfile, in world: World, drawing random: inout SampleRandom) {
    number = profile.index * Self.mostPerDeal
    person = Person(number: random.below(1600))
    title = Title.all[random.place(in: Title.convertedShares)].name
    source = profile.source
    owner = profile.owner
    accountName = profile.accountName
    country = profile.account.country
    let days = 1 + Int(random.waiting(mean: 16))
    // The first deals' leads are older than the history's first day.
    created = profile.created + -(days * SampleMoment.minutesPerDay + random.below(500))
    let hours = min(random.waiting(mean: 7), Double(days) * 12)
    let touch = min((created + Int(hours * 60)).atWork, profile.created)
    touched = touch
    campaign = Self.campaign(of: source, on: created.day, in: world, drawing: &random)
    email = Self.email(
      of: person, domain: CompanyNames.domain(of: accountName ?? "", index: profile.account.index),
      privately: 0.08, drawing: &random)
    let qualified = touch.day + (profile.created.day - touch.day) * 2 / 3
    outcome = .converted(deal: profile.index, at: profile.created, qualified: qualified)
  }

  // MARK: - A lead that did not

  private init(number: Int, near moment: SampleMoment, in world: World) {
    var random = world.random(.otherLead, number)
    self.number = number
    person = Person(number: random.below(1600))
    title = Title.all[random.place(in: Title.shares)].name
    source = random.place(in: Source.otherLeadShares)
    // The smaller of two accounts: leads of large ones convert more often.
    let one = Account(index: random.below(world.accountCount), in: world)
    let other = Account(index: random.below(world.accountCount), in: world)
    let account = one.employees < other.employees ? one : other
    country = account.country
    accountName = random.chance(MessyRates.missingLeadAccount) ? nil : account.name
    owner = world.owner(for: country.region, drawing: &random)
    let earliest = SampleMoment(world.firstDay, minute: 0)
    created = max(
      moment + -(random.below(6) * SampleMoment.minutesPerDay + random.below(400)), earliest)
    campaign = Self.campaign(of: source, on: created.day, in: world, drawing: &random)
    email = Self.email(
      of: person, domain: CompanyNames.domain(of: accountName ?? "", index: account.index),
      privately: 0.3, drawing: &random)
    let touch = (created + Int(random.waiting(mean: 32) * 60)).atWork
    let isTouched = !random.chance(0.14) && touch <= world.lastMoment
    touched = isTouched ? touch : nil
    outcome = isTouched ? Self.outcome(after: touch, in: world, drawing: &random) : .untouched
  }

  private static func outcome(
    after touch: SampleMoment, in world: World, drawing random: inout SampleRandom
  ) -> Outcome {
    let draw = random.fraction()
    let day = (touch.day + Int(random.waiting(mean: 12))).workday
    guard draw < 0.75, day <= world.lastDay else { return .contacted }
    if draw < 0.18 { return .qualified(day) }
    return .disqualified(day, reason: reasons[random.place(in: [0.28, 0.24, 0.2, 0.16, 0.12])])
  }

  private static let reasons = [
    "no response", "no budget", "poor fit", "competitor's customer", "not a buyer",
  ]

  // MARK: - What both have

  private static func email(
    of person: Person, domain: String, privately: Double, drawing random: inout SampleRandom
  ) -> String? {
    let isPrivate = random.chance(privately)
    guard !random.chance(MessyRates.missingEmail) else { return nil }
    return person.mailbox + "@" + (isPrivate ? "freemail.example" : domain)
  }

  /// The campaign with the lead's source on its day, if one is to be named.
  private static func campaign(
    of source: Int, on day: SampleDay, in world: World, drawing random: inout SampleRandom
  ) -> Int? {
    guard random.chance(0.85) else { return nil }
    return world.campaigns.firstIndex {
      $0.source == source && $0.from <= day && day <= $0.until
    }
  }
}
