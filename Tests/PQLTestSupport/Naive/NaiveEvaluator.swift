import PQLSyntax

/// Answers a query by going over its syntax tree and the rows one at a time.
///
/// It is written from the language's description and shares nothing with the engine: no columns,
/// no plan, no calendar arithmetic. It is slow, and answers the same.
package struct NaiveEvaluator {
  package let model: NaiveModel
  let text: [UInt8]
  /// For `entity.field` the row that each record's value names.
  let links: [String: [Int?]]
  private let tables: [String: NaiveTable]
  /// Whether deals go by their creation, as in a funnel.
  var goesByCreation = false

  package init(model: NaiveModel, text: String) {
    self.model = model
    self.text = Array(text.utf8)
    var links: [String: [Int?]] = [:]
    for (entity, table) in model.tables {
      for field in table.fields {
        guard let target = field.target else { continue }
        links["\(entity).\(field.name)"] = table.rows.map {
          model.row(named: $0[field.name] ?? .missing, in: target)
        }
      }
    }
    self.links = links
    tables = model.tables.reduce(into: [:]) { tables, entry in
      let rows = entry.value.rows.indices.map { NaiveTable.Row(record: $0) }
      tables[entry.key] = NaiveTable(entity: entry.key, rows: rows)
    }
  }

  /// The answer to a query.
  package func answer(_ query: Query) throws -> NaiveAnswer {
    var table = try head(query)
    for step in query.steps {
      table = settled(table)
      if step.head.isEmpty {
        table = try plainStep(step.clauses, of: table)
      } else {
        let grouped = try group(step.head, of: table, step.clauses, isStep: true)
        table = try arranged(grouped, by: step.clauses)
      }
    }
    return try finished(table)
  }

  // MARK: - Heads

  private func head(_ query: Query) throws -> NaiveTable {
    let first = query.head[0]
    if query.head.count == 1, first.operands.count == 1, first.label == nil,
      case .name(let parts) = first.operands[0].kind, parts.count == 1,
      model.tables[parts[0].text] != nil
    {
      let rows = try restricted(base(parts[0].text), by: query.clauses)
      return try arranged(rows, by: query.clauses)
    }
    if canonical(first.operands[0]) == "funnel" {
      return try arranged(funnel(query), by: query.clauses)
    }
    var entity = "deals"
    for clause in query.clauses {
      if case .of(let source) = clause.content, case .name(let parts) = source.kind {
        entity = parts[0].text
      }
    }
    let source = base(entity)
    for clause in query.clauses {
      guard case .vs(let period) = clause.content else { continue }
      return try arranged(compared(query, source, with: period), by: query.clauses)
    }
    return try arranged(
      group(query.head, of: source, query.clauses, isStep: false), by: query.clauses)
  }

  /// Every record of an entity.
  func base(_ entity: String) -> NaiveTable {
    tables[entity] ?? NaiveTable(entity: entity, rows: [])
  }

  // MARK: - Restricting

  /// The rows under `where`, then under `during`, `since` and `until`.
  func restricted(_ table: NaiveTable, by clauses: [Clause]) throws -> NaiveTable {
    var table = table
    for clause in clauses {
      if case .where(let condition) = clause.content { try keep(condition, in: &table) }
    }
    for clause in clauses {
      switch clause.content {
      case .during(let period, let on):
        let range = try days(of: period)
        try keep(in: &table, from: range.start, before: range.end, on: on)
      case .since(let day):
        try keep(in: &table, from: days(of: day).start, before: Int.max, on: nil)
      case .until(let day):
        try keep(in: &table, from: Int.min, before: days(of: day).end, on: nil)
      default: break
      }
    }
    return table
  }

  private func keep(_ condition: Expression, in table: inout NaiveTable) throws {
    let all = table
    table.rows = []
    for place in all.rows.indices where try holds(condition, .row(all, place)) {
      table.rows.append(all.rows[place])
    }
  }

  private func keep(
    in table: inout NaiveTable, from start: Int, before end: Int, on: Expression?
  ) throws {
    let all = table
    table.rows = []
    for place in all.rows.indices where try lies(all, place, from: start, before: end, on: on) {
      table.rows.append(all.rows[place])
    }
  }

  /// Whether a row's date lies in a stretch of days.
  func lies(
    _ table: NaiveTable, _ place: Int, from start: Int, before end: Int, on: Expression?
  ) throws -> Bool {
    let date = try on.map { try value($0, .row(table, place)) } ?? usualDate(table, place)
    guard let day = dayNumber(date) else { return false }
    return day >= start && day < end
  }

  /// Deals go by their close, leads by creation, activities by when they were.
  func usualDate(_ table: NaiveTable, _ place: Int) throws -> NaiveValue {
    guard let entity = table.entity else { throw NaiveFailure("groups have no date") }
    let record = table.rows[place].record
    switch entity {
    case "deals" where goesByCreation: return raw("created", entity, record)
    case "deals":
      return try builtin("closed", entity, record)?.isTrue == true
        ? builtin("closed_on", entity, record) ?? .missing : raw("close_date", entity, record)
    case "items":
      guard let deal = links["items.deal"]?[record] else { return .missing }
      return try usualDate(base("deals"), deal)
    case "activities": return raw("at", entity, record)
    default: return raw("created", entity, record)
    }
  }

  // MARK: - Arranging

  /// `| where`, `| let`, and the clauses that arrange.
  private func plainStep(_ clauses: [Clause], of table: NaiveTable) throws -> NaiveTable {
    var table = try restricted(table, by: clauses)
    for clause in clauses {
      guard case .let(let items) = clause.content else { continue }
      for item in items {
        guard let label = item.label else { throw NaiveFailure("`let` without a name") }
        try add(item.expression, as: label.text, to: &table)
      }
    }
    return try arranged(table, by: clauses)
  }

  private func add(
    _ expression: Expression, as name: String, to table: inout NaiveTable
  ) throws {
    let all = table
    for place in all.rows.indices {
      table.rows[place].made[name] = try value(expression, .row(all, place))
    }
    table.columns.removeAll { $0.name == name }
    table.columns.append(NaiveTable.Column(name: name, kind: kind(of: expression, all)))
  }

  /// `show`, then `sort`, `top`, `limit`.
  func arranged(_ table: NaiveTable, by clauses: [Clause]) throws -> NaiveTable {
    var table = table
    for clause in clauses {
      if case .expressions(.show, let items) = clause.content { try show(items, in: &table) }
    }
    for clause in clauses {
      if case .sort(let keys) = clause.content {
        table.rows = try sorted(table, by: keys, descends: false)
      }
    }
    for clause in clauses {
      guard case .top(let count, let keys, let per, let withOthers) = clause.content else {
        continue
      }
      let all = table
      table.rows = try top(number(count), table, by: keys, per: per)
      guard withOthers else { continue }
      for place in table.rows.indices { table.rows[place].made["others"] = .boolean(false) }
      if all.rows.count > table.rows.count {
        var rest = try others(all, taken: table.rows)
        rest.made["others"] = .boolean(true)
        table.rows.append(rest)
      }
      table.columns.append(NaiveTable.Column(name: "others", kind: .boolean))
    }
    for clause in clauses {
      guard case .limit(let count) = clause.content else { continue }
      table.rows = Array(table.rows.prefix(try number(count)))
    }
    return table
  }

  private func number(_ expression: Expression) throws -> Int {
    guard case .number(let count) = expression.kind else { throw NaiveFailure("no number") }
    return Int(count)
  }

  private func show(_ items: [NamedExpression], in table: inout NaiveTable) throws {
    let all = table
    var columns: [NaiveTable.Column] = []
    var added: [NaiveTable.Column] = []
    for item in items {
      let name = item.label?.text ?? columnName(of: item.expression)
      let column = NaiveTable.Column(name: name, kind: kind(of: item.expression, all))
      columns.append(column)
      var isPath = false
      if case .name = item.expression.kind { isPath = item.label == nil }
      if !isPath { added.append(column) }
      for place in all.rows.indices {
        let value = try value(item.expression, .row(all, place))
        table.rows[place].shown.append(value)
        if !isPath { table.rows[place].made[name] = value }
      }
    }
    table.columns.removeAll { old in added.contains { $0.name == old.name } }
    table.columns += added
    table.shownColumns = columns
  }

  private func sorted(
    _ table: NaiveTable, by keys: [SortKey], descends: Bool
  ) throws -> [NaiveTable.Row] {
    var values: [[NaiveValue]] = []
    for place in table.rows.indices {
      values.append(try keys.map { try sortValue($0.expression, table, place) })
    }
    let directions = keys.map { $0.isDescending != descends }
    let order = table.rows.indices.sorted { left, right in
      for (index, isDescending) in directions.enumerated() {
        let result = ordered(values[left][index], values[right][index], isDescending)
        if result != 0 { return result < 0 }
      }
      if let entity = table.entity {
        let ids = [left, right].map { raw("id", entity, table.rows[$0].record) }
        let result = ordered(ids[0], ids[1], false)
        if result != 0 { return result < 0 }
      }
      return left < right
    }
    return order.map { table.rows[$0] }
  }

  /// Stages sort by the pipelines.
  private func sortValue(
    _ expression: Expression, _ table: NaiveTable, _ place: Int
  ) throws -> NaiveValue {
    let value = try value(expression, .row(table, place))
    guard kind(of: expression, table) == .stage, case .text(let name) = value else { return value }
    return .number(Double(stageNames.firstIndex(of: name.text) ?? stageNames.count))
  }

  /// The stages of all pipelines, each name once.
  var stageNames: [String] {
    var names: [String] = []
    for stage in model.pipelines.flatMap(\.stages) where !names.contains(stage.name) {
      names.append(stage.name)
    }
    return names
  }

  /// Missing comes last both ways.
  func ordered(_ left: NaiveValue, _ right: NaiveValue, _ isDescending: Bool) -> Int {
    if left.isMissing || right.isMissing {
      return left.isMissing == right.isMissing ? 0 : left.isMissing ? 1 : -1
    }
    let result = left.compared(with: right) ?? 0
    return isDescending ? -result : result
  }

  /// The first rows, over all or of each group; groups stand in the order their rows first stood.
  private func top(
    _ count: Int, _ table: NaiveTable, by keys: [SortKey], per: [Expression]
  ) throws -> [NaiveTable.Row] {
    var groups: [[NaiveValue]] = []
    for place in table.rows.indices {
      let key = try per.map { try value($0, .row(table, place)) }
      if !groups.contains(key) { groups.append(key) }
    }
    var sortedTable = table
    sortedTable.rows = try sorted(table, by: keys, descends: true)
    var result: [NaiveTable.Row] = []
    for group in groups {
      var taken = 0
      for place in sortedTable.rows.indices where taken < count {
        let key = try per.map { try value($0, .row(sortedTable, place)) }
        guard key == group else { continue }
        result.append(sortedTable.rows[place])
        taken += 1
      }
    }
    return result
  }

  // MARK: - Finishing

  /// What a step sees: after `show` only what is shown.
  private func settled(_ table: NaiveTable) -> NaiveTable {
    guard let columns = table.shownColumns else { return table }
    let rows = table.rows.map { row in
      NaiveTable.Row(
        record: row.record,
        made: Dictionary(
          zip(columns.map(\.name), row.shown), uniquingKeysWith: { first, _ in first }))
    }
    return NaiveTable(entity: nil, rows: rows, columns: columns)
  }

  private func finished(_ table: NaiveTable) throws -> NaiveAnswer {
    if let columns = table.shownColumns {
      return NaiveAnswer(names: columns.map(\.name), rows: table.rows.map(\.shown))
    }
    var paths: [String] = []
    if let entity = table.entity {
      paths = usualFields(of: entity).filter { name in
        !table.columns.contains { $0.name == name }
      }
    }
    var rows: [[NaiveValue]] = []
    for (place, row) in table.rows.enumerated() {
      let fields = try paths.map { try field([$0], table, place) }
      rows.append(fields + table.columns.map { row.made[$0.name] ?? .missing })
    }
    return NaiveAnswer(names: paths + table.columns.map(\.name), rows: rows)
  }

  /// What a listing shows that does not say.
  private func usualFields(of entity: String) -> [String] {
    let usual =
      switch entity {
      case "deals":
        ["id", "name", "stage", "amount", "close_date", "closed_on", "owner", "account", "product"]
      case "leads": ["id", "name", "title", "status", "source", "created", "owner", "converted"]
      case "accounts": ["id", "name", "industry", "employees", "country"]
      case "activities": ["id", "type", "at", "owner", "deal", "lead"]
      case "owners": ["id", "name", "team", "manager"]
      case "products": ["id", "name", "family", "price"]
      default: [String]()
      }
    return usual.filter { model.field($0, of: entity) != nil }
  }

  /// What an unlabelled column is called.
  func columnName(of expression: Expression) -> String {
    let text = canonical(expression)
    guard case .call(let call) = expression.kind, let first = call.arguments.first,
      case .name = first.kind
    else { return text }
    let path = canonical(first)
    switch call.function.text {
    case "bands": return path + "_band"
    case "date", "weekday": return path + "_" + call.function.text
    case let grain where NaiveGrain(rawValue: grain) != nil: return path + "_" + grain
    default: return text
    }
  }

  /// The text of an expression, its parts one blank apart.
  func canonical(_ expression: Expression) -> String {
    let bytes = text[expression.span.start..<expression.span.end]
    return String(decoding: bytes, as: UTF8.self).split(separator: " ").joined(separator: " ")
  }
}
