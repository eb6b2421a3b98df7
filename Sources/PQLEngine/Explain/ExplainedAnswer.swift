import PQLModel
import PQLPlan
import PQLSyntax

/// Figures of an answer as an answer of their own: the rows of the one step, or the row with its steps
/// and a section for each.
struct ExplainedAnswer {
  let plan: Plan
  let answer: Answer
  /// The row that is explained.
  let row: Int

  /// The figures of one column, or of the only row there is, each followed to its rows; throws where
  /// they do not add up to what was answered.
  static func make(
    _ plan: Plan, of answer: Answer, _ execution: Execution
  ) throws(EvaluationFailure) -> Answer {
    var (row, columns) = (0, Array(plan.columns.indices))
    if case .cell(let place, let column)? = plan.explanation {
      (row, columns) = (place, [column])
    } else if case .scan = TracedTerms([], of: plan.branch.node).base {
      throw .listsRecords
    } else if answer.rowCount != 1 {
      throw .severalRows(answer.rowCount, first: plan.conditionOfFirstRow(answer))
    }
    let asked = columns.map { index in
      let column = plan.columns[index]
      return NamedTerm(column.name, .column(index, name: column.name, column.type))
    }
    let figures = try Explainer(execution: execution).figures(
      asked, of: plan.branch.node, row: row)
    for (index, figure) in zip(columns, figures) where !figure.steps.isEmpty {
      try check(figure, answer.columns[index], row)
    }
    let made = zip(columns, figures).filter { !$0.1.steps.isEmpty }
    guard !made.isEmpty else {
      throw .madeOfNothing(asked.map(\.name).joined(separator: ", "))
    }
    return ExplainedAnswer(plan: plan, answer: answer, row: row).laidOut(made)
  }

  /// Whether parts add up to their step, and what is made of the steps is what was answered.
  private static func check(
    _ figure: ExplainedFigure, _ cell: AnswerColumn, _ row: Int
  ) throws(EvaluationFailure) {
    for step in figure.steps where step.addsUp {
      guard let total = step.columns.last?.column.total, total.agrees(0, with: step.value, 0)
      else { throw .fault("the parts of \(step.name) do not add up to it") }
    }
    guard figure.value.agrees(0, with: cell.column, row) else {
      throw .fault("the steps of \(cell.name) do not lead to it")
    }
  }

  private func laidOut(_ made: [(Int, ExplainedFigure)]) -> Answer {
    var result = answer
    result.spread = nil
    // What is passed over is told step by step, and what is said of other rows is not to the point.
    let isOnlyRow = plan.explanation == .onlyRow
    result.notes.removeAll { note in
      note.form == .valuesMissing || !isOnlyRow && NoteForm.ofAllRows.contains(note.form)
    }
    result.notes += notes(made)
    let steps = made.flatMap { $0.1.steps }
    if steps.count == 1, made[0].1.formulas.isEmpty {
      result.columns = columns(of: steps[0])
      result.rowCount = steps[0].count
      return result
    }
    result.columns = wholeRow(made)
    result.rowCount = 1
    result.sections = distinct(made).map { name, step in
      AnswerSection(name: name, columns: columns(of: step), rowCount: step.count)
    }
    return result
  }

  /// What else stands beside the sections in JSON.
  private static let membersOfJSON = ["columns", "rows", "notes", "context"]

  /// The steps of all figures with the names of their sections, each once.
  private func distinct(
    _ made: [(Int, ExplainedFigure)]
  ) -> [(name: String, step: ExplainedStep)] {
    var sections: [(name: String, step: ExplainedStep)] = []
    for (column, figure) in made {
      for step in figure.steps where !step.columns.isEmpty {
        let known = sections.first { $0.name == step.name }
        if let known, known.step.isSame(as: step) { continue }
        let isFree = known == nil && !Self.membersOfJSON.contains(step.name)
        let name = isFree ? step.name : "\(plan.columns[column].name): \(step.name)"
        sections.append((name, step))
      }
    }
    return sections
  }

  /// The row: its keys, then each figure behind its steps.
  private func wholeRow(_ made: [(Int, ExplainedFigure)]) -> [AnswerColumn] {
    let explained = made.map(\.0)
    var columns = answer.columns.indices.prefix(plan.keyCount).filter { !explained.contains($0) }
      .map { cell($0) }
    func add(_ column: AnswerColumn) {
      if !columns.contains(where: { $0.name == column.name }) { columns.append(column) }
    }
    for (index, figure) in made {
      for step in figure.steps where !figure.formulas.isEmpty {
        add(self.column(Rows.Named(step.name, step.type, step.value)))
      }
      add(cell(index))
    }
    return columns
  }

  private func cell(_ index: Int) -> AnswerColumn {
    var column = answer.columns[index]
    column.column = column.column.gathered([Int32(row)])
    return column
  }

  /// The rows of a step under its name.
  private func columns(of step: ExplainedStep) -> [AnswerColumn] {
    let names = TextColumn(
      codes: Buffer([Int32](repeating: 0, count: step.count)),
      dictionary: TextDictionary([step.name]))
    return [AnswerColumn(name: "step", type: .text, column: .text(names))]
      + step.columns.map(column)
  }

  private func column(_ named: Rows.Named) -> AnswerColumn {
    AnswerColumn(
      name: named.name, type: named.type, column: named.column,
      currency: named.type == .money && named.column.currencies == nil ? plan.currency : nil)
  }

  private func notes(_ made: [(Int, ExplainedFigure)]) -> [Note] {
    var formulas: [Note] = []
    for formula in made.flatMap(\.1.formulas) {
      let note = Note(
        .explainedFormula, [.text("figure", formula.name), .text("formula", formula.text)])
      if !formulas.contains(note) { formulas.append(note) }
    }
    return formulas
      + distinct(made).filter { !$0.step.isRecord }.flatMap { name, step in
        let figures: [Note.Figure] = [
          .text("step", name), .count("n", step.count), Note.Figure("figure", value(step)),
        ]
        let sum = Note(step.addsUp ? .partsAddUp : .partsStandAlone, figures)
        guard step.passedOver > 0, let field = step.field else { return [sum] }
        let missing = Note(
          .valuesMissing,
          [
            .text("field", field), .count("asked", step.count + step.passedOver),
            .count("missing", step.passedOver),
          ])
        return [sum, missing]
      }
  }

  /// The value of a step, a mean or median of numbers to two digits.
  private func value(_ step: ExplainedStep) -> Value {
    let value = step.value.value(0, as: step.type, currency: plan.currency)
    func rounded(_ number: Double) -> Double { (number * 100).rounded() / 100 }
    return switch value {
    case .number(let number) where !step.addsUp: .number(rounded(number))
    case .duration(let days) where !step.addsUp: .duration(rounded(days))
    default: value
    }
  }
}

extension Plan {
  /// A condition that leaves the first row of an answer alone; nil where no key tells it from others.
  fileprivate func conditionOfFirstRow(_ answer: Answer) -> String? {
    guard answer.rowCount > 0 else { return nil }
    // A verb's own rows are told apart by texts too, as causes and stages are.
    let count = answer.columns.prefix { $0.type.isTextual }.count
    let keys = answer.columns.prefix(max(keyCount, count)).map { column in
      let isPlain = column.name.utf8.allSatisfy { byte in
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39
          || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
      }
      let name = isPlain ? column.name : "`\(column.name)`"
      let value = column.column.value(0, as: column.type, currency: column.currency)
      return switch value {
      case .missing: "\(name) is missing"
      case .text(let text): "\(name) = \(TextLiteral.quoted(text))"
      case .period(let period): "\(name) = \(answer.calendar.text(of: period))"
      default: "\(name) = \(value.text)"
      }
    }
    return keys.isEmpty ? nil : keys.joined(separator: " and ")
  }
}

extension Column {
  /// The value of a row by itself.
  fileprivate func value(_ row: Int, as type: ValueType, currency: String?) -> Value {
    guard isPresent(row) else { return .missing }
    switch (self, type) {
    case (.text(let texts), _): return texts[row].map { .text($0) } ?? .missing
    case (.number(let numbers), .percent): return .percent(numbers.values[row])
    case (.number(let numbers), .duration): return .duration(numbers.values[row])
    case (.number(let numbers), _): return .number(numbers.values[row])
    case (.boolean(let bits), _): return .boolean(bits.values[row])
    case (.day(let days), .period(let grain)):
      return .period(Period(grain: grain, ordinal: days.values[row]))
    case (.day(let days), _): return .date(days.values[row])
    case (.second(let seconds), _): return .timestamp(seconds.values[row])
    case (.money, _), (.exact, _):
      let own = currencies.flatMap { $0[row] } ?? currency
      return .money(exactValues[row], currency: own)
    case (.list, _): return .missing
    }
  }
}

extension NoteForm {
  /// What a run says of all rows of its answer.
  fileprivate static let ofAllRows: [NoteForm] = [
    .valuesNegative, .rateCount, .groupsInOthers, .tieCut,
  ]
  fileprivate static let explainedFormula = NoteForm("explained-formula", "{figure} = {formula}")
  fileprivate static let partsAddUp = NoteForm(
    "parts-add-up", "{step}: the {n:part of # row is|parts of # rows add up to} {figure}")
  fileprivate static let partsStandAlone = NoteForm(
    "parts-stand-alone",
    "{step} is {figure}, of the {n:value of # row|values of # rows}, which {n:does|do} not add up to it"
  )
}
