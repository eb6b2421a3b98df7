/// The files of leads, and of what was done about leads and deals.
enum LeadFiles {
  /// The leads, around the deals of their time.
  static func leads(_ world: World) -> SampleFile {
    SampleFile(name: "leads.ndjson", blockCount: world.dealCount) { index, text in
      for lead in Lead.around(deal: index, in: world) { append(lead, in: world, to: &text) }
    }
  }

  /// The activities, around the deals of their time.
  static func activities(_ world: World) -> SampleFile {
    SampleFile(name: "activities.ndjson", blockCount: world.dealCount) { index, text in
      var number = index * mostActivities
      let story = DealStory(index: index, in: world)
      for activity in Activity.about(story, in: world) {
        append(activity, number, key: "deal", of: story.profile.id, in: world, to: &text)
        number += 1
      }
      for lead in Lead.around(deal: index, in: world) {
        for activity in Activity.about(lead, in: world) {
          append(activity, number, key: "lead", of: lead.id, in: world, to: &text)
          number += 1
        }
      }
    }
  }

  /// How many numbers the activities around a deal may take; a long life takes some two hundred.
  private static let mostActivities = 1000

  // MARK: - A lead

  private static func append(_ lead: Lead, in world: World, to text: inout RowText) {
    text.openRecord()
    text.field("id", lead.id)
    text.field("name", lead.person.name)
    text.field("title", lead.title)
    text.field("email", lead.email, missing: .null)
    text.field("created", lead.created)
    text.field("status", status(of: lead))
    text.field("source", Source.all[lead.source].name)
    text.field("campaign", lead.campaign.map { world.campaigns[$0].name }, missing: .absent)
    text.field("owner", world.owners[lead.owner].name)
    text.field("account", lead.accountName, missing: .absent)
    text.field("country", lead.country.code)
    text.field("region", lead.country.region)
    appendOutcome(of: lead, to: &text)
    text.closeRecord()
    text.endLine()
  }

  private static func status(of lead: Lead) -> String {
    switch lead.outcome {
    case .untouched: "New"
    case .contacted: "Contacted"
    case .qualified: "Qualified"
    case .disqualified: "Disqualified"
    case .converted: "Converted"
    }
  }

  private static func appendOutcome(of lead: Lead, to text: inout RowText) {
    switch lead.outcome {
    case .untouched, .contacted:
      text.field("converted", false)
    case .qualified(let day):
      text.field("qualified_at", day)
      text.field("converted", false)
    case .disqualified(let day, let reason):
      text.field("disqualified_at", day)
      text.field("disqualified_reason", reason)
      text.field("converted", false)
    case .converted(let deal, let moment, let qualified):
      text.field("qualified_at", qualified)
      text.field("converted", true)
      text.field("converted_at", moment)
      text.field("converted_deal", DealProfile.id(of: deal))
    }
  }

  // MARK: - An activity

  private static func append(
    _ activity: Activity, _ number: Int, key: String, of id: String, in world: World,
    to text: inout RowText
  ) {
    text.openRecord()
    text.field("id", "T" + String(1000 + number))
    text.field("type", activity.kind.rawValue)
    text.field("at", activity.moment)
    text.field("owner", activity.owner.map { world.owners[$0].name }, missing: .absent)
    text.field(key, id)
    if let minutes = activity.minutes { text.field("minutes", number: minutes) }
    text.closeRecord()
    text.endLine()
  }
}
