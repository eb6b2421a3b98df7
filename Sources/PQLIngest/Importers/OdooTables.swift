import PQLModel

extension CRMSystem {
  /// Odoo: what `search_read` and `web_search_read` answer, and CSV by technical names.
  static let odoo = CRMSystem(
    "Odoo", tables: odooTables.map(marked), deleted: [], settle: Odoo.settle)

  /// Odoo writes `2026-06-30 14:05:00` of UTC, and `false` for what is missing.
  private static func marked(_ table: TableShape) -> TableShape {
    var table = table
    (table.isInUTC, table.writesFalse) = (true, true)
    return table
  }

  private static let odooTables: [TableShape] =
    ["stage_id", "stage_id.display_name", "stage_id.id"].map(leads) + [
      TableShape(
        "stages", .auxiliary(.deals), all: ["name", "sequence", "is_won"],
        names: [
          "order": ["sequence"], "is_closed": [], "probability": [], "percent": [],
          "pipeline": [], "is_active": ["active"],
        ], fields: TableShape.stageFields),
      TableShape(
        "res.users", .entity(.owners), all: ["name", "login"],
        any: ["sale_team_id", "share", "partner_id", "company_id", "notification_type"],
        names: [
          "team": pair("sale_team_id"), "email": ["email", "login"],
        ]),
      TableShape(
        "res.partner", .entity(.accounts), all: ["name", "is_company"],
        none: ["login", "stage_id"],
        names: [
          "country": pair("country_id"), "industry": pair("industry_id"),
          "owner": pair("user_id"), "employees": [],
        ]),
      TableShape(
        "crm.team", .aside("it holds sales teams; deals name theirs"), all: ["name"],
        any: ["use_opportunities", "crm_team_member_ids", "assignment_max"]),
    ]

  /// Opportunities and leads are records of one table, told apart by their type.
  private static func leads(_ stage: String) -> TableShape {
    TableShape(
      "crm.lead", .entity(.deals), all: ["name", stage],
      any: [
        "expected_revenue", "prorated_revenue", "planned_revenue", "automated_probability",
        "lost_reason_id", "lost_reason", "won_status", "team_id", "date_deadline", "date_open",
        "date_last_stage_update",
      ], none: ["pipeline_id", "dealstage"],
      names: [
        "amount": ["expected_revenue", "planned_revenue"], "stage": [stage, "stage_id"],
        "probability": ["probability", "automated_probability"],
        "currency": pair("company_currency") + pair("currency_id"),
        "owner": pair("user_id"), "account": pair("partner_id") + ["partner_name"],
        "created": ["create_date"], "close_date": ["date_deadline"], "closed_on": ["date_closed"],
        "source": pair("source_id"), "campaign": pair("campaign_id"), "product": [], "type": [],
        "team": pair("team_id"), "lost_reason": pair("lost_reason_id") + pair("lost_reason"),
      ],
      fields: [
        CanonicalField("team", .category), CanonicalField("lost_reason", .category),
        CanonicalField("won_status", .category), CanonicalField("active", .boolean),
        CanonicalField("date_conversion", .timestamp),
      ])
  }

  /// A reference stands as `[3, "Name"]`, as a record of both, or as its name.
  private static func pair(_ name: String) -> [String] {
    ["\(name).display_name", "\(name).name", name]
  }
}
