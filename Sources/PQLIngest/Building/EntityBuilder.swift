import PQLModel
import PQLThreads

/// Gives the columns of one entity their names and types.
struct EntityBuilder {
  let settings: ModelSettings.Entity
  let zone: ZoneClock
  var table: RawTable
  var notes: NoteBook
  /// What the records came to, file by file.
  var rejects: RejectBook
  /// The currencies that stood beside amounts, by first appearance.
  private(set) var signs: [String] = []
  let plan: FieldPlan
  /// The order of day and month that some column of the entity proves, and its marks of numbers.
  var provenOrder: DateOrder??
  var provenMarks: NumberMarks??
  /// The columns of which was said that their numbers could be others by a factor of a thousand.
  var saidOpen: Set<Int> = []
  /// The orders of day and month in which dates were read.
  var readOrders: Set<DateOrder> = []
  private let watch: LoadWatch
  private let threads: ThreadCount

  init(
    _ table: RawTable, _ settings: ModelSettings.Entity, present: Set<EntityKind>,
    zone: ZoneClock, modelFile: String, notes: NoteBook, keepsRejects: Bool = false,
    watch: LoadWatch = .none, threads: ThreadCount = .one
  ) throws(LoadFailure) {
    self.table = table
    self.settings = settings
    self.zone = zone
    self.notes = notes
    self.watch = watch
    self.threads = threads
    rejects = RejectBook(table, keepsRecords: keepsRejects)
    plan = try FieldPlan(table, settings, present: present, file: modelFile)
  }

  var kind: EntityKind { table.kind }

  /// Remembers currencies that stood beside amounts.
  mutating func addSigns(_ found: [String]) {
    for sign in found where !signs.contains(sign) { signs.append(sign) }
  }

  /// The typed fields, or those of them that somebody may ask for.
  mutating func build(_ demand: FieldDemand? = nil) throws(LoadFailure) -> DraftTable {
    noteNames()
    try replaceValues()
    try rejectRecords()
    try refuseRepeatedRecords()
    let wanted = plan.entries.filter { entry in
      let names = [entry.name, table.columns[entry.column].name] + entry.aliases
      return demand.map { names.contains(where: $0.wants) } ?? true
    }
    table.turnEarly(
      wanted.filter(isPlainlyTyped).map { ($0.column, $0.canonical?.type) }, threads: threads)
    var fields: [EntityField] = []
    for entry in wanted {
      try askWhetherToGoOn()
      fields.append(try field(entry))
    }
    return DraftTable(
      kind: kind, rowCount: table.rowCount, fields: fields,
      knownNames: demand == nil ? nil : plan.entries.map(\.name),
      fileName: table.parts.first?.fileName ?? "")
  }

  /// Whether a field gets the type that PQL knows for it, or that its values show.
  private func isPlainlyTyped(_ entry: FieldPlan.Entry) -> Bool {
    let isDeclared = settings.types.contains { entry.isCalled($0.field) }
    let isHinted = FieldHint.isIdentifier(entry.name) || FieldHint.isMoment(entry.name)
    return !isDeclared && (entry.canonical != nil || !isHinted)
  }

  /// Ends the load when whoever watches it has given up.
  func askWhetherToGoOn() throws(LoadFailure) {
    if watch.isStopped(afterReading: 0) { throw .stopped() }
  }

  private mutating func noteNames() {
    if !plan.found.isEmpty { notes.add(kind, .fieldsFound(kind, plan.found)) }
    for (dataName, name) in plan.renamed {
      notes.add(kind, .fieldRenamed(kind, dataName, to: name))
    }
    let duplicates = table.parts.reduce(0) { $0 + $1.duplicateKeys }
    if duplicates > 0 { notes.add(kind, .keysRepeated(kind, count: duplicates)) }
    for name in table.repeatedNames { notes.add(kind, .headerRepeated(kind, name)) }
    for part in table.parts where !part.listsLeftAside.isEmpty {
      notes.add(kind, .listsLeftAside(kind, part.fileName, part.listsLeftAside))
    }
    let short = table.parts.reduce(0) { $0 + $1.shortRows }
    if short > 0 { notes.add(kind, .linesTooShort(kind, count: short)) }
  }

  /// The field that a name in the model file means: PQL's name, else the data's.
  private func column(for name: String, in section: String) throws(LoadFailure) -> Int {
    if let entry = plan.entries.first(where: { $0.name == name }) { return entry.column }
    if let column = table.column(named: name) { return column }
    throw .fieldNotInData(
      name, kind, among: plan.entries.map(\.name), at: "entities.\(kind.rawValue).\(section)")
  }

  private mutating func replaceValues() throws(LoadFailure) {
    for (name, replacements) in settings.values {
      let column = try column(for: name, in: "values")
      let counts = table.replace(column, replacements)
      for (replacement, count) in zip(replacements, counts) {
        notes.add(
          kind,
          .valuesReplaced(
            NotedField(kind, name), replacement.from, by: replacement.to, count: count))
      }
    }
  }

  // MARK: - one field

  mutating func field(_ entry: FieldPlan.Entry) throws(LoadFailure) -> EntityField {
    let declared = try declaredType(of: entry)
    let type = declared?.type ?? entry.canonical?.type
    let built: (type: ValueType, column: Column)
    if let type {
      built = try typed(entry, type, declared)
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
      if entry.isCalled(name) { found = type }
      _ = try column(for: name, in: "types")
    }
    return found
  }

  /// A column of a type that is known before its values are seen.
  private mutating func typed(
    _ entry: FieldPlan.Entry, _ type: ValueType, _ declared: ModelSettings.DeclaredType?
  ) throws(LoadFailure) -> (ValueType, Column) {
    let column = entry.column
    switch type {
    case .number, .duration:
      try settleMarks(of: entry, as: type, declared?.marks)
      let built = table.numberColumn(column)
      if let built { noteDoubted(built, entry) }
      return (type, report(entry, built, "numbers"))
    case .percent:
      try settleMarks(of: entry, as: type, declared?.marks)
      return (type, percentColumn(entry))
    case .money:
      try settleMarks(of: entry, as: type, declared?.marks)
      return (type, moneyColumn(entry))
    case .boolean:
      return (type, report(entry, table.booleanColumn(column, loosely: true), "true or false"))
    case .date:
      let keepsTime = declared == nil && entry.canonical?.keepsTime == true
      if declared?.form == nil, let built = table.dayColumn(column, .iso, zone),
        built.unreadable.isEmpty
      {
        return keepsTime ? dateColumn(entry, .iso) ?? (type, built.column) : (type, built.column)
      }
      let form = try form(of: entry, type, declared)
      if keepsTime, let built = dateColumn(entry, form) { return built }
      return (type, report(entry, table.dayColumn(column, form, zone), "dates"))
    case .timestamp:
      if declared?.form == nil, let built = table.secondColumn(column, .iso, zone),
        built.unreadable.isEmpty
      {
        return (type, built.column)
      }
      let form = try form(of: entry, type, declared)
      return (type, report(entry, table.secondColumn(column, form, zone), "timestamps"))
    case .list: return (type, .list(table.listColumn(column)))
    default:
      // Ids and the values of relations are told apart by their codes while the model is put together.
      let mayRepeat = type == .text && entry.canonical?.target == nil && entry.name != "id"
      return (type, .text(table.textColumn(column, mayRepeat: mayRepeat)))
    }
  }

  /// Takes a column; says in one warning what could not be read.
  mutating func report(
    _ entry: FieldPlan.Entry, _ built: BuiltColumn?, _ what: String
  ) -> Column {
    guard let built else { return .text(table.textColumn(entry.column)) }
    if !built.unreadable.isEmpty {
      let present = built.column.count - built.column.missingCount + built.unreadable.count
      notes.add(
        kind,
        .valuesUnreadable(
          noted(entry, built.unreadable), what, count: built.unreadable.count, of: present,
          wayOut: wayOut(built.unreadable, entry)))
    }
    return built.column
  }

  /// What a remark on a field says it is about; `values` are those that it counts.
  func noted(_ entry: FieldPlan.Entry, _ values: Unreadable? = nil) -> NotedField {
    NotedField(
      kind, entry.name,
      first: values.map {
        NotedField.Example(
          text: $0.firstText, place: table.place(column: entry.column, row: $0.firstRow))
      })
  }
}

extension RawTable {
  /// The names that stand more than once in a header of its files.
  fileprivate var repeatedNames: [String] {
    var names: [String] = []
    for part in parts {
      guard case .csv(let header) = part.form else { continue }
      names += header.repeated.filter { !names.contains($0) }
    }
    return names
  }
}
