import PQLModel

extension CRMSystem {
  /// EspoCRM: lists as its API answers them, and CSV by the names of fields.
  static let espo = CRMSystem(
    "EspoCRM", tables: espoTables.map(inUTC), deleted: ["deleted"], settle: Espo.settle)

  /// The API and its exports write `2026-06-30 14:05:00` of UTC.
  private static func inUTC(_ table: TableShape) -> TableShape {
    var table = table
    table.isInUTC = true
    return table
  }

  /// What no other system's opportunities bear.
  private static let marks = ["assignedUserId", "assignedUserName", "amountCurrency"]

  private static let espoTables: [TableShape] = [
    TableShape(
      "Opportunity", .entity(.deals), all: ["name", "stage", "closeDate"], any: marks,
      none: ["dealstage", "stageName"],
      names: [
        "currency": ["amountCurrency"], "created": ["createdAt"], "close_date": ["closeDate"],
        "source": ["leadSource"], "closed_on": [], "product": [],
      ]),
    TableShape(
      "Lead", .entity(.leads), all: ["name", "status"],
      any: [
        "createdOpportunityId", "createdAccountId", "createdContactId", "opportunityAmountCurrency",
      ], none: ["closeDate"],
      names: [
        "converted_at": ["convertedAt"], "converted_deal": ["createdOpportunityId"],
        // `accountName` is what somebody typed, and no account until the lead is converted.
        "account": ["createdAccountId"], "source": ["source"], "created": ["createdAt"],
        "email": ["emailAddress"], "title": ["title"], "converted": [],
        "country": ["addressCountry"],
      ]),
    TableShape(
      "Account", .entity(.accounts), all: ["name"],
      any: ["sicCode", "billingAddressCountry", "billingAddressCity", "originalLeadId"],
      none: ["stage", "status", "lastName"],
      names: ["country": ["billingAddressCountry"]]),
    TableShape(
      "Contact", .entity(.contacts), all: ["lastName", "accountId"],
      any: ["assignedUserId", "assignedUserName", "accountIsInactive"],
      none: ["stage", "userName", "convertedAt", "IsConverted"],
      names: ["email": ["emailAddress"], "title": ["title", "accountRole"]]),
    TableShape(
      "User", .entity(.owners), all: ["userName", "isActive"],
      any: ["defaultTeamId", "type", "name"],
      none: ["UserRoleId", "ProfileId"],
      names: [
        "id": ["id"], "name": ["name"], "email": ["emailAddress"],
        "team": ["defaultTeamName", "defaultTeamId"],
      ]),
    activities("Call", any: ["direction"]),
    activities("Meeting", any: ["isAllDay", "joinUrl"]),
    TableShape(
      "Task", .entity(.activities), all: ["status", "priority", "parentType", "parentId"],
      names: [
        "at": ["dateCompleted", "dateEnd", "dateStart", "createdAt"], "type": [],
        "deal": ["parentId"], "lead": [], "account": ["accountId"],
      ], fields: activityFields),
  ]

  private static func activities(_ name: String, any: [String]) -> TableShape {
    TableShape(
      name, .entity(.activities), all: ["status", "dateStart", "parentType", "parentId"], any: any,
      names: [
        "at": ["dateStart"], "type": [], "deal": ["parentId"], "lead": [],
        "account": ["accountId"],
      ], fields: activityFields)
  }

  private static let activityFields = [CanonicalField("parentType", .category)]
}

/// What an export of EspoCRM tells beyond the columns of its tables.
enum Espo {
  static let name = "EspoCRM"

  static func settle(_ context: inout ImportContext) {
    context.update("Lead", of: name) { leads, _ in settleConversion(&leads) }
    for table in ["Call", "Meeting", "Task"] {
      context.update(table, of: name) { activities, _ in
        if activities.index(of: "type") == nil {
          let column = TextColumn(Array(repeating: table, count: activities.rowCount))
          activities.insert(EntityField(name: "type", type: .category, column: .text(column)))
        }
        splitParents(&activities)
      }
    }
  }

  /// A lead is converted when its status says so.
  private static func settleConversion(_ leads: inout DraftTable) {
    guard let status = leads.text("status") else { return }
    let isConverted = status.dictionary.values.map { $0 == "Converted" }
    let flags = Bitmap(count: leads.rowCount) {
      status.codes[$0] >= 0 && isConverted[Int(status.codes[$0])]
    }
    leads.insert(
      EntityField(name: "converted", type: .boolean, column: .boolean(BooleanColumn(values: flags)))
    )
  }

  /// `parentId` names records of several objects; `parentType` tells which.
  private static func splitParents(_ activities: inout DraftTable) {
    guard let parents = activities.text("deal"), let types = activities.text("parentType") else {
      return
    }
    for (field, type, target) in [
      ("deal", "Opportunity", EntityKind.deals), ("lead", "Lead", .leads),
      ("account", "Account", .accounts),
    ] {
      let wanted = types.dictionary.values.map { $0 == type }
      let codes = parents.codes.enumerated().map { row, code in
        types.codes[row] >= 0 && wanted[Int(types.codes[row])] ? code : -1
      }
      let own = TextColumn(codes: codes, dictionary: parents.dictionary)
      if field == "deal", let index = activities.index(of: field) {
        activities.fields[index].column = .text(own)
      } else {
        let known = activities.text(field)
        activities.put(field, [known, own].compactMap { $0 }, target)
      }
    }
  }
}
