/// Finds the names of a tree: where they stand, so that every other word that can be a keyword is one,
/// and what they are.
struct NameCollector {
  /// where names begin.
  var names: Set<Int> = []
  /// where verbs and functions begin.
  var verbs: Set<Int> = []
  /// every name, and every word in front of brackets.
  var words: Set<String> = []

  mutating func add(_ name: Name?) {
    guard let name else { return }
    names.insert(name.span.start)
    words.insert(name.text)
  }

  mutating func visit(_ kind: StatementKind) {
    switch kind {
    case .version, .use, .unreadable: break
    case .query(let query): visit(query)
    case .letQuery(let name, let query):
      add(name)
      visit(query)
    case .letList(let name, let value), .set(let name, let value):
      add(name)
      visit(value)
    case .define(let name, let entity, let value):
      add(name)
      add(entity)
      visit(value)
    case .metric(let name, let value, _):
      add(name)
      visit(value)
    case .param(let name, let type, let value):
      add(name)
      add(type)
      visit(value)
    case .expect(let condition, _): visit(condition)
    case .explain(let cell): for name in cell.column { add(name) }
    case .policy(let policy): visit(policy)
    case .rule(let rule):
      add(rule.name)
      add(rule.entity)
      visit(rule.when)
    case .table(let table): visit(table)
    case .test(let test):
      add(test.subject)
      visit(test.given)
      for case .condition(let condition) in test.expectations { visit(condition) }
      for case .fired(let name, _) in test.expectations { add(name) }
    }
  }

  // MARK: - Queries

  mutating func visit(_ query: Query) {
    for item in query.head { visit(item) }
    for clause in query.clauses { visit(clause) }
    for step in query.steps {
      for item in step.head { visit(item) }
      for clause in step.clauses { visit(clause) }
    }
  }

  private mutating func visit(_ item: HeadItem) {
    add(item.label)
    for operand in item.operands { visit(operand) }
    guard case .name(let parts)? = item.operands.first?.kind, let first = parts.first else {
      return
    }
    if parts.count == 1, !first.isQuoted { verbs.insert(first.span.start) }
  }

  private mutating func visit(_ items: [NamedExpression]) {
    for item in items {
      add(item.label)
      visit(item.expression)
    }
  }

  private mutating func visit(_ clause: Clause) {
    switch clause.content {
    case .of(let value), .where(let value), .since(let value), .until(let value),
      .asOf(let value), .vs(let value), .limit(let value):
      visit(value)
    case .expressions(_, let items), .let(let items): visit(items)
    case .per(let item): visit([item])
    case .during(let period, let field):
      visit(period)
      visit(field)
    case .using(let items):
      for item in items {
        add(item.label)
        for operand in item.operands { visit(operand) }
      }
    case .sort(let keys): for key in keys { visit(key.expression) }
    case .top(let count, let keys, let groups, _):
      visit(count)
      for key in keys { visit(key.expression) }
      for group in groups { visit(group) }
    case .inCurrency(let name), .asFormat(let name): add(name)
    case .export, .unreadable: break
    }
  }

  // MARK: - Policies

  private mutating func visit(_ policy: PolicyStatement) {
    add(policy.name)
    add(policy.entity)
    for item in policy.items { visit(item) }
  }

  private mutating func visit(_ item: PolicyItem) {
    switch item {
    case .start(let value), .bounds(let value), .reject(let value, _): visit(value)
    case .group(let name, _, let cap, let rules):
      add(name)
      visit(cap)
      for rule in rules { visit(rule) }
    case .points(let rule): visit(rule)
    case .grade(let steps):
      for step in steps {
        add(step.grade)
        visit(step.from)
      }
    case .route(let steps): for step in steps { visit(step.when) }
    }
  }

  private mutating func visit(_ rule: PointRule) {
    add(rule.label)
    visit(rule.points)
    switch rule.per {
    case .events(let events, let condition, let during):
      visit(events)
      visit(condition)
      visit(during)
    case .unit(_, let since): visit(since)
    case nil: break
    }
    visit(rule.maximum)
    visit(rule.fadingOver)
    visit(rule.when)
  }

  private mutating func visit(_ table: TableStatement) {
    add(table.name)
    add(table.entity)
    for input in table.inputs { visit(input) }
    for result in table.results { add(result) }
    for row in table.rows {
      for cell in row.cells {
        switch cell {
        case .anything: break
        case .value(let value), .comparison(_, let value), .membership(let value): visit(value)
        }
      }
      for result in row.results { visit(result) }
    }
  }

  // MARK: - Expressions

  private mutating func visit(_ expression: Expression?) {
    guard var expression else { return }
    // a chain grows to the left, and is unrolled to spare the stack
    while case .binary(_, _, let left, let right) = expression.kind {
      visit(right)
      expression = left
    }
    switch expression.kind {
    case .name(let parts): for part in parts { add(part) }
    case .money(_, let currency): add(currency)
    case .ago(let inner), .parenthesized(let inner), .unary(_, let inner), .presence(let inner, _),
      .reached(let inner):
      visit(inner)
    case .range(let left, let right, _), .membership(let left, let right, _),
      .isValue(let left, let right, _, _), .textTest(_, let left, let right, _):
      visit(left)
      visit(right)
    case .between(let first, let second, let third, _),
      .conditional(let first, let second, let third):
      visit(first)
      visit(second)
      visit(third)
    case .list(let elements), .tuple(let elements): for element in elements { visit(element) }
    case .record(let entries):
      for entry in entries {
        for part in entry.path { add(part) }
        visit(entry.value)
      }
    case .call(let call): visit(call)
    default: break
    }
  }

  private mutating func visit(_ call: Call) {
    verbs.insert(call.function.span.start)
    words.insert(call.function.text)
    for argument in call.arguments { visit(argument) }
    visit(call.condition)
    visit(call.during)
    visit(call.on)
    for key in call.over ?? [] { visit(key) }
  }
}

extension Statement {
  /// Every name that stands in the statement, whatever it may mean; dotted ones part by part.
  package var words: Set<String> {
    var collector = NameCollector()
    collector.visit(kind)
    return collector.words
  }
}
