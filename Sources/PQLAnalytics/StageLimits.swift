package import PQLModel

/// How long deals that were won stood in each open stage, and how long is too long.
///
/// The limit of a stage is what the pipeline says; else the 90th percentile of the visits that won deals
/// made to it, by type 7 of Hyndman and Fan; of fewer than 20 that of all visits to its pipeline, and of
/// fewer than 20 again there is none. Days are whole, by the calendar or from Monday to Friday.
package struct StageLimits: Sendable {
  /// Where a limit comes from.
  package enum Source: Sendable, Hashable { case model, stage, pipeline, none }

  package static let fewestVisits = 20
  private static let level = 90.0

  /// By step, as the steps of `StageVisits` are numbered.
  package private(set) var limits: [Double?]
  package private(set) var sources: [Source]
  /// By step the median of the visits; nil of none.
  package private(set) var medians: [Double?]
  package let inBusinessDays: Bool

  /// O(visits).
  package init(_ visits: StageVisits, _ pipelines: [Pipeline], inBusinessDays: Bool) {
    self.inBusinessDays = inBusinessDays
    let steps = visits.steps
    var ofStep = [[Int32]](repeating: [], count: steps.count)
    visits.forEachVisitOfWon { step, first, last in
      let days = Self.days(from: first, to: last, inBusinessDays: inBusinessDays)
      ofStep[step].append(max(days, 0))
    }
    medians = ofStep.map { days in
      KaplanMeier.median([days.map { .init(Int64($0), goesOn: false) }[...]])
    }
    let ofPipeline = (0..<steps.pipelineCount).map { pipeline in
      Self.percentile(Array(ofStep[steps.firsts[pipeline]..<steps.firsts[pipeline + 1]].joined()))
    }
    limits = []
    sources = []
    for (place, step) in steps.steps.enumerated() {
      let stage = pipelines[step.pipeline].stages.first { $0.name == step.stage }
      let own = Self.percentile(ofStep[place])
      let found: (limit: Double?, source: Source) =
        if step.isWon {
          (nil, .none)
        } else if let days = stage?.limitDays {
          (days, .model)
        } else if let own {
          (own, .stage)
        } else if let whole = ofPipeline[step.pipeline] {
          (whole, .pipeline)
        } else {
          (nil, .none)
        }
      limits.append(found.limit)
      sources.append(found.source)
    }
  }

  /// Whether so many days in a stage are too long.
  package func isStalled(_ days: Int32, at step: Int) -> Bool {
    limits[step].map { Double(days) > $0 } ?? false
  }

  /// The days from one to another, as these limits count them.
  package func days(from first: Int32, to last: Int32) -> Int32 {
    Self.days(from: first, to: last, inBusinessDays: inBusinessDays)
  }

  private static func percentile(_ days: [Int32]) -> Double? {
    guard days.count >= fewestVisits else { return nil }
    return Quantile.of(sorted: days.sorted().map(Double.init), level: level)
  }

  private static func days(from first: Int32, to last: Int32, inBusinessDays: Bool) -> Int32 {
    inBusinessDays ? weekdays(until: last) - weekdays(until: first) : last - first
  }

  /// The days from Monday to Friday up to and with a day, since Monday 1969-12-29.
  private static func weekdays(until day: Int32) -> Int32 {
    let days = Int(day) + 3
    let weeks = (days - (days % 7 + 7) % 7) / 7
    return Int32(weeks * 5 + min(days - weeks * 7 + 1, 5))
  }
}
