import PQLModel
package import PQLSyntax

// What resolution says of verbs, clauses and calls: one function a failure.
extension Diagnostic {
  package static func notYet(
    _ what: String, _ span: Span, because reason: String
  ) -> Diagnostic {
    Diagnostic(
      .notYet, span, "\(what) is not yet built", label: "not yet",
      notes: ["it belongs to the language: \(reason)"])
  }

  static func clauseNotTaken(
    _ clause: Clause, head: String, allowed: [ClauseKeyword]
  ) -> Diagnostic {
    Diagnostic(
      .clauseNotTaken, clause.keywordSpan,
      "`\(clause.keyword.rawValue)` does not go with \(head == "aggregates" || head == "a step" ? head : "`\(head)`")",
      label: "not taken here",
      notes: ["it takes " + allowed.map { "`\($0.rawValue)`" }.joined(separator: ", ")])
  }

  /// `head` is the word that lists records; nil behind `|`.
  static func keyNeedsAggregate(_ head: Name?, _ clause: Clause, keys: String) -> Diagnostic {
    let of = head.map { $0.text == "deals" ? "" : " of \($0.text)" } ?? ""
    let place = head?.span ?? Span(clause.span.start, clause.span.start)
    let by = keys.isEmpty ? "" : " by \(keys)"
    return Diagnostic(
      .keyNeedsAggregate, clause.span,
      "`\(clause.keyword.rawValue)` makes groups, and a list of records has none",
      label: "groups of what?",
      suggestions: [
        Suggestion(
          "how many in each: `count\(of)\(by)`", replacing: place,
          with: head == nil ? "count " : "count\(of)"),
        Suggestion(
          "to order the list: `sort \(keys.isEmpty ? "…" : keys)`", replacing: clause.span,
          with: "sort \(keys)"),
      ])
  }

  static func operandsBehindSource(
    _ word: Name, _ operand: Expression, _ text: String, _ clauses: ClauseSet
  ) -> Diagnostic {
    if let by = clauses[.by], text == "sort" || text == "order" || text == "group" {
      let keys = clauses.keys.compactMap { key -> String? in
        if case .name(let parts) = key.expression.kind { parts.dotted } else { nil }
      }.joined(separator: ", ")
      let fix = text == "group" ? "count by \(keys)" : "sort \(keys)"
      return Diagnostic(
        .foreignClause, operand.span.through(by.span), "`\(text) by` is written in one word here",
        label: "not a clause",
        suggestions: [
          Suggestion("`\(fix)`", replacing: operand.span.through(by.span), with: fix)
        ])
    }
    return Diagnostic(
      .unexpectedToken, operand.span, "`\(text)` cannot follow `\(word.text)`",
      label: "a clause is expected",
      suggestions: [
        Suggestion(
          "a condition begins with `where`: `\(word.text) where \(text)`",
          replacing: operand.span, with: "where \(text)")
      ])
  }

  static func isWithValue(
    _ left: String, _ right: String, _ span: Span, isNegated: Bool, whole: Span
  ) -> Diagnostic {
    let sign = isNegated ? "!=" : "="
    if ForeignNames.isNothing(right) {
      let word = isNegated ? "present" : "missing"
      return Diagnostic(
        .isWithValue, span, "what has no value is `missing`", label: "called `missing` here",
        suggestions: [
          Suggestion("`\(left) is \(word)`", replacing: whole, with: "\(left) is \(word)")
        ])
    }
    return Diagnostic(
      .isWithValue, span, "`is` asks only for `missing` or `present`", label: "not a comparison",
      suggestions: [
        Suggestion("`\(left) \(sign) \(right)`", replacing: span, with: sign)
      ])
  }

  static func stepNotTaken(_ word: Name) -> Diagnostic {
    Diagnostic(
      .stepNotTaken, word.span, "`\(word.text)` begins a query and cannot stand behind `|`",
      label: "not a step",
      notes: ["steps: aggregates, where, let, show, sort, top, limit, export"])
  }

  static func noDateToUse(_ entity: EntityKind?, _ span: Span) -> Diagnostic {
    Diagnostic(
      .noDateToUse, span,
      entity.map { "\($0.rawValue) have no date of their own to go by" }
        ?? "the rows have no date to go by",
      label: "by which date?", suggestions: [Suggestion("name one: `during … on created`")])
  }

  /// `first` of records that have no date; `orders` are fields that could stand for one.
  static func noOrderInTime(
    _ aggregate: String, _ entity: EntityKind, orders: [EntityField], _ span: Span
  ) -> Diagnostic {
    let field = TextLiteral.name(orders.first?.name ?? "id")
    return Diagnostic(
      .noDateToUse, span,
      "`\(aggregate)` goes by date, and \(entity.rawValue) have none of their own",
      label: "\(aggregate) by what?",
      suggestions: [
        Suggestion(
          "name an order: `\(entity.rawValue) top 1 by \(aggregate == "first" ? "-" : "")\(field)`")
      ])
  }

  static func comparisonNeedsPeriod(
    _ text: String, _ span: Span, clause: Span
  ) -> Diagnostic {
    // Like against like: `vs last year` compares this year.
    let unit = text.split(separator: " ").last.map(String.init).flatMap(PeriodUnit.init(rawValue:))
    let period = "during this \((unit ?? .quarter).rawValue)"
    return Diagnostic(
      .comparisonNeedsPeriod, span, "`vs` needs a period to compare with", label: "against which?",
      suggestions: [
        Suggestion(
          "`\(period) vs \(text)`", replacing: Span(clause.start, clause.start),
          with: "\(period) ")
      ])
  }

  static func comparisonWithPer(_ span: Span) -> Diagnostic {
    Diagnostic(
      .clauseNotTaken, span, "`per` and `vs` cannot stand together",
      label: "the periods of the two sides differ",
      suggestions: [Suggestion("leave one of them out")])
  }

  static func incomparableFigure(_ name: String, _ type: ValueType, _ span: Span) -> Diagnostic {
    Diagnostic(
      .clauseNotTaken, span, "`\(name)` is \(type.name): it has no change between two periods",
      label: "cannot be subtracted")
  }

  static func expectationNotCondition(
    _ text: String, _ type: ValueType, _ span: Span
  ) -> Diagnostic {
    Diagnostic(
      .expectationNotCondition, span, "`expect` takes a condition, and `\(text)` is \(type.name)",
      label: "neither true nor false",
      suggestions: [
        Suggestion(
          "compare it: `expect \(text) = 0`", replacing: Span(span.end, span.end), with: " = 0")
      ])
  }

  static func namedQueryHasNoRows(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "a named query lists records, and `\(name)` gives groups",
      label: "not records",
      suggestions: [Suggestion("name the records, as `let \(name) = deals where …`")])
  }

  static func verbAmongAggregates(_ word: Name) -> Diagnostic {
    Diagnostic(
      .aggregateMisplaced, word.span, "`\(word.text)` stands alone at the head of a query",
      label: "not an aggregate")
  }

  static func operandsSideBySide(_ item: HeadItem, texts: [String]) -> Diagnostic {
    let inner = texts.dropFirst().joined(separator: " ")
    return Diagnostic(
      .wrongArguments, item.span, "an aggregate's word is followed by one field",
      label: "not the word and one field",
      suggestions: [
        Suggestion(
          "in brackets: `\(texts[0])(\(inner))`", replacing: item.span,
          with: "\(texts[0])(\(inner))")
      ])
  }

  static func notAQuestion(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .unknownVerb, span, "`\(text)` asks nothing", label: "a value alone",
      notes: ["a query begins with `deals`, `count`, `sum amount`, `forecast` or the like"])
  }

  static func keysJoinedByAnd(_ text: String, _ span: Span, _ joints: [Span]) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, span, "`\(text)` joins conditions, and keys stand side by side",
      label: "several keys",
      suggestions: [
        Suggestion(
          "parted by commas", edits: joints.map { .init(span: $0, replacement: ", ") })
      ])
  }

  static func listAsKey(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .typeMismatch, span, "`\(text)` is a list and cannot be a key", label: "several values a row",
      suggestions: [Suggestion("one value at a time: `count(\(text) contains \"…\")`")])
  }

  static func letNeedsName(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .malformedDefinition, span, "a column of `let` needs a name", label: "called what?",
      suggestions: [
        Suggestion("`let part = \(text)`", replacing: Span(span.start, span.start), with: "part = ")
      ])
  }

  static func exportNotLast(_ span: Span) -> Diagnostic {
    Diagnostic(
      .stepNotTaken, span, "`export` is the last step", label: "steps follow it",
      suggestions: [Suggestion("move it to the end")])
  }

  static func othersNeedGroups(_ span: Span) -> Diagnostic {
    Diagnostic(
      .clauseNotTaken, span, "`with others` adds up the groups that `top` leaves out",
      label: "only right behind aggregates, without `per` or `sort`")
  }

  /// `paths` lead to the one record that each row names.
  static func relationNeedsAggregate(
    _ parts: [Name], _ span: Span, paths: [String]
  ) -> Diagnostic {
    let path = parts.dotted
    return Diagnostic(
      .aggregateMisplaced, span, "a record has many `\(parts[0].text)`: which of them?",
      label: "several records",
      suggestions: paths.map {
        Suggestion("of the one that is named: `\($0)`", replacing: span, with: $0)
      }
        + ["first", "max", "sum"].map {
          Suggestion("`\($0)(\(path))`", replacing: span, with: "\($0)(\(path))")
        })
  }

  static func relationWithoutField(_ name: String, _ relation: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .wrongArguments, span, "`\(name)` needs a field of \(relation)", label: "of which field?",
      suggestions: [
        Suggestion(
          "`\(name)(\(relation).amount)`", replacing: span, with: "\(name)(\(relation).amount)"),
        Suggestion("`count(\(relation))`", replacing: span, with: "count(\(relation))"),
      ])
  }

  static func relatedAggregateNeedsRow(_ name: String, _ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .aggregateMisplaced, span, "`\(name)` of related records is a figure of each row",
      label: "one figure a row, many rows a group",
      suggestions: [
        Suggestion(
          "the average of the rows' figures: `avg(\(name)(\(text)))`", replacing: span,
          with: "avg(\(name)(\(text)))")
      ])
  }

  static func noBackRelation(
    from child: EntityKind, to parent: EntityKind, _ span: Span, isLoaded: Bool
  ) -> Diagnostic {
    Diagnostic(
      .unknownSource, span,
      isLoaded
        ? "\(child.rawValue) do not name \(parent.rawValue)" : "the data have no \(child.rawValue)",
      label: "no related records")
  }

  static func windowInHead(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .aggregateMisplaced, span, "`\(name)` looks at the finished groups", label: "too early here",
      suggestions: [Suggestion("in a step: `| let place = \(name)(…)`")])
  }

  static func overMisplaced(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .clauseNotTaken, span, "`over` does not go with `\(name)` here",
      label: "the groups are made by `by`",
      suggestions: [Suggestion("in a step: `| let part = … over …`")])
  }

  static func notAnAggregate(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .wrongArguments, span, "`\(name)` works on one value: it takes no where, during or over",
      label: "not an aggregate")
  }

  static func rateTakesNoClause(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .wrongArguments, span, "`\(name)` takes no where, during or over in its brackets",
      label: "not taken here",
      suggestions: [
        Suggestion("write out the two counts: `count(won where …) / count(closed where …)`")
      ])
  }

  static func rateVariant(_ name: String, _ words: [String], _ span: Span) -> Diagnostic {
    let ways = words.map { $0.isEmpty ? "`\(name)`" : "`\(name)(\($0))`" }
    return Diagnostic(
      .wrongArguments, span, "`\(name)` is not made this way", label: "not known here",
      notes: ["ways: " + ways.joined(separator: ", ")])
  }

  static func wrongArgumentCount(
    _ function: FunctionDefinition, _ count: Int, _ span: Span
  ) -> Diagnostic {
    wrongArgumentCount(
      function.name, function.parameters.map(\.name).joined(separator: ", "), count, span)
  }

  static func wrongArgumentCount(
    _ name: String, _ expected: String, _ count: Int, _ span: Span
  ) -> Diagnostic {
    Diagnostic(
      .wrongArguments, span,
      "`\(name)` takes (\(expected)), and \(count) \(count == 1 ? "value is" : "values are") given",
      label: "wrong number of values")
  }

  static func wrongArgument(
    _ name: String, _ parameter: FunctionDefinition.Parameter, _ type: ValueType, _ span: Span
  ) -> Diagnostic {
    let families = parameter.families.map(\.name).joined(separator: " or ")
    return Diagnostic(
      .wrongArguments, span, "`\(name)` takes \(families), and this is \(type.name)",
      label: "this is \(type.name)")
  }

  static func wrongAggregateArguments(
    _ definition: AggregateDefinition, _ count: Int, _ span: Span
  ) -> Diagnostic {
    let form =
      switch definition.argument {
      case .rows: "`\(definition.name)` or `\(definition.name)(CONDITION)`"
      case .valueAndPercentile: "`\(definition.name)(FIELD, 90)`"
      default: "`\(definition.name) FIELD` or `\(definition.name)(EXPRESSION)`"
      }
    return Diagnostic(
      .wrongArguments, span,
      "`\(definition.name)` is given \(count) \(count == 1 ? "value" : "values")",
      label: "wrong number of values", notes: ["it is written \(form)"])
  }

  static func percentileLevel(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .wrongArguments, span, "a percentile is a number from 0 through 100, and `\(text)` is none",
      label: "not a level",
      suggestions: [
        Suggestion("as in `percentile(amount, 90)`", replacing: span, with: "90")
      ])
  }
}
