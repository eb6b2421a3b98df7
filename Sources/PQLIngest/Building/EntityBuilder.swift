import PQLModel

/// Gives the columns of one entity their names and types.
struct EntityBuilder {
  let settings: ModelSettings.Entity
  let zone: ZoneClock
  var table: RawTable
  var notes: NoteBook
  /// The currencies that stood beside amounts, by first appearance.
  private(set) var signs: [String] = []
  let plan: FieldPlan
  /// The order of day and month that some column of the entity proves.
  private var provenOrder: DateOrder??

  init(
    _ table: RawTable, _ settings: ModelSettings.Entity, present: Set<EntityKind>,
    zone: ZoneClock, modelFile: String, notes: NoteBook
  ) throws(LoadFailure) {
    self.table = table
    self.settings = settings
    self.zone = zone
    self.notes = notes
    plan = try FieldPlan(table, settings, present: present, file: modelFile)
  }

  private var kind: EntityKind { table.kind }

  /// Remembers currencies that stood beside amounts.
  mutating func addSigns(_ found: [String]) {
    for sign in found where !signs.contains(sign) { signs.append(sign) }
  }

  /// The typed fields.
  mutating func build() throws(LoadFailure) -> DraftTable {
    noteNames()
    try replaceValues()
    try refuseRepeatedRecords()
    var fields: [EntityField] = []
    for entry in plan.entries { fields.append(try field(entry)) }
    return DraftTable(
      kind: kind, rowCount: table.rowCount, fields: fields,
      fileName: table.parts.first?.fileName ?? "")
  }

  private mutating func noteNames() {
    if !plan.found.isEmpty {
      let list = plan.found.map { "\($0.name) in `\($0.dataName)`" }.joined(separator: ", ")
      notes.add(kind, "\(kind.rawValue): found \(list)")
    }
    for (dataName, name) in plan.renamed {
      notes.add(
        kind,
        "\(kind.rawValue): the data's own `\(dataName)` is called `\(name)`, "
          + "because a mapping gives its name to another field")
    }
    let duplicates = table.parts.reduce(0) { $0 + $1.duplicateKeys }
    if duplicates > 0 {
      notes.add(
        kind, "\(kind.rawValue): \(duplicates) keys stand twice in their record; the last counts",
        .warning)
    }
    let short = table.parts.reduce(0) { $0 + $1.shortRows }
    if short > 0 {
      notes.add(
        kind,
        "\(kind.rawValue): \(short) lines have fewer cells than the header; "
          + "what they lack is missing", .warning)
    }
  }

  /// The field that a name in the model file means: PQL's name, else the data's.
  private func column(for name: String, in section: String) throws(LoadFailure) -> Int {
    if let entry = plan.entries.first(where: { $0.name == name }) { return entry.column }
    if let column = table.column(named: name) { return column }
    let names = plan.entries.map(\.name)
    throw LoadFailure(
      "`\(name)` is not a field of \(kind.rawValue)", field: "entities.\(kind.rawValue).\(section)",
      value: name,
      advice: nearestName(to: name, among: names).map { "perhaps `\($0)`" }
        ?? "the fields are \(names.joined(separator: ", "))")
  }

  private mutating func replaceValues() throws(LoadFailure) {
    for (name, replacements) in settings.values {
      let column = try column(for: name, in: "values")
      let counts = table.replace(column, replacements)
      for (replacement, count) in zip(replacements, counts) {
        notes.add(
          kind,
          "\(kind.rawValue).\(name): `\(replacement.from)` became `\(replacement.to)` "
            + (count == 0 ? "nowhere; no record has it" : "in \(count) records"),
          count == 0 ? .warning : .note)
      }
    }
  }

  // MARK: - one field

  private mutating func field(_ entry: FieldPlan.Entry) throws(LoadFailure) -> EntityField {
    let declared = try declaredType(of: entry)
    let type = declared?.type ?? entry.canonical?.type
    let built: (type: ValueType, column: Column)
    if let type {
      built = try typed(entry, type, declared?.form, isDeclared: declared != nil)
    } else {
      built = try inferred(entry)
    }
    return EntityField(
      name: entry.name, aliases: entry.aliases, type: built.type, column: built.column,
      target: entry.canonical?.target)
  }

  private func declaredType(
    of entry: FieldPlan.Entry
  ) throws(LoadFailure) -> ModelSettings.DeclaredType? {
    var found: ModelSettings.DeclaredType?
    for (name, type) in settings.types {
      if name == entry.name || entry.aliases.contains(name) { found = type }
      _ = try column(for: name, in: "types")
    }
    return found
  }

  /// A column of a type that is known before its values are seen.
  private mutating func typed(
    _ entry: FieldPlan.Entry, _ type: ValueType, _ form: DateForm?, isDeclared: Bool
  ) throws(LoadFailure) -> (ValueType, Column) {
    let column = entry.column
    switch type {
    case .number, .duration:
      return (type, report(entry, table.numberColumn(column), "numbers"))
    case .percent:
      return (type, percentColumn(entry))
    case .money:
      let built = table.moneyColumn(column)
      addSigns(built.signs)
      if !built.rounded.isEmpty {
        notes.add(
          kind,
          "\(kind.rawValue).\(entry.name): \(built.rounded.count) values have more than "
            + "\(RawTable.mostDecimals) decimals and are rounded there, first "
            + example(built.rounded, column), .warning)
      }
      return (type, report(entry, built, "money"))
    case .boolean:
      return (type, report(entry, table.booleanColumn(column, loosely: true), "true or false"))
    case .date:
      if form == nil, let built = table.dayColumn(column, .iso, zone), built.unreadable.isEmpty {
        return (type, built.column)
      }
      var known = form
      if known == nil { known = try dateForm(entry, type) }
      return (type, report(entry, table.dayColumn(column, known ?? .iso, zone), "dates"))
    case .timestamp:
      if form == nil, let built = table.secondColumn(column, .iso, zone), built.unreadable.isEmpty {
        return (type, built.column)
      }
      var known = form
      if known == nil { known = try dateForm(entry, type) }
      return (type, report(entry, table.secondColumn(column, known ?? .iso, zone), "timestamps"))
    case .list: return (type, .list(table.listColumn(column)))
    default:
      // A relation's values are grouped by their codes while the model is put together.
      let mayRepeat = type == .text && entry.canonical?.target == nil
      return (type, .text(table.textColumn(column, mayRepeat: mayRepeat)))
    }
  }

  /// Takes a column; says in one warning what could not be read.
  private mutating func report(
    _ entry: FieldPlan.Entry, _ built: BuiltColumn?, _ what: String
  ) -> Column {
    guard let built else { return .text(table.textColumn(entry.column)) }
    if !built.unreadable.isEmpty {
      let present = built.column.count - built.column.missingCount + built.unreadable.count
      notes.add(
        kind,
        "\(kind.rawValue).\(entry.name): \(built.unreadable.count) of \(present) values are "
          + "not \(what), first \(example(built.unreadable, entry.column)); "
          + "they count as missing", .warning)
    }
    return built.column
  }

  private func example(_ unreadable: Unreadable, _ column: Int) -> String {
    "`\(unreadable.firstText)` at \(table.placeName(column: column, row: unreadable.firstRow))"
  }

  private mutating func percentColumn(_ entry: FieldPlan.Entry) -> Column {
    let (built, scale) = table.percentColumn(entry.column)
    let name = "\(kind.rawValue).\(entry.name)"
    switch scale {
    case .hundred: notes.add(kind, "\(name): read on a scale of 0 to 100")
    case .onlyZeroAndOne:
      notes.add(kind, "\(name): holds only 0 and 1, read as fractions (none and certain)")
    case .fraction, .empty: break
    }
    return report(entry, built, "percents")
  }

  // MARK: - dates

  /// How the dates of a column are written, by its own evidence, else by the entity's.
  private mutating func dateForm(
    _ entry: FieldPlan.Entry, _ type: ValueType
  ) throws(LoadFailure) -> DateForm {
    let evidence = table.dateEvidence(entry.column)
    if evidence.isEpoch { return .epochMilliseconds }
    guard evidence.openCount > 0 || evidence.provesDay || evidence.provesMonth else { return .iso }
    let name = "\(kind.rawValue).\(entry.name)"
    if let order = evidence.order {
      notes.add(kind, "\(name): dates are read as \(order.words), as `\(evidence.proof)` shows")
      return .ordered(order)
    }
    if !evidence.provesDay, let order = orderOfEntity() {
      notes.add(
        kind, "\(name): dates are read as \(order.words), as other dates of \(kind.rawValue) show")
      return .ordered(order)
    }
    throw LoadFailure(
      evidence.provesDay
        ? "some dates have the day first and some the month, as `\(evidence.proof)`"
        : "`\(evidence.open)` can be read as day and month or as month and day",
      file: table.placeName(column: entry.column, row: evidence.openRow), field: name,
      value: evidence.open.isEmpty ? evidence.proof : evidence.open,
      advice:
        "say which in the model file: \"types\": { \"\(entry.name)\": \"\(type.keyword) dmy\" }, "
        + "or mdy")
  }

  /// The order that another column of the entity proves.
  mutating func orderOfEntity() -> DateOrder? {
    if let provenOrder { return provenOrder }
    var orders: Set<DateOrder> = []
    for column in table.columns.indices {
      if let order = table.dateEvidence(column).order { orders.insert(order) }
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
