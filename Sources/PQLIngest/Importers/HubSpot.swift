import PQLModel

/// What an export of HubSpot tells beyond the columns of its tables.
enum HubSpot {
  static let name = "HubSpot"

  /// Names stages, makes the history, and links records to each other.
  static func settle(_ context: inout ImportContext) {
    let book = context.definePipelines(of: name, from: "HubSpot's pipelines")
    dropMerged(&context)
    let links = Links(context)
    context.update("deals", of: name) { deals, notes in
      dropPipelineFromStage(&deals)
      links.companies.fill("account", .accounts, in: &deals)
      links.contacts.fill("contact", .contacts, in: &deals)
      if links.companies.openCount > 0 {
        notes.add(.deals, .firstOfCompanies(count: links.companies.openCount))
      }
    }
    history(&context, book)
    context.update("contacts", of: name) { contacts, _ in
      PersonNames.settle(&contacts)
      links.companiesOfContacts.fill("account", .accounts, in: &contacts)
    }
    leads(&context, links)
    context.update("owners", of: name) { owners, _ in nameOwners(&owners, links) }
    context.update("line items", of: name) { items, _ in
      links.dealsOfItems.fill("deal", .deals, in: &items)
      settleRecurring(&items)
    }
    let hasLeads = context.has(.leads)
    for table in ["engagements", "meetings"] {
      context.update(table, of: name) { activities, _ in
        links.settle(&activities, hasLeads: hasLeads)
        HubSpotActivities.settleTypes(&activities, fallback: table == "meetings" ? "MEETING" : nil)
      }
    }
    context.update("goals", of: name) { goals, _ in settleUntil(&goals) }
  }

  /// Leaves aside deals that were merged into others: a copy in a warehouse keeps both.
  private static func dropMerged(_ context: inout ImportContext) {
    var merged = RecordLinks()
    for place in context.places("merged deals", of: name) {
      merged.add(context.tables[place].draft)
    }
    for place in context.places("deals", of: name) {
      guard let ids = context.tables[place].draft.text("id") else { continue }
      let isMerged = ids.dictionary.values.map { merged[$0] != nil }
      let gone = ids.codes.map { $0 >= 0 && isMerged[Int($0)] }
      context.leaveAside(Bitmap(gone), at: place, "were merged into others")
    }
  }

  // MARK: - moments

  /// A moment in seconds of UTC: ISO, or milliseconds since 1970; nil for a text that is neither.
  static func moment(_ text: String) -> Int64? {
    let bytes = FileBytes(Array(text.utf8))
    return withExtendedLifetime(bytes) {
      let cell = CellText(kind: .text, view: bytes.view, start: 0, end: bytes.count)
      guard let date = DateText(iso: cell) ?? DateText(epochMilliseconds: cell) else { return nil }
      return Int64(date.day) * 86_400 + Int64(date.second ?? 0) - Int64(date.offset ?? 0)
    }
  }

  /// The moment that a row of a column holds, in seconds on the wall clock, whatever type its values
  /// suggested.
  static func moment(_ column: Column, _ row: Int, _ zone: ZoneClock) -> Int64? {
    guard column.isPresent(row) else { return nil }
    switch column {
    case .second(let column): return column.values[row]
    case .day(let column): return Int64(column.values[row]) * 86_400
    case .number(let column):
      let milliseconds = column.values[row]
      guard milliseconds.magnitude < 253_402_300_800_000 else { return nil }
      return zone.local(fromUTC: Int64((milliseconds / 1000).rounded(.down)))
    case .text(let column):
      return column[row].flatMap { moment($0) }.map { zone.local(fromUTC: $0) }
    default: return nil
    }
  }

  // MARK: - pipelines and history

  /// An export of several pipelines writes `Closed Won (Sales Pipeline)`; the pipeline has a field of
  /// its own.
  private static func dropPipelineFromStage(_ deals: inout DraftTable) {
    guard let pipelines = deals.text("pipeline"), let index = deals.index(of: "stage"),
      let stages = deals.text("stage")
    else { return }
    let suffixes = pipelines.dictionary.values.map { " (\($0))" }
    let (plain, changed) = stages.replacing { stage in
      suffixes.first { stage.hasSuffix($0) && stage.count > $0.count }.map {
        String(stage.dropLast($0.count))
      }
    }
    if !changed.isEmpty { deals.fields[index].column = .text(plain) }
  }

  /// Versions are the whole truth; moments of entry stand in for them where there are none.
  private static func history(_ context: inout ImportContext, _ book: StageBook) {
    let zone = context.zone
    var isFull = false
    for (table, property) in [("deal versions", nil), ("deal stages entered", "dealstage")] {
      for place in context.places(table, of: name) {
        let changes = HubSpotVersions.changes(
          of: context.tables[place].draft, property: property,
          gone: context.leftAside[.deals] ?? [], book, zone)
        guard let changes else { continue }
        context.add(changes, madeFrom: place, named: "history")
        isFull = isFull || changes.text("field")?.dictionary.code(of: "stage") != nil
      }
    }
    for place in context.places("deals", of: name) {
      let entries = HubSpotEntries.take(from: &context.tables[place].draft, book, zone)
      guard let entries, !isFull else { continue }
      context.add(entries, madeFrom: place, named: "entries")
      context.hasEntryOnlyHistory = true
      context.notes.add(.history, .historyOfEntries)
    }
  }

  // MARK: - other records

  private static func leads(_ context: inout ImportContext, _ links: Links) {
    guard !context.has(.leads), let place = context.places("contacts", of: name).first else {
      return
    }
    let contacts = context.tables[place].draft
    guard let leads = HubSpotLeads.leads(of: contacts, deals: links.dealsOfContacts, context.zone)
    else { return }
    context.notes.add(.leads, .leadsOfContacts(count: leads.rowCount, of: contacts.rowCount))
    context.add(leads, madeFrom: place, named: "leads")
  }

  /// Gives owners a name; one without is called by the address.
  private static func nameOwners(_ owners: inout DraftTable, _ links: Links) {
    PersonNames.settle(&owners)
    guard let index = owners.index(of: "name"), let names = owners.text("name"),
      let emails = owners.text("email")
    else { return }
    let named = (0..<owners.rowCount).map { names[$0] ?? emails[$0] }
    owners.fields[index].column = .text(TextColumn(named))
    links.teams.fill("team", nil, in: &owners)
    if let teams = owners.text("team"), let index = owners.index(of: "team") {
      owners.fields[index].column = .text(teams.replacing { links.teamNames[$0] }.column)
    }
  }

  /// A line that is billed again and again says for how long: `P12M` is twelve months, `P1Y` one year.
  private static func settleRecurring(_ items: inout DraftTable) {
    guard items.index(of: "recurring") == nil else { return }
    let period = items.column("hs_recurring_billing_period")
    let columns = [period, items.column("recurringbillingfrequency")].compactMap { $0 }
    guard !columns.isEmpty else { return }
    let flags = Bitmap(count: items.rowCount) { row in columns.contains { $0.isPresent(row) } }
    items.insert(
      EntityField(name: "recurring", type: .boolean, column: .boolean(BooleanColumn(values: flags)))
    )
    guard items.index(of: "term_months") == nil else { return }
    let terms = (0..<items.rowCount).map { period?.written($0).flatMap { months($0) } }
    guard terms.contains(where: { $0 != nil }) else { return }
    items.insert(
      EntityField(
        name: "term_months", type: .number,
        column: .number(
          NumberColumn(values: terms.map { $0 ?? 0 }, validity: Bitmap(terms.map { $0 != nil })))))
  }

  private static func months(_ period: String) -> Double? {
    guard period.hasPrefix("P"), let unit = period.last,
      let count = Double(period.dropFirst().dropLast())
    else { return nil }
    return unit == "M" ? count : unit == "Y" ? count * 12 : nil
  }

  /// A goal ends where the next begins; its last day is the one before.
  private static func settleUntil(_ goals: inout DraftTable) {
    guard let index = goals.index(of: "end"), case .second(let ends) = goals.fields[index].column
    else { return }
    let days = ends.values.map { dayNumber(ofSeconds: $0 - 1) }
    goals.fields[index].name = "hs_end_datetime"
    goals.fields[index].aliases = []
    goals.insert(
      EntityField(
        name: "until", type: .date,
        column: .day(DayColumn(values: days, validity: ends.validity))))
  }
}

extension ImportContext {
  /// Changes every table of a shape.
  mutating func update(
    _ table: String, of system: String, _ body: (inout DraftTable, inout NoteBook) -> Void
  ) {
    for place in places(table, of: system) { body(&tables[place].draft, &notes) }
  }
}
