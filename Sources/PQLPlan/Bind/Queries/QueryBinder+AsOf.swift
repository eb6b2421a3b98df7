import PQLModel
package import PQLSyntax

extension QueryBinder {
  /// The day that a query is asked as of: by its own clause, else by that of the named query it is asked
  /// of; nil when it is asked of today.
  mutating func asOfDay(of query: Query) throws(Reported) -> Int32? {
    let clauses = ClauseSet(query.clauses)
    guard case .asOf(let expression)? = clauses[.asOf]?.content else {
      return try inheritedDay(query, clauses)
    }
    let day = try pastDay(expression)
    if let inner = (try? inheritedDay(query, clauses)) ?? nil, inner != day {
      expressions.remarks.append(Note(.innerDay, [.day("inner", inner), .day("day", day)]))
    }
    return day
  }

  /// The day of the named query that a query is asked of.
  private mutating func inheritedDay(
    _ query: Query, _ clauses: ClauseSet
  ) throws(Reported) -> Int32? {
    guard let word = clauses.source?.word ?? query.head.first?.operands.first?.word,
      let definition = environment.queries[word.text], !expressions.openQueries.contains(word.text)
    else { return nil }
    expressions.openQueries.append(word.text)
    defer { expressions.openQueries.removeLast() }
    return try inSource(definition.source, of: word.text, at: word.span) {
      binder throws(Reported) in try binder.asOfDay(of: definition.content)
    }
  }

  /// A day that is over or today, as `as of` and `vs` name one.
  package mutating func pastDay(_ expression: Expression) throws(Reported) -> Int32 {
    guard let day = try expressions.resolveDay(expression) else {
      let period = expressions.speculating { binder throws(Reported) in
        try binder.resolvePeriod(expression)
      }.bound
      throw report(.dayExpected(text(of: expression), expression.span, period: period?.range))
    }
    guard day <= today else {
      throw report(.dayToCome(day, today: today, expression.span))
    }
    return day
  }

  /// The day of the first recorded change of a field of the deals; nil when the data record none.
  package func firstChange(of field: String) -> Int32? {
    var first: Int64?
    RecordedChanges(model, of: field)?.forEachChange { _, _, moment in
      first = min(first ?? moment, moment)
    }
    return first.map(CivilDate.dayNumber(ofSecond:))
  }

  /// Runs `body` as of the end of a past day.
  package mutating func goingBack<Result>(
    to day: Int32, _ body: (inout QueryBinder) throws(Reported) -> Result
  ) throws(Reported) -> Result {
    var past = self
    past.expressions.goBack(to: day)
    defer { expressions.take(past.expressions) }
    return try body(&past)
  }
}

extension Diagnostic {
  /// `as of 2026-Q1`: a period has two ends.
  fileprivate static func dayExpected(
    _ text: String, _ span: Span, period: DayRange?
  ) -> Diagnostic {
    var suggestions = [Suggestion("a day is written as `2026-06-30`, or as `30 days ago`")]
    if let period {
      suggestions = [(period.start, "the first day"), (period.end - 1, "the last day")].map {
        day, what in
        let date = CivilDate(dayNumber: day).text
        return Suggestion(
          "\(what) is `\(date)`", edits: [Suggestion.Edit(span: span, replacement: date)])
      }
    }
    return Diagnostic(
      .typeMismatch, span, "`\(text)` is no day", label: "a day is expected here",
      suggestions: suggestions)
  }

  /// `as of` a day that has not come.
  fileprivate static func dayToCome(_ day: Int32, today: Int32, _ span: Span) -> Diagnostic {
    Diagnostic(
      .dayToCome, span,
      "\(CivilDate(dayNumber: day).text) is not over: today is \(CivilDate(dayNumber: today).text)",
      label: "later than today", notes: ["what will be known by then is not known now"],
      suggestions: [Suggestion("`set today = …` says which day is today")])
  }
}

extension NoteForm {
  fileprivate static let innerDay = NoteForm(
    "inner-day", "the named query says `as of` {inner}; the question's own {day} holds")
}
