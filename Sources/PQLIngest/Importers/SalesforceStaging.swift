import PQLModel

extension SalesforceTables {
  /// The objects as dbt's packages name their columns: `id` becomes `opportunity_id`, `name` becomes
  /// `opportunity_name`.
  static let staged: [TableShape] = [
    table(
      "Opportunity", .entity(.deals), "Opportunity", all: ["StageName"], any: opportunityAlone,
      none: ["DateDay"], names: ["category": ["ForecastCategoryName", "ForecastCategory"]]),
    table(
      "Account", .entity(.accounts), "Account", all: ["AccountName"],
      any: ["BillingCity", "BillingCountry", "AnnualRevenue", "NumberOfEmployees"],
      none: ["StageName", "Status", "LastName", "OpportunityId", "DateDay"]),
    table(
      "Lead", .entity(.leads), "Lead", all: ["Status"],
      any: ["IsConverted", "ConvertedOpportunityId", "ConvertedDate"],
      names: ["account": ["ConvertedAccountId"]]),
    table(
      "Contact", .entity(.contacts), "Contact", all: ["ContactName", "AccountId"],
      none: ["StageName", "CampaignMemberId", "DateDay"]),
    table(
      "User", .entity(.owners), "User", all: ["UserName"],
      any: ["UserRoleId", "ForecastEnabled", "UserType", "ProfileId", "ManagerId"],
      none: ["OpportunityId", "ForecastUserId"]),
    table(
      "Product2", .entity(.products), "Product2", all: ["Product2Name"],
      any: ["ProductCode", "Family", "IsActive"], none: ["OpportunityId", "UnitPrice"]),
    table(
      "Campaign", .entity(.campaigns), "Campaign", all: ["CampaignName"],
      any: ["NumberOfLeads", "NumberOfOpportunities", "BudgetedCost", "ActualCost"]),
    TableShape(
      "Opportunity days",
      .aside(
        "it repeats every opportunity day by day; its versions or OpportunityHistory tell more"),
      all: ["OpportunityId", "DateDay"]),
  ]

  private static func table(
    _ name: String, _ role: TableShape.Role, _ stem: String, all: [String], any: [String] = [],
    none: [String] = [], names: [String: [String]] = [:]
  ) -> TableShape {
    let own = ["id": [stem + "Id"], "name": [stem + "Name"]]
    return TableShape(
      name, role, all: [stem + "Id"] + all, any: any, none: ["Id"] + none,
      names: names.merging(own) { first, _ in first })
  }
}
