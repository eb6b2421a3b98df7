import PQLModel

// Remarks on records: what was rejected, repeated, left aside, or made of others.
extension LoadNote {
  /// Lines that a reader could not read, the first at a place; of many some are `kept`.
  static func recordsUnread(
    _ kind: EntityKind, count: Int, of total: Int, kept: Int, first: LoadPlace, _ reason: String
  ) -> LoadNote {
    var place = first
    (place.entity, place.count, place.total) = (kind, count, total)
    return LoadNote(
      .recordsRejected,
      "\(kind.rawValue): \(count) of \(total) records are rejected: they cannot be read, first at "
        + "\(first.name): \(reason)" + (kept < count ? "; \(kept) of them are kept" : ""),
      severity: .warning, place: place, concerns: [.records(kind)])
  }

  /// Records without any value, or without a field that they need.
  static func recordsIncomplete(
    _ kind: EntityKind, count: Int, of total: Int, lacking field: String?, _ reason: String,
    first: LoadPlace
  ) -> LoadNote {
    var place = first
    (place.entity, place.field, place.count, place.total) = (kind, field, count, total)
    return LoadNote(
      .recordsIncomplete,
      "\(kind.rawValue): \(count) of \(total) records are rejected: \(reason), first at "
        + first.name, severity: .warning, place: place,
      concerns: [.records(kind)])
  }

  static func exactRepeats(_ kind: EntityKind, count: Int, first: LoadPlace) -> LoadNote {
    var place = first
    (place.entity, place.count) = (kind, count)
    return LoadNote(
      .exactRepeats,
      "\(kind.rawValue): \(count) records are exact repeats of another, first at \(first.name); each "
        + "is counted once", severity: .warning, place: place, concerns: [.records(kind)])
  }

  static func repeatedInFiles(_ table: String, _ kind: EntityKind, count: Int) -> LoadNote {
    LoadNote(
      .repeatedInFiles, "\(table): \(count) records stand in several files; each is counted once",
      place: LoadPlace(entity: kind, count: count), concerns: [.records(kind)])
  }

  static func recordsOfOneIdDiffer(_ table: String, _ kind: EntityKind, count: Int) -> LoadNote {
    LoadNote(
      .recordsOfOneIdDiffer, "\(table): \(count) records bear the id of another that differs",
      severity: .warning, place: LoadPlace(entity: kind, count: count), concerns: [.records(kind)])
  }

  /// Records that a system marks as gone, for a reason that goes on behind `are`.
  static func recordsLeftAside(
    _ table: String, _ kind: EntityKind, count: Int, of total: Int, _ reason: String
  ) -> LoadNote {
    LoadNote(
      .recordsLeftAside, "\(table): \(count) of \(total) records \(reason) and left aside",
      severity: count == total ? .warning : .note,
      place: LoadPlace(entity: kind, count: count, total: total), concerns: [.records(kind)])
  }

  static func deletedByStatus(count: Int, of total: Int) -> LoadNote {
    LoadNote(
      .recordsLeftAside, "deals: \(count) of \(total) are of status `deleted` and left aside",
      place: LoadPlace(
        entity: .deals, field: "status", value: "deleted", count: count, total: total),
      concerns: [.records(.deals)])
  }

  static func keysRepeated(_ kind: EntityKind, count: Int) -> LoadNote {
    LoadNote(
      .keysRepeated,
      "\(kind.rawValue): \(count) keys stand twice in their record; the last counts",
      severity: .warning, place: LoadPlace(entity: kind, count: count), concerns: [.records(kind)])
  }

  static func linesTooShort(_ kind: EntityKind, count: Int) -> LoadNote {
    LoadNote(
      .linesTooShort,
      "\(kind.rawValue): \(count) lines have fewer cells than the header; what they lack is missing",
      severity: .warning, place: LoadPlace(entity: kind, count: count), concerns: [.records(kind)])
  }

  /// Shares of one deal and type that do not add up to 100 %.
  static func sharesMissWhole(count: Int, of total: Int, first: String, sum: Double) -> LoadNote {
    // A hundredth of a percent is all that anybody would write.
    let percent = ((sum * 10_000).rounded() / 100).plainText
    return NotedField(.splits, "share").note(
      .sharesMissWhole,
      "of \(total) deals and types \(count) have shares that miss 100 %, first `\(first)` with "
        + "\(percent) %", severity: .warning, count: count, of: total, value: first,
      also: [.records(.splits)])
  }

  /// Leads that HubSpot keeps as contacts.
  static func leadsOfContacts(count: Int, of total: Int) -> LoadNote {
    LoadNote(
      .recordsMadeOfOthers,
      "leads: made of \(count) of \(total) contacts, those whose lifecycle stage or lead status says "
        + "that they are or were one",
      place: LoadPlace(entity: .leads, count: count, total: total), concerns: [.records(.leads)])
  }

  /// Leads that Odoo keeps among its opportunities.
  static func leadsOfOpportunities(leads: Int, converted: Int) -> LoadNote {
    LoadNote(
      .recordsMadeOfOthers,
      "leads: made of the \(leads) records of type `lead` and the \(converted) opportunities that "
        + "were one", place: LoadPlace(entity: .leads, count: leads + converted),
      concerns: [.records(.leads)])
  }

  /// A Salesforce export of versions without the opportunities as they are now.
  static let noOpportunities = LoadNote(
    .recordsAbsent,
    "Opportunity versions: no file holds the opportunities as they are now, so there are no "
      + "deals; the rows that are `_fivetran_active`, in a file without `_fivetran_start`, are "
      + "such a file", severity: .warning, place: LoadPlace(entity: .deals),
    concerns: [.history])
}
