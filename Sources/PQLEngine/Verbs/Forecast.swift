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
      node: grouped.node, keys: grouped.groupKeys, range: period.range,
      hiddenCount: hidden(from: period.range).count,
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
    let days = text(of: range)
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
      ("<won>", "count(won and closed_on in \(text(of: range)))"),
    ]
  }

  private static func text(of range: DayRange) -> String {
    CivilDate(dayNumber: range.start).text + ".." + CivilDate(dayNumber: range.end - 1).text
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
  var keys: [GroupKey]
  /// The days of the forecast.
  var range: DayRange
  var hiddenCount: Int
  var columns: [PlannedColumn]

  var inputs: [PlanNode] { [node] }

  func run(
    _ inputs: [Answer], context: NativeContext
  ) throws(EvaluationFailure) -> Answer {
    var answer = inputs[0]
    let shown = answer.columns.count - hiddenCount
    let totals = answer.columns.dropFirst(shown).map { total($0.column) }
    let kept = (0..<Int32(answer.rowCount)).filter { isKept(Int($0), answer, context.model) }
    answer.columns = answer.columns.prefix(shown).map { column in
      var column = column
      column.column = column.column.gathered(kept)
      return column
    }
    answer.rowCount = kept.count
    let currency = inputs[0].columns[shown + ForecastFooter.laterAmount].currency
    answer.notes = sentences(totals, currency: currency ?? context.model.currency.base)
    return answer
  }

  /// A group with nothing won and nothing open shows only as a stage, or as a period of the
  /// forecast.
  private func isKept(_ row: Int, _ answer: Answer, _ model: Model) -> Bool {
    guard !keys.isEmpty, !has(row, "<won>", answer), !has(row, "deals", answer) else { return true }
    var isOrdered = false
    for (index, key) in keys.enumerated() {
      guard case .period(let grain) = key.term.type,
        case .day(let periods) = answer.columns[index].column
      else {
        isOrdered = isOrdered || key.order == .stages
        continue
      }
      guard answer.columns[index].column.isPresent(row) else { return false }
      let days = model.calendar.days(of: Period(grain: grain, ordinal: periods.values[row]))
      guard days.start < range.end, days.end > range.start else { return false }
      isOrdered = true
    }
    return isOrdered
  }

  private func has(_ row: Int, _ name: String, _ answer: Answer) -> Bool {
    guard let index = columns.firstIndex(where: { $0.name == name }),
      case .number(let counts) = answer.columns[index].column
    else { return false }
    return counts.values[row] > 0
  }

  private func total(_ column: Column) -> Int128 {
    if case .number(let numbers) = column {
      return Int128(numbers.values.reduce(0, +))
    }
    return column.exactValues.reduce(0, &+)
  }

  /// The place of the amount that is due later among the hidden figures.
  private static let laterAmount = 5

  private func sentences(_ totals: [Int128], currency: String) -> [String] {
    let (open, undated, unknown, neither) = (totals[0], totals[1], totals[2], totals[3])
    var notes = ["won in the period so far: \(totals[6]); open: \(open)"]
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
      let amount = Money.rounded(totals[ForecastFooter.laterAmount], places: 0) / Money.one
      notes.append("open deals due later: \(totals[4]), worth \(currency) \(amount)")
    }
    return notes
  }
}
