/// What makes deals win and how the market moves, as the sample has it.
///
/// An effect is in log-odds of the deal as a whole: 0.7 about doubles the odds of winning.
enum MarketRates {
  // MARK: - What a deal's chance depends on

  /// The part of an effect that each stage's decision takes, so that the decisions add up to it.
  static let sharePerStage = 0.55

  /// The effect of each e-fold of amount past `middleAmountMinor`.
  static let sizeEffect = -0.42

  /// The amount that size is measured against, in minor units.
  static let middleAmountMinor = 2_000_000

  /// The effect of each 90 days of age.
  static let ageEffect = -0.55

  /// The effect of one standard deviation of an owner's skill.
  static let skillEffect = 0.5

  /// The effect of one standard deviation of engagement, which also shows in the activities.
  static let engagementEffect = 0.5

  /// The effect of selling more to a customer.
  static let expansionEffect = 0.6

  /// What a renewal feels of all these, as a renewal is mostly decided by the product.
  static let renewalShare = 0.5

  // MARK: - The market's drift, from the first day to the last

  /// The effect at the start of the history; the end has its opposite.
  static let driftEffect = 0.3

  /// How much longer a stage takes at the end than at the start.
  static let slowdown = 0.3

  /// How many more deals are created at the end than at the start.
  static let growth = 0.5

  // MARK: - The seasons

  /// How many deals are created in a month, against the average month.
  static let creationByMonth = [
    1.0, 1.0, 1.15, 0.95, 1.0, 1.1, 0.8, 0.5, 1.15, 1.15, 1.1, 0.75,
  ]

  /// How many deals are created on a day of the weekend, against a workday.
  static let creationAtWeekend = 0.03

  /// The chance that what would happen in August waits for September.
  static let augustWait = 0.35

  /// The chance that a win near a quarter's end is pulled into its last days.
  static let quarterEndPull = 0.45

  /// How near a quarter's end must be for the pull, in days.
  static let quarterEndReachDays = 45

  // MARK: - Unusual turns of a deal

  /// The chance, at each decision, of a move back.
  static let moveBack = 0.04

  /// The chance, at each advance, that a stage is skipped.
  static let skip = 0.07

  /// How long a deal that is in truth lost is held on to, against a usual stay in its stage.
  static let hope = 0.8

  /// The chance that a lost deal is opened again.
  static let reopening = 0.05

  /// The chance, at each advance, that another owner takes the deal.
  static let handover = 0.02

  /// The chance, at each advance, that the quantity changes.
  static let quantityChange = 0.18

  /// The chance, at each advance past the middle of the pipeline, of a larger discount.
  static let discountChange = 0.25

  /// The chance that a close date about to pass is pushed, rather than left to lie overdue.
  static let push = 0.6

  /// The chance, at each advance, that the close date is brought forward.
  static let pullIn = 0.05

  // MARK: - Kinds of deal

  /// Deals that are tried as renewals; the more so the more there is to renew.
  static let renewal = 0.27

  /// Deals of the first year that are renewals of what was sold before the history.
  static let earlyRenewal = 0.12

  /// Deals of the new-business pipeline that sell more to a customer.
  static let expansion = 0.22

  /// New deals that came from a lead.
  static let fromLead = 0.42

  /// Leads that did not convert, for each deal.
  static let otherLeads = 1.25
}

/// Where a deal or a lead came from.
struct Source {
  /// Its name, as the data have it.
  let name: String

  /// Its part of all deals.
  let share: Double

  /// What it does to a deal's chance, in log-odds.
  let effect: Double

  /// How much more often its leads convert than the average lead.
  let leadLift: Double

  /// All sources.
  static let all = [
    Source(name: "inbound", share: 0.26, effect: 0.25, leadLift: 1.5),
    Source(name: "outbound", share: 0.22, effect: -0.45, leadLift: 0.5),
    Source(name: "referral", share: 0.12, effect: 0.8, leadLift: 2.5),
    Source(name: "partner", share: 0.12, effect: 0.4, leadLift: 1.8),
    Source(name: "webinar", share: 0.1, effect: 0, leadLift: 1),
    Source(name: "event", share: 0.09, effect: -0.15, leadLift: 0.8),
    Source(name: "paid search", share: 0.09, effect: -0.7, leadLift: 0.4),
  ]

  /// Their parts, in order.
  static let shares = all.map(\.share)

  /// Their parts among the leads that did not convert.
  static let otherLeadShares = all.map { $0.share / $0.leadLift }
}
