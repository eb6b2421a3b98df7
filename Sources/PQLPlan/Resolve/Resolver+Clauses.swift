import PQLModel
import PQLSyntax

extension Resolver {
  /// Puts `where`, `during`, `since` and `until` on the rows; false after a report.
  mutating func restrict(_ rows: inout ResolvedQuery, by clauses: ClauseSet) -> Bool {
    var isWhole = true
    if let condition = clauses.condition {
      if let term = resolveCondition(condition, in: rows.scope) {
        rows.node = .filter(rows.node, term)
      } else {
        isWhole = false
      }
    }
    guard let restriction = timeRestriction(of: rows.scope, by: clauses) else { return false }
    if let term = restriction.term { rows.node = .filter(rows.node, term) }
    rows.notes += restriction.notes
    rows.period = restriction.period ?? rows.period
    return isWhole
  }

  private mutating func timeRestriction(
    of scope: Scope, by clauses: ClauseSet
  ) -> (term: Term?, notes: [Note], period: AskedPeriod?)? {
    var parts: [Term] = []
    var notes: [Note] = []
    var asked: AskedPeriod?
    if let (period, on) = clauses.during, let clause = clauses[.during] {
      guard
        let during = condition(during: period, on: on, of: scope, keyword: clause.keywordSpan)
      else { return nil }
      parts.append(during.term)
      notes.append(duringNote(during.period, during.date))
      asked = AskedPeriod(range: during.period.range, dateBasis: during.date.name)
    }
    for keyword in [ClauseKeyword.since, .until] {
      guard let clause = clauses[keyword] else { continue }
      guard let (term, note) = bound(clause, of: scope) else { return nil }
      parts.append(term)
      notes.append(note)
    }
    return (parts.count > 1 ? .all(parts) : parts.first, notes, asked)
  }

  private mutating func bound(
    _ clause: Clause, of scope: Scope
  ) -> (term: Term, note: Note)? {
    guard let basis = dateBasis(on: nil, of: scope, keyword: clause.keywordSpan) else { return nil }
    switch clause.content {
    case .since(let day):
      guard let start = resolvePeriod(day)?.range.start else { return nil }
      return (
        basis.condition(DayRange(start: start, end: 3_000_000)),
        Note(.since, [.day("day", start), .text("date", basis.name)])
      )
    case .until(let day):
      guard let end = resolvePeriod(day)?.range.end else { return nil }
      return (
        basis.condition(DayRange(start: -800_000, end: end)),
        Note(.until, [.day("day", end - 1), .text("date", basis.name)])
      )
    default: return nil
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
  mutating func arrange(_ rows: ResolvedQuery, by clauses: ClauseSet) -> ResolvedQuery? {
    var rows = rows
    if let items = clauses.shown {
      guard let shown = resolveShow(items, &rows) else { return nil }
      rows.shown = shown
    }
    guard resolveOrder(&rows, by: clauses) else { return nil }
    return rows
  }

  /// Binds `show`: computed columns are made before sorting, so that `sort` may name them.
  private mutating func resolveShow(
    _ items: [NamedExpression], _ rows: inout ResolvedQuery
  ) -> [NamedTerm]? {
    var shown: [NamedTerm] = []
    var made: [NamedTerm] = []
    let width = rows.scope.width
    var entries: [Scope.ColumnEntry] = []
    var failed = false
    for item in items {
      guard let term = resolveValue(item.expression, in: rows.scope) else {
        failed = true
        continue
      }
      let name = item.label?.text ?? columnName(of: item.expression)
      if shown.contains(where: { $0.name == name }) {
        report(.duplicateColumn(name, item.span))
        failed = true
        continue
      }
      guard item.label != nil || !item.expression.isPath else {
        shown.append(NamedTerm(name, term))
        continue
      }
      let index = width + made.count
      made.append(NamedTerm(name, term))
      entries.append(
        Scope.ColumnEntry(
          name: name, type: term.type, domain: domainField(of: term), index: index))
      shown.append(NamedTerm(name, .column(index, name: name, term.type)))
    }
    guard !failed else { return nil }
    if !made.isEmpty {
      rows.node = .extend(rows.node, made)
      rows.scope.columns = entries + rows.scope.columns
    }
    return shown
  }

  private mutating func resolveOrder(_ rows: inout ResolvedQuery, by clauses: ClauseSet) -> Bool {
    if case .sort(let keys)? = clauses[.sort]?.content {
      guard let terms = sortTerms(keys, in: rows.scope, descends: false) else { return false }
      rows.node = .sort(rows.node, terms)
    }
    if case .top(let count, let by, let per, let withOthers)? = clauses[.top]?.content {
      guard let number = wholeNumber(count, atLeast: 1),
        let keys = sortTerms(by, in: rows.scope, descends: true)
      else { return false }
      var groups: [Term] = []
      for key in per {
        guard let term = resolveValue(key, in: rows.scope) else { return false }
        groups.append(term)
      }
      if withOthers, let clause = clauses[.top] {
        guard groups.isEmpty else {
          report(.othersNeedGroups(clause.span))
          return false
        }
        guard markOthers(in: &rows, clause.span) else { return false }
      }
      rows.node = .top(
        TopNode(input: rows.node, count: number, by: keys, per: groups, withOthers: withOthers))
    }
    if case .limit(let count)? = clauses[.limit]?.content {
      guard let number = wholeNumber(count, atLeast: 0) else { return false }
      rows.node = .limit(rows.node, number)
    }
    return true
  }

  /// Adds the column that tells the row of the others from the groups: no value of a key can.
  ///
  /// That row belongs to no value of `per`, so that rows stay rows.
  private mutating func markOthers(in rows: inout ResolvedQuery, _ span: Span) -> Bool {
    guard case .aggregate(let groups) = rows.node else {
      report(.othersNeedGroups(span))
      return false
    }
    guard !rows.scope.columns.contains(where: { $0.name == TopNode.othersColumn }) else {
      report(.duplicateColumn(TopNode.othersColumn, span))
      return false
    }
    rows.scope.columns.append(
      Scope.ColumnEntry(
        name: TopNode.othersColumn, type: .boolean, index: groups.keys.count + groups.outputs.count)
    )
    rows.spreadColumn = nil
    return true
  }

  private mutating func sortTerms(
    _ keys: [SortKey], in scope: Scope, descends: Bool
  ) -> [SortTerm]? {
    var terms: [SortTerm] = []
    for key in keys {
      guard let term = resolveValue(key.expression, in: scope) else { return nil }
      terms.append(SortTerm(term: term, isDescending: key.isDescending != descends))
    }
    return terms
  }

  private mutating func wholeNumber(_ expression: Expression, atLeast least: Int) -> Int? {
    guard !readsAsThousands(expression) else { return nil }
    var value: Double?
    switch expression.kind {
    case .number(let number): value = number
    case .parameter(let name):
      if case .number(let number)? = environment.parameters[name.text]?.value { value = number }
    case .unreadable: return nil
    default: break
    }
    guard let value, value == value.rounded(), value >= Double(least), value < 1e9 else {
      report(.wholeNumberExpected(text(of: expression), expression.span))
      return nil
    }
    return Int(value)
  }

  /// What an unlabelled column is called.
  func columnName(of expression: Expression) -> String {
    switch expression.kind {
    case .name(let parts): return parts.map(\.text).joined(separator: ".")
    case .call(let call):
      if let suffix = catalog.function(call.function.text)?.keySuffix,
        case .name(let parts)? = call.arguments.first?.kind
      {
        return parts.map(\.text).joined(separator: ".") + "_" + suffix
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
