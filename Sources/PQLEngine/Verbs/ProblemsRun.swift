import PQLModel
import PQLPlan

/// Counts the records of each group that break each rule.
enum ProblemsRun {
  static func run(
    _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> Rows {
    let fold = try ProblemsFold(asking: inputs, context)
    fold.tell()
    return try fold.rows()
  }

  /// The records behind a count, or behind an amount with theirs.
  static func parts(
    _ cell: OperatorCell, _ inputs: [Rows], _ context: OperatorContext
  ) throws(EvaluationFailure) -> OperatorParts? {
    try ProblemsFold(asking: inputs, context).parts(of: cell)
  }
}

/// The fold of `problems`: by rule the records of its input that break it.
private struct ProblemsFold {
  struct Rule {
    var name: String
    var because: String?
    var severity: String?
    var input: Int?
    var lack: String?
    /// The rows that break it; nil where it is not asked.
    var broken: Bitmap?
    /// The rows that it is about, and those of them of which it cannot be told.
    var about: (asked: Bitmap, unknown: Bitmap)?
  }

  private let inputs: [Rows]
  private let context: OperatorContext
  /// The groups of the first input; all rows of another are one.
  private let groups: OperatorGroups
  private(set) var rules: [Rule]
  /// By row of the deals' input its amount; nil where the data have none.
  private var amounts: Column?
  /// The same in units of 10^-`Money.digits`; what stands in a missing row means nothing.
  private var values: Buffer<Int128> = []

  /// Asks every rule of the rows.
  init(asking inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) {
    self.inputs = inputs
    groups = try context.groups(of: inputs[0])
    self.context = context
    func texts(_ setting: String) -> [Value] {
      if case .list(let values)? = context.node.settings[setting] { values } else { [] }
    }
    let columns = ["because", "severity", "lack"].map(texts)
    let places = texts("input")
    rules = texts("rules").enumerated().map { place, name in
      Rule(
        name: name.written ?? "", because: columns[0][place].written,
        severity: columns[1][place].written,
        input: places[place].place, lack: columns[2][place].written)
    }
    for place in rules.indices { try ask(place) }
    try addAmounts()
  }

  private mutating func ask(_ place: Int) throws(EvaluationFailure) {
    guard let input = rules[place].input,
      let condition = context.node.asked.first(where: { $0.name == rules[place].name })?.term
    else { return }
    do throws(EvaluationFailure) {
      let frame = inputs[input].frame
      let broken = try context.execution.condition(condition, in: frame)
      rules[place].broken = broken
      // Where a rule finds nothing, that is no 0 unless something was known.
      if sizes(of: broken, input).contains(0) {
        rules[place].about = try context.execution.asked(by: condition, in: frame)
      }
    } catch .missingRate(let currency, let base, _) {
      // The other rules have an answer all the same.
      rules[place].lack = "there is no rate between \(currency) and \(base)"
    }
  }

  /// Reads the amounts of the deals that break a rule, and of no others, which may lack a rate.
  private mutating func addAmounts() throws(EvaluationFailure) {
    guard let deals = inputs.firstIndex(where: { $0.frame.entity == .deals }) else { return }
    let broken = broken(of: deals)
    do throws(EvaluationFailure) {
      amounts = try context.amounts(of: inputs[deals], where: broken)
      values = amounts?.exactValues ?? []
    } catch .missingRate(let currency, let base, _) {
      context.note(
        Note(.problemsWithoutRate, [.text("currency", currency), .text("base", base)]))
    }
  }

  /// The rows of an input that break a rule.
  private func broken(of input: Int) -> Bitmap {
    rules.filter { $0.input == input }.compactMap(\.broken)
      .reduce(Bitmap(repeating: false, count: inputs[input].count), |)
  }

  // MARK: - Rows

  func rows() throws(EvaluationFailure) -> Rows {
    var picks: [Int32] = []
    var texts: [[String?]] = [[], [], []]
    var counts: [Int?] = []
    var sums: [Int128?] = []
    var figures: [[Figures]?] = []
    for rule in rules { figures.append(try self.figures(of: rule)) }
    for (group, place) in cells {
      picks.append(group)
      texts[0].append(rules[place].name)
      texts[1].append(rules[place].because)
      texts[2].append(rules[place].severity)
      counts.append(figures[place].flatMap { $0[Int(group)].count })
      sums.append(figures[place].flatMap { $0[Int(group)].amount })
    }
    let made: [Column] = [
      .text(TextColumn(texts[0])), .number(NumberColumn(counts.map { $0.map(Double.init) })),
      .exact(
        ExactColumn(
          values: sums.map { $0 ?? 0 }, validity: Bitmap(sums.map { $0 != nil }))),
      .text(TextColumn(texts[1])), .text(TextColumn(texts[2])),
    ]
    let columns = groups.keys.map { $0.gathered(picks) } + made
    return Rows(
      count: picks.count,
      columns: zip(context.node.columns, columns).map { Rows.Named($0.name, $0.type, $1) })
  }

  /// The group and the rule of each row; groups have the rules of their own records alone.
  private var cells: [(group: Int32, rule: Int)] {
    groups.order.flatMap { group in
      rules.indices.filter { rules[$0].input != nil || groups.keys.isEmpty }.map { (group, $0) }
    }
  }

  func parts(of cell: OperatorCell) throws(EvaluationFailure) -> OperatorParts? {
    guard cells.indices.contains(cell.row) else { return nil }
    let (group, place) = cells[cell.row]
    guard let broken = rules[place].broken, let input = rules[place].input,
      let figure = try figures(of: rules[place])?[Int(group)]
    else { return nil }
    var rows = broken.setRows.filter { input != 0 || groups.groupOf[Int($0)] == group }
    let part: Rows.Named
    switch cell.column {
    case "deals" where figure.count != nil:
      part = Rows.Named(
        "part", .number, .number(NumberColumn(values: rows.map { _ in 1.0 })))
    case "amount" where figure.amount != nil:
      rows = rows.filter { amounts?.isPresent(Int($0)) ?? false }
      part = Rows.Named(
        "part", .money, .exact(ExactColumn(values: rows.map { values[Int($0)] })))
    default: return nil
    }
    let records = inputs[input].records.map { records in rows.map { records[Int($0)] } } ?? rows
    let table = inputs[input].frame.entity.flatMap { context.model[$0] }
    let named = context.named(records, in: table) + [part]
    return OperatorParts([
      OperatorParts.Step(cell.column, Rows(count: rows.count, columns: named))
    ])
  }

  private typealias Figures = (count: Int?, amount: Int128?)

  /// By group how many records break a rule, missing where of none of them it can be told, and their
  /// money, missing where none has an amount.
  private func figures(of rule: Rule) throws(EvaluationFailure) -> [Figures]? {
    guard let broken = rule.broken, let input = rule.input else { return nil }
    let amounts = inputs[input].frame.entity == .deals ? self.amounts : nil
    let found = sizes(of: broken, input)
    var sums = [Int128](repeating: 0, count: groups.count)
    var valued = [Bool](repeating: false, count: groups.count)
    for row in broken.setRows.map(Int.init) {
      guard let amounts, amounts.isPresent(row) else { continue }
      let group = input == 0 ? Int(groups.groupOf[row]) : 0
      valued[group] = true
      let (sum, overflow) = sums[group].addingReportingOverflow(values[row])
      if overflow { throw .overflow("the money of \(rule.name)") }
      sums[group] = sum
    }
    let asked = rule.about.map { sizes(of: $0.asked, input) } ?? found
    let unknown = rule.about.map { sizes(of: $0.unknown, input) } ?? found
    return found.indices.map { group in
      let isKnown = found[group] > 0 || asked[group] == 0 || unknown[group] < asked[group]
      let hasAmount = amounts != nil && isKnown && (found[group] == 0 || valued[group])
      return (isKnown ? found[group] : nil, hasAmount ? sums[group] : nil)
    }
  }

  /// By group how many rows of an input are set.
  private func sizes(of rows: Bitmap, _ input: Int) -> [Int] {
    var sizes = [Int](repeating: 0, count: groups.count)
    forEachSet(in: rows) { sizes[input == 0 ? Int(groups.groupOf[$0]) : 0] += 1 }
    return sizes
  }

  // MARK: - Notes

  func tell() {
    for (place, input) in inputs.enumerated() {
      let broken = broken(of: place)
      guard let entity = input.frame.entity,
        place == 0 || input.count > 0,
        rules.contains(where: { $0.input == place && $0.broken != nil })
      else { continue }
      context.note(
        Note(
          .recordsWithProblems,
          [
            .count("n", broken.setCount), .count("of", input.count),
            .text("records", entity.rawValue),
          ]))
      guard entity == .deals, let amounts else { continue }
      let unvalued = broken.setRows.count { !amounts.isPresent(Int($0)) }
      if unvalued > 0 { context.note(Note(.problemsUnvalued, [.count("n", unvalued)])) }
    }
    tellUnknown()
    tellNotAsked()
  }

  private func tellUnknown() {
    let unknown = rules.filter { rule in
      guard let about = rule.about, rule.broken?.setCount == 0 else { return false }
      return about.asked.setCount > 0 && about.asked == about.unknown
    }
    guard !unknown.isEmpty else { return }
    context.note(
      Note(
        .rulesNotKnown, [.text("rules", unknown.map(\.name).joined(separator: ", "))]))
  }

  private func tellNotAsked() {
    var reasons: [String] = []
    for rule in rules {
      if let lack = rule.lack, !reasons.contains(lack) { reasons.append(lack) }
    }
    for reason in reasons {
      let names = rules.filter { $0.lack == reason }.map(\.name).joined(separator: ", ")
      context.note(Note(.rulesNotAsked, [.text("rules", names), .text("because", reason)]))
    }
  }
}

extension OperatorContext {
  /// The amounts of some of the rows, missing in the others; nil where the data have no amounts.
  fileprivate func amounts(
    of rows: Rows, where isAsked: Bitmap
  ) throws(EvaluationFailure) -> Column? {
    guard let deals = model[.deals], let index = deals.index(of: "amount"),
      deals.fields[index].type == .money
    else { return nil }
    let field = FieldReference(entity: .deals, index: index, name: "amount", type: .money)
    let some = try execution.evaluate(.field(field), in: rows.frame.filtered(isAsked))
    var places = [Int32](repeating: -1, count: rows.count)
    for (place, row) in isAsked.setRows.enumerated() { places[Int(row)] = Int32(place) }
    return some.gathered(places)
  }
}

extension Value {
  fileprivate var written: String? { if case .text(let text) = self { text } else { nil } }
  fileprivate var place: Int? { if case .number(let number) = self { Int(number) } else { nil } }
}

extension NoteForm {
  fileprivate static let recordsWithProblems = NoteForm(
    "records-with-problems",
    "{n} of {of} {records} break a rule; one that breaks several stands in each of them")
  fileprivate static let problemsUnvalued = NoteForm(
    "problems-unvalued",
    "{n:# of these deals has|# of these deals have} no amount, and {n:adds|add} nothing")
  fileprivate static let problemsWithoutRate = NoteForm(
    "problems-without-rate", "amount is missing: there is no rate between {currency} and {base}")
  fileprivate static let rulesNotKnown = NoteForm(
    "rules-not-known",
    "not known: {rules}: none of the records they are about has the values they go by")
  fileprivate static let rulesNotAsked = NoteForm(
    "rules-not-asked", "not asked: {rules}: {because}")
}
