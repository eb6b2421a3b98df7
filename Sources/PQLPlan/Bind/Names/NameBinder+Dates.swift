import PQLModel
import PQLSyntax

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

extension NameBinder {
  /// Deals go by their close, leads by creation, activities by when they were, quotas by overlap.
  func usualDate(of entity: EntityKind, _ dates: DateUse) -> DateBasis? {
    switch entity {
    case .deals where dates == .creation:
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
      guard model.link(.items, "deal") != nil, let basis = usualDate(of: .deals, dates) else {
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

  /// The usual date of an entity, for orders in time.
  func entityDate(of entity: EntityKind) -> Term? {
    storedDate(entity == .activities || entity == .history ? "at" : "created", of: entity)
  }
}
