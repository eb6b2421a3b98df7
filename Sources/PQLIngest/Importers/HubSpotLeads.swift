import PQLModel

/// Leads made of HubSpot's contacts, which know how far each person has come.
enum HubSpotLeads {
  /// The lifecycle stages of people who are or were leads; from `opportunity` on there is a deal.
  private static let stages = [
    "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity", "customer", "evangelist",
  ]
  private static let converted: Set<String> = ["opportunity", "customer", "evangelist"]
  /// What contacts call the fields of leads, and what PQL calls them.
  private static let renamed = [
    ("createdate", "created"), ("hs_lead_status", "status"), ("hs_analytics_source", "source"),
  ]

  /// The contacts that are or were leads, as leads; nil where none tells so.
  ///
  /// One counts by its lifecycle stage, its lead status, or the day it became a lead. `deals` says
  /// which deal a contact belongs to.
  static func leads(
    of contacts: DraftTable, deals: RecordLinks, _ zone: ZoneClock
  ) -> DraftTable? {
    let (lifecycle, status) = (contacts.column("lifecyclestage"), contacts.column("hs_lead_status"))
    let becameLead = entries(into: ["lead"], contacts)
    let isLead = (0..<contacts.rowCount).map { row in
      lifecycle?.written(row).map { stages.contains($0.lowercased()) } ?? false
        || status?.written(row) != nil || first(of: becameLead, row, zone) != nil
    }
    let rows = Bitmap(isLead).setRows
    guard !rows.isEmpty else { return nil }
    var leads = contacts.keeping(rows)
    leads.kind = .leads
    let canonical = Dictionary(
      EntityKind.leads.canonicalFields.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first })
    for (name, own) in renamed {
      guard let index = leads.fields.firstIndex(where: { $0.name == name }),
        leads.index(of: own) == nil
      else { continue }
      var field = leads.fields.remove(at: index)
      field.name = own
      field.aliases.append(name)
      leads.insert(field)
    }
    fallBack("status", on: "lifecyclestage", &leads)
    addConversion(&leads, zone)
    deals.fill("converted_deal", .deals, in: &leads)
    dropDealsOfUnconverted(&leads)
    for index in leads.fields.indices {
      guard let field = canonical[leads.fields[index].name] else { continue }
      leads.fields[index].target = field.target
    }
    return leads
  }

  /// Without a lead status the lifecycle stage is the status.
  private static func fallBack(_ name: String, on other: String, _ leads: inout DraftTable) {
    guard leads.text(name) == nil, let column = leads.text(other) else { return }
    leads.insert(EntityField(name: name, type: .category, column: .text(column)))
  }

  private static func addConversion(_ leads: inout DraftTable, _ zone: ZoneClock) {
    var flags = Bitmap(repeating: false, count: leads.rowCount)
    var days = [Int32](repeating: 0, count: leads.rowCount)
    var hasDay = Bitmap(repeating: false, count: leads.rowCount)
    let lifecycle = leads.column("lifecyclestage")
    let entered = entries(into: ["opportunity", "customer"], leads)
    for row in 0..<leads.rowCount {
      let stage = lifecycle?.written(row)?.lowercased() ?? ""
      let at = first(of: entered, row, zone)
      flags[row] = at != nil || converted.contains(stage)
      guard let at else { continue }
      days[row] = dayNumber(ofSeconds: at)
      hasDay[row] = true
    }
    leads.insert(
      EntityField(name: "converted", type: .boolean, column: .boolean(BooleanColumn(values: flags)))
    )
    leads.insert(
      EntityField(
        name: "converted_at", type: .date, column: .day(DayColumn(values: days, validity: hasDay))))
  }

  /// A lead that has not been converted may be a party to somebody else's deal; that is not its own.
  private static func dropDealsOfUnconverted(_ leads: inout DraftTable) {
    guard let index = leads.index(of: "converted_deal"), let deals = leads.text("converted_deal"),
      let flags = leads.index(of: "converted"),
      case .boolean(let isConverted) = leads.fields[flags].column
    else { return }
    let codes = deals.codes.enumerated().map { isConverted.values[$0.offset] ? $0.element : -1 }
    leads.fields[index].column = .text(TextColumn(codes: codes, dictionary: deals.dictionary))
  }

  /// The columns that say when a person entered one of these lifecycle stages.
  private static func entries(into stages: [String], _ table: DraftTable) -> [Column] {
    stages.flatMap { ["hs_v2_date_entered_\($0)", "hs_lifecyclestage_\($0)_date"] }
      .compactMap { table.column($0) }
  }

  /// The first moment of a row, in seconds on the wall clock.
  private static func first(of columns: [Column], _ row: Int, _ zone: ZoneClock) -> Int64? {
    columns.compactMap { HubSpot.moment($0, row, zone) }.min()
  }
}
