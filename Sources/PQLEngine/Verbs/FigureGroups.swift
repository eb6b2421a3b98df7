import PQLModel
import PQLPlan
import PQLSyntax

// What verbs have in common whose figures are lines of PQL over groups.

/// The days that a verb is asked about, and the date by which rows belong to them.
struct VerbPeriod {
  var period: ResolvedPeriod
  /// The date as a line of PQL.
  var date: String

  /// What a row must meet, as a line of PQL.
  var condition: String { "\(date) in \(period.range.text)" }

  var asked: AskedPeriod { AskedPeriod(range: period.range, dateBasis: date) }

  /// What a note says of the period.
  var figures: [Note.Figure] {
    [
      .text("period", period.text), .day("first", period.range.start),
      .day("last", period.range.end - 1), .text("date", date),
    ]
  }
}

extension QueryBinder {
  /// The year that ends today.
  var pastYear: ResolvedPeriod {
    ResolvedPeriod(range: DayRange(start: today - 364, end: today + 1), text: "past 365 days")
  }

  /// What `during` says, by the close unless `on` names another date.
  mutating func verbPeriod(
    _ request: VerbRequest, orElse period: ResolvedPeriod
  ) throws(Reported) -> VerbPeriod {
    let during = try resolveDuring(request.clauses)
    return VerbPeriod(period: during?.period ?? period, date: during?.on ?? "closed_on")
  }

  /// Refuses what stands behind the verb's word: it is followed by clauses.
  mutating func refuseOperands(_ request: VerbRequest) throws(Reported) {
    guard let operand = request.operands.first else { return }
    throw report(.unexpectedOperand(request.name, operand.span))
  }
}

extension VerbRequest {
  /// The clauses that choose rows and groups, without the period.
  var grouping: ClauseSet {
    ClauseSet(clauses.clauses.filter { [.of, .where, .by, .per].contains($0.keyword) })
  }
}

extension FigureLine {
  /// A total over rows: missing where there are some and none has a value.
  static func total(_ value: String, where rows: String) -> String {
    "if count(\(rows)) > 0 and count(\(rows) and \(value) is present) = 0 then missing "
      + "else sum(\(value) where \(rows))"
  }
}

extension Rows {
  /// A column over all rows, summed; 0 without such a column.
  func total(of name: String) -> Int128 {
    guard let column = self[name] else { return 0 }
    if case .number(let numbers) = column { return Int128(numbers.values.reduce(0, +)) }
    return column.exactValues.reduce(0, &+)
  }

  /// The same of a column that counts.
  func count(of name: String) -> Int { Int(total(of: name)) }
}

extension OperatorContext {
  /// The node's columns of the groups that there is something to say of: those where one of these
  /// columns is above 0, every stage, and every piece of the period by the node's `first` and `last`.
  func shownGroups(_ rows: Rows, where names: [String]) -> Rows {
    let keys = rows.columns.prefix(node.keys.count)
    let counts = names.compactMap { rows[$0] }
    let shown = (0..<Int32(rows.count)).filter { row in
      let row = Int(row)
      let isAsked = counts.contains { count in
        if case .number(let numbers) = count { numbers.values[row] > 0 } else { true }
      }
      return isAsked || keys.isEmpty || keys.contains { isAlwaysShown($0, row) }
    }
    return rows.selecting(shown, columns: node.columns.map(\.name))
  }

  private func isAlwaysShown(_ key: Rows.Named, _ row: Int) -> Bool {
    switch (key.type, key.column) {
    case (.stage, _): return true
    case (.period(let grain), .day(let column)):
      guard case .date(let first)? = node.settings["first"],
        case .date(let last)? = node.settings["last"], key.column.isPresent(row)
      else { return false }
      let calendar = model.calendar
      return column.values[row] >= calendar.ordinal(of: first, grain: grain)
        && column.values[row] <= calendar.ordinal(of: last, grain: grain)
    default: return false
    }
  }

  /// Tells of each column with a total how many rows it counts.
  func tell(_ counts: KeyValuePairs<String, NoteForm>, of rows: Rows) {
    for (name, form) in counts where rows.count(of: name) > 0 {
      note(Note(form, [.count("n", rows.count(of: name))]))
    }
  }
}

extension Column {
  /// Amounts in units of 10^-`Money.digits`.
  static func money(_ amounts: [Int128?]) -> Column {
    let isThere = packedBits(count: amounts.count) { amounts[$0] != nil }
    return .exact(ExactColumn(values: amounts.map { $0 ?? 0 }, validity: isThere))
  }

  /// Answers of yes and no.
  static func truths(_ truths: [Bool?]) -> Column {
    let isThere = packedBits(count: truths.count) { truths[$0] != nil }
    return .boolean(
      BooleanColumn(values: Bitmap(truths.map { $0 ?? false }), validity: isThere))
  }
}

/// One amount ÷ another; nil without either, and of 0.
func ratio(of amount: Int128?, to whole: Int128?) -> Double? {
  guard let amount, let whole, whole != 0 else { return nil }
  return Money.number(amount) / Money.number(whole)
}

/// One amount less another; nil without either.
func difference(_ amount: Int128?, _ other: Int128?) -> Int128? {
  guard let amount, let other else { return nil }
  let (difference, overflow) = amount.subtractingReportingOverflow(other)
  return overflow ? nil : difference
}
