import PQLModel

extension EntityBuilder {
  /// How the dates of a column are written, as declared for the field, else as found.
  mutating func form(
    of entry: FieldPlan.Entry, _ type: ValueType, _ declared: ModelSettings.DeclaredType?
  ) throws(LoadFailure) -> DateForm {
    let form: DateForm
    if let told = declared?.form { form = told } else { form = try dateForm(entry, type) }
    if case .ordered(let order) = form { readOrders.insert(order) }
    return form
  }

  /// How the dates of a column are written, as far as its own values, the model file and the entity's
  /// other columns tell.
  ///
  /// What could still be read in two ways is refused, and so are values that prove the opposite of
  /// what the model file says.
  private mutating func dateForm(
    _ entry: FieldPlan.Entry, _ type: ValueType
  ) throws(LoadFailure) -> DateForm {
    let evidence = table.dateEvidence(entry.column, isWhole: true)
    if evidence.isMostlyEpoch {
      notes.add(kind, .datesInMilliseconds(noted(entry)))
      return .epochMilliseconds
    }
    if let form = settings.dates {
      if case .ordered(let order) = form, let proven = evidence.order, proven != order {
        throw .datesContradict(
          kind, entry.name, type, proof: evidence.proof, said: order, proven: proven)
      }
      return form
    }
    guard evidence.openCount > 0 || evidence.provesDay || evidence.provesMonth else { return .iso }
    if let order = evidence.order {
      notes.add(kind, .datesSettled(noted(entry), order, by: "`\(evidence.proof)` shows"))
      return .ordered(order)
    }
    if !evidence.provesDay, let order = orderOfEntity() {
      notes.add(
        kind, .datesSettled(noted(entry), order, by: "other dates of \(kind.rawValue) show"))
      return .ordered(order)
    }
    throw .datesOpen(
      kind, entry.name, type, evidence,
      at: table.place(column: entry.column, row: evidence.openRow))
  }

  /// The dates of a column that no type is known of; nil when they can be read in two ways, which is
  /// said.
  mutating func inferredDates(_ entry: FieldPlan.Entry) -> (type: ValueType, column: Column)? {
    let evidence = table.dateEvidence(entry.column)
    var declared: DateOrder?
    if case .ordered(let order)? = settings.dates { declared = order }
    let order =
      evidence.order ?? declared ?? (evidence.provesDay ? nil : orderOfEntity())
    if let order, let built = dateColumn(entry, .ordered(order)) {
      if evidence.openCount > 0 || evidence.order != nil, declared != order {
        notes.add(kind, .datesSettled(noted(entry), order))
      }
      if evidence.openCount > 0 || evidence.order != nil { readOrders.insert(order) }
      return built
    }
    if evidence.openCount == 0, let built = dateColumn(entry, .iso) { return built }
    guard evidence.otherCount == 0, evidence.openCount > 0, order == nil else { return nil }
    notes.add(kind, .datesKeptAsText(noted(entry), example: evidence.open))
    return asText(entry)
  }

  /// The column as dates or timestamps; nil when a value is neither.
  func dateColumn(
    _ entry: FieldPlan.Entry, _ form: DateForm
  ) -> (type: ValueType, column: Column)? {
    if let built = table.dayColumn(entry.column, form, zone, strictly: true) {
      return (.date, built.column)
    }
    if let built = table.secondColumn(entry.column, form, zone, strictly: true) {
      return (.timestamp, built.column)
    }
    return nil
  }

  /// The order that other columns of the entity prove, where they agree.
  mutating func orderOfEntity() -> DateOrder? {
    if let provenOrder { return provenOrder }
    var orders: Set<DateOrder> = []
    for column in table.columns.indices {
      let evidence = table.dateEvidence(column)
      // A word that happens to look like a date proves nothing about dates.
      if let order = evidence.order, evidence.dateCount > evidence.otherCount {
        orders.insert(order)
      }
    }
    let order = orders.count == 1 ? orders.first : nil
    provenOrder = .some(order)
    return order
  }
}

extension DateOrder {
  /// What a message calls the order.
  var words: String { self == .dmy ? "day, month, year" : "month, day, year" }
}
