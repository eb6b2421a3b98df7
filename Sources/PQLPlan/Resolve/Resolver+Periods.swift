package import PQLModel
package import PQLSyntax

/// A stretch of days and how it was named.
package struct ResolvedPeriod: Sendable, Hashable {
  package var range: DayRange
  package var text: String

  package init(range: DayRange, text: String) {
    self.range = range
    self.text = text
  }
}

extension Resolver {
  /// Binds what stands behind `during`, `vs` or a date's `in`; nil after a report.
  package mutating func resolvePeriod(_ expression: Expression) -> ResolvedPeriod? {
    guard let range = dayRange(expression) else {
      report(.periodExpected(text(of: expression), expression.span))
      return nil
    }
    guard range.start < range.end else {
      report(.emptyPeriod(text(of: expression), expression.span))
      return nil
    }
    return ResolvedPeriod(range: range, text: text(of: expression))
  }

  /// Whether the expression can only be a period.
  func isPeriod(_ expression: Expression) -> Bool {
    switch expression.kind {
    case .period, .relativePeriod: true
    case .parenthesized(let inner): isPeriod(inner)
    default: false
    }
  }

  /// The days of a period, a single day, or a range of either.
  private mutating func dayRange(_ expression: Expression) -> DayRange? {
    switch expression.kind {
    case .parenthesized(let inner): return dayRange(inner)
    case .number(let year) where year == year.rounded() && (1...9999).contains(year):
      return model.calendar.days(of: Period(grain: .year, ordinal: Int32(year)))
    case .period(let literal): return model.calendar.days(of: period(literal))
    case .relativePeriod(let relative, let count, let unit):
      return days(of: relative, count, unit)
    case .range(let low, let high, let includesEnd):
      guard let first = dayRange(low), let last = dayRange(high) else { return nil }
      return DayRange(start: first.start, end: includesEnd ? last.end : last.start)
    case .parameter(let name):
      guard case .date(let day)? = environment.parameters[name.text]?.value else { return nil }
      return DayRange(start: day, end: day + 1)
    default: return resolveDay(expression).map { DayRange(start: $0, end: $0 + 1) }
    }
  }

  private func days(of relative: RelativePeriod, _ count: Int, _ unit: PeriodUnit) -> DayRange? {
    guard (1...100_000).contains(count) else { return nil }
    let grain = unit.grain
    let current = model.calendar.ordinal(of: today, grain: grain)
    let steps = Int32(count)
    switch relative {
    case .this: return pieces(grain, current, current + 1)
    case .last: return pieces(grain, current - steps, current)
    case .next: return pieces(grain, current + 1, current + 1 + steps)
    case .past:
      let months = unit.monthCount
      let start =
        months == 0
        ? today - steps * (unit == .week ? 7 : 1) + 1
        : CivilDate(dayNumber: today).adding(months: -months * count).dayNumber + 1
      return DayRange(start: start, end: today + 1)
    }
  }

  private func pieces(_ grain: Grain, _ first: Int32, _ end: Int32) -> DayRange {
    DayRange(
      start: model.calendar.days(of: Period(grain: grain, ordinal: first)).start,
      end: model.calendar.days(of: Period(grain: grain, ordinal: end)).start)
  }

  /// The rows of an entity whose date lies in a period: the condition, and the name of the date.
  mutating func condition(
    during period: Expression, on date: Expression?, of scope: Scope, keyword: Span
  ) -> (term: Term, period: ResolvedPeriod, date: DateBasis)? {
    guard let resolved = resolvePeriod(period),
      let basis = dateBasis(on: date, of: scope, keyword: keyword)
    else { return nil }
    return (basis.condition(resolved.range), resolved, basis)
  }

  /// The date that `during` and `per` go by.
  mutating func dateBasis(on date: Expression?, of scope: Scope, keyword: Span) -> DateBasis? {
    if let date {
      guard let term = resolveValue(date, in: scope) else { return nil }
      guard term.type == .date || term.type == .timestamp else {
        report(.dateExpected(text(of: date), term.type, date.span))
        return nil
      }
      return DateBasis(term: term, name: text(of: date), until: nil)
    }
    guard let entity = scope.entity, let basis = usualDate(of: entity) else {
      report(.noDateToUse(scope.entity, keyword))
      return nil
    }
    return basis
  }

  /// Deals go by their close, leads by creation, activities by when they were, quotas by overlap.
  private func usualDate(of entity: EntityKind) -> DateBasis? {
    switch entity {
    case .deals where goesByCreation:
      return storedDate("created", of: .deals).map {
        DateBasis(term: $0, name: "created", until: nil)
      }
    case .deals:
      let closed = catalogField("closed", of: .deals)
      let closedOn = catalogField("closed_on", of: .deals) ?? storedDate("closed_on", of: .deals)
      guard let due = storedDate("close_date", of: .deals), let closed, let closedOn else {
        return catalogField("closed_on", of: .deals).map {
          DateBasis(term: $0, name: "closed_on", until: nil)
        }
      }
      return DateBasis(
        term: .conditional(closed, then: closedOn, else: due, .date),
        name: "closed_on if closed, else close_date", until: nil)
    case .quotas, .campaigns:
      guard let from = storedDate("from", of: entity) else { return nil }
      return DateBasis(
        term: from, name: "from and until, overlapping", until: storedDate("until", of: entity))
    case .items:
      guard model.link(.items, "deal") != nil, let basis = usualDate(of: .deals) else {
        return nil
      }
      return DateBasis(
        term: .follow(RelationReference(from: .items, field: "deal", to: .deals), basis.term),
        name: "the deal's " + basis.name, until: nil)
    case .activities, .history: return single("at", entity)
    default: return single("created", entity)
    }
  }

  private func single(_ name: String, _ entity: EntityKind) -> DateBasis? {
    storedDate(name, of: entity).map { DateBasis(term: $0, name: name, until: nil) }
  }

  private func catalogField(_ name: String, of entity: EntityKind) -> Term? {
    catalog.field(name, of: entity).map {
      .computed(ComputedReference(entity: entity, name: name, type: $0.type))
    }
  }

  func storedDate(_ name: String, of entity: EntityKind) -> Term? {
    guard let table = model[entity], let index = table.index(of: name) else { return nil }
    let field = table.fields[index]
    guard field.type == .date || field.type == .timestamp else { return nil }
    return .field(FieldReference(entity: entity, index: index, name: field.name, type: field.type))
  }
}

/// A date of an entity's rows, or a stretch of dates.
struct DateBasis: Sendable, Hashable {
  var term: Term
  var name: String
  /// The last day, for rows that last.
  var until: Term?

  /// The rows that lie in the range; a row that lasts counts when it overlaps.
  func condition(_ range: DayRange) -> Term {
    guard let until else { return .within(term, range) }
    let begins = Term.comparison(.less, term, .constant(.date(range.end), .date))
    let ends = Term.comparison(.greaterOrEqual, until, .constant(.date(range.start), .date))
    return .all([begins, ends])
  }
}

extension PeriodUnit {
  /// Months in the unit; 0 for days and weeks.
  fileprivate var monthCount: Int {
    switch self {
    case .day, .week: 0
    case .month: 1
    case .quarter, .fiscalQuarter: 3
    case .year, .fiscalYear: 12
    }
  }
}
