/// Something that was done about a deal or a lead.
struct Activity {
  /// What was done.
  enum Kind: String {
    case call
    case demo
    case email
    case emailOpen = "email_open"
    case meeting
  }

  /// What was done.
  let kind: Kind

  /// When.
  let moment: SampleMoment

  /// Who did it, by place; the customer opens the emails.
  let owner: Int?

  /// How long it took, in minutes, when it took time.
  let minutes: Int?

  private init(
    _ kind: Kind, at moment: SampleMoment, owner: Int, drawing random: inout SampleRandom
  ) {
    self.kind = kind
    self.moment = moment
    self.owner = kind == .emailOpen ? nil : owner
    switch kind {
    case .call: minutes = random.within(3...35)
    case .demo: minutes = random.within(6...10) * 10 - 15
    case .meeting: minutes = random.within(2...6) * 15
    case .email, .emailOpen: minutes = nil
    }
  }

  // MARK: - About a deal

  /// What was done about a deal, in order.
  static func about(_ story: DealStory, in world: World) -> [Activity] {
    var random = world.random(.activity, story.profile.index)
    var activities: [Activity] = []
    var owner = story.profile.owner
    var visit: (stage: Int, from: SampleMoment)?
    for change in story.changes {
      switch change.change {
      case .owner(_, let next): owner = next
      case .stage(_, let next):
        if let visit {
          let stay = visit.from..<max(change.moment, visit.from)
          append(during: stay, stage: visit.stage, of: story, owner, to: &activities, &random)
        }
        visit = (next, change.moment)
      case .amount, .closeDate: break
      }
    }
    if let visit, story.isOpen {
      let stay = visit.from..<max(world.lastMoment, visit.from)
      append(during: stay, stage: visit.stage, of: story, owner, to: &activities, &random)
    }
    return inOrder(activities, until: world.lastMoment)
  }

  private static func append(
    during stay: Range<SampleMoment>, stage: Int, of story: DealStory, _ owner: Int,
    to activities: inout [Activity], _ random: inout SampleRandom
  ) {
    guard stage < story.profile.pipeline.won else { return }
    let days = Double(stay.upperBound.day - stay.lowerBound.day)
    // The keener the customer the more is done; after two months nobody does anything more.
    let keenness = Elementary.exponential(0.45 * story.profile.engagement)
    let expected = (0.4 + min(days, 60) / 16) * keenness
    let count = min(Int(expected * (0.5 + random.fraction()) + random.fraction()), 6)
    for _ in 0..<count {
      let after = Int(min(days, 60) * random.fraction())
      let day = (stay.lowerBound.day + after).workday
      let moment = SampleMoment(day, minute: random.within(495...1075))
      let kind = kinds[random.place(in: weights[min(stage, weights.count - 1)])]
      guard stay.contains(moment) else { continue }
      append(kind, at: moment, owner: owner, to: &activities, &random)
    }
  }

  private static let kinds: [Kind] = [.call, .email, .meeting, .demo]

  /// How often each kind is done in each stage.
  private static let weights = [
    [0.45, 0.5, 0.05, 0], [0.35, 0.4, 0.2, 0.05], [0.2, 0.25, 0.25, 0.3], [0.3, 0.4, 0.2, 0.1],
    [0.35, 0.35, 0.3, 0],
  ]

  // MARK: - About a lead

  /// What was done about a lead, in order.
  static func about(_ lead: Lead, in world: World) -> [Activity] {
    guard let touched = lead.touched else { return [] }
    var random = world.random(.leadActivity, lead.number)
    var activities: [Activity] = []
    append(
      random.chance(0.6) ? .email : .call, at: touched, owner: lead.owner, to: &activities, &random)
    let end = min(lead.end(touched: touched), world.lastMoment)
    let most = lead.isPromising ? 4 : 2
    for _ in 0..<random.within(0...most) {
      let span = max(end.minutes - touched.minutes, 1)
      let moment = (touched + random.below(span)).atWork
      let weights = lead.isPromising ? [0.25, 0.4, 0.2, 0.15] : [0.4, 0.55, 0.04, 0.01]
      let kind = kinds[random.place(in: weights)]
      append(kind, at: moment, owner: lead.owner, to: &activities, &random)
    }
    return inOrder(activities, until: end)
  }

  // MARK: - What both have

  /// Appends an activity, and the opening of an email when the customer does so within two days.
  private static func append(
    _ kind: Kind, at moment: SampleMoment, owner: Int, to activities: inout [Activity],
    _ random: inout SampleRandom
  ) {
    activities.append(Activity(kind, at: moment, owner: owner, drawing: &random))
    guard kind == .email, random.chance(0.45) else { return }
    let opened = moment + random.within(2...2400)
    activities.append(Activity(.emailOpen, at: opened, owner: owner, drawing: &random))
  }

  private static func inOrder(
    _ activities: [Activity], until last: SampleMoment
  ) -> [Activity] {
    // The places part what happens in one minute, so that the order never depends on the sort.
    activities.enumerated()
      .filter { $0.element.moment <= last }
      .sorted { ($0.element.moment, $0.offset) < ($1.element.moment, $1.offset) }
      .map(\.element)
  }
}

extension Lead {
  /// Whether it was found worth a deal.
  var isPromising: Bool {
    switch outcome {
    case .qualified, .converted: true
    case .untouched, .contacted, .disqualified: false
    }
  }

  /// When nothing more was done about it, three weeks after the first touch at the latest.
  fileprivate func end(touched: SampleMoment) -> SampleMoment {
    let late = touched + 21 * SampleMoment.minutesPerDay
    switch outcome {
    case .converted(_, let moment, _): return moment
    case .disqualified(let day, _): return min(late, SampleMoment(day + 1, minute: 0))
    case .untouched, .contacted, .qualified: return late
    }
  }
}
