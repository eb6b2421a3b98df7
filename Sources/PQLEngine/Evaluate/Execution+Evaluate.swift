import PQLHistory
import PQLModel
import PQLPlan

extension Execution {
  /// The values of a term, one a row of the frame.
  func evaluate(_ term: Term, in frame: Frame) throws(EvaluationFailure) -> Column {
    try checkCancelled()
    if let column = try columnInOwnCurrencies(term, in: frame) { return column }
    switch term {
    case .constant(let value, let type):
      return constantColumn(try converted(value), type, count: frame.count)
    case .field(let field): return try fieldColumn(field, frame)
    case .computed(let reference): return try computedColumn(reference, frame)
    case .column(let index, let name, _):
      guard frame.columns.indices.contains(index) else {
        throw .fault("column \(index) (\(name)) is not in the frame")
      }
      return frame.columns[index]
    case .follow(let relation, let inner): return try follow(relation, inner, frame)
    case .record: return try recordColumn(frame)
    case .related(let aggregate):
      let whole = try relatedColumn(aggregate)
      return frame.picked(from: whole)
    case .window(let window): return try self.window(window, in: frame)
    case .call(let call): return try self.call(call, in: frame)
    case .not, .all, .some, .comparison, .stageOrder, .membership, .listContains, .within,
      .present, .textTest, .ofStage(.reached, _):
      return .boolean(BooleanColumn(values: try condition(term, in: frame)))
    case .ofStage(let measure, let stages): return try measured(measure, stages, in: frame)
    case .arithmetic(let sign, let left, let right, _):
      return try arithmetic(sign, left, right, in: frame)
    case .negated(let inner): return negated(try evaluate(inner, in: frame))
    case .shifted(let inner, let step, let count):
      return shifted(try evaluate(inner, in: frame), step, count)
    case .conditional(let test, let then, let otherwise, _):
      return try choose(
        try condition(test, in: frame), try evaluate(then, in: frame),
        try evaluate(otherwise, in: frame))
    case .coalesce(let first, let second, _):
      let column = try evaluate(first, in: frame)
      guard let validity = column.validity else { return column }
      return try choose(validity, column, try evaluate(second, in: frame))
    }
  }

  /// One value for every row.
  func constantColumn(_ value: Value, _ type: ValueType, count: Int) -> Column {
    switch value {
    case .missing: return missingColumn(type, count: count)
    case .text(let text):
      return .text(
        TextColumn(
          codes: [Int32](repeating: 0, count: count), dictionary: TextDictionary([text])))
    case .number(let number), .percent(let number), .duration(let number):
      return .number(NumberColumn(values: [Double](repeating: number, count: count)))
    case .money(let units, _):
      return .exact(ExactColumn(values: [Int128](repeating: units, count: count)))
    case .boolean(let truth):
      return .boolean(BooleanColumn(values: Bitmap(repeating: truth, count: count)))
    case .date(let day): return .day(DayColumn(values: [Int32](repeating: day, count: count)))
    case .period(let period):
      return .day(DayColumn(values: [Int32](repeating: period.ordinal, count: count)))
    case .timestamp(let second):
      return .second(SecondColumn(values: [Int64](repeating: second, count: count)))
    case .list(let values):
      let texts = values.map { value -> String? in
        if case .text(let text) = value { text } else { nil }
      }
      let elements = TextColumn(
        (0..<count).flatMap { _ in texts })
      return .list(
        ListColumn(
          offsets: (0...count).map { Int32($0 * texts.count) }, elements: elements))
    }
  }

  /// No value in any row.
  func missingColumn(_ type: ValueType, count: Int) -> Column {
    let none = Bitmap(repeating: false, count: count)
    switch type {
    case .text, .category, .stage:
      return .text(
        TextColumn(codes: [Int32](repeating: -1, count: count), dictionary: TextDictionary()))
    case .number, .percent, .duration:
      return .number(NumberColumn(values: [Double](repeating: 0, count: count), validity: none))
    case .money:
      return .exact(ExactColumn(values: [Int128](repeating: 0, count: count), validity: none))
    case .boolean: return .boolean(BooleanColumn(values: none, validity: none))
    case .date, .period:
      return .day(DayColumn(values: [Int32](repeating: 0, count: count), validity: none))
    case .timestamp:
      return .second(SecondColumn(values: [Int64](repeating: 0, count: count), validity: none))
    case .list:
      return .list(
        ListColumn(
          offsets: [Int32](repeating: 0, count: count + 1),
          elements: TextColumn(codes: [], dictionary: TextDictionary()), validity: none))
    }
  }

  private func fieldColumn(
    _ field: FieldReference, _ frame: Frame
  ) throws(EvaluationFailure) -> Column {
    guard let table = model[field.entity], frame.entity == field.entity else {
      throw .fault("field \(field.name) asked of rows that are no \(field.entity.rawValue)")
    }
    guard let column = frame.loaded(field.index, of: table) else {
      throw .fault("field \(field.name) asked of texts of another field")
    }
    if case .money(let money) = column,
      money.currencies != nil || valueCurrency != model.currency.base
    {
      return try converted(money, of: field, in: frame)
    }
    return column
  }

  private func computedColumn(
    _ reference: ComputedReference, _ frame: Frame
  ) throws(EvaluationFailure) -> Column {
    guard let term = definitions[reference] else { return try kernelColumn(reference, frame) }
    let rowCount = model[reference.entity]?.rowCount ?? 0
    // Amounts of rows that are not asked for need no rate.
    let isOfFew =
      term.type == .money
      ? frame.count < rowCount : !Methods.computesWhole(asked: frame.count, rows: rowCount)
    if !term.looksAcrossRows, !isKnown(term, of: reference.entity),
      isBlock || frame.texts != nil || isOfFew
    {
      return try evaluate(term, in: frame)
    }
    return frame.picked(from: try wholeColumn(term, of: reference.entity))
  }

  private func kernelColumn(
    _ reference: ComputedReference, _ frame: Frame
  ) throws(EvaluationFailure) -> Column {
    guard frame.entity == reference.entity else {
      throw .fault("\(reference.name) asked of rows that are no \(reference.entity.rawValue)")
    }
    let field = library.field(reference.name, of: reference.entity)
    if let kernel = field?.tableKernel {
      let whole = try wholeColumn(.computed(reference), of: reference.entity) {
        () throws(EvaluationFailure) in try kernel(tableInput(reference.entity))
      }
      return frame.picked(from: whole)
    }
    guard let kernel = field?.kernel else {
      throw .fault("no way to compute \(reference.name)")
    }
    return try kernel(fieldInput(reference.entity, frame))
  }

  private func recordColumn(_ frame: Frame) throws(EvaluationFailure) -> Column {
    guard let entity = frame.entity else { throw .fault("rows that are no records") }
    let base = standpoint.past?.records[entity]
    return .number(
      NumberColumn(values: frame.records.map { row in Double(base?[Int(row)] ?? row) }))
  }

  /// What the kernel of a built-in field is asked of.
  func fieldInput(_ entity: EntityKind, _ frame: Frame) -> FieldInput {
    standpoint.fieldInput(entity, frame, today: today)
  }

  /// What the kernel of a whole column is asked of.
  private func tableInput(_ entity: EntityKind) -> TableInput {
    let all = wholeFrame(entity)
    return TableInput(
      model: model, today: today, rows: fieldInput(entity, all),
      paths: { self.cache.stagePaths(of: self.model) },
      amounts: { () throws(EvaluationFailure) in
        guard let table = self.model[entity], let index = table.index(of: "amount"),
          table.fields[index].type == .money
        else { return nil }
        let field = FieldReference(entity: entity, index: index, name: "amount", type: .money)
        return try self.evaluate(.field(field), in: all)
      })
  }

  private func follow(
    _ relation: RelationReference, _ inner: Term, _ frame: Frame
  ) throws(EvaluationFailure) -> Column {
    guard let link = model.link(relation.from, relation.field) else {
      throw .fault("no relation \(relation.field)")
    }
    let rows = frame.namedRows.map { rows in rows.map { link.rows[Int($0)] } } ?? Array(link.rows)
    try checkUnambiguous(link, relation, frame)
    return try wholeColumn(inner, of: relation.to).gathered(rows)
  }

  /// A name that two records bear names neither.
  func checkUnambiguous(
    _ link: RelationLink, _ relation: RelationReference, _ frame: Frame
  ) throws(EvaluationFailure) {
    guard !link.ambiguousNames.isEmpty,
      case .text(let values)? = model[relation.from]?.field(relation.field)?.column
    else { return }
    for name in link.ambiguousNames {
      guard let code = values.dictionary.code(of: name) else { continue }
      let isUsed =
        frame.namedRows.map { rows in rows.contains { values.codes[Int($0)] == code } }
        ?? values.codes.contains(code)
      if isUsed {
        throw .ambiguousRecord(
          field: "\(relation.from.rawValue).\(relation.field)", target: relation.to.rawValue,
          name: name)
      }
    }
  }

  private func call(_ call: FunctionTerm, in frame: Frame) throws(EvaluationFailure) -> Column {
    guard let function = library.function(call.name) else {
      throw .fault("no function \(call.name)")
    }
    var arguments: [Column] = []
    for argument in call.arguments { arguments.append(try evaluate(argument, in: frame)) }
    return try function.kernel(
      FunctionInput(
        arguments: arguments, types: call.arguments.map(\.type), rowCount: frame.count,
        calendar: model.calendar))
  }
}
