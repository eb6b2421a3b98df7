/// A name as written; backticks are taken off.
package struct Name: Sendable, Hashable {
  package var text: String
  package var span: Span
  /// Whether it stood in backticks, and so is a field and nothing else.
  package var isQuoted: Bool

  package init(_ text: String, _ span: Span, isQuoted: Bool = false) {
    self.text = text
    self.span = span
    self.isQuoted = isQuoted
  }
}

extension [Name] {
  /// The parts with dots between them, as `account.industry`.
  package var dotted: String { map(\.text).joined(separator: ".") }
}

/// An expression and where it stands.
package struct Expression: Sendable, Hashable {
  package var kind: ExpressionKind
  package var span: Span

  package init(_ kind: ExpressionKind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  /// The name that the expression is, where that has no dots; nil for any other expression.
  package var word: Name? {
    guard case .name(let parts) = kind, parts.count == 1 else { return nil }
    return parts[0]
  }
}

/// What an expression is; each case names a line that produces it.
package indirect enum ExpressionKind: Sendable, Hashable {
  /// `amount`, `account.industry`, `` `Deal Amount` ``: one part or more
  case name([Name])
  /// `$region`
  case parameter(Name)
  /// `"EMEA"`, unescaped
  case text(String)
  /// `10k`, scaled
  case number(Double)
  /// `20%`, as 0.2
  case percent(Double)
  /// `EUR 50k`, `50k EUR`: units of 10^-10 are made later; the digits are kept as a number
  case money(Double, currency: Name)
  /// `30 days`, `2w`, `1mo`, `5bd`
  case duration(Double, DurationUnit)
  /// `2026-06-30`
  case date(year: Int, month: Int, day: Int)
  /// `2026-06-30T14:05`, seconds of the day behind the date
  case timestamp(year: Int, month: Int, day: Int, secondOfDay: Int)
  /// `2026-Q3`, `2026-06`, `FY2026`, `FY2026-Q3` (a bare `2026` is a number)
  case period(PeriodLiteral)
  /// `today`, `yesterday`, `tomorrow`, `now`
  case moment(Moment)
  /// `this month`, `last 4 quarters`, `next 2 quarters`, `past 90 days`
  case relativePeriod(RelativePeriod, count: Int, unit: PeriodUnit)
  /// `30 days ago`
  case ago(Expression)
  /// `2026-01-01..2026-03-31`, `10k..<50k`
  case range(Expression, Expression, includesEnd: Bool)
  /// `/pro|plus/i`, only after `matches`
  case pattern(String, ignoresCase: Bool)
  /// `true`, `false`
  case boolean(Bool)
  /// `missing`
  case missing
  /// `["IR", "KP"]`
  case list([Expression])
  /// `(won, lost)`, only after `in`; one element stays a tuple there
  case tuple([Expression])
  /// `{ title: "VP", activities: [{type: demo}] }`, only behind `given`
  case record([RecordEntry])
  /// `(amount + 1)`
  case parenthesized(Expression)
  /// `-amount`, `not open`
  case unary(UnaryOperator, Expression)
  /// `a + b`, `a = b`, `a and b`, `a ?? b`; the operator's own span is kept for messages
  case binary(BinaryOperator, Span, Expression, Expression)
  /// `amount between 1 and 2`
  case between(Expression, Expression, Expression, isNegated: Bool)
  /// `stage in (won, lost)`, `created in 2026-Q2`, `country in sanctioned`
  case membership(Expression, Expression, isNegated: Bool)
  /// `amount is missing`, `is not missing`, `is present`; true when the test is for presence
  case presence(Expression, isPresent: Bool)
  /// `stage is won`: not in the language, kept so that the message can offer `=`
  case isValue(Expression, Expression, isNegated: Bool, operatorSpan: Span)
  /// `name contains "x"`, `name matches /x/`
  case textTest(TextTest, Expression, Expression, isNegated: Bool)
  /// `if a then b else c`
  case conditional(Expression, Expression, Expression)
  /// `count(activities where type = call during past 30 days)`, `avg(amount over product)`
  case call(Call)
  /// `reached proposal`
  case reached(Expression)
  /// what could not be read; a message says why
  case unreadable
}

/// A function or aggregate with what stands in its brackets.
package struct Call: Sendable, Hashable {
  package var function: Name
  package var arguments: [Expression]
  /// `where C` inside the brackets.
  package var condition: Expression?
  /// `during P` inside the brackets.
  package var during: Expression?
  /// the field behind `on` inside the brackets.
  package var on: Expression?
  /// `over K, …` inside the brackets; empty with `over all`; nil without `over`.
  package var over: [Expression]?

  package init(
    function: Name, arguments: [Expression], condition: Expression? = nil,
    during: Expression? = nil, on: Expression? = nil, over: [Expression]? = nil
  ) {
    self.function = function
    self.arguments = arguments
    self.condition = condition
    self.during = during
    self.on = on
    self.over = over
  }
}

/// One `name: value` of a record.
package struct RecordEntry: Sendable, Hashable {
  package var path: [Name]
  package var value: Expression

  package init(path: [Name], value: Expression) {
    self.path = path
    self.value = value
  }
}

/// A period that stands in one token.
package enum PeriodLiteral: Sendable, Hashable {
  /// `2026-06`
  case month(year: Int, month: Int)
  /// `2026-Q3`
  case quarter(year: Int, quarter: Int)
  /// `FY2026`
  case fiscalYear(Int)
  /// `FY2026-Q3`
  case fiscalQuarter(year: Int, quarter: Int)
  /// `FY2026-P03`
  case fiscalMonth(year: Int, month: Int)

  /// The months of the longest fiscal years, of thirteen times four weeks.
  static let mostFiscalMonths = 13
}

/// The words for a moment.
package enum Moment: String, Sendable, Hashable, CaseIterable {
  case now, today, tomorrow, yesterday
}

/// How a period lies against today.
package enum RelativePeriod: String, Sendable, Hashable, CaseIterable {
  /// whole units before this one
  case last
  /// whole units after this one
  case next
  /// a window that ends today
  case past
  /// the unit that holds today
  case this
}

/// The units a period is counted in.
package enum PeriodUnit: String, Sendable, Hashable, CaseIterable {
  case day, week, month, quarter, year
  /// `this fiscal quarter`
  case fiscalQuarter = "fiscal quarter"
  /// `last fiscal year`
  case fiscalYear = "fiscal year"
}

/// The units of a duration; days and weeks are exact, the rest follow the calendar.
package enum DurationUnit: String, Sendable, Hashable, CaseIterable {
  case day, week, month, quarter, year
  case businessDay = "business day"

  /// The short form behind a number: `30d`.
  package var suffix: String {
    switch self {
    case .day: "d"
    case .week: "w"
    case .month: "mo"
    case .quarter: "q"
    case .year: "y"
    case .businessDay: "bd"
    }
  }
}

/// The tests of text.
package enum TextTest: String, Sendable, Hashable, CaseIterable {
  case contains
  case endsWith = "ends with"
  case matches
  case startsWith = "starts with"
}

/// Operators before an operand.
package enum UnaryOperator: String, Sendable, Hashable, CaseIterable {
  case minus = "-"
  case not
}

/// Operators between two operands.
package enum BinaryOperator: String, Sendable, Hashable, CaseIterable {
  case or, and
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case coalesce = "??"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
}
