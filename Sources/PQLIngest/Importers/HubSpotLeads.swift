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
    let isLead = (0..<contacts.rowCount).map { row in
      contacts.written("lifecyclestage", row).map { stages.contains($0.lowercased()) } ?? false
        || contacts.written("hs_lead_status", row) != nil
        || entered(["lead"], contacts, row, zone) != nil
    }
    let rows = Bitmap(isLead).setRows
    guard !rows.isEmpty else { return nil }
    var leads = contacts.keeping(rows)
    leads.kind = .leads
    let canonical = Dictionary(
      EntityKind.leads.canonicalFields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
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
    for row in 0..<leads.rowCount {
      let stage = leads.written("lifecyclestage", row)?.lowercased() ?? ""
      let at = entered(["opportunity", "customer"], leads, row, zone)
      flags[row] = at != nil || converted.contains(stage)
      guard let at else { continue }
      days[row] = dayNumber(ofSeconds: at)
      hasDay[row] = true
    }
    leads.insert(
      EntityField(name: "converted", type: .boolean, column: .boolean(BooleanColumn(values: flags))))
    leads.insert(
      EntityField(
        name: "converted_at", type: .date, column: .day(DayColumn(values: days, validity: hasDay))))
  }

  /// A lead that has not been converted may be a party to somebody else's deal; that is not its own.
  private static func dropDealsOfUnconverted(_ leads: inout DraftTable) {
    guard let index = leads.index(of: "converted_deal"), let deals = leads.text("converted_deal"),
      let flags = leads.index(of: "converted"), case .boolean(let isConverted) = leads.fields[flags].column
    else { return }
    let codes = deals.codes.enumerated().map { isConverted.values[$0.offset] ? $0.element : -1 }
    leads.fields[index].column = .text(TextColumn(codes: codes, dictionary: deals.dictionary))
  }

  /// When a person first entered one of these lifecycle stages, in seconds on the wall clock.
  private static func entered(
    _ stages: [String], _ table: DraftTable, _ row: Int, _ zone: ZoneClock
  ) -> Int64? {
    let names = stages.flatMap { ["hs_v2_date_entered_\($0)", "hs_lifecyclestage_\($0)_date"] }
    return names.compactMap { name in
      table.index(of: name).flatMap { HubSpot.moment(table.fields[$0].column, row, zone) }
    }.min()
  }
}
