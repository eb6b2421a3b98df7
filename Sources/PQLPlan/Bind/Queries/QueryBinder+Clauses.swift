import PQLModel
import PQLSyntax

extension QueryBinder {
  /// The rows under `where`, `during`, `since` and `until`.
  mutating func restricted(
    _ rows: ResolvedQuery, by clauses: ClauseSet
  ) throws(Reported) -> ResolvedQuery {
    var rows = rows
    let (condition, restriction) = try both(
      rowCondition(clauses, in: rows.scope), timeRestriction(of: rows.scope, by: clauses))
    if let condition { rows.node = .filter(rows.node, condition) }
    if let term = restriction.term { rows.node = .filter(rows.node, term) }
    rows.notes += restriction.notes
    rows.period = restriction.period ?? rows.period
    return rows
  }

  private mutating func rowCondition(
    _ clauses: ClauseSet, in scope: Scope
  ) throws(Reported) -> Term? {
    guard let condition = clauses.condition else { return nil }
    return try expressions.resolveCondition(condition, in: place(scope))
  }

  private mutating func timeRestriction(
    of scope: Scope, by clauses: ClauseSet
  ) throws(Reported) -> (term: Term?, notes: [Note], period: AskedPeriod?) {
    var parts: [Term] = []
    var notes: [Note] = []
    var asked: AskedPeriod?
    if let (period, on) = clauses.during, let clause = clauses[.during] {
      let during = try expressions.condition(
        during: period, on: on, in: place(scope), keyword: clause.keywordSpan)
      parts.append(during.term)
      notes.append(duringNote(during.period, during.date))
      asked = AskedPeriod(range: during.period.range, dateBasis: during.date.name)
    }
    for keyword in [ClauseKeyword.since, .until] {
      guard let clause = clauses[keyword] else { continue }
      let (term, note) = try bound(clause, of: scope)
      parts.append(term)
      notes.append(note)
    }
    return (parts.count > 1 ? .all(parts) : parts.first, notes, asked)
  }

  private mutating func bound(
    _ clause: Clause, of scope: Scope
  ) throws(Reported) -> (term: Term, note: Note) {
    let basis = try expressions.dateBasis(on: nil, in: place(scope), keyword: clause.keywordSpan)
    switch clause.content {
    case .since(let day):
      let start = try expressions.resolvePeriod(day).range.start
      return (
        basis.condition(DayRange(start: start, end: 3_000_000)),
        Note(.since, [.day("day", start), .text("date", basis.name)])
      )
    case .until(let day):
      let end = try expressions.resolvePeriod(day).range.end
      return (
        basis.condition(DayRange(start: -800_000, end: end)),
        Note(.until, [.day("day", end - 1), .text("date", basis.name)])
      )
    default: throw Reported()
    }
  }

  private func duringNote(_ period: ResolvedPeriod, _ date: DateBasis) -> Note {
    let rest = Int(period.range.end - 1 - today)
    let isRunning = rest > 0 && period.range.start <= today
    return Note(
      isRunning ? .duringRunning : .during,
      [
        .text("period", period.text), .day("first", period.range.start),
        .day("last", period.range.end - 1), .text("date", date.name),
      ] + (isRunning ? [.count("days", rest)] : []))
  }

  /// Puts `show`, `sort`, `top` and `limit` on rows or groups.
  mutating func arrange(_ rows: ResolvedQuery, by clauses: ClauseSet) throws(Reported)
    -> ResolvedQuery
  {
    var rows = rows
    if let items = clauses.shown {
      let shown = try resolveShow(items, &rows)
      rows.shown = shown
    }
    try resolveOrder(&rows, by: clauses)
    return rows
  }

  /// Binds `show`: computed columns are made before sorting, so that `sort` may name them.
  private mutating func resolveShow(
    _ items: [NamedExpression], _ rows: inout ResolvedQuery
  ) throws(Reported) -> [NamedTerm] {
    var shown: [NamedTerm] = []
    var made: [NamedTerm] = []
    let width = rows.scope.width
    var entries: [Scope.ColumnEntry] = []
    let scope = rows.scope
    _ = try items.bindingEach { item throws(Reported) in
      let term = try expressions.resolveValue(item.expression, in: place(scope))
      let name = item.label?.text ?? columnName(of: item.expression)
      if shown.contains(where: { $0.name == name }) {
        throw report(.duplicateColumn(name, item.span))
      }
      guard item.label != nil || !item.expression.isPath else {
        shown.append(NamedTerm(name, term))
        return
      }
      let index = width + made.count
      made.append(NamedTerm(name, term))
      entries.append(
        Scope.ColumnEntry(
          name: name, type: term.type, domain: names.domainField(of: term), index: index))
      shown.append(NamedTerm(name, .column(index, name: name, term.type)))
    }
    if !made.isEmpty {
      rows.node = .extend(rows.node, made)
      rows.scope.columns = entries + rows.scope.columns
    }
    return shown
  }

  private mutating func resolveOrder(_ rows: inout ResolvedQuery, by clauses: ClauseSet)
    throws(Reported)
  {
    if case .sort(let keys)? = clauses[.sort]?.content {
      let terms = try sortTerms(keys, in: rows.scope, descends: false)
      rows.node = .sort(rows.node, terms)
    }
    if case .top(let count, let by, let per, let withOthers)? = clauses[.top]?.content {
      let number = try wholeNumber(count, atLeast: 1)
      let keys = try sortTerms(by, in: rows.scope, descends: true)
      var groups: [Term] = []
      for key in per { groups.append(try expressions.resolveValue(key, in: place(rows.scope))) }
      if withOthers, let clause = clauses[.top] {
        guard groups.isEmpty else {
          throw report(.othersNeedGroups(clause.span))
        }
        try markOthers(in: &rows, clause.span)
      }
      rows.node = .top(
        TopNode(input: rows.node, count: number, by: keys, per: groups, withOthers: withOthers))
    }
    if case .limit(let count)? = clauses[.limit]?.content {
      let number = try wholeNumber(count, atLeast: 0)
      rows.node = .limit(rows.node, number)
    }
  }

  /// Adds the column that tells the row of the others from the groups: no value of a key can.
  ///
  /// That row belongs to no value of `per`, so that rows stay rows.
  private mutating func markOthers(in rows: inout ResolvedQuery, _ span: Span) throws(Reported) {
    guard case .aggregate(let groups) = rows.node else {
      throw report(.othersNeedGroups(span))
    }
    guard !rows.scope.columns.contains(where: { $0.name == TopNode.othersColumn }) else {
      throw report(.duplicateColumn(TopNode.othersColumn, span))
    }
    rows.scope.columns.append(
      Scope.ColumnEntry(
        name: TopNode.othersColumn, type: .boolean, index: groups.keys.count + groups.outputs.count)
    )
    rows.spreadColumn = nil
  }

  private mutating func sortTerms(
    _ keys: [SortKey], in scope: Scope, descends: Bool
  ) throws(Reported) -> [SortTerm] {
    var terms: [SortTerm] = []
    for key in keys {
      let term = try expressions.resolveValue(key.expression, in: place(scope))
      terms.append(SortTerm(term: term, isDescending: key.isDescending != descends))
    }
    return terms
  }

  private mutating func wholeNumber(_ expression: Expression, atLeast least: Int) throws(Reported)
    -> Int
  {
    try expressions.refuseThousands(expression)
    var value: Double?
    switch expression.kind {
    case .number(let number): value = number
    case .parameter(let name):
      if case .number(let number)? = environment.parameters[name.text]?.value { value = number }
    case .unreadable: throw Reported()
    default: break
    }
    guard let value, value == value.rounded(), value >= Double(least), value < 1e9 else {
      throw report(.wholeNumberExpected(text(of: expression), expression.span))
    }
    return Int(value)
  }

  /// What an unlabelled column is called.
  func columnName(of expression: Expression) -> String {
    switch expression.kind {
    case .name(let parts): return parts.dotted
    case .call(let call):
      if let suffix = catalog.function(call.function.text)?.keySuffix,
        case .name(let parts)? = call.arguments.first?.kind
      {
        return parts.dotted + "_" + suffix
      }
      return text(of: expression)
    default: return text(of: expression)
    }
  }
}

extension Expression {
  /// Whether the expression is a name and nothing else.
  var isPath: Bool {
    if case .name = kind { true } else { false }
  }
}
