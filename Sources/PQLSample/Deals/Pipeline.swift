/// A stage of a pipeline, and what happens in it.
struct Stage {
  /// Its name, as the data have it.
  let name: String

  /// The probability recorded for it; the stages that end a deal have none.
  var probability: String? = nil

  /// Its forecast category, for open stages.
  var category: String? = nil

  /// What it ends a deal as.
  var outcome: String? = nil

  /// The chance that a middling deal goes on from it.
  var goesOn = 0.0

  /// How long a middling deal stays, in days.
  var meanDays = 0.0
}

/// A pipeline: open stages in order, then the stage of the won and the stage of the lost.
struct Pipeline {
  /// Its name, as the data have it.
  let name: String

  /// Its stages, the last two of them the outcomes.
  let stages: [Stage]

  /// How many stages are open.
  var openCount: Int { stages.count - 2 }

  /// The place of the stage of won deals.
  var won: Int { stages.count - 2 }

  /// The place of the stage of lost deals.
  var lost: Int { stages.count - 1 }

  /// How long a deal takes that goes through every stage, in days.
  var cycleDays: Double { stages.reduce(0) { $0 + $1.meanDays } }

  /// Where new business is won.
  static let newBusiness = Pipeline(
    name: "New business",
    stages: [
      Stage(
        name: "Prospecting", probability: "0.1", category: "pipeline", goesOn: 0.69, meanDays: 14),
      Stage(
        name: "Qualified", probability: "0.2", category: "pipeline", goesOn: 0.71, meanDays: 19),
      Stage(
        name: "Discovery", probability: "0.35", category: "best case", goesOn: 0.75, meanDays: 24),
      Stage(
        name: "Proposal", probability: "0.5", category: "most likely", goesOn: 0.78, meanDays: 27),
      Stage(
        name: "Negotiation", probability: "0.75", category: "commit", goesOn: 0.8, meanDays: 20),
      Stage(name: "Closed Won", outcome: "won"),
      Stage(name: "Closed Lost", outcome: "lost"),
    ])

  /// Where what runs out is sold again; two stages share their names with new business.
  static let renewal = Pipeline(
    name: "Renewal",
    stages: [
      Stage(
        name: "Upcoming", probability: "0.7", category: "best case", goesOn: 0.94, meanDays: 40),
      Stage(
        name: "Proposal", probability: "0.8", category: "most likely", goesOn: 0.94, meanDays: 20),
      Stage(
        name: "Negotiation", probability: "0.9", category: "commit", goesOn: 0.92, meanDays: 15),
      Stage(name: "Renewed", outcome: "won"),
      Stage(name: "Churned", outcome: "lost"),
    ])

  /// Both pipelines.
  static let all = [newBusiness, renewal]
}

/// What kind of sale a deal is.
enum DealType: String {
  case new = "New"
  case expansion = "Expansion"
  case renewal = "Renewal"

  /// The pipeline it goes through.
  var pipeline: Pipeline { self == .renewal ? .renewal : .newBusiness }
}
