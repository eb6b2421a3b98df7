import PQLModel
import PQLPlan

// What in the data makes a figure doubtful although it is right: said in the footer of the answer that
// rests on it.

extension Execution {
  /// Says how many deals count as won or lost although the day of their outcome is yet to come.
  ///
  /// `terms` are what the figures of an entity's rows read, `filters` the conditions the rows meet.
  func noteLaterOutcomes(
    _ terms: [Term], of entity: EntityKind, under filters: [Term]
  ) throws(EvaluationFailure) {
    guard entity == .deals, (terms + filters).contains(where: readsOutcome) else { return }
    let later = try laterOutcomes()
    guard !later.isEmpty else { return }
    var frame = Frame(entity: .deals, rows: later, count: later.count, columns: [])
    for filter in filters { frame = frame.filtered(try condition(filter, in: frame)) }
    guard frame.count > 0 else { return }
    note(Note(.laterOutcomes, [.count("n", frame.count)]))
  }

  /// The same of the rows of a grouping, where these are records.
  func noteLaterOutcomes(_ node: AggregateNode) throws(EvaluationFailure) {
    guard let (entity, filters) = node.input.filteredScan else { return }
    let figures = node.aggregates.flatMap { [$0.argument, $0.condition].compactMap { $0 } }
    try noteLaterOutcomes(
      node.keys.map(\.term) + figures, of: entity, under: filters.map(\.condition))
  }

  /// The closed deals whose recorded day of closing is after today.
  private func laterOutcomes() throws(EvaluationFailure) -> [Int32] {
    guard case .day(let days)? = model[.deals]?.field("closed_on")?.column else { return [] }
    let today = today
    guard let last = cache.lastDay(of: days, in: model), last > today else { return [] }
    let later = valid(packedBits(days.values) { $0 > today }, days.validity).setRows
    guard !later.isEmpty else { return [] }
    let closed = Term.computed(ComputedReference(entity: .deals, name: "closed", type: .boolean))
    let frame = Frame(entity: .deals, rows: later, count: later.count, columns: [])
    return frame.filtered(try condition(closed, in: frame)).rows ?? []
  }

  private func readsOutcome(_ term: Term) -> Bool {
    guard case .computed(let reference) = term else {
      return term.parts.contains(where: readsOutcome)
    }
    if let definition = definitions[reference] { return readsOutcome(definition) }
    return ["closed", "closed_on", "lost", "open", "won"].contains(reference.name)
  }

  /// Whether a term is a built-in length of time, none of which is negative where the data are right.
  func isSpan(_ term: Term) -> Bool {
    guard case .computed(let reference) = term, reference.type == .duration else { return false }
    return library.field(reference.name, of: reference.entity) != nil
  }
}
