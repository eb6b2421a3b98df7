import PQLModel
import PQLPlan
import PQLSyntax

extension VerbDefinition {
  /// The recorded forecast: what was won in a period and what is open, by recorded probability.
  static let forecast = VerbDefinition(
    name: "forecast",
    summary: "won so far and open deals of a period, by recorded probability",
    clauses: [
      .of, .where, .by, .per, .during, .show, .sort, .top, .limit, .inCurrency, .asFormat,
      .asOf, .using, .vs,
    ],
    examples: [
      Example("forecast by product", "this fiscal quarter, by product"),
      Example("forecast where owner is missing during next quarter", "deals of nobody"),
      Example("forecast per month during this year", "by the month of closing"),
    ],
    resolve: { request, resolver in ForecastPlan.resolve(request, &resolver) })
}

/// The recorded forecast as a grouping.
///
/// Open deals due in the period count as `open`; overdue ones and those without a close date stand
/// apart; those due later are told in the footer. Where no open deal of a group has an amount its
/// open figures are missing, since nothing is known of them.
enum ForecastPlan {
  static func resolve(_ request: VerbRequest, _ resolver: inout Resolver) -> ResolvedQuery? {
    if let operand = request.operands.first {
      resolver.report(.unexpectedOperand("forecast", operand.span))
      return nil
    }
    if let clause = request.clauses[.vs] {
      resolver.report(
        .notYet(
          "`vs` of a forecast", clause.span,
          because: "it puts two forecasts side by side, each as it was seen then"))
      return nil
    }
    for name in ["amount", "close_date", "stage"]
    where resolver.model[.deals].map({ $0.field(name) == nil }) ?? false {
      resolver.report(.verbNeedsField("forecast", name, request.verbSpan))
      return nil
    }
    guard let period = period(of: request, &resolver) else { return nil }
    let items = figures(from: period.range) + hidden(from: period.range)
    guard let head = head(items) else { return nil }
    let clauses = ClauseSet(
      request.clauses.clauses.filter { [.of, .where, .by, .per].contains($0.keyword) })
    guard
      let grouped = resolver.resolveTemplate(
        head, clauses: clauses, keyPeriod: period, verb: request.verbSpan)
    else { return nil }
    let operation = ForecastFooter(
      node: grouped.node, keyCount: grouped.keyCount, hiddenCount: hidden(from: period.range).count,
      range: period.range, currency: resolver.currency,
      columns: grouped.scope.columns.map { PlannedColumn(name: $0.name, type: $0.type) })
    var result = grouped
    result.node = .native(operation)
    result.scope.columns.removeLast(hidden(from: period.range).count)
    let first = CivilDate(dayNumber: period.range.start).text
    let last = CivilDate(dayNumber: period.range.end - 1).text
    result.notes = [
      "forecast of \(period.text), \(first) to \(last), by recorded probability;"
        + " expected = won + weighted"
    ]
    return resolver.arrangeGroups(result, by: request.clauses)
  }

  /// The period asked about; without one the fiscal quarter of today.
  private static func period(
    of request: VerbRequest, _ resolver: inout Resolver
  ) -> ResolvedPeriod? {
    if let during = request.clauses.during { return resolver.resolvePeriod(during.period) }
    let calendar = resolver.model.calendar
    let quarter = calendar.period(.fiscalQuarter, holding: resolver.today)
    return ResolvedPeriod(range: calendar.days(of: quarter), text: calendar.text(of: quarter))
  }

  /// The columns behind the keys, as lines of PQL.
  private static func figures(from range: DayRange) -> [(name: String, text: String)] {
    let days = range.text
    let due = "open and close_date >= today and close_date in \(days)"
    let asked = "open and (close_date in \(days) or close_date < today or close_date is missing)"
    let unknown = "count(\(asked)) > 0 and count(\(asked) and amount is present) = 0"
    func known(_ figure: String) -> String { "if \(unknown) then missing else \(figure)" }
    let won = "sum(amount where won and closed_on in \(days))"
    let weighted = "sum(weighted where \(due))"
    return [
      ("won", won),
      ("open", known("sum(amount where \(due))")),
      ("weighted", known(weighted)),
      ("overdue", known("sum(amount where open and close_date < today)")),
      ("undated", known("sum(amount where open and close_date is missing)")),
      ("deals", "count(\(asked))"),
      ("no_amount", "count(\(asked) and amount is missing)"),
      ("expected", known("\(won) + \(weighted)")),
    ]
  }

  /// Counts for the footer, taken off the answer again.
  private static func hidden(from range: DayRange) -> [(name: String, text: String)] {
    let later = "open and close_date > \(CivilDate(dayNumber: range.end - 1).text)"
    return [
      ("<open>", "count(open)"),
      ("<undated>", "count(open and close_date is missing)"),
      ("<unknown>", "count(open and amount is missing)"),
      ("<both>", "count(open and close_date is missing and amount is missing)"),
      ("<later>", "count(\(later))"),
      ("<later amount>", "sum(amount where \(later))"),
      ("<won>", "count(won and closed_on in \(range.text))"),
    ]
  }

  private static func head(
    _ items: [(name: String, text: String)]
  ) -> (items: [HeadItem], source: SourceText)? {
    let line = items.enumerated().map { "f\($0.offset): \($0.element.text)" }.joined(
      separator: ", ")
    let source = SourceText(name: "<forecast>", text: line)
    guard case .query(let query)? = parse(source).statements.first?.kind,
      query.head.count == items.count
    else { return nil }
    let named = zip(query.head, items).map { item, figure in
      HeadItem(
        label: Name(figure.name, item.span), operands: item.operands, span: item.span)
    }
    return (named, source)
  }
}

/// Puts what the figures leave out into the footer.
struct ForecastFooter: NativeOperator {
  var node: PlanNode
  var keyCount: Int
  var hiddenCount: Int
  var range: DayRange
  var currency: String
  var columns: [PlannedColumn]

  var operation: PlanOperation { PlanOperation("forecast", "what the figures leave out") }
  var inputs: [PlanNode] { [node] }

  func run(
    _ inputs: [Answer], context: NativeContext
  ) throws(EvaluationFailure) -> Answer {
    var answer = inputs[0]
    let shown = answer.columns.count - hiddenCount
    let hidden = answer.columns.dropFirst(shown).map(\.column)
    let totals = hidden.map(total)
    let rows = rowsAskedAbout(answer, won: hidden[Self.won], calendar: context.model.calendar)
    answer.rowCount = rows.count
    answer.columns = answer.columns.prefix(shown).map { column in
      var column = column
      column.column = column.column.gathered(rows)
      return column
    }
    answer.notes = sentences(totals)
    return answer
  }

  /// The groups that the forecast has something to say of: those with a deal won in the period, or
  /// an open one that is due, overdue or undated; and every stage and every piece of the period.
  private func rowsAskedAbout(
    _ answer: Answer, won: Column, calendar: BusinessCalendar
  ) -> [Int32] {
    let counts = [answer.columns[keyCount + Self.deals].column, won]
    return (0..<Int32(answer.rowCount)).filter { row in
      let row = Int(row)
      let isAsked = counts.contains { column in
        if case .number(let numbers) = column { numbers.values[row] > 0 } else { true }
      }
      return isAsked || keyCount == 0
        || (0..<keyCount).contains {
          isAlwaysShown(columns[$0].type, answer.columns[$0].column, row, calendar)
        }
    }
  }

  private func isAlwaysShown(
    _ type: ValueType, _ key: Column, _ row: Int, _ calendar: BusinessCalendar
  ) -> Bool {
    switch (type, key) {
    case (.stage, _): true
    case (.period(let grain), .day(let column)):
      key.isPresent(row)
        && column.values[row] >= calendar.ordinal(of: range.start, grain: grain)
        && column.values[row] <= calendar.ordinal(of: range.end - 1, grain: grain)
    default: false
    }
  }

  private func total(_ column: Column) -> Int128 {
    if case .number(let numbers) = column {
      return Int128(numbers.values.reduce(0, +))
    }
    return column.exactValues.reduce(0, &+)
  }

  /// The place of `deals` among the figures.
  private static let deals = 5
  /// The places of the amount that is due later, and of the deals won, among the hidden figures.
  private static let laterAmount = 5
  private static let won = 6

  private func sentences(_ totals: [Int128]) -> [String] {
    let (open, undated, unknown, neither) = (totals[0], totals[1], totals[2], totals[3])
    var notes = ["won in the period so far: \(totals[Self.won]); open: \(open)"]
    if neither == open, open > 0 {
      notes.append(
        "all \(open) open deals lack an amount and a close date: what they are worth is not known")
    } else {
      if unknown > 0 {
        notes.append("open deals that lack an amount and add nothing to the sums: \(unknown)")
      }
      if undated > 0 { notes.append("open deals that lack a close date, see undated: \(undated)") }
    }
    if totals[4] > 0 {
      let amount = Money.rounded(totals[Self.laterAmount], places: 0) / Money.one
      notes.append("open deals due later: \(totals[4]), worth \(currency) \(amount)")
    }
    return notes
  }
}
