/// A change in a deal's life.
struct DealChange {
  /// What became what.
  enum Change {
    /// The stage, by place in the pipeline; a deal's first change comes from no stage.
    case stage(from: Int?, to: Int)

    /// The amount, in minor units.
    case amount(from: Int, to: Int)

    /// The expected close date.
    case closeDate(from: SampleDay, to: SampleDay)

    /// The owner, by place.
    case owner(from: Int, to: Int)
  }

  /// When it happened.
  let moment: SampleMoment

  /// What became what.
  let change: Change
}

/// A deal's life up to the day that the sample is fresh to.
///
/// It depends on the world and the deal's index alone, so each file that needs it tells it again.
struct DealStory {
  /// What was settled at its creation.
  let profile: DealProfile

  /// What happened, in order; the first change is the first stage.
  let changes: [DealChange]

  /// The place of its stage.
  let stage: Int

  /// When it entered that stage.
  let stageEntered: SampleMoment

  /// Its owner, by place.
  let owner: Int

  /// What it sells.
  let terms: DealTerms

  /// Its expected close date.
  let closeDate: SampleDay

  /// The day of its last outcome, unless it is open.
  let closedOn: SampleDay?

  /// The story of the deal with an index.
  init(index: Int, in world: World) {
    self.init(of: DealProfile(index: index, in: world), in: world)
  }

  /// The story of a deal whose profile is at hand.
  init(of profile: DealProfile, in world: World) {
    var teller = StoryTeller(profile: profile, world: world)
    teller.tell()
    self.profile = profile
    changes = teller.changes
    stage = teller.stage
    stageEntered = teller.stageEntered
    owner = teller.owner
    terms = teller.terms
    closeDate = teller.closeDate
    closedOn = stage >= profile.pipeline.won ? teller.stageEntered.day : nil
  }

  /// Whether it is won.
  var isWon: Bool { stage == profile.pipeline.won }

  /// Whether it is lost.
  var isLost: Bool { stage == profile.pipeline.lost }

  /// Whether it is neither won nor lost.
  var isOpen: Bool { stage < profile.pipeline.won }

  /// The name of its stage.
  var stageName: String { profile.pipeline.stages[stage].name }

  /// Its amount, in minor units; missing when the deal never got one.
  func amountMinor(in world: World) -> Int? {
    profile.hasAmount ? terms.amountMinor(in: world) : nil
  }
}
