import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// The same question asked at the end of each period: how things stood, not what became of them.
  static let series = Verb(
    VerbDefinition(
      name: "series", summary: "asks a question as of the end of each period",
      clauses: [
        .of, .where, .by, .per, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat, .using,
      ],
      examples: [
        Example("series sum amount where open per month", "the open pipeline, month by month"),
        Example(
          "series count where open by stage per quarter during last 4 quarters",
          "how many deals stood in each stage"),
      ], spellings: "timeline zeitreihe verlauf serie",
      asksQuestion: true, resolve: SeriesPlan.resolve))
}

/// One answer below the other, each of a branch of its own day.
enum SeriesPlan {
  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    guard !request.head.isEmpty else { throw binder.report(.seriesOfNothing(request.verbSpan)) }
    let days = try days(of: request, &binder)
    let clauses = ClauseSet(
      request.clauses.clauses.filter { [.of, .where, .by, .using].contains($0.keyword) })
    var parts: [(label: Value, node: PlanNode)] = []
    var answer: ResolvedQuery?
    for day in days {
      let (query, branch) = try binder.goingBack(to: day) { binder throws(Reported) in
        let query = try binder.resolveQuestion(request.head, clauses, verb: request.verbSpan)
        return (query, binder.branch(query.node))
      }
      guard query.scope.entity == nil else {
        throw binder.report(.seriesOfRecords(request.verbSpan))
      }
      parts.append((.date(day), .asOf(branch)))
      answer = query
    }
    guard let answer else { throw binder.report(.seriesOfNothing(request.verbSpan)) }
    let label = PlannedColumn(name: "as_of", type: .date)
    var columns = [Scope.ColumnEntry(name: label.name, type: label.type, index: 0)]
    columns += answer.scope.columns.map { column in
      var moved = column
      moved.index += 1
      return moved
    }
    let series = ResolvedQuery(
      node: .stack(StackNode(label: label, parts: parts)),
      scope: Scope(entity: nil, columns: columns), keyCount: answer.keyCount + 1,
      notes: [Note(.seriesDays, [.count("n", parts.count)])])
    return try binder.arrangeGroups(series, by: request.clauses)
  }

  /// The last day of each period that has begun, and today for the one that runs.
  private static func days(
    of request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> [Int32] {
    guard let unit = binder.unit(of: request.clauses) else {
      throw binder.report(.seriesNeedsUnit(request.clauses[.per]?.span ?? request.verbSpan))
    }
    let (calendar, today) = (binder.model.calendar, binder.today)
    let grain = unit.grain
    var first = calendar.ordinal(of: today, grain: grain) - 12
    var last = first + 12
    if let during = request.clauses.during {
      let range = try binder.resolvePeriod(during.period).range
      first = calendar.ordinal(of: range.start, grain: grain)
      last = min(last, calendar.ordinal(of: range.end - 1, grain: grain))
      guard first <= last, Int(last) - Int(first) < mostPeriods else {
        throw binder.report(.seriesOfNoPeriod(during.period.span, tooMany: first <= last))
      }
    }
    return (first...last).map { ordinal -> Int32 in
      min(calendar.days(of: Period(grain: grain, ordinal: ordinal)).end - 1, today)
    }
  }

  /// More periods than anybody reads.
  private static let mostPeriods = 1000
}

extension Diagnostic {
  fileprivate static func seriesOfNothing(_ span: Span) -> Diagnostic {
    Diagnostic(
      .missingExpression, span, "`series` is followed by a question", label: "which one?",
      suggestions: [Suggestion("as in `series sum amount where open per month`")])
  }

  fileprivate static func seriesNeedsUnit(_ span: Span) -> Diagnostic {
    Diagnostic(
      .missingExpression, span, "`series` needs `per` and a unit of the calendar",
      label: "asked at the end of which periods?",
      suggestions: [Suggestion("`per month`, `per week`, `per quarter`")])
  }

  fileprivate static func seriesOfRecords(_ span: Span) -> Diagnostic {
    Diagnostic(
      .stepNotTaken, span, "`series` asks for figures, and this lists records",
      label: "a question such as `count` or `sum amount` stands here")
  }

  fileprivate static func seriesOfNoPeriod(_ span: Span, tooMany: Bool) -> Diagnostic {
    Diagnostic(
      .comparisonNeedsPeriod, span,
      tooMany ? "these are more than a thousand periods" : "no period in it has begun",
      label: tooMany ? "too many" : "all to come")
  }
}

extension NoteForm {
  fileprivate static let seriesDays = NoteForm(
    "series-days", "each row is the question asked at the end of its day, with what was known then")
}
