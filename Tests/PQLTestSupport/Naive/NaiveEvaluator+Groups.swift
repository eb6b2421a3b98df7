import PQLSyntax

extension NaiveEvaluator {
  /// A key of a grouping: a named expression, or a unit of the calendar over the usual date.
  private struct Key {
    var column: NaiveTable.Column
    var expression: Expression?
    /// A unit behind `per`, and the date it goes by.
    var unit: NaiveGrain?
    var on: Expression?
    /// Whether its values stand in the order of the bands.
    var bands: [String]?
    /// For stages: the order of those of the pipelines at hand, then of all others.
    var stages: [String] = []
    /// Pipelines stand in the model's order before a key of stages.
    var isPipeline = false
    /// The key that says by which pipeline a stage is placed.
    var pipeline: Int?
    /// The days whose pieces are all shown.
    var range: (start: Int, end: Int)?

    var hasOrder: Bool {
      if case .period = column.kind { return true }
      return column.kind == .stage || bands != nil
    }
  }

  /// Groups rows and works out the head for each group.
  func group(
    _ head: [HeadItem], of source: NaiveTable, _ clauses: [Clause], isStep: Bool
  ) throws -> NaiveTable {
    let rows = try restricted(source, by: clauses)
    var keys = try keys(clauses, rows)
    let stages = stagesInUse(rows)
    for index in keys.indices { keys[index].stages = stages + stageNames }
    if let pipeline = pipelineKey(keys, rows),
      let stage = keys.firstIndex(where: { $0.column.kind == .stage }), pipeline < stage
    {
      keys[pipeline].isPipeline = true
      keys[stage].pipeline = pipeline
    }
    var groups: [(key: [NaiveValue], members: [Int])] = []
    var placeOf: [[NaiveValue]: Int] = [:]
    for place in rows.rows.indices {
      let key = try keys.map { try keyValue($0, rows, place) }
      if let group = placeOf[key] {
        groups[group].members.append(place)
      } else {
        placeOf[key] = groups.count
        groups.append((key, [place]))
      }
    }
    if keys.isEmpty, groups.isEmpty { groups = [([], [])] }
    for key in emptyGroups(keys, groups.map(\.key), rows) where placeOf[key] == nil {
      groups.append((key, []))
    }
    return try figures(head, rows, keys, groups)
  }

  private func figures(
    _ head: [HeadItem], _ rows: NaiveTable, _ keys: [Key],
    _ groups: [(key: [NaiveValue], members: [Int])]
  ) throws -> NaiveTable {
    let items = try head.map { try figure($0) }
    var table = NaiveTable(entity: nil, rows: [], columns: keys.map(\.column))
    table.origin = [
      NaiveTable.Origin(
        rows: rows, keys: keys.map(\.column), figures: items.map(\.expression))
    ]
    let filled = groups.filter { !$0.members.isEmpty }
    let membersOf = Dictionary(groups.map { ($0.key, $0.members) }) { first, _ in first }
    var results: [(key: [NaiveValue], figures: [NaiveValue])] = []
    for group in groups {
      let place = NaiveGroup(
        source: rows, keyColumns: keys.map(\.column), key: group.key, members: group.members,
        all: filled)
      results.append((group.key, try items.map { try value($0.expression, .group(place)) }))
    }
    for item in items {
      table.columns.append(
        NaiveTable.Column(
          name: item.name, kind: kind(of: item.expression, rows, keys: keys.map(\.column))))
    }
    guard Set(table.columns.map(\.name)).count == table.columns.count else {
      throw NaiveFailure("two columns of one name")
    }
    if !keys.isEmpty { results = inOrder(results, keys) }
    table.rows = results.map { result in
      NaiveTable.Row(
        record: 0,
        made: Dictionary(
          uniqueKeysWithValues: zip(table.columns.map(\.name), result.key + result.figures)),
        members: membersOf[result.key] ?? [])
    }
    return table
  }

  /// One row for all groups that `top` leaves out, its figures worked out anew.
  func others(_ table: NaiveTable, taken: [NaiveTable.Row]) throws -> NaiveTable.Row {
    guard let origin = table.origin.first else { throw NaiveFailure("`with others` of no groups") }
    func key(_ row: NaiveTable.Row) -> [NaiveValue] {
      origin.keys.map { row.made[$0.name] ?? .missing }
    }
    let kept = taken.map(key)
    let rest = table.rows.filter { !kept.contains(key($0)) }.flatMap(\.members).sorted()
    let own = origin.keys.map { $0.kind.isTextual ? NaiveValue.text("(others)") : .missing }
    let group = NaiveGroup(
      source: origin.rows, keyColumns: origin.keys, key: own, members: rest,
      all: taken.map { (key($0), $0.members) } + [(own, rest)])
    let figures = try origin.figures.map { try value($0, .group(group)) }
    return NaiveTable.Row(
      record: 0,
      made: Dictionary(uniqueKeysWithValues: zip(table.columns.map(\.name), own + figures)),
      members: rest)
  }

  /// `sum amount`, `loss: count(lost) / count(closed)`.
  private func figure(_ item: HeadItem) throws -> (name: String, expression: Expression) {
    let first = item.operands[0]
    guard item.operands.count == 2 else {
      return (item.label?.text ?? figureName(first), first)
    }
    guard case .name(let parts) = first.kind else { throw NaiveFailure("no aggregate") }
    let call = Call(function: parts[0], arguments: [item.operands[1]])
    let name = parts[0].text + "_" + columnName(of: item.operands[1])
    return (item.label?.text ?? name, Expression(.call(call), item.span))
  }

  private func figureName(_ expression: Expression) -> String {
    guard case .call(let call) = expression.kind, call.function.text == "percentile",
      call.condition == nil, call.during == nil, case .name = call.arguments[0].kind
    else { return columnName(of: expression) }
    let level = canonical(call.arguments[1]).filter { $0 != "%" }
    return "p\(level)_\(columnName(of: call.arguments[0]))"
  }

  // MARK: - Keys

  private func keys(_ clauses: [Clause], _ rows: NaiveTable) throws -> [Key] {
    var during: (range: (start: Int, end: Int), on: Expression?)?
    for clause in clauses {
      if case .during(let period, let on) = clause.content { during = (try days(of: period), on) }
    }
    var keys: [Key] = []
    for clause in clauses {
      guard case .expressions(.by, let items) = clause.content else { continue }
      for item in items { keys.append(try key(item, rows, during)) }
    }
    for clause in clauses {
      guard case .per(let item) = clause.content else { continue }
      if case .name(let parts) = item.expression.kind, parts.count == 1,
        let grain = NaiveGrain(rawValue: parts[0].text)
      {
        keys.append(
          Key(
            column: NaiveTable.Column(
              name: item.label?.text ?? grain.rawValue, kind: .period(grain)),
            unit: grain, on: during?.on, range: during?.range))
      } else {
        keys.append(try key(item, rows, during))
      }
    }
    return keys
  }

  private func key(
    _ item: NamedExpression, _ rows: NaiveTable,
    _ during: (range: (start: Int, end: Int), on: Expression?)?
  ) throws -> Key {
    var key = Key(
      column: NaiveTable.Column(
        name: item.label?.text ?? columnName(of: item.expression),
        kind: kind(of: item.expression, rows)),
      expression: item.expression)
    guard case .call(let call) = item.expression.kind else { return key }
    if call.function.text == "bands" { key.bands = try bandNames(call) }
    // The pieces of `during` are shown when the key cuts the very date it goes by.
    if let during, let on = during.on, NaiveGrain(rawValue: call.function.text) != nil,
      canonical(on) == canonical(call.arguments[0])
    {
      key.range = during.range
    }
    if let during, during.on == nil, NaiveGrain(rawValue: call.function.text) != nil,
      isUsualDate(call.arguments[0], rows)
    {
      key.range = during.range
    }
    return key
  }

  private func isUsualDate(_ expression: Expression, _ rows: NaiveTable) -> Bool {
    let path = canonical(expression)
    switch rows.entity {
    case "activities": return path == "at"
    // The day of closing is the usual date of every deal that has one.
    case "deals": return path == (goesByCreation ? "created" : "closed_on")
    case "items", nil: return false
    default: return path == "created"
    }
  }

  private func keyValue(_ key: Key, _ rows: NaiveTable, _ place: Int) throws -> NaiveValue {
    if let expression = key.expression { return try value(expression, .row(rows, place)) }
    let date = try key.on.map { try value($0, .row(rows, place)) } ?? usualDate(rows, place)
    guard let unit = key.unit, let day = dayNumber(date) else { return .missing }
    return .period(model.calendar.period(unit, holding: day))
  }

  // MARK: - Groups without rows

  /// Stages and periods in range appear without rows, together with the other keys' values.
  private func emptyGroups(
    _ keys: [Key], _ present: [[NaiveValue]], _ rows: NaiveTable
  ) -> [[NaiveValue]] {
    var isMadeUp = keys.map { _ in false }
    var domains: [[NaiveValue]] = []
    for (index, key) in keys.enumerated() {
      var domain: [NaiveValue] = []
      if key.column.kind == .stage {
        domain = stagesInUse(rows).map { .text($0) }
        isMadeUp[index] = true
      } else if case .period(let grain) = key.column.kind {
        domain = pieces(grain, key.range, present.map { $0[index] })
        isMadeUp[index] = true
      }
      domains.append(domain)
    }
    guard isMadeUp.contains(true) else { return [] }
    var fixed: [[NaiveValue]] = []
    for key in present {
      let rest = key.indices.filter { !isMadeUp[$0] }.map { key[$0] }
      if !fixed.contains(rest) { fixed.append(rest) }
    }
    if !isMadeUp.contains(false) { fixed = [[]] }
    // More than this are not made up.
    let sizes = keys.indices.filter { isMadeUp[$0] }.map { domains[$0].count }
    guard sizes.reduce(fixed.count, *) <= 100_000 else { return [] }
    var made: [[NaiveValue]] = []
    for rest in fixed {
      var partial: [[NaiveValue]] = [[]]
      var left = rest
      for index in keys.indices {
        if isMadeUp[index] {
          partial = partial.flatMap { start in domains[index].map { start + [$0] } }
        } else {
          let value = left.removeFirst()
          partial = partial.map { $0 + [value] }
        }
      }
      made += partial
    }
    guard let pipeline = pipelineKey(keys, rows),
      let stage = keys.firstIndex(where: { $0.column.kind == .stage })
    else { return made }
    return made.filter { belongs($0[stage], to: $0[pipeline]) }
  }

  /// The place of the deals' own pipeline among the keys: stages stand beside it.
  private func pipelineKey(_ keys: [Key], _ rows: NaiveTable) -> Int? {
    guard rows.entity == "deals" else { return nil }
    return keys.firstIndex { key in
      key.expression.map { canonical($0) == "pipeline" } ?? false
    }
  }

  private func belongs(_ stage: NaiveValue, to pipeline: NaiveValue) -> Bool {
    model.pipelines.contains { known in
      .text(known.name) == pipeline && known.stages.contains { .text($0.name) == stage }
    }
  }

  /// The stages of the pipelines that the deals at hand belong to; of all pipelines otherwise.
  private func stagesInUse(_ rows: NaiveTable) -> [String] {
    var used = model.pipelines
    if rows.entity == "deals", !rows.rows.isEmpty {
      let numbers = Set(rows.rows.compactMap { pipeline(ofDeal: $0.record) })
      used = model.pipelines.indices.filter { numbers.contains($0) }.map { model.pipelines[$0] }
      if used.isEmpty { used = model.pipelines }
    }
    var names: [String] = []
    for stage in used.flatMap(\.stages) where !names.contains(stage.name) {
      names.append(stage.name)
    }
    return names
  }

  private func pieces(
    _ grain: NaiveGrain, _ range: (start: Int, end: Int)?, _ values: [NaiveValue]
  ) -> [NaiveValue] {
    var firsts: [Int] = []
    for value in values {
      if case .period(let period) = value { firsts.append(period.first) }
    }
    guard let first = range?.start ?? firsts.min(),
      let last = range.map({ $0.end - 1 }) ?? firsts.max()
    else { return [] }
    var pieces: [NaiveValue] = []
    var piece = model.calendar.period(grain, holding: first)
    while piece.first <= last {
      pieces.append(.period(piece))
      piece = model.calendar.next(piece)
    }
    return pieces
  }

  // MARK: - Order

  /// Keys with an order of their own one after the other; else the first figure descending, then
  /// the keys.
  private func inOrder(
    _ groups: [(key: [NaiveValue], figures: [NaiveValue])], _ keys: [Key]
  ) -> [(key: [NaiveValue], figures: [NaiveValue])] {
    let goesByFigure = !keys.contains { $0.hasOrder }
    return groups.sorted { left, right in
      if goesByFigure, let one = left.figures.first, let other = right.figures.first {
        let result = ordered(one, other, true)
        if result != 0 { return result < 0 }
      }
      for (index, key) in keys.enumerated() {
        let result = ordered(
          place(left.key[index], key, left.key), place(right.key[index], key, right.key), false)
        if result != 0 { return result < 0 }
      }
      return false
    }
  }

  /// What a key's value is ordered by.
  private func place(_ value: NaiveValue, _ key: Key, _ all: [NaiveValue]) -> NaiveValue {
    guard case .text(let text) = value else { return value }
    if key.isPipeline {
      let names = model.pipelines.map(\.name)
      return .number(Double(names.firstIndex(of: text.text) ?? names.count))
    }
    if let pipeline = key.pipeline.map({ all[$0] }),
      let known = model.pipelines.first(where: { .text($0.name) == pipeline }),
      let index = known.stages.firstIndex(where: { $0.name == text.text })
    {
      return .number(Double(index))
    }
    if let bands = key.bands {
      return .number(Double(bands.firstIndex(of: text.text) ?? bands.count))
    }
    if key.column.kind == .stage {
      return .number(Double(key.stages.firstIndex(of: text.text) ?? key.stages.count))
    }
    return value
  }

  // MARK: - Comparing periods

  /// The same question of two periods, side by side.
  func compared(
    _ query: Query, _ source: NaiveTable, with period: Expression
  ) throws -> NaiveTable {
    let asked: Set<ClauseKeyword> = [.where, .by, .during, .since, .until]
    let mine = query.clauses.filter { asked.contains($0.keyword) }
    let theirs = mine.map { clause in
      guard case .during(_, let on) = clause.content else { return clause }
      return Clause(
        .during(period, on: on), keywordSpan: clause.keywordSpan, span: clause.span)
    }
    let current = try group(query.head, of: source, mine, isStep: false)
    let before = try group(query.head, of: source, theirs, isStep: false)
    var keys = try self.keys(mine, source)
    let stages = stagesInUse(try restricted(source, by: mine))
    for index in keys.indices { keys[index].stages = stages + stageNames }
    let names = current.columns.map(\.name)
    let figures = names.dropFirst(keys.count)
    var rows: [(key: [NaiveValue], now: [NaiveValue], then: [NaiveValue])] = []
    for row in current.rows {
      rows.append(
        (
          names.prefix(keys.count).map { row.made[$0] ?? .missing },
          figures.map { row.made[$0] ?? .missing }, []
        ))
    }
    for row in before.rows {
      let key = names.prefix(keys.count).map { row.made[$0] ?? .missing }
      let values = figures.map { row.made[$0] ?? .missing }
      if let place = rows.firstIndex(where: { $0.key == key }) {
        rows[place].then = values
      } else {
        rows.append((key, [], values))
      }
    }
    let empty = try emptyFigures(query.head, source, keys)
    var results: [(key: [NaiveValue], figures: [NaiveValue])] = []
    for row in rows {
      let now = row.now.isEmpty ? empty : row.now
      let then = row.then.isEmpty ? empty : row.then
      var values: [NaiveValue] = []
      for index in now.indices { values += try changes(now[index], then[index]) }
      results.append((row.key, values))
    }
    if !keys.isEmpty { results = inOrder(results, keys) }
    var columns = Array(current.columns.prefix(keys.count))
    for column in current.columns.dropFirst(keys.count) {
      for suffix in ["", "_before", "_change", "_growth"] {
        columns.append(NaiveTable.Column(name: column.name + suffix, kind: column.kind))
      }
    }
    return NaiveTable(
      entity: nil,
      rows: results.map { result in
        NaiveTable.Row(
          record: 0,
          made: Dictionary(
            uniqueKeysWithValues: zip(columns.map(\.name), result.key + result.figures)))
      }, columns: columns)
  }

  /// What the head says of no rows.
  private func emptyFigures(
    _ head: [HeadItem], _ source: NaiveTable, _ keys: [Key]
  ) throws -> [NaiveValue] {
    let nobody = NaiveGroup(
      source: source, keyColumns: keys.map(\.column), key: keys.map { _ in .missing },
      members: [], all: [])
    return try head.map { try value(figure($0).expression, .group(nobody)) }
  }

  /// `X`, `X_before`, `X_change`, `X_growth`.
  private func changes(_ now: NaiveValue, _ then: NaiveValue) throws -> [NaiveValue] {
    let change = try arithmetic(.subtract, now, then)
    return [now, then, change, try arithmetic(.divide, change, then)]
  }
}
