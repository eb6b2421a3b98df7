import PQLModel

extension CRMSystem {
  /// HubSpot's tables as dbt's packages name their columns.
  static let hubspotStaged: [TableShape] = [
    TableShape(
      "deal stages entered", .auxiliary(.history),
      all: ["deal_id", "date_entered", "deal_stage_name"],
      names: [
        "deal": ["deal_id"], "at": ["date_entered"], "field": [], "from": [],
        "to": ["deal_stage_name"], "by": [],
      ], fields: TableShape.changeFields),
    TableShape(
      "deal versions", .auxiliary(.history),
      all: ["deal_id", "field_name", "new_value", "change_timestamp"],
      names: [
        "deal": ["deal_id"], "at": ["change_timestamp"], "field": ["field_name"], "from": [],
        "to": ["new_value"], "by": [],
      ], fields: TableShape.changeFields),
    TableShape(
      "pipelines", .auxiliary(.deals), all: ["deal_pipeline_id", "pipeline_label"],
      none: ["deal_id", "deal_pipeline_stage_id"],
      names: [
        "id": ["deal_pipeline_id"], "name": ["pipeline_label"], "order": ["display_order"],
      ], fields: TableShape.pipelineFields),
    TableShape(
      "stages", .auxiliary(.deals), all: ["deal_pipeline_stage_id", "pipeline_stage_label"],
      none: ["deal_id"],
      names: [
        "id": ["deal_pipeline_stage_id"], "name": ["pipeline_stage_label"],
        "order": ["display_order"], "pipeline": ["deal_pipeline_id"], "is_won": ["is_closed_won"],
        "is_gone": ["is_deal_pipeline_stage_deleted"],
      ], fields: TableShape.stageFields),
    TableShape(
      "companies", .entity(.accounts), all: ["company_id", "company_name"],
      any: ["is_company_deleted", "company_annual_revenue"], none: ["deal_id", "contact_id"],
      names: ["id": ["company_id"], "name": ["company_name"]]),
    TableShape(
      "contacts", .entity(.contacts), all: ["contact_id", "email", "first_name", "last_name"],
      any: ["is_contact_deleted", "contact_company", "company_annual_revenue"],
      none: ["deal_id"],
      names: ["id": ["contact_id"], "account": ["contact_company"], "title": ["job_title"]]),
  ]
}
