import PQLModel

extension CRMSystem {
  /// What a person exports from HubSpot's lists: CSV whose columns are the labels.
  static let hubspotExports: [TableShape] = [
    TableShape(
      "deals", .entity(.deals), all: ["Record ID", "Deal Name"],
      names: [
        "id": ["Record ID"],
        "account": [
          "Associated Company (Primary)", "Associated Company", "Primary Associated Company",
        ],
        "source": ["Original Source Type", "Original Traffic Source"],
      ]),
    TableShape(
      "contacts", .entity(.contacts), all: ["Record ID", "First Name", "Last Name"],
      names: [
        "id": ["Record ID"], "owner": ["Contact owner"],
        "account": ["Associated Company", "Primary Associated Company", "Company Name"],
      ]),
    TableShape(
      "companies", .entity(.accounts), all: ["Record ID", "Company name"],
      none: ["Deal Name", "First Name"],
      names: [
        "id": ["Record ID"], "owner": ["Company owner"], "country": ["Country/Region", "Country"],
      ]),
  ]

  /// What the connectors that copy HubSpot into a warehouse call its tables.
  static let hubspotWarehouse: [TableShape] =
    [
      TableShape(
        "deals", .entity(.deals), all: ["deal_id", "deal_pipeline_stage_id"],
        names: [
          "id": ["deal_id"], "stage": ["deal_pipeline_stage_id"], "pipeline": ["deal_pipeline_id"],
          "owner": ["owner_id"],
          // Of an open deal it is the day on which it is expected to close.
          "close_date": ["property_closedate", "closedate", "closed_at", "closed_date"],
          "closed_on": [],
          "created": ["property_createdate", "createdate", "created_at", "created_date"],
        ]),
      TableShape(
        "deal stages entered", .auxiliary(.history), all: ["deal_id", "date_entered", "value"],
        names: [
          "deal": ["deal_id"], "at": ["date_entered"], "field": [], "from": [], "to": ["value"],
          "by": [],
        ], fields: TableShape.changeFields),
      TableShape(
        "pipelines", .auxiliary(.deals), all: ["pipeline_id", "label", "display_order"],
        none: ["stage_id", "stages"],
        names: ["id": ["pipeline_id"], "name": ["label"], "order": ["display_order"]],
        fields: TableShape.pipelineFields),
      TableShape(
        "owners", .entity(.owners), all: ["owner_id", "first_name", "last_name"], none: ["id"],
        names: ["id": ["owner_id"], "email": ["email", "email_address"], "team": []]),
      TableShape("companies", .entity(.accounts), all: ["is_deleted", "property_name"]),
      TableShape(
        "contacts", .entity(.contacts), all: ["_fivetran_synced", "property_email"],
        none: ["engagement_id"], names: ["account": ["property_associatedcompanyid"]]),
      TableShape(
        "engagements", .entity(.activities), all: ["engagement_id", "property_hs_timestamp"],
        names: [
          "id": ["engagement_id"], "at": ["property_hs_timestamp"], "type": ["type"],
          "owner": ["property_hubspot_owner_id"],
        ]),
      TableShape(
        "meetings", .entity(.activities), all: ["engagement_id", "start_time", "meeting_outcome"],
        names: ["id": ["engagement_id"], "at": ["start_time"], "type": []]),
      TableShape(
        "merged deals", .auxiliary(.deals), all: ["deal_id", "merged_deal_id"],
        names: ["record": ["merged_deal_id"], "target": ["deal_id"], "type": []],
        fields: TableShape.linkFields),
      TableShape(
        "owner team ids", .auxiliary(.owners), all: ["owner_id", "team_id", "is_team_primary"],
        names: ["record": ["owner_id"], "target": ["team_id"], "type": ["is_team_primary"]],
        fields: TableShape.linkFields),
      TableShape(
        "team names", .auxiliary(.owners), all: ["id", "name", "_fivetran_synced"],
        none: ["requires_billing_write", "email", "label"], fileWords: ["team"],
        names: ["record": ["id"], "target": ["name"], "type": []], fields: TableShape.linkFields),
    ] + asides.map { TableShape($0.name, .aside($0.reason), all: $0.columns) }

  /// Tables of a copied HubSpot that tell nothing of a pipeline.
  private static let asides: [(name: String, columns: [String], reason: String)] = [
    (
      "company versions", ["company_id", "timestamp", "name", "value"],
      "it holds the history of companies; PQL keeps that of deals"
    ),
    (
      "contact versions", ["contact_id", "timestamp", "name", "value"],
      "it holds the history of contacts; PQL keeps that of deals"
    ),
    ("contact lists", ["filters_updated_at", "list_version"], "it holds lists of contacts"),
    ("list members", ["contact_id", "contact_list_id"], "it holds members of lists of contacts"),
    ("merged contacts", ["canonical_vid", "vid_to_merge"], "it holds contacts that were merged"),
    ("properties", ["hubspot_object", "group_name", "field_type"], "it describes properties"),
    (
      "property options", ["hubspot_object", "display_order", "property_id"],
      "it describes properties"
    ),
    ("roles", ["name", "requires_billing_write"], "it holds what users may do"),
    (
      "team members", ["user_id", "team_id", "is_secondary_user"],
      "it holds the teams of users by id"
    ),
    ("users", ["primary_team_id", "role_id", "email"], "users are owners here"),
    (
      "engagement index", ["id", "type", "portal_id", "_fivetran_synced"],
      "each kind of engagement has its own file"
    ),
  ]
}
