import PQLModel
import PQLSyntax

// What resolution says of types: one function a failure.
extension Diagnostic {
  static func typeMismatch(
    _ sign: String, _ left: ValueType, _ right: ValueType, _ first: Span, _ second: Span
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, second, "`\(sign)` cannot put \(left.name) beside \(right.name)",
      label: "this is \(right.name)", labels: [Label(first, "this is \(left.name)")])
  }

  static func arithmeticMismatch(
    _ sign: String, _ left: ValueType, _ right: ValueType, _ first: Span, _ second: Span,
    rightText: String
  ) -> Diagnostic {
    var diagnostic = typeMismatch(sign, left, right, first, second)
    if left == .date || left == .timestamp, right == .number {
      let number = "\(rightText) days"
      diagnostic.suggestions = [
        Suggestion("in days: `\(number)`", replacing: second, with: number)
      ]
    }
    if left == .number, right == .percent, sign == "-" || sign == "+" {
      diagnostic.notes = ["write the number as a percent: `100%` for 1"]
    }
    return diagnostic
  }

  /// `created > 30 days`: a day beside a length of time.
  static func dayBesideDuration(
    _ date: String, _ duration: String, _ span: Span, other: Span
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(date)` is a day, and `\(duration)` is a length of time",
      label: "since when?", labels: [Label(other, "this is a day")],
      suggestions: [
        Suggestion(
          "the day so long ago: `\(duration) ago`", replacing: Span(span.end, span.end),
          with: " ago")
      ])
  }

  static func wrongOperand(_ sign: String, _ type: ValueType, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(sign)` cannot be used on \(type.name)",
      label: "this is \(type.name)")
  }

  static func conditionExpected(_ text: String, _ type: ValueType, _ span: Span) -> Diagnostic {
    Diagnostic(
      .conditionExpected, span, "`\(text)` is \(type.name), where a condition is expected",
      label: "neither true nor false",
      suggestions: [
        Suggestion(
          "to ask whether there is a value: `\(text) is present`", replacing: span,
          with: "\(text) is present"
        ).other
      ])
  }

  static func durationExpected(
    _ duration: String, _ number: String, _ span: Span, other: Span
  ) -> Diagnostic {
    Diagnostic(
      .durationExpected, span, "`\(duration)` is a duration, and `\(number)` has no unit",
      label: "of what?", labels: [Label(other, "this is a duration")],
      suggestions: [
        Suggestion("in days: `\(number) days`", replacing: span, with: "\(number) days")
      ])
  }

  static func calendarDuration(
    _ text: String, _ count: Double, _ unit: DurationUnit, _ span: Span
  ) -> Diagnostic {
    let days: Double? =
      switch unit {
      case .month: 30
      case .quarter: 91
      case .year: 365
      default: nil
      }
    let about = days.map { "\(($0 * count).plainText) days" }
    return Diagnostic(
      .durationExpected, span,
      "`\(text)` follows the calendar and has no exact length", label: "not an exact duration",
      notes: ["days and weeks are exact; months, quarters, years and business days are not"],
      suggestions: about.map {
        [Suggestion("in exact days, as `\($0)`", replacing: span, with: $0)]
      } ?? [])
  }

  static func percentExpected(
    _ percent: String, _ number: String, _ value: Value?, _ span: Span, _ other: Span
  ) -> Diagnostic {
    var suggestions: [Suggestion] = []
    if case .number(let number)? = value {
      let text = number.magnitude > 1 ? number.plainText + "%" : number.percentText
      suggestions = [Suggestion("as a percent: `\(text)`", replacing: span, with: text)]
    }
    return Diagnostic(
      .percentExpected, span, "`\(percent)` is a percent, and `\(number)` is a bare number",
      label: "a bare number", labels: [Label(other, "this is a percent")],
      suggestions: suggestions)
  }

  static func periodComparison(
    _ date: String, _ period: ResolvedPeriod, _ sign: ComparisonOperator, _ span: Span
  ) -> Diagnostic {
    let first = CivilDate(dayNumber: period.range.start).text
    let last = CivilDate(dayNumber: period.range.end - 1).text
    let fix =
      switch sign {
      case .equal: "\(date) in \(period.text)"
      case .notEqual: "\(date) not in \(period.text)"
      case .less, .greaterOrEqual: "\(date) \(sign.rawValue) \(first)"
      case .lessOrEqual, .greater: "\(date) \(sign.rawValue) \(last)"
      }
    return Diagnostic(
      .periodComparison, span,
      "`\(date)` is a day and `\(period.text)` a period: a day meets a period only by `in`",
      label: "a day against a period",
      suggestions: [Suggestion("`\(fix)`", replacing: span, with: fix)])
  }

  static func betweenPeriods(
    _ date: String, _ low: String, _ high: String, _ span: Span
  ) -> Diagnostic {
    let fix = "\(date) in \(low)..\(high)"
    return Diagnostic(
      .periodComparison, span,
      "`\(date)` is a day, `\(low)` and `\(high)` are periods: a day meets a period only by `in`",
      label: "a day against periods",
      suggestions: [Suggestion("`\(fix)`", replacing: span, with: fix)])
  }

  static func missingComparison(
    _ text: String, _ sign: ComparisonOperator, _ span: Span
  ) -> Diagnostic {
    let fix = sign == .notEqual ? "\(text) is present" : "\(text) is missing"
    return Diagnostic(
      .missingComparison, span, "nothing equals `missing`: ask with `is`",
      label: "always false",
      suggestions: [Suggestion("`\(fix)`", replacing: span, with: fix)])
  }

  static func alternativeValues(
    _ operand: String, _ values: [String], _ span: Span
  ) -> Diagnostic {
    let fix = "\(operand) in (\(values.joined(separator: ", ")))"
    return Diagnostic(
      .alternativeValues, span,
      "`or` stands between conditions, and `\(values[values.count - 1])` is a value",
      label: "one condition, then a value alone",
      suggestions: [Suggestion("`\(fix)`", replacing: span, with: fix)])
  }

  static func aggregateMisplaced(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .aggregateMisplaced, span, "`\(name)` is an aggregate, and one row is asked here",
      label: "needs rows to range over",
      notes: [
        "over related records: `count(activities)`; over the answer: `avg(amount over all)`"
      ])
  }

  static func aggregateInRow(
    _ name: String, _ argument: String?, _ span: Span, isGroup: Bool, column: String?
  ) -> Diagnostic {
    let value = argument ?? "…"
    if let column {
      return Diagnostic(
        .aggregateMisplaced, span,
        "the answer has a column `\(column)`, which is named, not computed",
        label: "needs rows to range over",
        suggestions: [
          Suggestion("the column: `` `\(column)` ``", replacing: span, with: "`\(column)`")
        ])
    }
    return Diagnostic(
      .aggregateMisplaced, span,
      "`\(name)(\(argument ?? ""))` is an aggregate, and one row is asked here",
      label: "needs rows to range over",
      notes: isGroup ? [] : ["over related records: `\(name)(items.amount)`"],
      suggestions: [
        Suggestion(
          "over the rows of the answer: `\(name)(\(value) over all)`", replacing: span,
          with: argument.map { "\(name)(\($0) over all)" } ?? "\(name)(over all)")
      ])
  }

  /// `type` is the field's; nil when the name is none.
  static func fieldOutsideAggregate(
    _ name: String, _ span: Span, candidates: [String], known: [String], type: ValueType?
  ) -> Diagnostic {
    guard let type else {
      return Diagnostic(
        .unknownField, span, "`\(name)` is neither an aggregate nor a key here",
        label: "not known here",
        notes: candidates.isEmpty ? [listed(known, as: "aggregates")] : [],
        suggestions: replacements(candidates, at: span, kind: "an aggregate"))
    }
    return Diagnostic(
      .aggregateMisplaced, span,
      "`\(name)` is a field of each row, and a figure of the group is asked here",
      label: "which of the group's values?",
      suggestions: aggregates(of: type).map {
        Suggestion("`\($0)(\(name))`", replacing: span, with: "\($0)(\(name))")
      })
  }

  /// The aggregates that a field of a type is asked by most.
  private static func aggregates(of type: ValueType) -> [String] {
    switch type {
    case .money, .number, .duration: ["sum", "avg", "max"]
    case .percent: ["avg", "max"]
    case .boolean: ["count"]
    case .date, .timestamp, .period: ["max", "min"]
    case .text, .category, .stage, .list: ["distinct"]
    }
  }

  static func countOfField(_ name: String, _ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .countOfField, span,
      "`\(name)` counts conditions or related records, and `\(text)` is a value",
      label: "not a condition",
      suggestions: [
        Suggestion(
          "to count where there is one: `\(text) is present`", replacing: span,
          with: "\(text) is present"
        ).other
      ])
  }

  static func aggregateOfWrongType(
    _ definition: AggregateDefinition, _ text: String, _ type: ValueType, _ span: Span,
    whole: Span
  ) -> Diagnostic {
    let families = definition.families.map(\.name).joined(separator: ", ")
    return Diagnostic(
      .typeMismatch, span, "`\(definition.name)` cannot be taken of `\(text)`",
      label: "this is \(type.name)", notes: ["`\(definition.name)` takes \(families)"],
      suggestions: [
        Suggestion(
          "how many different ones there are: `distinct(\(text))`", replacing: whole,
          with: "distinct(\(text))"
        ).other
      ])
  }

  static func textExpected(
    _ test: String, _ text: String, _ type: ValueType?, _ span: Span
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(test)` needs text, and `\(text)` is \(type?.name ?? "not a text")",
      label: "not text")
  }

  static func invalidPattern(_ text: String, _ problem: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .invalidPattern, span, "`/\(text)/` is not a pattern: \(problem)", label: "cannot be read",
      notes: ["patterns follow RE2: linear time, no look-around and no back-references"])
  }

  static func patternInQuotes(_ text: String, _ span: Span) -> Diagnostic {
    let pattern = "/\(text.replacing("/", with: "\\/"))/"
    return Diagnostic(
      .typeMismatch, span, "`matches` takes a pattern, which stands between slashes",
      label: "this is text",
      suggestions: [Suggestion("as a pattern: `\(pattern)`", replacing: span, with: pattern)])
  }

  static func unorderedValues(
    _ text: String, _ sign: ComparisonOperator, _ span: Span
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "the values of `\(text)` have no order for `\(sign.rawValue)`",
      label: "no order", suggestions: [Suggestion("name the values: `\(text) in (…, …)`")])
  }

  static func stageNotFixed(_ text: String, _ span: Span, operand: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "a stage stands before or past a stage by name, and `\(text)` is text",
      label: "not the name of a stage", labels: [Label(operand, "this is a stage")],
      suggestions: [Suggestion("name the stage, as in `stage >= proposal`")])
  }

  static func ambiguousName(
    _ name: String, _ entity: EntityKind, _ count: Int, _ span: Span
  ) -> Diagnostic {
    Diagnostic(
      .ambiguousRecord, span, "\(count) \(entity.rawValue) are called `\(name)`",
      label: "which of them?", suggestions: [Suggestion("name the record by its id")])
  }

  static func stageOrderMisplaced(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(text)` cannot be ordered: only a deal stands in a pipeline",
      label: "not a deal's stage")
  }

  static func listComparison(_ list: String, _ value: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(list)` is a list", label: "a list and one value",
      suggestions: [
        Suggestion(
          "`\(list) contains \(value)`", replacing: span, with: "\(list) contains \(value)")
      ])
  }

  static func membershipNeedsValues(
    _ value: String, _ members: String, _ span: Span
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`in` needs values, a list, a range or a period that fits `\(value)`",
      label: "not one of these",
      suggestions: [Suggestion("one value: `\(value) = \(members)`")])
  }

  static func wholeNumberExpected(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .wholeNumberExpected, span, "a whole number is expected, and `\(text)` is none",
      label: "not a whole number of rows or units")
  }

  static func numberOutOfRange(_ span: Span) -> Diagnostic {
    Diagnostic(
      .numberOutOfRange, span, "the amount is too large to be exact", label: "beyond 1.7e28")
  }

  /// `50.000`: fifty to some, fifty thousand to others.
  static func decimalAsThousands(_ text: String, _ span: Span) -> Diagnostic {
    let digits = text.filter { $0 != "." && $0 != "_" }
    var decimal = text
    while decimal.last == "0", !decimal.hasSuffix(".0") { decimal.removeLast() }
    if decimal == text { decimal += "0" }
    var thousands = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { thousands += "_" }
      thousands.append(digit)
    }
    return Diagnostic(
      .ambiguousDecimal, span, "`\(text)` may be read as \(decimal) or as \(thousands)",
      label: "a point before three digits",
      suggestions: [
        Suggestion("with thousands: `\(thousands)`", replacing: span, with: thousands),
        Suggestion("with decimals: `\(decimal)`", replacing: span, with: decimal),
      ])
  }

  static func parameterAsThousands(_ name: Name) -> Diagnostic {
    Diagnostic(
      .ambiguousDecimal, name.span,
      "the value of `$\(name.text)` has a point before three digits: decimals or thousands?",
      label: "money or a count beside it",
      notes: ["thousands are written `50_000` or `50k`, decimals `50.0`"])
  }

  /// `held` is what the number would be in its place.
  static func digitsBeyondNumber(_ held: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .numberOutOfRange, span, "the number has more digits than can be held: it would be \(held)",
      label: "beyond 2^53",
      suggestions: [Suggestion("what is held: `\(held)`", replacing: span, with: held)])
  }

  static func outsideCalendar(_ span: Span) -> Diagnostic {
    Diagnostic(
      .impossibleDate, span, "this leads out of the calendar, which goes from 0001 through 9999",
      label: "no such day")
  }

  static func fiscalMonthBeyond(_ text: String, _ count: Int, _ span: Span) -> Diagnostic {
    Diagnostic(
      .impossibleDate, span, "`\(text)` is not a period",
      label: "the fiscal years of this model have \(count) months")
  }

  /// A month of the calendar as a value, where months are fiscal; `days` are the calendar's.
  static func monthIsFiscal(
    _ text: String, _ days: DayRange, _ calendar: BusinessCalendar, _ span: Span
  ) -> Diagnostic {
    let meant = calendar.period(.month, holding: (days.start + days.end) / 2)
    let token = calendar.text(of: meant)
    let range = calendar.days(of: meant)
    let first = CivilDate(dayNumber: range.start).text
    let last = CivilDate(dayNumber: range.end - 1).text
    return Diagnostic(
      .typeMismatch, span,
      "`\(text)` is a month of the calendar, and the months of this model are fiscal",
      label: "not a fiscal month",
      suggestions: [
        Suggestion("`\(token)`, \(first) to \(last)", replacing: span, with: token)
      ])
  }

  static func dayBesideMoment(
    _ day: String, _ moment: String, _ span: Span, other: Span
  ) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(day)` is a day and `\(moment)` a moment: which time of the day?",
      label: "a moment", labels: [Label(other, "this is a day")],
      suggestions: [
        Suggestion(
          "to compare the days: `date(\(moment))`", replacing: span, with: "date(\(moment))")
      ])
  }

  static func expressionTooLarge(_ span: Span) -> Diagnostic {
    Diagnostic(
      .nestedTooDeep, span,
      "the definitions used here unfold to more than \(BindingLimits.largestExpression) parts",
      label: "too large")
  }

  static func definedTooDeep(_ span: Span) -> Diagnostic {
    Diagnostic(
      .nestedTooDeep, span,
      "more than \(BindingLimits.deepestDefinition) definitions stand on one another",
      label: "too deep")
  }

  static func unfoldedTooDeep(_ span: Span) -> Diagnostic {
    Diagnostic(
      .nestedTooDeep, span,
      "with its definitions unfolded this is more than \(BindingLimits.deepestUnfolding) levels deep",
      label: "too deep")
  }

  static func tooManySteps(_ span: Span) -> Diagnostic {
    Diagnostic(
      .nestedTooDeep, span,
      "more than \(BindingLimits.mostSteps) steps and columns of `let` stand behind one another",
      label: "too many")
  }

  static func dateExpected(_ text: String, _ type: ValueType?, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "a date is expected, and `\(text)` is \(type?.name ?? "none")",
      label: "not a date")
  }

  static func periodExpected(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "a period is expected, and `\(text)` is none", label: "not a period",
      notes: ["periods: `2026`, `2026-Q3`, `last 4 quarters`, `2026-01-01..2026-03-31`"])
  }

  static func emptyPeriod(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(text)` ends before it begins", label: "no day lies in it")
  }

  static func periodMisplaced(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(text)` is a stretch of time, not a single value",
      label: "a period", notes: ["a day meets a period by `in`: `created in \(text)`"])
  }

  static func misplacedValue(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(text)` cannot stand by itself here", label: "not a single value",
      notes: ["lists and ranges follow `in`, a pattern follows `matches`"])
  }

  static func constantExpected(_ name: String, _ parameter: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(name)` needs a fixed value for `\(parameter)`",
      label: "differs from row to row")
  }
}
