/// Tells a deal's life stage by stage, until it ends or the sample's last minute is reached.
struct StoryTeller {
  private let profile: DealProfile
  private let world: World
  private let pipeline: Pipeline
  private let quality: Double
  private let isForgotten: Bool
  private var random: SampleRandom
  private var wasReopened = false

  /// What happened so far.
  private(set) var changes: [DealChange] = []

  /// The place of the stage that the deal is in.
  private(set) var stage: Int

  /// When it entered that stage.
  private(set) var stageEntered: SampleMoment

  /// The owner's place.
  private(set) var owner: Int

  /// What is sold.
  private(set) var terms: DealTerms

  /// The expected close date.
  private(set) var closeDate: SampleDay

  /// More visits than any deal makes; a deal that came so far would stay where it is.
  private static let mostVisits = 40

  init(profile: DealProfile, world: World) {
    self.profile = profile
    self.world = world
    pipeline = profile.pipeline
    random = world.random(.story, profile.index)
    owner = profile.owner
    terms = profile.terms
    stageEntered = profile.created
    let first = profile.type == .renewal ? 0 : random.place(in: [0.7, 0.22, 0.08])
    stage = first
    isForgotten = random.chance(MessyRates.forgotten)
    quality = Self.quality(of: profile, in: world)
    // Who sells hopes: the first close date is as a rule too early.
    let expected = pipeline.cycleDays * (0.45 + 0.65 * random.fraction())
    closeDate = (profile.created.day + Int(expected)).workday
    if random.chance(0.4) { closeDate = closeDate.endOfMonth }
    changes.reserveCapacity(8)
  }

  /// Tells the life from creation on.
  mutating func tell() {
    changes.append(DealChange(moment: stageEntered, change: .stage(from: nil, to: stage)))
    for _ in 0..<Self.mostVisits {
      var exit = leaving()
      let next = decision(on: exit.day)
      if next == pipeline.won { exit = pulledToQuarterEnd(exit) }
      if next == pipeline.lost { exit = givenUp(exit) }
      pushCloseDate(until: min(exit, world.lastMoment + 1))
      guard exit <= world.lastMoment else { return }
      move(to: next, at: exit)
      guard stage >= pipeline.won else { continue }
      guard stage == pipeline.lost, !wasReopened, random.chance(MarketRates.reopening) else {
        return
      }
      guard reopen() else { return }
    }
  }

  // MARK: - What is decided, and when

  /// A deal's log-odds apart from its stage, its age and the day.
  private static func quality(of profile: DealProfile, in world: World) -> Double {
    let amount = Double(profile.terms.amountMinor(in: world))
    let size = Elementary.logarithm(max(amount, 1) / Double(MarketRates.middleAmountMinor))
    var effect = MarketRates.sizeEffect * min(max(size, -2), 2.5)
    effect += Source.all[profile.source].effect
    effect += profile.account.industry.effect
    effect += MarketRates.skillEffect * world.owners[profile.owner].skill
    effect += MarketRates.engagementEffect * profile.engagement
    if profile.type == .expansion { effect += MarketRates.expansionEffect }
    return profile.type == .renewal ? effect * MarketRates.renewalShare : effect
  }

  /// The log-odds of a chance.
  private static func logOdds(_ chance: Double) -> Double {
    Elementary.logarithm(chance / (1 - chance))
  }

  /// When the deal leaves its stage.
  private mutating func leaving() -> SampleMoment {
    let middle = pipeline.stages[stage].meanDays
    let slowness = 1 + MarketRates.slowdown * (world.progress(of: stageEntered.day) - 0.5)
    // Two waits make very short and very long stays rarer than one would.
    var days = random.waiting(mean: middle / 2) + random.waiting(mean: middle / 2)
    days *= slowness
    if isForgotten, stage == min(profile.index % 4 + 1, pipeline.openCount - 1) { days += 500 }
    var day = stageEntered.day + Int(days)
    if day.date.month == 8, random.chance(MarketRates.augustWait) { day = day + 31 }
    return moment(on: day.workday)
  }

  /// A minute of office hours, later than the entry into the stage.
  private mutating func moment(on day: SampleDay) -> SampleMoment {
    let drawn = SampleMoment(day, minute: random.within(480...1079))
    return max(drawn, stageEntered + random.within(5...55))
  }

  /// The stage that a deal goes to when it leaves its stage on a day.
  private mutating func decision(on day: SampleDay) -> Int {
    let age = Double(day - profile.created.day) / 90
    let drift = MarketRates.driftEffect * (1 - 2 * world.progress(of: day))
    let effect = quality + drift + MarketRates.ageEffect * min(age - 0.5, 4)
    let base = Self.logOdds(pipeline.stages[stage].goesOn)
    let goesOn = Elementary.logistic(base + MarketRates.sharePerStage * effect)
    if stage > 0, random.chance(MarketRates.moveBack) { return stage - 1 }
    guard random.chance(goesOn) else { return pipeline.lost }
    let canSkip = stage + 2 < pipeline.openCount
    return canSkip && random.chance(MarketRates.skip) ? stage + 2 : stage + 1
  }

  /// A win's moment, drawn into the last week of the quarter when that is near.
  private mutating func pulledToQuarterEnd(_ exit: SampleMoment) -> SampleMoment {
    let last = SampleDay.start(ofQuarter: exit.day.quarter + 1) - 1
    let isNear = last - exit.day <= MarketRates.quarterEndReachDays
    guard isNear, random.chance(MarketRates.quarterEndPull) else { return exit }
    let day = max(last - random.below(7), exit.day)
    // A Friday stands in for a weekend at the quarter's end, as no Monday after it is in time.
    let workday = day.weekday < 5 ? day : max(day - (day.weekday - 4), exit.day)
    return max(SampleMoment(workday, minute: exit.minuteOfDay), exit)
  }

  /// When a deal is given up that was in truth lost at a moment.
  private mutating func givenUp(_ exit: SampleMoment) -> SampleMoment {
    let hope = pipeline.stages[stage].meanDays * MarketRates.hope
    let day = (exit.day + Int(random.waiting(mean: hope))).workday
    return max(SampleMoment(day, minute: exit.minuteOfDay), exit)
  }

  // MARK: - What changes

  private mutating func record(_ change: DealChange.Change, at moment: SampleMoment) {
    changes.append(DealChange(moment: moment, change: change))
  }

  private mutating func setCloseDate(_ day: SampleDay, at moment: SampleMoment) {
    guard profile.hasCloseDate, day != closeDate else { return }
    record(.closeDate(from: closeDate, to: day), at: moment)
    closeDate = day
  }

  /// Pushes a close date that passes while the deal stays in its stage, once or more.
  private mutating func pushCloseDate(until exit: SampleMoment) {
    var last = stageEntered
    // A forgotten deal is pushed a few times too, and then no longer.
    for _ in 0..<3 {
      let due = max(closeDate + random.within(-4...5), last.day)
      let moment = max(SampleMoment(due, minute: random.within(480...1079)), last + 5)
      guard moment < exit, random.chance(MarketRates.push) else { return }
      var day = (max(closeDate, moment.day) + random.within(10...55)).workday
      if random.chance(0.5) { day = day.endOfMonth }
      setCloseDate(day, at: moment)
      last = moment
    }
  }

  private mutating func move(to next: Int, at moment: SampleMoment) {
    record(.stage(from: stage, to: next), at: moment)
    let isAdvance = next > stage && next < pipeline.won
    stage = next
    stageEntered = moment
    if isAdvance {
      changeTerms(at: moment)
      handOver(at: moment)
      pullIn(at: moment)
    }
    let setsDate = next == pipeline.won ? 0.7 : next == pipeline.lost ? 0.3 : 0
    if random.chance(setsDate) { setCloseDate(moment.day, at: moment) }
  }

  private mutating func changeTerms(at moment: SampleMoment) {
    let before = terms.amountMinor(in: world)
    if random.chance(MarketRates.quantityChange) {
      terms.quantity = max(terms.quantity * random.within(70...145) / 100, 1)
    }
    let isLate = stage * 2 > pipeline.openCount
    if isLate, random.chance(MarketRates.discountChange) {
      terms.discount = min(terms.discount + 5, 30)
    }
    let after = terms.amountMinor(in: world)
    if profile.hasAmount, after != before {
      record(.amount(from: before, to: after), at: moment)
    }
  }

  private mutating func handOver(at moment: SampleMoment) {
    guard random.chance(MarketRates.handover) else { return }
    let team = Owner.teamPlace(of: owner, teamCount: world.teamCount)
    let next = world.owner(ofTeam: team, drawing: &random)
    guard next != owner else { return }
    if profile.namesOwner { record(.owner(from: owner, to: next), at: moment) }
    owner = next
  }

  private mutating func pullIn(at moment: SampleMoment) {
    guard random.chance(MarketRates.pullIn) else { return }
    let earlier = (closeDate - random.within(10...35)).workday
    if earlier > moment.day { setCloseDate(earlier, at: moment) }
  }

  /// Opens a lost deal again after some weeks; false when that lies past the last minute.
  private mutating func reopen() -> Bool {
    wasReopened = true
    let day = (stageEntered.day + random.within(20...100)).workday
    let again = moment(on: day)
    guard again <= world.lastMoment else { return false }
    move(to: random.within(1...pipeline.openCount - 1), at: again)
    setCloseDate((day + random.within(30...80)).workday, at: again)
    return true
  }
}
