import PQLText

/// What is said about words in the wrong place.
extension Diagnostic {
  // MARK: - Tokens

  static func missingExpression(found: String, after: String?, at span: Span) -> Diagnostic {
    let place = after.map { " after \($0)" } ?? ""
    return Diagnostic(
      .missingExpression, span, "expected a field or a value\(place), found \(found)",
      label: "expected a field or a value")
  }

  static func unexpectedToken(found: String, after: String?, at span: Span) -> Diagnostic {
    let place = after.map { " after \($0)" } ?? ""
    return Diagnostic(
      .unexpectedToken, span,
      "\(found) cannot stand here: expected an operator, a clause or `|`\(place)",
      label: "not expected here")
  }

  /// `because` is the span of the word that makes it expected.
  static func expected(
    _ what: String, found: String, at span: Span, because: Span? = nil
  ) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, span, "expected \(what), found \(found)", label: "expected \(what)",
      labels: because.map { [Label($0, "needed by this")] } ?? [])
  }

  static func unclosedBracket(
    _ opener: String, _ closer: String, at span: Span, end: Span
  ) -> Diagnostic {
    Diagnostic(
      .unclosedBracket, span, "`\(opener)` is not closed", label: "opened here",
      labels: [Label(end, "`\(closer)` expected by here")],
      suggestions: [
        Suggestion(
          "close it", replacing: Span(end.start, end.start), with: closer)
      ])
  }

  static func closerWithoutOpener(_ closer: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .unclosedBracket, span, "`\(closer)` closes nothing", label: "nothing is open here",
      suggestions: [Suggestion("drop it", replacing: span, with: "")])
  }

  static func nestedTooDeep(at span: Span) -> Diagnostic {
    Diagnostic(
      .nestedTooDeep, span, "the statement is nested too deep to be worked with",
      label: "too deep from here",
      notes: [
        "at most \(Parser.deepestNesting) levels of brackets, and \(Parser.highestTree) operators"
          + " in a chain",
        "many alternatives of one field are written `in (a, b, c)`",
      ])
  }

  static func pathTooLong(at span: Span) -> Diagnostic {
    Diagnostic(
      .nestedTooDeep, span, "more than \(Parser.longestPath) names are joined by dots",
      label: "too long a way",
      notes: ["each dot leads from a record to another, as in `owner.manager.name`"])
  }

  static func signBeforeValue(at span: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, span, "a value is written without `+` before it",
      label: "no sign needed", suggestions: [Suggestion("drop it", replacing: span, with: "")])
  }

  static func starInBrackets(at span: Span, call: (name: String, span: Span)?) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, span, "`*` does not stand for all rows", label: "not a value",
      suggestions: call.map {
        [Suggestion("`\($0.name)` alone", replacing: $0.span, with: $0.name)]
      } ?? [])
  }

  static func listWithoutIn(at span: Span, open: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, span, "a list in round brackets stands only after `in`",
      label: "expected `)`",
      labels: [Label(open, "opened here")],
      notes: ["a list elsewhere is written `[a, b]`"])
  }

  static func foreignSign(_ sign: String, native: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .foreignOperator, span, "`\(sign)` does not compare: PQL writes `\(native)`",
      label: "write `\(native)`",
      suggestions: [Suggestion("`\(native)`", replacing: span, with: native)])
  }

  static func operatorWithoutOperand(_ spelling: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .missingExpression, span, "`\(spelling)` needs a value on each side",
      label: "cannot be read as an operator here")
  }

  /// `native` is how the test is written with the pattern behind it, and where they stand.
  static func foreignTest(
    _ word: String, at span: Span, native: (text: String, span: Span)?
  ) -> Diagnostic {
    Diagnostic(
      .foreignOperator, span, "`\(word)` is not an operator of PQL",
      label: "write `contains`, `starts with` or `matches`",
      suggestions: native.map {
        [Suggestion("`\($0.text)`", replacing: $0.span, with: $0.text)]
      } ?? [])
  }

  static func currencyInCapitals(_ word: String, amount: String, at span: Span) -> Diagnostic {
    let money = "\(word.uppercased()) \(amount)"
    return Diagnostic(
      .unexpectedToken, span, "a number cannot stand behind `\(word)`",
      label: "an operator is missing",
      notes: ["money is written with a currency of three capital letters, as `EUR 50k`"],
      suggestions: [Suggestion("for money: `\(money)`", replacing: span, with: money)])
  }

  static func conditionalShape(at span: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedToken, span, "a choice is written `if CONDITION then A else B`",
      label: "not part of a choice")
  }

  // MARK: - Clauses

  static func repeatedClause(
    _ word: String, at span: Span, first: Span, isCondition: Bool
  ) -> Diagnostic {
    Diagnostic(
      .repeatedClause, span, "`\(word)` stands twice in one query", label: "the second `\(word)`",
      labels: [Label(first, "the first one")],
      suggestions: isCondition
        ? [Suggestion("join the conditions", replacing: span, with: "and")] : [])
  }

  static func repeatedWord(_ word: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .repeatedClause, span, "`\(word)` stands twice in one pair of brackets",
      label: "the second `\(word)`")
  }

  static func clauseWithoutContent(
    _ clause: ClauseKeyword, found: String, at span: Span, word: Span
  ) -> Diagnostic {
    Diagnostic(
      .missingExpression, span,
      "`\(clause.rawValue)` needs \(clause.contentInWords), found \(found)",
      label: "expected \(clause.contentInWords)", labels: [Label(word, "this clause")])
  }

  static func topWithoutKey(_ count: String, found: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .missingExpression, span,
      "`top \(count)` needs `by` and what to rank by, found \(found)",
      label: "expected `by`, as in `top \(count) by amount`")
  }

  static func emptyStep(at span: Span) -> Diagnostic {
    Diagnostic(
      .missingExpression, span, "expected a step after `|`, such as `where` or `sort`",
      label: "nothing follows")
  }

  static func foreignClause(
    _ word: String, native: String, at span: Span, replacing: Span? = nil, edit: String
  ) -> Diagnostic {
    Diagnostic(
      .foreignClause, span, "`\(word)` is written `\(native)`", label: "not a clause of PQL",
      suggestions: [Suggestion("`\(native)`", replacing: replacing ?? span, with: edit)])
  }

  static func foreignDirection(
    _ word: String, key: String, at span: Span, replacing: Span
  ) -> Diagnostic {
    Diagnostic(
      .foreignClause, span,
      "`\(word)` is written `\(key)`: the order is ascending unless `-` turns it",
      label: "not a word of PQL",
      suggestions: [Suggestion("`\(key)`", replacing: replacing, with: key)])
  }

  static func foreignQuery(
    _ word: String, native: String?, at span: Span, whole: Span
  ) -> Diagnostic {
    Diagnostic(
      .foreignClause, span,
      "a query does not begin with `\(word)`: it names what is asked for, then its clauses",
      label: "not a word of PQL",
      notes: ["as in `deals where open show name, owner` or `sum amount by owner`"],
      suggestions: native.map { [Suggestion("`\($0)`", replacing: whole, with: $0)] } ?? [])
  }

  // MARK: - Periods

  static func unknownUnit(
    _ word: String?, after relative: String, count: String, at span: Span
  ) -> Diagnostic {
    let units = Parser.unitWords
    let before = count.asciiLowercased == relative ? relative : "\(relative) \(count)"
    let singular = before == relative || count == "1"
    let candidates = singular ? Array(units.suffix(5)) : Array(units.prefix(5))
    let near = word.map { Spelling.nearest(to: $0, in: candidates + units) } ?? []
    return Diagnostic(
      .unknownUnit, span,
      word.map { "`\($0)` is not a unit of time" } ?? "`\(before)` needs a unit of time",
      label: "expected a unit", notes: ["units: \(candidates.joined(separator: ", "))"],
      suggestions: near.prefix(1).map {
        Suggestion("`\(before) \($0)`", replacing: span, with: $0)
      })
  }

  static func unknownUnitAfterNumber(_ word: String, unit: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .unknownUnit, span, "`\(word)` is not a unit of time", label: "expected a unit",
      suggestions: [Suggestion("`\(unit)`", replacing: span, with: unit)])
  }

  static func periodCount(at span: Span) -> Diagnostic {
    Diagnostic(
      .numberOutOfRange, span, "a period counts whole units, from 1 to 100000",
      label: "not a whole number of units")
  }

  // MARK: - Definitions

  static func nameIsWord(_ name: String, isReserved: Bool, at span: Span) -> Diagnostic {
    Diagnostic(
      .invalidName, span,
      isReserved
        ? "`\(name)` is reserved and cannot be the name of a definition"
        : "`\(name)` begins a clause and cannot be the name of a definition",
      label: "another name is needed")
  }

  static func versionNotFirst(at span: Span) -> Diagnostic {
    Diagnostic(
      .unsupportedVersion, span, "the version of the language stands only in the first line",
      label: "not the first line")
  }

  static func unsupportedVersion(_ version: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .unsupportedVersion, span, "version `\(version)` of the language is not known here",
      label: "only `1` is", suggestions: [Suggestion("`1`", replacing: span, with: "1")])
  }

  static func malformedDefinition(
    _ shape: DefinitionShape, expected: String, found: String, at span: Span
  ) -> Diagnostic {
    Diagnostic(
      .malformedDefinition, span, "in `\(shape.rawValue)`, expected \(expected), found \(found)",
      label: "expected \(expected)", notes: ["written: `\(shape.pattern)`"])
  }
}

extension Diagnostic {
  static func tableRowWidth(
    cells: Int, results: Int, table: TableStatement, at span: Span
  ) -> Diagnostic {
    let inputs = table.inputs.count
    let message =
      cells != inputs
      ? "this row has \(cells) condition(s), and the table \(inputs)"
      : "this row has \(results) result(s), and the table \(table.results.count)"
    return Diagnostic(
      .malformedDefinition, span, message, label: "not as many cells as the first line",
      labels: [Label(table.name.span, "this table")],
      notes: ["a condition that may be anything is written `-`"])
  }
}
