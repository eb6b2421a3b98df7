import PQLSyntax

extension NaiveEvaluator {
  static let aggregates = [
    "any", "avg", "count", "distinct", "first", "last", "max", "median", "min", "percentile",
    "share", "sum", "win_rate",
  ]

  /// A function, window or aggregate with its brackets.
  func call(_ call: Call, _ place: NaivePlace) throws -> NaiveValue {
    let name = call.function.text
    guard case .row(let table, let row) = place else {
      guard case .group(let group) = place, NaiveEvaluator.aggregates.contains(name) else {
        return try function(call, place)
      }
      return try aggregate(call, group)
    }
    if ["rank", "running", "previous"].contains(name) { return try window(call, table, row) }
    guard NaiveEvaluator.aggregates.contains(name) else { return try function(call, place) }
    if let over = call.over {
      let members = try alike(over, table, row)
      if name == "share" {
        let total = try fold("sum", call, table, members)
        return try arithmetic(.divide, value(call.arguments[0], place), total)
      }
      return try fold(name, call, table, members)
    }
    guard let entity = table.entity else { throw NaiveFailure("an aggregate in a group's row") }
    return try related(call, entity, table.rows[row].record)
  }

  /// The rows with the same keys as this one.
  private func alike(_ keys: [Expression], _ table: NaiveTable, _ row: Int) throws -> [Int] {
    let mine = try keys.map { try value($0, .row(table, row)) }
    return try table.rows.indices.filter { other in
      try keys.map { try value($0, .row(table, other)) } == mine
    }
  }

  // MARK: - Windows

  /// `rank`, `running`, `previous` over the rows as they stand.
  private func window(_ call: Call, _ table: NaiveTable, _ row: Int) throws -> NaiveValue {
    let members = try alike(call.over ?? [], table, row)
    let argument = call.arguments[0]
    let mine = try value(argument, .row(table, row))
    switch call.function.text {
    case "rank":
      guard !mine.isMissing else { return .missing }
      let larger = try members.filter { other in
        (try value(argument, .row(table, other)).compared(with: mine) ?? 0) > 0
      }
      return .number(Double(larger.count + 1))
    case "running":
      let kind = kind(of: argument, table)
      let values = try members.filter { $0 <= row }.map { try value(argument, .row(table, $0)) }
      return try total(values, kind)
    default:
      guard let before = members.last(where: { $0 < row }) else { return .missing }
      return try value(argument, .row(table, before))
    }
  }

  // MARK: - Aggregates

  /// An aggregate of a group.
  func aggregate(_ call: Call, _ group: NaiveGroup) throws -> NaiveValue {
    switch call.function.text {
    case "win_rate":
      let isByValue = !call.arguments.isEmpty
      let won = try group.members.filter { try isDeal($0, group.source, "won") }
      let closed = try group.members.filter { try isDeal($0, group.source, "closed") }
      guard isByValue else {
        return try arithmetic(
          .divide, .number(Double(won.count)), .number(Double(closed.count)))
      }
      func amounts(_ members: [Int]) throws -> NaiveValue {
        try total(members.map { try field(["amount"], group.source, $0) }, .money)
      }
      return try arithmetic(.divide, amounts(won), amounts(closed))
    case "share":
      let name = call.arguments.isEmpty ? "count" : "sum"
      var whole: [Int] = []
      let shared = try (call.over ?? []).map { key in
        guard let index = group.keyColumns.firstIndex(where: { $0.name == canonical(key) }) else {
          throw NaiveFailure("`share … over` takes keys")
        }
        return index
      }
      for other in group.all where shared.allSatisfy({ other.key[$0] == group.key[$0] }) {
        whole += other.members
      }
      return try arithmetic(
        .divide, fold(name, call, group.source, group.members),
        fold(name, call, group.source, whole))
    default: return try fold(call.function.text, call, group.source, group.members)
    }
  }

  private func isDeal(_ row: Int, _ table: NaiveTable, _ name: String) throws -> Bool {
    try field([name], table, row).isTrue
  }

  /// An aggregate over some rows of a table, those that meet its own condition.
  private func fold(
    _ name: String, _ call: Call, _ table: NaiveTable, _ members: [Int]
  ) throws -> NaiveValue {
    if let first = call.arguments.first, let entity = table.entity,
      childPath(of: first, entity) != nil
    {
      let parts = try members.map { try related(call, entity, table.rows[$0].record) }
      let kind = kind(of: Expression(.call(call), first.span), table)
      return try total(parts, name == "count" ? .number : kind)
    }
    let kept = try matching(call, table, members)
    if name == "count" { return .number(Double(kept.count)) }
    if name == "any" { return .boolean(!kept.isEmpty) }
    guard let argument = call.arguments.first else { throw NaiveFailure("\(name) of nothing") }
    let values = try kept.map { try value(argument, .row(table, $0)) }
    let dates = try kept.map { try place(table, $0) }
    return try fold(
      name, values, dates: dates, level: level(call), kind: kind(of: argument, table))
  }

  /// The rows that meet `where` and `during` in the brackets, and the condition of a count.
  private func matching(_ call: Call, _ table: NaiveTable, _ members: [Int]) throws -> [Int] {
    var kept = members
    if let condition = call.condition {
      kept = try kept.filter { try holds(condition, .row(table, $0)) }
    }
    if let period = call.during {
      let range = try days(of: period)
      kept = try kept.filter {
        try lies(table, $0, from: range.start, before: range.end, on: call.on)
      }
    }
    if ["count", "any"].contains(call.function.text), let condition = call.arguments.first,
      kind(of: condition, table) == .boolean
    {
      kept = try kept.filter { try holds(condition, .row(table, $0)) }
    }
    return kept
  }

  private func level(_ call: Call) -> Double {
    guard call.arguments.count > 1 else { return 50 }
    switch call.arguments[1].kind {
    case .number(let level): return level
    case .percent(let level): return level * 100
    default: return 50
    }
  }

  /// When a record happened, for `first` and `last`, and the `id` that settles ties; groups have
  /// neither.
  private func place(
    _ table: NaiveTable, _ row: Int
  ) throws -> (date: NaiveValue, id: NaiveValue)? {
    guard let entity = table.entity else { return nil }
    let record = table.rows[row].record
    return (
      raw(entity == "activities" ? "at" : "created", entity, record), raw("id", entity, record)
    )
  }

  /// An aggregate of values; missing ones are passed over.
  private func fold(
    _ name: String, _ values: [NaiveValue], dates: [(date: NaiveValue, id: NaiveValue)?],
    level: Double, kind: NaiveKind
  ) throws -> NaiveValue {
    let present = values.filter { !$0.isMissing }
    switch name {
    case "sum": return try total(present, kind)
    case "distinct": return .number(Double(Set(present).count))
    case "avg":
      guard !present.isEmpty else { return .missing }
      return try arithmetic(.divide, total(present, kind), .number(Double(present.count)))
    case "min", "max":
      let order = present.sorted { ($0.compared(with: $1) ?? 0) < 0 }
      return (name == "min" ? order.first : order.last) ?? .missing
    case "median": return try quantile(present, 50)
    case "percentile": return try quantile(present, level)
    case "first", "last": return inTime(values, dates, isLast: name == "last")
    default: throw NaiveFailure("no aggregate `\(name)`")
    }
  }

  /// The sum; 0 of its kind when there is nothing.
  private func total(_ values: [NaiveValue], _ kind: NaiveKind) throws -> NaiveValue {
    var sum: NaiveValue =
      switch kind {
      case .money: .money(.zero)
      case .duration: .duration(0)
      default: .number(0)
      }
    for value in values where !value.isMissing { sum = try arithmetic(.add, sum, value) }
    return sum
  }

  /// Type 7: linear between the two values next to the place `(n - 1) × level`.
  private func quantile(_ values: [NaiveValue], _ level: Double) throws -> NaiveValue {
    guard !values.isEmpty, let exact = ExactAmount(decimal: level) else { return .missing }
    let order = values.sorted { ($0.compared(with: $1) ?? 0) < 0 }
    let place = ExactAmount(Int128(order.count - 1)) * exact / ExactAmount(100)
    let below = Int(place.flooredWhole)
    let above = min(below + 1, order.count - 1)
    let rest = place - ExactAmount(Int128(below))
    if case .money(let low) = order[below], case .money(let high) = order[above] {
      return .money(low + (high - low) * rest)
    }
    let step = try arithmetic(.subtract, order[above], order[below])
    return try arithmetic(.add, order[below], arithmetic(.multiply, step, .number(rest.number)))
  }

  /// The value of the earliest or latest row that has one, a tie by `id`, then by value.
  ///
  /// Rows without a date count for nothing unless no row has one.
  private func inTime(
    _ values: [NaiveValue], _ places: [(date: NaiveValue, id: NaiveValue)?], isLast: Bool
  ) -> NaiveValue {
    var best: Int?
    for row in values.indices where !values[row].isMissing {
      guard let known = best else {
        best = row
        continue
      }
      guard let mine = places[row], let other = places[known] else {
        // Groups go by their order.
        if isLast { best = row }
        continue
      }
      if mine.date.isMissing != other.date.isMissing {
        if other.date.isMissing { best = row }
        continue
      }
      let orders = [(mine.date, other.date), (mine.id, other.id), (values[row], values[known])]
      let result = orders.lazy.map { $0.compared(with: $1) ?? 0 }.first { $0 != 0 } ?? 0
      if isLast ? result > 0 : result < 0 { best = row }
    }
    return best.map { values[$0] } ?? .missing
  }

  // MARK: - Child records

  /// The words that lead to child records, the relations to go first, and the child entity.
  func childPath(
    of expression: Expression, _ entity: String
  ) -> (prefix: [String], child: String, parent: String)? {
    switch expression.kind {
    case .name(let parts):
      var here = entity
      for (index, part) in parts.enumerated() {
        if builtinKind(part.text, here) != nil { return nil }
        if let field = model.field(part.text, of: here) {
          guard let target = field.target else { return nil }
          here = target
          continue
        }
        guard model.tables[part.text] != nil,
          model.backRelation(from: part.text, to: here) != nil
        else { return nil }
        return (parts.prefix(index + 1).map(\.text), part.text, here)
      }
      return nil
    case .parenthesized(let inner), .unary(_, let inner): return childPath(of: inner, entity)
    case .binary(_, _, let left, let right):
      return childPath(of: left, entity) ?? childPath(of: right, entity)
    default: return nil
    }
  }

  /// An aggregate of the child records of one record.
  private func related(_ call: Call, _ entity: String, _ record: Int) throws -> NaiveValue {
    guard let first = call.arguments.first, let path = childPath(of: first, entity),
      let relation = model.backRelation(from: path.child, to: path.parent)
    else { throw NaiveFailure("`\(call.function.text)` speaks of no child records") }
    var parent: Int? = record
    var here = entity
    for word in path.prefix.dropLast() {
      parent = parent.flatMap { links["\(here).\(word)"]?[$0] }
      here = model.field(word, of: here)?.target ?? here
    }
    guard let parent else { return .missing }
    let table = base(path.child)
    let members = table.rows.indices.filter { links["\(path.child).\(relation)"]?[$0] == parent }
    var inner = call
    inner.arguments[0] = without(path.prefix, first)
    if case .name(let parts) = first.kind, parts.count == path.prefix.count {
      inner.arguments.removeFirst()
    }
    return try fold(call.function.text, inner, table, members)
  }

  /// The expression as the child record sees it.
  private func without(_ prefix: [String], _ expression: Expression) -> Expression {
    var result = expression
    switch expression.kind {
    case .name(let parts) where parts.map(\.text).starts(with: prefix):
      result.kind = .name(Array(parts.dropFirst(prefix.count)))
    case .parenthesized(let inner): result.kind = .parenthesized(without(prefix, inner))
    case .unary(let sign, let inner): result.kind = .unary(sign, without(prefix, inner))
    case .binary(let sign, let span, let left, let right):
      result.kind = .binary(sign, span, without(prefix, left), without(prefix, right))
    default: break
    }
    return result
  }

  // MARK: - Functions

  private func function(_ call: Call, _ place: NaivePlace) throws -> NaiveValue {
    let subject = try value(call.arguments[0], place)
    guard !subject.isMissing else { return .missing }
    switch (call.function.text, subject) {
    case (let name, _) where NaiveGrain(rawValue: name) != nil:
      guard let grain = NaiveGrain(rawValue: name), let day = dayNumber(subject) else {
        throw NaiveFailure("\(name) of \(subject)")
      }
      return .period(model.calendar.period(grain, holding: day))
    case ("date", _): return dayNumber(subject).map { .date($0) } ?? .missing
    case ("first_day", .period(let period)): return .date(period.first)
    case ("weekday", _):
      guard let day = dayNumber(subject) else { return .missing }
      let names = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
      ]
      return .text(names[NaiveCalendar.weekday(day)])
    case ("days", .duration(let days)): return .number(days)
    case ("length", .text(let text)): return .number(Double(text.text.count))
    case ("lower", .text(let text)): return .text(text.text.lowercased())
    case ("upper", .text(let text)): return .text(text.text.uppercased())
    case ("abs", .number(let number)): return .number(abs(number))
    case ("abs", .duration(let days)): return .duration(abs(days))
    case ("abs", .money(let amount)): return .money(amount < .zero ? -amount : amount)
    case ("floor", .number(let number)): return .number(number.rounded(.down))
    case ("floor", .money(let amount)): return .money(ExactAmount(amount.flooredWhole))
    case ("ceil", .number(let number)): return .number(number.rounded(.up))
    case ("ceil", .money(let amount)): return .money(-ExactAmount((-amount).flooredWhole))
    case ("round", .number(let number)): return .number(number.rounded(.toNearestOrEven))
    case ("round", .money(let amount)): return .money(ExactAmount(amount.roundedWhole))
    case ("bands", _): return .text(try band(call, subject, place))
    default: throw NaiveFailure("no function `\(call.function.text)` of \(subject)")
    }
  }

  /// Below the first cut, from cut to cut, at the last cut or above.
  private func band(
    _ call: Call, _ value: NaiveValue, _ place: NaivePlace
  ) throws -> String {
    let cuts = try call.arguments.dropFirst().map { try self.value($0, place) }
    var passed = 0
    for cut in cuts where (value.compared(with: cut) ?? 0) >= 0 { passed += 1 }
    return try bandNames(call)[passed]
  }

  /// The bands by their cuts as they stand in the query, which ascend.
  func bandNames(_ call: Call) throws -> [String] {
    let cuts = call.arguments.dropFirst().map { canonical($0) }
    guard let first = cuts.first, let last = cuts.last else { throw NaiveFailure("no cuts") }
    return ["< \(first)"] + zip(cuts, cuts.dropFirst()).map { "\($0)..<\($1)" } + [">= \(last)"]
  }
}
