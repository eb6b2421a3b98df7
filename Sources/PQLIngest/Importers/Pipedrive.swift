import PQLModel

/// What an export of Pipedrive tells beyond the columns of its tables.
enum Pipedrive {
  static let name = "Pipedrive"

  /// Names stages, moves deals that have ended, makes the history, and brings ids to one form.
  static func settle(_ context: inout ImportContext) {
    mergeReferences(&context)
    let book = context.definePipelines(
      of: name, from: "Pipedrive's stages", adjusting: withOutcomes)
    dropDeleted(&context)
    context.update("deals", of: name) { deals, _ in
      settleDays(&deals)
      shortenLabels(&deals)
      keepLastStage(&deals, book)
    }
    history(&context, book)
    context.update("activities", of: name) { activities, _ in settleMoments(&activities) }
    var emails = RecordLinks()
    for place in context.places("emails", of: name) {
      emails.add(context.tables[place].draft, preferred: "true")
    }
    context.update("persons", of: name) { persons, _ in emails.fill("email", nil, in: &persons) }
    let prices = context.draft("prices", of: name)
    context.update("products", of: name) { products, _ in
      if let prices { fillPrices(&products, prices) }
    }
  }

  // MARK: - references

  private struct Reference {
    var field: String
    /// What Pipedrive calls it.
    var ids: [String]
    /// The field with the name alone.
    var name: String
    var target: EntityKind
  }

  private static let references = [
    Reference(
      field: "owner", ids: ["user_id", "owner_id"], name: "owner_name", target: .owners),
    Reference(field: "account", ids: ["org_id"], name: "org_name", target: .accounts),
    Reference(field: "contact", ids: ["person_id"], name: "person_name", target: .contacts),
  ]

  /// Whether a table needs no such reference: it holds what would be referred to, or a contact would
  /// be that of something else than a deal.
  private static func isOwn(_ reference: Reference, _ kind: EntityKind) -> Bool {
    kind == reference.target || reference.target == .contacts && kind != .deals
      || kind == .history
  }

  /// Pipedrive writes a reference as an id, or as a record of the id and the name.
  ///
  /// The id counts where the data have the records it names; else the name says more.
  private static func mergeReferences(_ context: inout ImportContext) {
    for place in context.tables.indices where context.tables[place].shape.system == name {
      for reference in references where !isOwn(reference, context.tables[place].draft.kind) {
        let draft = context.tables[place].draft
        let ids = reference.ids.flatMap { [$0, "\($0).value", "\($0).id"] } + [reference.field]
        let names = reference.ids.map { "\($0).name" } + [reference.name]
        let wanted = context.has(reference.target) ? ids + names : names + ids
        let columns = wanted.compactMap { draft.writtenColumn($0) }
        guard !columns.isEmpty else { continue }
        context.tables[place].draft.put(reference.field, columns, reference.target)
      }
      context.tables[place].draft.fields.removeAll { field in
        ["user_id.", "owner_id.", "org_id.", "creator_user_id.", "person_id."].contains {
          field.name.hasPrefix($0)
        }
      }
    }
  }

  // MARK: - deals

  /// Pipedrive keeps the outcome apart from the stage, and has no stages for it.
  private static func withOutcomes(_ pipeline: Pipeline) -> Pipeline {
    var pipeline = pipeline
    for (name, outcome) in [("Won", Stage.Outcome.won), ("Lost", .lost)] {
      if let known = pipeline.position(of: name) {
        pipeline.stages[known].outcome = outcome
      } else {
        pipeline.stages.append(Stage(name: name, outcome: outcome))
      }
    }
    return pipeline
  }

  /// Leaves aside deals whose status alone says that they are deleted.
  private static func dropDeleted(_ context: inout ImportContext) {
    for place in context.places("deals", of: name) {
      let deals = context.tables[place].draft
      guard let status = deals.text("status") else { continue }
      let isDeleted = status.dictionary.values.map { $0.lowercased() == "deleted" }
      func deleted(_ row: Int) -> Bool {
        status.codes[row] >= 0 && isDeleted[Int(status.codes[row])]
      }
      let rows = (0..<deals.rowCount).filter { !deleted($0) }
      guard rows.count < deals.rowCount else { continue }
      context.tables[place].draft = deals.keeping(rows.map { Int32(clamping: $0) })
      context.tables[place].records.setAside(
        (0..<deals.rowCount).filter { deleted($0) }, as: \.deleted)
      context.notes.add(
        .deals, .deletedByStatus(count: deals.rowCount - rows.count, of: deals.rowCount))
    }
  }

  /// The days that Pipedrive keeps as moments: of creation, and of the outcome a deal has now.
  private static func settleDays(_ deals: inout DraftTable) {
    func days(_ name: String, of moments: [Int64?]) -> EntityField {
      let column = DayColumn(
        values: moments.map { $0.map { dayNumber(ofSeconds: $0) } ?? 0 },
        validity: Bitmap(moments.map { $0 != nil }))
      return EntityField(name: name, type: .date, column: .day(column))
    }
    let rows = 0..<deals.rowCount
    if deals.index(of: "created") == nil, let added = deals.column("add_time") {
      deals.insert(days("created", of: rows.map { added.moment($0) }))
    }
    if deals.index(of: "closed_on") == nil, let outcomes = PipedriveOutcomes(deals) {
      deals.insert(days("closed_on", of: rows.map { outcomes[$0]?.at }))
    }
  }

  /// A CSV export writes `Deal - Label`; the record it stands in is known.
  private static func shortenLabels(_ deals: inout DraftTable) {
    let prefix = "Deal - "
    let taken = Set(deals.fields.flatMap { [$0.name] + $0.aliases })
    for index in deals.fields.indices where deals.fields[index].name.hasPrefix(prefix) {
      let long = deals.fields[index].name
      let short = String(long.dropFirst(prefix.count))
      guard !short.isEmpty, !taken.contains(short) else { continue }
      deals.fields[index].name = short
      deals.fields[index].aliases.append(long)
    }
  }

  /// Deals that have ended are put into `Won` and `Lost`; `last_stage` keeps where they stood.
  private static func keepLastStage(_ deals: inout DraftTable, _ book: StageBook) {
    guard let stages = deals.text("stage"), deals.text("status") != nil,
      deals.index(of: "last_stage") == nil
    else { return }
    deals.fields.append(
      EntityField(
        name: "last_stage", type: .category,
        column: .text(stages.replacing { book.stage($0) }.column)))
  }

  /// Changes as the flows tell them; for deals without one, what their own moments tell.
  private static func history(_ context: inout ImportContext, _ book: StageBook) {
    let deals = context.places("deals", of: name)
    var told: Set<String> = []
    for place in context.places("flow", of: name) {
      var history = PipedriveHistory(book)
      told.formUnion(
        history.add(
          context.tables[place].draft, deals: deals.map { context.tables[$0].draft },
          gone: context.leftAside[.deals] ?? []))
      guard history.count > 0 else { continue }
      context.add(
        history.table(fileName: context.tables[place].draft.fileName), madeFrom: place,
        named: "history")
    }
    for place in deals {
      var entries = PipedriveHistory(book)
      entries.addEntries(of: context.tables[place].draft, except: told)
      context.tables[place].draft.fields.removeAll {
        $0.name.hasPrefix("stay_in_pipeline_stages.")
      }
      guard entries.count > 0 else { continue }
      context.notes.add(.history, .historyWithoutFlow(deals: entries.dealCount))
      context.add(
        entries.table(fileName: context.tables[place].draft.fileName), madeFrom: place,
        named: "entries")
      context.hasEntryOnlyHistory = true
    }
  }

  // MARK: - other records

  /// An activity that is done happened when it was marked so; any other is due at its day and time.
  private static func settleMoments(_ activities: inout DraftTable) {
    guard let index = activities.index(of: "at"),
      case .second(let due) = activities.fields[index].column
    else { return }
    let (done, times) = (activities.column("marked_as_done_time"), activities.column("due_time"))
    let moments = (0..<activities.rowCount).map { row -> Int64? in
      if let done = done?.moment(row) { return done }
      guard due.validity?[row] ?? true else { return nil }
      return due.values[row] + (times?.written(row).flatMap(seconds) ?? 0)
    }
    activities.fields[index].column = .second(
      SecondColumn(values: moments.map { $0 ?? 0 }, validity: Bitmap(moments.map { $0 != nil })))
  }

  /// The seconds of the day that `09:30` or `09:30:00` mean.
  private static func seconds(_ time: String) -> Int64? {
    let parts = time.split(separator: ":").map { Int64($0) }
    guard parts.count >= 2, let hour = parts[0], let minute = parts[1], (0..<24).contains(hour),
      (0..<60).contains(minute)
    else { return nil }
    return hour * 3600 + minute * 60
  }

  /// A product has a price a currency; the first counts.
  private static func fillPrices(_ products: inout DraftTable, _ prices: DraftTable) {
    guard let ids = products.text("id"), let records = prices.text("record"),
      let index = prices.index(of: "price"), products.index(of: "price") == nil
    else { return }
    var rowOf: [String: Int32] = [:]
    for row in 0..<prices.rowCount {
      if let id = records[row], rowOf[id] == nil { rowOf[id] = Int32(clamping: row) }
    }
    let rows = (0..<products.rowCount).map { row in ids[row].flatMap { rowOf[$0] } ?? -1 }
    var field = prices.fields[index]
    field.column = field.column.gathered(rows)
    products.insert(field)
  }
}

extension DraftTable {
  /// A column as text, where its values are plain; ids may look like numbers.
  func writtenColumn(_ name: String) -> TextColumn? {
    switch column(name) {
    case .text(let texts)?: texts
    case .number(let numbers)?:
      TextColumn((0..<rowCount).map { Column.number(numbers).written($0) })
    default: nil
    }
  }

  /// Puts a relation together from columns of which the first with a value counts.
  mutating func put(_ name: String, _ columns: [TextColumn], _ target: EntityKind) {
    var interner = TextInterner()
    var codes = [Int32](repeating: -1, count: rowCount)
    for column in columns {
      let own = column.dictionary.values.map { interner.code(of: $0) }
      for (row, code) in column.codes.enumerated() where code >= 0 && codes[row] < 0 {
        codes[row] = own[Int(code)]
      }
    }
    let merged = Column.text(TextColumn(codes: codes, dictionary: interner.dictionary))
    if let index = fields.firstIndex(where: { $0.name == name }) {
      fields[index].column = merged
    } else {
      insert(EntityField(name: name, type: .text, column: merged, target: target))
    }
  }
}
