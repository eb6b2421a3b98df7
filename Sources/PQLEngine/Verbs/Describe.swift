import PQLModel
import PQLPlan
import PQLSyntax

extension Verb {
  /// What the fields of the records hold.
  static let describe = Verb(
    VerbDefinition(
      name: "describe", summary: "what each field holds: type, missing and different values, range",
      clauses: [.of, .where, .during, .sort, .limit, .asFormat],
      examples: [
        Example("describe", "every field of the deals"),
        Example("describe accounts", "every field of the accounts"),
        Example("describe where amount is missing", "the deals without an amount"),
        Example("describe history", "what is known of past days, field by field"),
        Example("describe model", "what the data were recognised as, mapped to and left aside for"),
        Example("describe model where part = left_aside", "the files that gave nothing, and why"),
      ], spellings: "desc schema columns beschreibe describir",
      resolve: { request, binder throws(Reported) in
        switch request.onlyWord {
        case "model": try DescribeModelPlan.resolve(request, &binder)
        case "history": try DescribeHistoryPlan.resolve(request, &binder)
        default: try DescribePlan.resolve(request, &binder)
        }
      }),
    operators: [
      Operator("describe", run: DescribeRun.run),
      Operator("describe history", run: DescribeHistoryRun.run),
      Operator("describe model", run: DescribeModelRun.run),
    ])
}

extension VerbRequest {
  /// The one unquoted word behind the verb, in small letters; nil when something else stands there.
  fileprivate var onlyWord: String? {
    guard operands.count == 1, clauses.source == nil, case .name(let parts) = operands[0].kind,
      parts.count == 1, !parts[0].isQuoted
    else {
      return nil
    }
    return parts[0].text.lowercased()
  }
}

/// A row a field.
enum DescribePlan {
  static let columns: [PlannedColumn] = [
    PlannedColumn(name: "field", type: .text), PlannedColumn(name: "type", type: .text),
    PlannedColumn(name: "present", type: .number), PlannedColumn(name: "missing", type: .number),
    PlannedColumn(name: "distinct", type: .number), PlannedColumn(name: "min", type: .text),
    PlannedColumn(name: "median", type: .text), PlannedColumn(name: "max", type: .text),
    PlannedColumn(name: "most_common", type: .text),
  ]

  static func resolve(
    _ request: VerbRequest, _ binder: inout QueryBinder
  ) throws(Reported) -> ResolvedQuery {
    var source = request.clauses.source
    if let operand = request.operands.first {
      guard source == nil, request.operands.count == 1 else {
        throw binder.report(.unexpectedOperand("describe", operand.span))
      }
      source = operand
    }
    let rows = source ?? request.source
    let query = try binder.resolveRows(rows, clauses: request.clauses)
    guard let entity = query.scope.entity, let table = binder.model[entity] else {
      throw binder.report(.unexpectedOperand("describe", rows.span))
    }
    let fields = table.fields.enumerated().map { index, field in
      NamedTerm(
        field.name,
        .field(
          FieldReference(entity: entity, index: index, name: field.name, type: field.type)))
    }
    let node = OperatorNode("describe", inputs: [.show(query.node, fields)], columns: columns)
    let described = try binder.operated(node, verb: request.verbSpan, notes: query.notes)
    return try binder.arrangeGroups(described, by: request.clauses)
  }
}

/// Folds columns to what they hold.
enum DescribeRun {
  static func run(
    _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> Rows {
    let rows = inputs[0]
    var texts: [[String?]] = []
    var numbers: [[Double]] = []
    context.note(Note(.recordsDescribed, [.count("n", rows.count)]))
    for field in rows.columns {
      let held = HeldValues(field.column, field.type, context.model.calendar)
      if held.isInSeveralCurrencies {
        context.note(Note(.severalCurrencies, [.text("field", field.name)]))
      }
      let (distinct, mostCommon) = held.repetition()
      texts.append([field.name, field.type.keyword] + (try held.range()) + [mostCommon])
      let missing = field.column.missingCount
      numbers.append([Double(field.column.count - missing), Double(missing), Double(distinct)])
    }
    func text(_ index: Int) -> Column { .text(TextColumn(texts.map { $0[index] })) }
    func number(_ index: Int) -> Column {
      .number(NumberColumn(values: numbers.map { $0[index] }))
    }
    let made = [
      text(0), text(1), number(0), number(1), number(2), text(2), text(3), text(4), text(5),
    ]
    return Rows(
      Frame(entity: nil, rows: nil, count: texts.count, columns: made), context.node.columns)
  }
}

extension NoteForm {
  fileprivate static let recordsDescribed = NoteForm(
    "records-described", "of {n:# record|# records}")
  fileprivate static let severalCurrencies = NoteForm(
    "several-currencies", "{field} is in several currencies, which have no range")
}

/// One column seen as a whole.
struct HeldValues {
  private let column: Column
  private let type: ValueType
  private let calendar: BusinessCalendar
  private let all: AggregateInput

  init(_ column: Column, _ type: ValueType, _ calendar: BusinessCalendar) {
    self.column = column
    self.type = type
    self.calendar = calendar
    all = AggregateInput(
      argument: column, groups: [Int32](repeating: 0, count: column.count), groupCount: 1)
  }

  /// Whether the amounts, as they were recorded, cannot be put in one order.
  var isInSeveralCurrencies: Bool {
    guard case .money(let money) = column, let currencies = money.currencies else { return false }
    return Set(currencies.codes.filter { $0 >= 0 }).count > 1
  }

  /// Smallest, middle and largest value as text; nil where the type has no order.
  func range() throws(EvaluationFailure) -> [String?] {
    if isInSeveralCurrencies { return [nil, nil, nil] }
    switch type {
    case .number, .money, .percent, .duration:
      let middle = try OrderKernels.quantile(all, level: 50)
      return [
        text(try OrderKernels.extreme(all, largest: false), 0), text(middle, 0),
        text(try OrderKernels.extreme(all, largest: true), 0),
      ]
    case .date, .timestamp, .period:
      return [
        text(try OrderKernels.extreme(all, largest: false), 0), nil,
        text(try OrderKernels.extreme(all, largest: true), 0),
      ]
    default: return [nil, nil, nil]
    }
  }

  /// How many different values there are, and the one most rows hold, when it is held more than once;
  /// the first of equals.
  func repetition() -> (distinct: Int, mostCommon: String?) {
    let keys = KeyCodes(column)
    var counts = [Int32](repeating: 0, count: keys.cardinality)
    for code in keys.codes where code >= 0 { counts[Int(code)] += 1 }
    let most = counts.max() ?? 0
    guard most > 1, let row = keys.codes.firstIndex(where: { $0 >= 0 && counts[Int($0)] == most })
    else { return (counts.count { $0 > 0 }, nil) }
    return (counts.count { $0 > 0 }, text(column, row))
  }

  /// The value of a row as text; nil where it is missing.
  func text(_ column: Column, _ row: Int) -> String? {
    guard column.isPresent(row) else { return nil }
    switch column {
    case .text(let values): return values[row]
    case .number(let values):
      let value = values.values[row]
      if type == .percent { return value.percentText }
      return value.plainText + (type == .duration ? " d" : "")
    case .money, .exact: return Money.text(Money.rounded(column.exactValues[row], places: 2))
    case .boolean(let values): return values.values[row] ? "true" : "false"
    case .day(let values):
      if case .period(let grain) = type {
        return calendar.text(of: Period(grain: grain, ordinal: values.values[row]))
      }
      return CivilDate(dayNumber: values.values[row]).text
    case .second(let values):
      let second = values.values[row]
      let day = CivilDate.dayNumber(ofSecond: second)
      let minute = Int(second - Int64(day) * 86_400) / 60
      return CivilDate(dayNumber: day).text + "T\(padded(minute / 60, 2)):\(padded(minute % 60, 2))"
    case .list: return nil
    }
  }
}
