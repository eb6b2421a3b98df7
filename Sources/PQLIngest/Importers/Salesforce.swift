import PQLModel

extension CRMSystem {
  /// Salesforce: answers of REST queries, `sf data export tree`, and CSV of its objects by their API
  /// names, also as data pipelines write them (`stage_name`).
  static let salesforce = CRMSystem(
    "Salesforce", tables: SalesforceTables.all,
    deleted: ["IsDeleted", "_fivetran_deleted"], current: ["_fivetran_active"],
    settle: { SalesforceSettling.settle(&$0) })
}

/// The objects of Salesforce.
enum SalesforceTables {
  static let all =
    [
      opportunity, opportunityHistory, opportunityVersions, opportunityFieldHistory, lineItem,
      split,
      lead, account, contact, user, task, event, product, campaign, quota, stage, recordType,
      period,
      plan,
    ] + staged + aside

  private static let opportunity = TableShape(
    "Opportunity", .entity(.deals), all: ["Id", "StageName"],
    any: [
      "IsWon", "IsClosed", "CloseDate", "ForecastCategory", "ForecastCategoryName", "AccountId",
      "OwnerId", "LeadSource",
    ],
    none: ["OpportunityId", "_fivetran_start"],
    names: ["category": ["ForecastCategoryName", "ForecastCategory"]],
    children: [
      NestedTable(
        column: "OpportunityLineItems.records", table: "OpportunityLineItem",
        parentKey: "OpportunityId"),
      NestedTable(
        column: "OpportunityHistories.records", table: "OpportunityHistory",
        parentKey: "OpportunityId"),
      NestedTable(
        column: "Histories.records", table: "OpportunityFieldHistory",
        parentKey: "OpportunityId"),
    ])

  /// What opportunities have and no row of their history has.
  static let opportunityAlone = ["IsWon", "IsClosed", "AccountId", "OwnerId", "LeadSource"]

  /// Snapshots: a row on each change of stage, amount, probability or close date.
  private static let opportunityHistory = TableShape(
    "OpportunityHistory", .entity(.history), all: ["OpportunityId", "StageName", "CreatedDate"],
    none: ["Field"] + opportunityAlone,
    names: [
      "deal": ["OpportunityId"], "at": ["CreatedDate"], "by": ["CreatedById", "CreatedBy.Name"],
      "field": [], "from": [], "to": [], "stage": ["StageName"], "amount": ["Amount"],
      "close_date": ["CloseDate"], "previous_amount": ["PrevAmount"],
      "previous_close_date": ["PrevCloseDate"],
    ], fields: SnapshotHistory.fields)

  /// All versions of the opportunities, as a data pipeline keeps them.
  private static let opportunityVersions = TableShape(
    "Opportunity versions", .entity(.history), all: ["Id", "StageName", "_fivetran_start"],
    names: [
      "deal": ["Id"], "at": ["_fivetran_start"], "by": ["LastModifiedById"], "field": [],
      "from": [], "to": [], "stage": ["StageName"], "amount": ["Amount"],
      "close_date": ["CloseDate"], "owner": ["OwnerId"],
    ], fields: SnapshotHistory.fields + [CanonicalField("owner", .text, .owners)])

  private static let opportunityFieldHistory = TableShape(
    "OpportunityFieldHistory", .entity(.history),
    all: ["OpportunityId", "Field", "NewValue", "CreatedDate"],
    names: [
      "deal": ["OpportunityId"], "at": ["CreatedDate"], "by": ["CreatedById", "CreatedBy.Name"],
      "field": ["Field"], "from": ["OldValue"], "to": ["NewValue"],
    ])

  private static let lineItem = TableShape(
    "OpportunityLineItem", .entity(.items), all: ["OpportunityId"],
    any: ["UnitPrice", "TotalPrice", "PricebookEntryId", "Product2Id"],
    names: ["id": ["Id", "OpportunityLineItemId"]])

  private static let split = TableShape(
    "OpportunitySplit", .entity(.splits), all: ["OpportunityId", "SplitOwnerId"],
    any: ["SplitPercentage", "SplitAmount"])

  private static let lead = TableShape(
    "Lead", .entity(.leads), all: ["Status"],
    any: ["IsConverted", "ConvertedOpportunityId", "IsUnreadByOwner", "ConvertedDate"],
    // `Company` is what somebody typed, and no account until the lead is converted.
    names: ["account": ["ConvertedAccountId"]])

  private static let account = TableShape(
    "Account", .entity(.accounts), all: ["Name"],
    any: ["BillingCity", "BillingCountry", "AnnualRevenue", "NumberOfEmployees"],
    none: [
      "StageName", "Status", "LastName", "OpportunityId", "OrderNumber", "_fivetran_start",
    ])

  private static let contact = TableShape(
    "Contact", .entity(.contacts), all: ["LastName", "AccountId"], any: ["Id"],
    none: [
      "Alias", "IsConverted", "ProfileId", "ForecastEnabled", "_fivetran_start", "AssignedUserId",
      "AssignedUserName",
    ])

  private static let user = TableShape(
    "User", .entity(.owners), any: ["UserRoleId", "ForecastEnabled", "UserType", "ProfileId"],
    none: ["OpportunityId", "ForecastUserId"])

  private static let task = TableShape(
    "Task", .entity(.activities), all: ["WhatId"],
    any: ["TaskSubtype", "CompletedDateTime", "IsHighPriority", "Priority"],
    names: [
      "at": ["CompletedDateTime", "ActivityDate", "CreatedDate"], "deal": ["WhatId"],
      "lead": ["WhoId"], "type": ["Type", "TaskSubtype"],
    ])

  private static let event = TableShape(
    "Event", .entity(.activities), all: ["WhatId"],
    any: ["StartDateTime", "EndDateTime", "DurationInMinutes", "EventSubtype"],
    names: [
      "at": ["ActivityDateTime", "StartDateTime", "ActivityDate", "CreatedDate"],
      "deal": ["WhatId"], "lead": ["WhoId"], "type": ["Type", "EventSubtype"],
    ])

  private static let product = TableShape(
    "Product2", .entity(.products), all: ["Name", "ProductCode"], any: ["Family", "IsActive"],
    none: ["OpportunityId", "UnitPrice"])

  private static let campaign = TableShape(
    "Campaign", .entity(.campaigns), all: ["Name"],
    any: ["NumberOfLeads", "NumberOfOpportunities", "BudgetedCost", "ActualCost"])

  private static let quota = TableShape(
    "ForecastingQuota", .entity(.quotas), all: ["QuotaOwnerId", "StartDate"],
    any: ["QuotaAmount", "QuotaQuantity"],
    fields: [CanonicalField("period_id", .text)])

  private static let stage = TableShape(
    "OpportunityStage", .auxiliary(.deals), all: ["SortOrder"],
    any: ["DefaultProbability", "ForecastCategoryName", "IsWon"], none: ["OpportunityId"],
    names: [
      "label": ["MasterLabel"], "api_name": ["ApiName"], "order": ["SortOrder"],
      "probability": ["DefaultProbability"],
      "category": ["ForecastCategoryName", "ForecastCategory"], "is_closed": ["IsClosed"],
      "is_won": ["IsWon"], "is_active": ["IsActive"],
    ],
    fields: [
      CanonicalField("label", .text), CanonicalField("api_name", .text),
      CanonicalField("order", .number), CanonicalField("probability", .percent),
      CanonicalField("category", .text), CanonicalField("is_closed", .boolean),
      CanonicalField("is_won", .boolean), CanonicalField("is_active", .boolean),
    ])

  private static let recordType = TableShape(
    "RecordType", .auxiliary(.deals), all: ["Id", "SobjectType", "DeveloperName"],
    names: ["key": ["Id"], "label": ["Name"], "object": ["SobjectType"]],
    fields: [
      CanonicalField("key", .text), CanonicalField("label", .text),
      CanonicalField("object", .text),
    ])

  private static let period = TableShape(
    "Period", .auxiliary(.quotas), all: ["Id", "StartDate", "EndDate"],
    any: ["FullyQualifiedLabel", "FiscalYearSettingsId", "PeriodLabel"],
    names: ["key": ["Id"], "start": ["StartDate"], "end": ["EndDate"]],
    fields: [
      CanonicalField("key", .text), CanonicalField("start", .date), CanonicalField("end", .date),
    ])

  /// What `sf data export tree --plan` writes beside the records.
  static let plan = TableShape(
    "export plan", .aside("it is the plan of an export and names its files"),
    all: ["sobject", "files"])

  private static let aside = [
    TableShape(
      "account versions", .aside("it is the history of accounts, and only deals have one"),
      all: ["_fivetran_start", "Industry"], none: ["StageName"]),
    TableShape(
      "contact versions", .aside("it is the history of contacts, and only deals have one"),
      all: ["_fivetran_start", "LastName"], none: ["StageName"]),
    TableShape(
      "UserRole", .aside("it holds roles, and PQL has no entity for them"),
      all: ["DeveloperName"], any: ["ParentRoleId", "ForecastUserId"]),
    TableShape(
      "Order", .aside("it holds orders, and PQL has no entity for them"), all: ["OrderNumber"],
      any: ["EffectiveDate", "ActivatedDate"]),
  ]
}
