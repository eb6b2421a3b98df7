import PQLModel

/// What an export of Odoo tells beyond the columns of its tables.
enum Odoo {
  static let name = "Odoo"
  private static let table = "crm.lead"

  /// Names what references name, ends deals that are lost, and parts leads from deals.
  static func settle(_ context: inout ImportContext) {
    let book = context.definePipelines(of: name, from: "Odoo's stages", adjusting: withLost)
    let present = Set(EntityKind.allCases.filter { context.has($0) })
    for place in context.tables.indices where context.tables[place].shape.system == name {
      OdooReferences.settle(&context.tables[place].draft, book, present)
    }
    for place in context.places(table, of: name) {
      dropArchived(&context, place)
      context.tables[place].draft.endLost()
      if context.places("stages", of: name).isEmpty { context.tables[place].draft.tellWon() }
      partLeads(&context, place)
    }
  }

  /// Odoo has no stage for lost deals; they stay where they were, archived.
  private static func withLost(_ pipeline: Pipeline) -> Pipeline {
    var pipeline = pipeline
    if let known = pipeline.position(of: "Lost") {
      pipeline.stages[known].outcome = .lost
    } else {
      pipeline.stages.append(Stage(name: "Lost", outcome: .lost))
    }
    return pipeline
  }

  /// Leaves aside records that are archived without being lost.
  private static func dropArchived(_ context: inout ImportContext, _ place: Int) {
    let draft = context.tables[place].draft
    guard let archived = draft.archived else { return }
    context.leaveAside(archived & ~draft.lost, at: place, "are archived without being lost")
  }

  // MARK: - leads

  /// Leads of their own: records of that type, and deals that were converted from one.
  ///
  /// A conversion makes the record itself an opportunity, so that both bear one id.
  private static func partLeads(_ context: inout ImportContext, _ place: Int) {
    let draft = context.tables[place].draft
    let types = draft.text("type")
    let isLead = types?.dictionary.values.map { $0.lowercased() == "lead" } ?? []
    let leads = Bitmap(count: draft.rowCount) { row in
      types.map { $0.codes[row] >= 0 && isLead[Int($0.codes[row])] } ?? false
    }
    let conversion = draft.column("date_conversion")
    let converted = Bitmap(count: draft.rowCount) {
      !leads[$0] && conversion?.isPresent($0) ?? false
    }
    var deals = draft.keeping((~leads).setRows)
    deals.fields.removeAll { $0.name == "type" && types != nil }
    context.tables[place].draft = deals
    let rows = (leads | converted).setRows
    guard !rows.isEmpty else { return }
    context.notes.add(
      .leads, .leadsOfOpportunities(leads: leads.setCount, converted: converted.setCount))
    context.add(
      OdooLeads.table(draft.keeping(rows), isConverted: rows.map { converted[Int($0)] }),
      madeFrom: place, named: "leads")
  }
}

/// Leads made of Odoo's records.
enum OdooLeads {
  /// What the records call the fields of leads, and what PQL calls them.
  private static let renamed = [
    ("email_from", "email"), ("function", "title"), ("country_id", "country"),
  ]

  /// The records as leads, with what became of them.
  static func table(_ records: DraftTable, isConverted: [Bool]) -> DraftTable {
    var leads = records
    leads.kind = .leads
    leads.fields.removeAll { ["type", "converted", "converted_deal"].contains($0.name) }
    for (name, own) in renamed where leads.index(of: own) == nil {
      guard let index = leads.fields.firstIndex(where: { folded($0.name) == folded(name) }) else {
        continue
      }
      var field = leads.fields.remove(at: index)
      field.name = own
      field.aliases.append(name)
      leads.insert(field)
    }
    let types = Dictionary(
      EntityKind.leads.canonicalFields.map { ($0.name, $0.type) },
      uniquingKeysWith: { first, _ in first })
    for index in leads.fields.indices {
      guard let type = types[leads.fields[index].name] else { continue }
      leads.fields[index].type = type
    }
    if let stages = leads.text("stage"), leads.index(of: "status") == nil {
      leads.insert(EntityField(name: "status", type: .category, column: .text(stages)))
    }
    leads.fields.removeAll { ["stage", "close_date", "closed_on"].contains($0.name) }
    let flags = Bitmap(isConverted)
    leads.insert(
      EntityField(name: "converted", type: .boolean, column: .boolean(BooleanColumn(values: flags)))
    )
    let moments = leads.column("date_conversion")
    let days = isConverted.indices.map { row in
      isConverted[row] ? moments?.moment(row).map { dayNumber(ofSeconds: $0) } : nil
    }
    leads.insert(
      EntityField(
        name: "converted_at", type: .date,
        column: .day(
          DayColumn(values: days.map { $0 ?? 0 }, validity: Bitmap(days.map { $0 != nil })))))
    if let ids = leads.text("id") {
      let deals = ids.codes.enumerated().map { isConverted[$0.offset] ? $0.element : -1 }
      leads.insert(
        EntityField(
          name: "converted_deal", type: .text,
          column: .text(TextColumn(codes: deals, dictionary: ids.dictionary)), target: .deals))
    }
    return leads
  }
}

extension DraftTable {
  /// Which records are archived; nil where the table does not say.
  fileprivate var archived: Bitmap? {
    guard case .boolean(let active)? = column("active") else { return nil }
    return active.validity.map { $0 & ~active.values } ?? ~active.values
  }

  /// Which records are lost: those whose status says so; without one the archived ones without a
  /// chance or with a reason.
  fileprivate var lost: Bitmap {
    if let status = text("won_status") {
      let isLost = status.dictionary.values.map { $0.lowercased() == "lost" }
      return Bitmap(count: rowCount) { status.codes[$0] >= 0 && isLost[Int(status.codes[$0])] }
    }
    let (archived, reasons) = (self.archived, column("lost_reason"))
    return Bitmap(count: rowCount) { row in
      archived?[row] ?? false
        && (reasons?.isPresent(row) ?? false || number("probability", row) == 0)
    }
  }

  /// Puts lost deals into the stage `Lost`; `last_stage` keeps where they stood.
  fileprivate mutating func endLost() {
    let lost = self.lost
    if archived != nil { fields.removeAll { $0.name == "active" } }
    guard lost.setCount > 0, let stages = text("stage"), let index = index(of: "stage") else {
      return
    }
    fields.append(EntityField(name: "last_stage", type: .category, column: .text(stages)))
    var interner = TextInterner()
    let own = stages.dictionary.values.map { interner.code(of: $0) }
    let end = interner.code(of: "Lost")
    let codes = stages.codes.enumerated().map { row, code in
      lost[row] ? end : code < 0 ? -1 : own[Int(code)]
    }
    fields[index].column = .text(TextColumn(codes: codes, dictionary: interner.dictionary))
  }

  /// Says which deals are won, where no table of stages says which stages are.
  fileprivate mutating func tellWon() {
    let status = text("won_status")
    guard index(of: "is_won") == nil, status != nil || index(of: "probability") != nil else {
      return
    }
    let won = Bitmap(count: rowCount) { row in
      status.map { $0[row]?.lowercased() == "won" } ?? (number("probability", row) == 1)
    }
    fields.append(
      EntityField(name: "is_won", type: .boolean, column: .boolean(BooleanColumn(values: won))))
  }
}
