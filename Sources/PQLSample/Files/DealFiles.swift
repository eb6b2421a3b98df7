/// The files of deals, of their changes and of their line items.
enum DealFiles {
  /// The deals as they stand.
  static func deals(_ world: World) -> SampleFile {
    SampleFile(name: "deals.ndjson", blockCount: world.dealCount) { index, text in
      append(DealStory(index: index, in: world), in: world, to: &text)
    }
  }

  /// What became of the deals, one change a line, deal by deal.
  static func history(_ world: World) -> SampleFile {
    SampleFile(name: "history.ndjson", blockCount: world.dealCount) { index, text in
      let story = DealStory(index: index, in: world)
      for change in story.changes { append(change, of: story, in: world, to: &text) }
    }
  }

  /// The line items of the deals that have them.
  static func items(_ world: World) -> SampleFile {
    let columns = [
      "id", "deal", "product", "quantity", "price", "amount", "recurring", "term_months",
    ]
    return SampleFile(name: "items.csv", columns: columns, blockCount: world.dealCount) {
      index, text in
      let story = DealStory(index: index, in: world)
      guard story.profile.hasItems else { return }
      for (place, item) in story.terms.items(in: world).enumerated() {
        text.cell("\(story.profile.id)-\(place + 1)")
        text.cell(story.profile.id)
        text.cell(world.products[item.product].name)
        text.cell(number: item.quantity)
        text.cell(minor: item.priceMinor)
        text.cell(minor: item.amountMinor)
        text.cell(item.recurs ? "true" : "false")
        text.cell(number: item.termMonths)
        text.endLine()
      }
    }
  }

  // MARK: - A deal

  private static func append(_ story: DealStory, in world: World, to text: inout RowText) {
    let profile = story.profile
    let missing = profile.missingText
    // A missing number or day is left out or null, never empty text, which would be no number.
    let missingValue: RowText.Missing = missing == .absent ? .absent : .null
    text.openRecord()
    text.field("id", profile.id)
    text.field(
      "name", (profile.accountName ?? "Unknown account") + ": " + profile.terms.product.name)
    text.field("pipeline", profile.pipeline.name)
    text.field("stage", story.stageName)
    text.field("type", profile.type.rawValue)
    if let amount = story.amountMinor(in: world) {
      text.field("amount", minor: amount)
    } else if missingValue == .null {
      text.null("amount")
    }
    text.field("created", profile.created.day)
    if profile.hasCloseDate {
      text.field("close_date", story.closeDate)
    } else if missingValue == .null {
      text.null("close_date")
    }
    if let closedOn = story.closedOn { text.field("closed_on", closedOn) }
    let owner = profile.namesOwner ? world.owners[story.owner].name : nil
    text.field("owner", owner, missing: missing)
    text.field("account", profile.accountName, missing: missing)
    text.field("region", profile.account.country.region)
    text.field("product", profile.productName)
    let source = profile.namesSource ? Source.all[profile.source].name : nil
    text.field("source", source, missing: missing)
    appendDetails(of: story, to: &text, world)
    text.closeRecord()
    text.endLine()
  }

  /// The fields that PQL gives no meaning to, and that only some deals have.
  private static func appendDetails(
    of story: DealStory, to text: inout RowText, _ world: World
  ) {
    var random = world.random(.details, story.profile.index)
    if story.isLost {
      text.field("lost_reason", lostReason(of: story, drawing: &random))
    } else if story.isOpen {
      let isMissing = random.chance(MessyRates.missingNextStep)
      let step = random.pick(nextSteps)
      text.field("next_step", isMissing ? nil : step, missing: story.profile.missingText)
    }
    let first = random.below(tags.count)
    let count = random.place(in: [0.45, 0.35, 0.15, 0.05])
    text.field("tags", list: (0..<count).map { tags[(first + $0 * 2) % tags.count] })
    let quantity = story.terms.quantity
    text.openRecord(key: "custom")
    text.field("seats", number: quantity)
    text.field("tier", quantity < 20 ? "starter" : quantity < 75 ? "team" : "enterprise")
    text.closeRecord()
  }

  /// Why a deal was lost; late in the pipeline it is about price and rivals.
  private static func lostReason(
    of story: DealStory, drawing random: inout SampleRandom
  ) -> String {
    let wasLate = story.changes.contains { change in
      if case .stage(_, let stage) = change.change {
        return stage * 2 > story.profile.pipeline.openCount && stage < story.profile.pipeline.won
      }
      return false
    }
    let weights =
      wasLate ? [0.3, 0.28, 0.12, 0.12, 0.1, 0.08] : [0.08, 0.1, 0.25, 0.2, 0.12, 0.25]
    return lostReasons[random.place(in: weights)]
  }

  private static let lostReasons = [
    "price", "competitor", "no budget", "no decision", "missing feature", "no response",
  ]

  private static let nextSteps = [
    "call back", "send proposal", "book demo", "legal review", "meet the board", "wait for budget",
  ]

  private static let tags = [
    "pilot", "security review", "multi-year", "competitive", "tender", "reference", "fast track",
  ]

  // MARK: - A change

  private static func append(
    _ change: DealChange, of story: DealStory, in world: World, to text: inout RowText
  ) {
    text.openRecord()
    text.field("deal", story.profile.id)
    text.field("at", change.moment)
    switch change.change {
    case .stage(let from, let to):
      let stages = story.profile.pipeline.stages
      text.field("field", "stage")
      if let from { text.field("from", stages[from].name) }
      text.field("to", stages[to].name)
    case .amount(let from, let to):
      text.field("field", "amount")
      text.field("from", minor: from)
      text.field("to", minor: to)
    case .closeDate(let from, let to):
      text.field("field", "close_date")
      text.field("from", from)
      text.field("to", to)
    case .owner(let from, let to):
      text.field("field", "owner")
      text.field("from", world.owners[from].name)
      text.field("to", world.owners[to].name)
    }
    text.closeRecord()
    text.endLine()
  }
}
