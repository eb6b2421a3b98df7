import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// The recorded forecast: what was won in a period and what is open, by recorded probability.
  static let forecast = Verb(
    VerbDefinition(
      name: "forecast",
      summary: "won so far and open deals of a period, by recorded probability",
      clauses: [
        .of, .where, .by, .per, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat,
        .asOf, .using, .vs,
      ],
      examples: [
        Example("forecast by product", "this fiscal quarter, by product"),
        Example("forecast where owner is missing during next quarter", "deals without an owner"),
        Example("forecast per month during this year", "by the month of closing"),
      ],
      spellings: "prediction projection prognose vorhersage pronóstico previsión",
      needs: [.field("amount"), .field("stage")],
      reads: ["close_date", "closed_on", "probability", "pipeline"],
      resolve: ForecastPlan.resolve),
    operators: [Operator("forecast", picksRows: true, run: ForecastRun.run)])
}

/// The recorded forecast as a grouping written in PQL, and an operator that tells what its figures leave
/// out.
///
/// Open deals due in the period count as `open`; overdue ones and those without a close date stand
/// apart; those due later are told in the footer. A figure of deals that all lack what it adds up is
/// missing, one of no deals is 0.
enum ForecastPlan {
  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    if let operand = request.operands.first {
      throw binder.report(.unexpectedOperand(request.name, operand.span))
    }
    let period = try binder.periodOrFiscalQuarter(request.clauses)
    let hasDates = binder.model[.deals]?.field("close_date") != nil
    let lines = ForecastLines(range: period.range, hasDates: hasDates)
    let clauses = ClauseSet(
      request.clauses.clauses.filter { [.of, .where, .by, .per].contains($0.keyword) })
    let (grouped, groups) = try binder.resolveTemplate(
      lines.figures + lines.counts, clauses: clauses, keyPeriod: period, verb: request.verbSpan)
    let node = OperatorNode(
      "forecast", inputs: [grouped.node], keys: groups.keys,
      settings: [
        "first": .date(period.range.start), "last": .date(period.range.end - 1),
        "has_dates": .boolean(hasDates),
      ], columns: Array(grouped.node.columns.dropLast(lines.counts.count)))
    var forecast = try binder.operated(node, verb: request.verbSpan)
    forecast.period = AskedPeriod(range: period.range, dateBasis: "close_date")
    forecast.notes = [
      Note(
        .recordedForecast,
        [
          .text("period", period.text), .day("first", period.range.start),
          .day("last", period.range.end - 1),
        ])
    ]
    return try binder.arrangeGroups(forecast, by: request.clauses)
  }
}

/// The columns of the forecast behind its keys, as lines of PQL.
struct ForecastLines {
  var range: DayRange
  /// Whether the data have close dates at all; without them every open deal is undated.
  var hasDates: Bool

  private var due: String { "open and close_date >= today and close_date in \(range.text)" }
  private var overdue: String { "open and close_date < today" }
  private var undated: String { hasDates ? "open and close_date is missing" : "open" }
  private var asked: String {
    hasDates
      ? "open and (close_date in \(range.text) or close_date < today or close_date is missing)"
      : "open"
  }
  private var won: String { "sum(amount where won and closed_on in \(range.text))" }

  /// What the answer shows.
  var figures: [FigureLine] {
    let unknown = "if true then missing else sum(amount)"
    return [
      FigureLine("won", won),
      FigureLine("open", hasDates ? bucket("amount", due) : unknown),
      FigureLine("weighted", hasDates ? bucket("weighted", due) : unknown),
      FigureLine("overdue", hasDates ? bucket("amount", overdue) : unknown),
      FigureLine("undated", bucket("amount", undated)),
      FigureLine("deals", "count(\(asked))"),
      FigureLine("no_amount", "count(\(asked) and amount is missing)"),
      FigureLine("expected", hasDates ? "\(won) + sum(weighted where \(due))" : won),
    ]
  }

  /// A sum over deals: missing where there are some and none has a value.
  private func bucket(_ value: String, _ deals: String) -> String {
    "if count(\(deals)) > 0 and count(\(deals) and \(value) is present) = 0 then missing "
      + "else sum(\(value) where \(deals))"
  }

  /// Counts and sums for the footer.
  var counts: [FigureLine] {
    let later =
      hasDates
      ? "open and close_date > \(CivilDate(dayNumber: range.end - 1).text)" : "won and lost"
    let unlikely =
      hasDates ? "\(due) and probability is missing and amount is present" : "won and lost"
    return [
      FigureLine("all open", "count(open)"),
      FigureLine("all undated", "count(\(undated))"),
      FigureLine("all unvalued", "count(open and amount is missing)"),
      FigureLine("all unknown", "count(\(undated) and amount is missing)"),
      FigureLine("later", "count(\(later))"),
      FigureLine("later amount", "sum(amount where \(later))"),
      FigureLine("improbable", "count(\(unlikely))"),
      FigureLine("improbable amount", "sum(amount where \(unlikely))"),
      FigureLine("all won", "count(won and closed_on in \(range.text))"),
    ]
  }
}

/// Leaves out the groups that the forecast has nothing to say of, and tells what the figures leave out.
enum ForecastRun {
  static func run(
    _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> Rows {
    let rows = inputs[0]
    for note in notes(rows, context) { context.note(note) }
    return context.shownGroups(rows, where: ["deals", "all won"])
  }

  private static func notes(_ rows: Rows, _ context: OperatorContext) -> [Note] {
    func count(_ name: String) -> Int { rows.count(of: name) }
    func worth(_ name: String) -> Note.Figure {
      Note.Figure(
        "amount",
        .money(Money.rounded(rows.total(of: name), places: 0), currency: context.currency))
    }
    let open = count("all open")
    var notes = [Note(.forecastDeals, [.count("won", count("all won")), .count("open", open)])]
    if count("all unknown") == open, open > 0 {
      notes.append(Note(.openDealsUnknown, [.count("n", open)]))
      return notes
    }
    func add(_ form: NoteForm, _ name: String, _ figures: [Note.Figure] = []) {
      if count(name) > 0 { notes.append(Note(form, [.count("n", count(name))] + figures)) }
    }
    add(.openDealsUnvalued, "all unvalued")
    add(.openDealsImprobable, "improbable", [worth("improbable amount")])
    let hasDates = context.node.settings["has_dates"] == .boolean(true)
    add(hasDates ? .openDealsUndated : .noCloseDates, "all undated")
    add(.openDealsLater, "later", [worth("later amount")])
    return notes
  }
}

extension NoteForm {
  fileprivate static let recordedForecast = NoteForm(
    "recorded-forecast",
    "forecast of {period}, {first} to {last}, by recorded probability; expected = won + weighted")
  fileprivate static let forecastDeals = NoteForm(
    "forecast-deals", "{won:# deal|# deals} won in the period so far, {open:# deal|# deals} open")
  fileprivate static let openDealsUnknown = NoteForm(
    "open-deals-unknown",
    "{n:the one open deal lacks|all # open deals lack} an amount and a close date, so what "
      + "{n:it is|they are} worth is not known")
  fileprivate static let openDealsUnvalued = NoteForm(
    "open-deals-unvalued",
    "{n:# open deal lacks|# open deals lack} an amount, and {n:adds|add} nothing to the sums")
  fileprivate static let openDealsImprobable = NoteForm(
    "open-deals-improbable",
    "{n:# open deal|# open deals} worth {amount} {n:has|have} no probability, and {n:adds|add} "
      + "nothing to weighted")
  fileprivate static let openDealsUndated = NoteForm(
    "open-deals-undated",
    "{n:# open deal lacks|# open deals lack} a close date, and {n:stands|stand} in undated")
  fileprivate static let noCloseDates = NoteForm(
    "no-close-dates",
    "the data have no close dates, so {n:the open deal stands|all # open deals stand} "
      + "in undated")
  fileprivate static let openDealsLater = NoteForm(
    "open-deals-later", "{n:# open deal is|# open deals are} due later, worth {amount}")
}
