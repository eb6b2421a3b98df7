import PQLModel

extension HubSpot {
  /// Which records of HubSpot belong to which, from the associations of both sides.
  struct Links {
    private(set) var companies = RecordLinks()
    private(set) var contacts = RecordLinks()
    private(set) var companiesOfContacts = RecordLinks()
    private(set) var dealsOfContacts = RecordLinks()
    private(set) var dealsOfItems = RecordLinks()
    private(set) var teams = RecordLinks()
    /// What teams are called, where owners name them by id.
    private(set) var teamNames = RecordLinks()
    private var dealsOfEngagements = RecordLinks()
    private var contactsOfEngagements = RecordLinks()
    private var companiesOfEngagements = RecordLinks()

    init(_ context: ImportContext) {
      func add(
        _ table: String, _ links: inout RecordLinks, _ preferred: String? = nil,
        isReversed: Bool = false
      ) {
        for place in context.places(table, of: HubSpot.name) {
          links.add(context.tables[place].draft, preferred: preferred, isReversed: isReversed)
        }
      }
      // HubSpot writes `deal_to_company` of the primary one, and `…_unlabeled` of every one.
      add("deal companies", &companies, "deal_to_company")
      add("deal contacts", &contacts, "deal_to_contact")
      add("contact companies", &companiesOfContacts, "contact_to_company")
      add("contact deals", &dealsOfContacts)
      add("deal contacts", &dealsOfContacts, isReversed: true)
      add("line item deals", &dealsOfItems)
      add("deal line items", &dealsOfItems, isReversed: true)
      add("owner teams", &teams, "true")
      add("owner team ids", &teams, "true")
      add("team names", &teamNames)
      add("engagement deals", &dealsOfEngagements)
      add("engagement contacts", &contactsOfEngagements)
      add("engagement companies", &companiesOfEngagements)
    }

    /// Fills what engagements belong to.
    func settle(_ activities: inout DraftTable, hasLeads: Bool) {
      dealsOfEngagements.fill("deal", .deals, in: &activities)
      companiesOfEngagements.fill("account", .accounts, in: &activities)
      if hasLeads {
        contactsOfEngagements.fill("lead", .leads, in: &activities)
      } else {
        contactsOfEngagements.fill("contact", .contacts, in: &activities)
      }
    }
  }
}

/// What sort of activity each engagement of HubSpot is.
enum HubSpotActivities {
  /// The fields of a sort of engagement begin with its name.
  private static let prefixes = [
    ("hs_call_", "CALL"), ("hs_meeting_", "MEETING"), ("hs_task_", "TASK"), ("hs_email_", "EMAIL"),
    ("hs_note_", "NOTE"), ("hs_communication_", "COMMUNICATION"),
  ]

  /// Fills `type` by what fields a record has, where nothing says it.
  static func settleTypes(_ activities: inout DraftTable, fallback: String?) {
    let groups = prefixes.map { prefix, type in
      (columns: activities.fields.filter { $0.name.hasPrefix(prefix) }.map(\.column), type: type)
    }.filter { !$0.columns.isEmpty }
    let old = activities.text("type")
    let named = activities.column("hs_engagement_type")
    let types = (0..<activities.rowCount).map { row -> String? in
      if let type = old?[row] { return type }
      if let type = named?.written(row) { return type }
      return groups.first { $0.columns.contains { $0.isPresent(row) } }?.type ?? fallback
    }
    let column = Column.text(TextColumn(types))
    if let index = activities.index(of: "type") {
      activities.fields[index].column = column
    } else {
      activities.insert(EntityField(name: "type", type: .category, column: column))
    }
  }
}
