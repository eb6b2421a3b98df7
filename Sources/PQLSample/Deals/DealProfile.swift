/// What is settled about a deal when it is created.
struct DealProfile {
  /// How a deal names its account.
  enum AccountNaming {
    case listed
    case unlisted(String)
    case missing
  }

  /// Its place among the deals.
  let index: Int

  /// When it was created.
  let created: SampleMoment

  /// What kind of sale it is.
  let type: DealType

  /// Its account, whether or not it names it.
  let account: Account

  /// How it names its account.
  let accountNaming: AccountNaming

  /// Its first owner, by place, whether or not it names one.
  let owner: Int

  /// Whether it names its owner.
  let namesOwner: Bool

  /// The place of its source, whether or not it names one.
  let source: Int

  /// Whether it names its source.
  let namesSource: Bool

  /// What it sells at first.
  let terms: DealTerms

  /// Whether it has an amount.
  let hasAmount: Bool

  /// Whether it has an expected close date.
  let hasCloseDate: Bool

  /// How much the customer takes part, in standard deviations; activities follow it.
  let engagement: Double

  /// Whether it came from a lead.
  let isFromLead: Bool

  /// Whether its amount is made up of line items.
  let hasItems: Bool

  /// Whether it spells its product in the other way, when the product has one.
  let usesVariantSpelling: Bool

  /// How missing texts are written.
  let missingText: RowText.Missing

  init(index: Int, in world: World) {
    let created = world.created(deal: index)
    let sold = Self.isRenewalCandidate(index, in: world) ? Self.sold(before: index, world) : nil
    self.init(index: index, created: created, renewing: sold, in: world)
  }

  private init(index: Int, created: SampleDay, renewing sold: DealStory?, in world: World) {
    var random = world.random(.profile, index)
    self.index = index
    self.created = SampleMoment(created, minute: random.within(480...1079))
    let early = created - world.firstDay < Self.renewsAfterDays
    let isEarlyRenewal = random.chance(early ? MarketRates.earlyRenewal : 0)
    let isExpansion = random.chance(MarketRates.expansion)
    type = sold != nil || isEarlyRenewal ? .renewal : isExpansion ? .expansion : .new

    // The square makes some accounts come back often and most of them seldom.
    let skewed = random.fraction()
    let drawn = min(Int(skewed * skewed * Double(world.accountCount)), world.accountCount - 1)
    account = sold?.profile.account ?? Account(index: drawn, in: world)
    let other = world.owner(for: account.country.region, drawing: &random)
    owner = random.chance(type == .new ? 0.5 : 0.85) ? account.owner : other

    source = random.place(in: Source.shares)
    terms = Self.terms(renewing: sold, account: account, type: type, in: world, drawing: &random)
    engagement = random.normal()
    isFromLead = random.chance(type == .new ? MarketRates.fromLead : 0)

    hasAmount = !random.chance(MessyRates.missingAmount)
    hasCloseDate = !random.chance(MessyRates.missingCloseDate)
    namesOwner = !random.chance(MessyRates.missingOwner)
    namesSource = !random.chance(MessyRates.missingSource)
    hasItems = hasAmount && !random.chance(MessyRates.missingItems)
    usesVariantSpelling = random.chance(MessyRates.variantSpelling)
    accountNaming = Self.naming(drawing: &random)
    missingText = random.pick(RowText.Missing.allCases)
  }

  // MARK: - Renewals

  /// Nothing is old enough to be renewed before so many days of history.
  private static let renewsAfterDays = 400

  /// Whether the deal is to be a renewal if there is something to renew.
  ///
  /// It has draws of its own, so that asking this of another deal does not tell its whole story.
  private static func isRenewalCandidate(_ index: Int, in world: World) -> Bool {
    var random = world.random(.kind, index)
    let isLate = world.created(deal: index) - world.firstDay >= renewsAfterDays
    return isLate && random.chance(MarketRates.renewal)
  }

  /// A subscription won about a year before a deal, from the first few deals that could be one.
  ///
  /// Only a deal that cannot itself be a renewal is looked at, which keeps the search one step deep.
  private static func sold(before index: Int, _ world: World) -> DealStory? {
    let created = world.created(deal: index)
    var random = world.random(.kind, index)
    let day = created - random.within(370...460)
    let first = world.firstDeal(of: day)
    for candidate in first..<min(first + 12, index) where !isRenewalCandidate(candidate, in: world)
    {
      let bare = DealProfile(
        index: candidate, created: world.created(deal: candidate), renewing: nil, in: world)
      guard bare.terms.product.kind == .subscription else { continue }
      let story = DealStory(of: bare, in: world)
      if story.isWon, let closedOn = story.closedOn, created - closedOn > 250 { return story }
    }
    return nil
  }

  private static func terms(
    renewing sold: DealStory?, account: Account, type: DealType, in world: World,
    drawing random: inout SampleRandom
  ) -> DealTerms {
    if let sold { return DealTerms(renewing: sold.terms, drawing: &random) }
    var place = random.place(in: world.demand)
    // Only subscriptions are renewed; the catalogue's first three are.
    if type == .renewal { place %= 3 }
    return DealTerms(
      product: world.products[place], employees: account.employees, drawing: &random)
  }

  private static func naming(drawing random: inout SampleRandom) -> AccountNaming {
    let draw = random.fraction()
    if draw < MessyRates.missingAccount { return .missing }
    if draw < MessyRates.missingAccount + MessyRates.unlistedAccount {
      return .unlisted(random.pick(CompanyNames.unlisted))
    }
    return .listed
  }

  // MARK: - What it says

  /// The pipeline it goes through.
  var pipeline: Pipeline { type.pipeline }

  /// Its id.
  var id: String { Self.id(of: index) }

  /// The id of the deal with an index.
  static func id(of index: Int) -> String { "D" + String(100_001 + index) }

  /// The product's name as the deal spells it.
  var productName: String {
    let isVariant = usesVariantSpelling && terms.product.index == Product.respelt
    return isVariant ? Product.variantSpelling : terms.product.name
  }

  /// The account's name as the deal gives it.
  var accountName: String? {
    switch accountNaming {
    case .listed: account.name
    case .unlisted(let name): name
    case .missing: nil
    }
  }
}
