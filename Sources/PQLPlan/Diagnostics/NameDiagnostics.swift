import PQLModel
package import PQLSyntax

// What resolution says of names: one function a failure.
extension Diagnostic {
  /// Suggestions that put each candidate in the place of a word.
  static func replacements(
    _ candidates: [String], at span: Span, kind: String
  ) -> [Suggestion] {
    candidates.prefix(3).map {
      Suggestion("\(kind) with a similar name: `\($0)`", replacing: span, with: $0)
    }
  }

  /// Names in a line, for where none of them is near.
  static func listed(_ names: [String], as what: String) -> String {
    let shown = names.prefix(24).joined(separator: ", ")
    return "\(what): \(shown)" + (names.count > 24 ? " and \(names.count - 24) more" : "")
  }

  /// `known` are the names there are, told where no candidate is near.
  static func unknownField(
    _ name: String, of entity: EntityKind, _ span: Span, candidates: [String], known: [String],
    hasTable: Bool
  ) -> Diagnostic {
    Diagnostic(
      .unknownField, span, "`\(name)` is not a field of \(entity.rawValue)",
      label: "not a field",
      notes: !hasTable
        ? ["the data have no \(entity.rawValue)"]
        : candidates.isEmpty ? [listed(known, as: "fields of \(entity.rawValue)")] : [],
      suggestions: entity == .history && name == "stage" && hasTable
        ? [Suggestion("to find changes of stage: `field = stage and to = …`")]
        : replacements(candidates, at: span, kind: "a field"))
  }

  package static func unknownColumn(_ parts: [Name], _ span: Span, candidates: [String])
    -> Diagnostic
  {
    let name = parts.dotted
    let near = ForeignNames.meant(by: name, among: candidates)
    let holding = candidates.filter { $0.hasSuffix("_" + name) && !near.contains($0) }
    return Diagnostic(
      .unknownField, span, "`\(name)` is not a column of the answer so far",
      label: "not a column",
      notes: candidates.isEmpty
        ? [] : ["columns: " + candidates.prefix(12).map { "`\($0)`" }.joined(separator: ", ")],
      suggestions: replacements(holding + near, at: span, kind: "a column"))
  }

  /// `known` are the words a query may begin with, told where no candidate is near.
  static func unknownVerb(_ word: Name, candidates: [String], known: [String]) -> Diagnostic {
    Diagnostic(
      .unknownVerb, word.span,
      "`\(word.text)` is neither a verb, an aggregate nor a list of records",
      label: "not known here",
      notes: candidates.isEmpty
        ? [
          "a query begins with `deals`, `count`, `sum amount`, `forecast` or the like",
          listed(known, as: "words it may begin with"),
        ] : [],
      suggestions: replacements(candidates, at: word.span, kind: "a word"))
  }

  /// A field where a query says what it asks.
  static func fieldAtHead(_ word: Name, _ type: ValueType) -> Diagnostic {
    let asked: [String] =
      switch type {
      case .money, .number: ["sum \(word.text)", "avg \(word.text)"]
      case .percent, .duration: ["avg \(word.text)", "median \(word.text)"]
      case .boolean: ["count where \(word.text)", "deals where \(word.text)"]
      default: ["count by \(word.text)", "deals show \(word.text)"]
      }
    return Diagnostic(
      .unknownVerb, word.span, "`\(word.text)` is a field, and asks nothing by itself",
      label: "a field alone",
      suggestions: asked.map { Suggestion("`\($0)`", replacing: word.span, with: $0) })
  }

  /// A condition where a query says what it asks.
  static func conditionAtHead(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .unknownVerb, span, "`\(text)` is a condition, and asks nothing by itself",
      label: "a condition alone",
      suggestions: ["deals where", "count where"].map {
        Suggestion("`\($0) \(text)`", replacing: Span(span.start, span.start), with: $0 + " ")
      })
  }

  /// A line of clauses alone: at a prompt it refines the last query, elsewhere it asks nothing.
  static func headMissing(_ span: Span) -> Diagnostic {
    Diagnostic(
      .unknownVerb, span, "a query begins with what it asks for", label: "a clause alone",
      notes: ["only at the prompt, and behind a query, does a clause refine what was asked last"],
      suggestions: [("count", "to count"), ("deals", "to list")].map { head, what in
        Suggestion(
          "\(what): `\(head) …`", replacing: Span(span.start, span.start), with: head + " ")
      })
  }

  static func unknownSource(_ word: Name, candidates: [String]) -> Diagnostic {
    Diagnostic(
      .unknownSource, word.span, "`\(word.text)` is neither an entity nor a named query",
      label: "no such records",
      notes: [
        "entities: " + EntityKind.allCases.map(\.rawValue).joined(separator: ", ")
      ],
      suggestions: replacements(candidates, at: word.span, kind: "records"))
  }

  static func sourceExpected(_ text: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .unknownSource, span, "`of` takes an entity or a named query, not `\(text)`",
      label: "not a name of records",
      suggestions: [Suggestion("to choose among the records, write `where \(text)`")])
  }

  static func entityNotLoaded(
    _ entity: EntityKind, _ span: Span, loaded: [EntityKind]
  ) -> Diagnostic {
    Diagnostic(
      .unknownSource, span, "the data have no \(entity.rawValue)", label: "not loaded",
      notes: [
        loaded.isEmpty
          ? "nothing is loaded: start with `pql DATA`, or type `.load FILE`"
          : "loaded: " + loaded.map(\.rawValue).joined(separator: ", ")
      ])
  }

  static func noRecords(of target: EntityKind, for field: Name, path: Span) -> Diagnostic {
    Diagnostic(
      .unknownSource, field.span,
      "`\(field.text)` names \(target.rawValue), and the data have no \(target.rawValue)",
      label: "nothing stands behind the dot",
      suggestions: [
        Suggestion(
          "`\(field.text)` alone gives the value as it was recorded", replacing: path,
          with: field.text)
      ])
  }

  static func unknownStage(
    _ name: String, _ span: Span, operand: Span, candidates: [String], pipelines: [Pipeline]
  ) -> Diagnostic {
    let single = pipelines.count == 1 ? pipelines.first : nil
    let place = single.map { "pipeline `\($0.name)`" } ?? "any pipeline"
    return Diagnostic(
      .unknownStage, span, "`\(name)` is not a stage of \(place)", label: "not a stage",
      labels: [Label(operand, "this is a stage, so the right side must name one")],
      notes: pipelines.map { stageOrder($0, named: single == nil) },
      suggestions: replacements(candidates, at: span, kind: "a stage"))
  }

  /// `stages in order: lead < qualified < won   (lost has no rank)`.
  static func stageOrder(_ pipeline: Pipeline, named: Bool) -> String {
    let ranked = pipeline.stages.filter { $0.outcome != .lost }.map { $0.name.lowercased() }
    let lost = pipeline.stages.filter { $0.outcome == .lost }.map { $0.name.lowercased() }
    let place = named ? "stages of \(pipeline.name) in order: " : "stages in order: "
    let rest = lost.isEmpty ? "" : "   (\(lost.joined(separator: ", ")) has no rank)"
    return place + ranked.joined(separator: " < ") + rest
  }

  static func lostHasNoRank(
    _ name: String, _ span: Span, comparison: Span, pipelines: [Pipeline]
  ) -> Diagnostic {
    Diagnostic(
      .unknownStage, span, "`\(name)` has no rank: a lost deal is neither before nor past a stage",
      label: "an outcome, not a place in the order",
      notes: pipelines.map { stageOrder($0, named: pipelines.count > 1) },
      suggestions: [
        Suggestion("to find lost deals, write `lost`", replacing: comparison, with: "lost")
      ])
  }

  static func unknownCategoryValue(
    _ name: String, _ span: Span, field: String, operand: Span, candidates: [String],
    values: [String]
  ) -> Diagnostic {
    let shown = values.sorted().prefix(12).map { "`\($0)`" }.joined(separator: ", ")
    return Diagnostic(
      .unknownCategoryValue, span, "`\(name)` is not a value of `\(field)`",
      label: "no record has it",
      labels: [Label(operand, "this is a category, so a word opposite it is a value")],
      notes: values.isEmpty
        ? [] : ["values: \(shown)\(values.count > 12 ? " and \(values.count - 12) more" : "")"],
      suggestions: replacements(candidates, at: span, kind: "a value"))
  }

  /// A text that differs from a recorded value by case, accents or marks alone.
  static func nearValue(
    _ text: String, _ span: Span, field: String, operand: Span, value: String
  ) -> Diagnostic {
    let written = TextLiteral.quoted(value)
    return Diagnostic(
      .unknownCategoryValue, span, "`\(text)` is not a value of `\(field)`, and `\(value)` is",
      label: "no record has it", labels: [Label(operand, "compared with this")],
      suggestions: [Suggestion("as recorded: `\(written)`", replacing: span, with: written)])
  }

  static func ambiguousWord(_ word: Name) -> Diagnostic {
    Diagnostic(
      .ambiguousWord, word.span,
      "`\(word.text)` is both a field of this type and a word opposite one",
      label: "a value or the field?",
      suggestions: [
        Suggestion(
          "for the value, write `\"\(word.text)\"`", replacing: word.span,
          with: "\"\(word.text)\""),
        Suggestion(
          "for the field, write it in backticks", replacing: word.span,
          with: "`\(word.text)`"),
      ])
  }

  static func ambiguousValues(_ word: Name, _ values: [String]) -> Diagnostic {
    Diagnostic(
      .ambiguousWord, word.span, "`\(word.text)` names \(values.count) values",
      label: "which of them?",
      suggestions: values.prefix(3).map {
        Suggestion("exactly this one: `\"\($0)\"`", replacing: word.span, with: "\"\($0)\"")
      })
  }

  static func bareTextWord(_ word: Name) -> Diagnostic {
    Diagnostic(
      .bareTextWord, word.span,
      "`\(word.text)` is not a field, and free text needs quotes", label: "text without quotes",
      suggestions: [
        Suggestion(
          "as text: `\"\(word.text)\"`", replacing: word.span, with: "\"\(word.text)\"")
      ])
  }

  static func unknownFunction(_ name: Name, candidates: [String], known: [String]) -> Diagnostic {
    Diagnostic(
      .unknownFunction, name.span, "`\(name.text)` is not a function", label: "not a function",
      notes: candidates.isEmpty ? [listed(known, as: "functions")] : [],
      suggestions: replacements(candidates, at: name.span, kind: "a function"))
  }

  static func unknownParameter(_ name: Name, candidates: [String]) -> Diagnostic {
    Diagnostic(
      .unknownParameter, name.span, "`$\(name.text)` is not a parameter", label: "not defined",
      notes: ["a parameter is defined first: `param \(name.text) = …`"],
      suggestions: replacements(candidates.map { "$" + $0 }, at: name.span, kind: "a parameter"))
  }

  static func parameterNotGiven(_ name: Name) -> Diagnostic {
    Diagnostic(
      .unknownParameter, name.span, "`\(name.text)` has no default and was not given",
      label: "needs a value",
      suggestions: [Suggestion("give it on the command line: `--param \(name.text)=VALUE`")])
  }

  static func parameterValue(_ name: Name, _ text: String, _ type: ValueType) -> Diagnostic {
    Diagnostic(
      .typeMismatch, name.span, "`\(text)` given for `\(name.text)` is not \(type.name)",
      label: "this parameter is \(type.name)")
  }

  static func unknownList(_ word: Name, candidates: [String]) -> Diagnostic {
    Diagnostic(
      .unknownSource, word.span, "`\(word.text)` is not a list", label: "not a list",
      notes: ["a list is named by `let \(word.text) = [\"…\", \"…\"]`"],
      suggestions: replacements(candidates, at: word.span, kind: "a list"))
  }

  static func unknownUnit(_ text: String, _ span: Span, candidates: [String]) -> Diagnostic {
    Diagnostic(
      .unknownUnit, span, "`\(text)` is neither a unit of the calendar nor a field",
      label: "not a key",
      notes: ["units: day, week, month, quarter, year"],
      suggestions: replacements(candidates, at: span, kind: "a key"))
  }

  static func unknownFormat(_ name: Name, candidates: [String], known: [String]) -> Diagnostic {
    Diagnostic(
      .unknownFormat, name.span, "`\(name.text)` is not a format", label: "not a format",
      notes: ["formats: " + known.joined(separator: ", ")],
      suggestions: replacements(candidates, at: name.span, kind: "a format"))
  }

  static func unknownSetting(_ name: Name, known: [String]) -> Diagnostic {
    Diagnostic(
      .unknownSetting, name.span, "`\(name.text)` is not a setting", label: "not a setting",
      notes: ["settings: " + known.joined(separator: ", ")],
      suggestions: replacements(
        ForeignNames.meant(by: name.text, among: known), at: name.span, kind: "a setting"))
  }

  static func unknownType(_ name: Name, candidates: [String]) -> Diagnostic {
    Diagnostic(
      .unknownSetting, name.span, "`\(name.text)` is not a type", label: "not a type",
      notes: ["types: " + ValueType.declarable.map(\.keyword).joined(separator: ", ")],
      suggestions: replacements(candidates, at: name.span, kind: "a type"))
  }

  static func unknownCurrency(
    _ code: String, _ span: Span, base: String, known: [String]
  ) -> Diagnostic {
    let others = Set(known).sorted()
    let rates =
      others.isEmpty
      ? "the model has no rates: add them under `currency` in model.json"
      : "rates there are: " + others.joined(separator: ", ")
    return Diagnostic(
      .unknownCurrency, span, "there is no rate from `\(code)` to `\(base)`",
      label: "cannot be converted",
      notes: ["amounts are in \(base)", rates])
  }

  static func nameTaken(_ name: Name, _ why: String) -> Diagnostic {
    Diagnostic(
      .nameTaken, name.span, "`\(name.text)` cannot be defined: it is \(why)", label: "taken",
      suggestions: [
        Suggestion(
          "choose another name, as `my_\(name.text)`", replacing: name.span,
          with: "my_\(name.text)")
      ])
  }

  static func definitionCycle(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .definitionCycle, span, "the definition of `\(name)` leads back to itself",
      label: "used inside its own definition",
      notes: ["definitions do not recur"])
  }

  static func definitionDoesNotFit(
    _ name: String, _ span: Span, because reason: String
  ) -> Diagnostic {
    Diagnostic(
      .definitionCycle, span, "`\(name)` cannot be used here: \(reason)",
      label: "defined elsewhere")
  }

  static func duplicateColumn(_ name: String, _ span: Span) -> Diagnostic {
    Diagnostic(
      .duplicateColumn, span, "two columns would be called `\(name)`", label: "the same name again",
      suggestions: [Suggestion("give one of them a label: `other: …`")])
  }
}
