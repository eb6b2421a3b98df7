import PQLModel

extension CRMSystem {
  /// HubSpot: answers of its API (objects, pipelines, owners), its CSV exports by label, and copies of
  /// both in a warehouse.
  static let hubspot = CRMSystem(
    "HubSpot",
    tables: hubspotObjects + hubspotExports + hubspotWarehouse + hubspotNested + hubspotStaged,
    deleted: [
      "archived", "is_deleted", "_fivetran_deleted", "is_deal_deleted", "is_company_deleted",
      "is_contact_deleted",
    ], current: ["_fivetran_active"],
    settle: HubSpot.settle)

  /// What every object of the API bears beside its own properties.
  private static let marks = [
    "hs_object_id", "hs_lastmodifieddate", "hubspot_owner_id", "archived", "hs_createdate",
    "portalId",
  ]

  /// The objects of the API.
  private static let hubspotObjects: [TableShape] = [
    TableShape(
      "deals", .entity(.deals), all: ["dealstage"], any: marks,
      names: [
        "id": ["id", "hs_object_id", "dealId"], "owner": ["hubspot_owner_id"],
        "account": ["hs_primary_associated_company"],
      ],
      children: [
        NestedTable(
          column: "propertiesWithHistory.*", table: "deal versions", parentKey: "deal",
          listKey: "property"),
        NestedTable(
          column: "associations.companies.results", table: "deal companies", parentKey: "record"),
        NestedTable(
          column: "associations.contacts.results", table: "deal contacts", parentKey: "record"),
        NestedTable(
          column: "associations.line items.results", table: "deal line items",
          parentKey: "record"),
        NestedTable(
          column: "associations.associatedCompanyIds", table: "deal companies",
          parentKey: "record", valueKey: "id"),
        NestedTable(
          column: "associations.associatedVids", table: "deal contacts", parentKey: "record",
          valueKey: "id"),
      ]),
    TableShape(
      "contacts", .entity(.contacts), all: ["email"],
      any: [
        "lifecyclestage", "hs_lead_status", "associatedcompanyid", "hs_object_id", "portal-id",
      ],
      names: [
        "id": ["id", "hs_object_id", "vid"], "account": ["associatedcompanyid"],
        "owner": ["hubspot_owner_id"],
      ],
      fields: [CanonicalField("createdate", .date)],
      children: [
        NestedTable(
          column: "associations.deals.results", table: "contact deals", parentKey: "record"),
        NestedTable(
          column: "associations.companies.results", table: "contact companies",
          parentKey: "record"),
      ]),
    TableShape(
      "companies", .entity(.accounts), all: ["name", "domain"], any: marks,
      names: ["owner": ["hubspot_owner_id"]]),
    TableShape(
      "leads", .entity(.leads), all: ["hs_lead_name"],
      names: [
        "name": ["hs_lead_name"], "status": ["hs_lead_label", "hs_pipeline_stage"],
        "type": ["hs_lead_type"], "owner": ["hubspot_owner_id"], "created": ["hs_createdate"],
      ]),
    TableShape(
      "line items", .entity(.items), all: ["quantity", "price"],
      any: ["hs_product_id", "hs_recurring_billing_period", "hs_line_item_currency_code"],
      names: [
        "id": ["id", "hs_object_id", "objectId"], "product": ["hs_product_id", "name"],
        "currency": ["hs_line_item_currency_code"],
      ],
      children: [
        NestedTable(
          column: "associations.deals.results", table: "line item deals", parentKey: "record")
      ]),
    TableShape(
      "products", .entity(.products), all: ["name", "price"], any: ["hs_sku"], none: ["quantity"]),
    TableShape(
      "owners", .entity(.owners), all: ["firstName", "lastName", "email"],
      any: ["userId", "teams"],
      names: ["team": []],
      children: [NestedTable(column: "teams", table: "owner teams", parentKey: "record")]),
    TableShape(
      "engagements", .entity(.activities), all: ["hs_timestamp"],
      names: ["at": ["hs_timestamp"], "owner": ["hubspot_owner_id"], "type": []],
      children: [
        NestedTable(
          column: "associations.deals.results", table: "engagement deals", parentKey: "record"),
        NestedTable(
          column: "associations.contacts.results", table: "engagement contacts",
          parentKey: "record"),
        NestedTable(
          column: "associations.companies.results", table: "engagement companies",
          parentKey: "record"),
      ]),
    TableShape(
      "engagements", .entity(.activities), all: ["engagement.id", "engagement.timestamp"],
      names: [
        "id": ["engagement.id"], "at": ["engagement.timestamp"], "owner": ["engagement.ownerId"],
        "type": ["engagement.type"],
      ],
      children: [
        NestedTable(
          column: "associations.dealIds", table: "engagement deals", parentKey: "record",
          valueKey: "id"),
        NestedTable(
          column: "associations.contactIds", table: "engagement contacts", parentKey: "record",
          valueKey: "id"),
        NestedTable(
          column: "associations.companyIds", table: "engagement companies", parentKey: "record",
          valueKey: "id"),
      ]),
    TableShape(
      "goals", .entity(.quotas), all: ["hs_target_amount"],
      names: [
        "amount": ["hs_target_amount"], "owner": ["hubspot_owner_id"],
        "team": ["hs_assignee_team_id", "hubspot_team_id"], "from": ["hs_start_datetime"],
        "until": [], "end": ["hs_end_datetime"],
      ],
      fields: [CanonicalField("end", .timestamp)]),
    TableShape(
      "pipelines", .auxiliary(.deals), all: ["label", "displayOrder"],
      none: ["metadata.probability", "metadata.isClosed", "stageId"],
      names: ["id": ["id", "pipelineId"], "name": ["label"], "order": ["displayOrder"]],
      fields: TableShape.pipelineFields,
      children: [NestedTable(column: "stages", table: "stages", parentKey: "pipeline")]),
  ]

  /// Tables that stand inside records of others.
  private static let hubspotNested: [TableShape] = [
    TableShape(
      "stages", .auxiliary(.deals), all: ["label"],
      any: ["metadata.probability", "metadata.isClosed", "stage_id", "stageId"],
      names: [
        "id": ["stage_id", "id", "stageId"], "name": ["label"],
        "order": ["displayOrder", "display_order"], "pipeline": ["pipeline", "pipeline_id"],
        "probability": ["metadata.probability", "probability"],
        "is_closed": ["metadata.isClosed", "is_closed"], "is_won": ["closedWon", "closed_won"],
        "is_active": ["active"], "is_gone": ["archived"],
      ],
      fields: TableShape.stageFields),
    TableShape(
      "deal versions", .auxiliary(.history), all: ["deal_id", "timestamp", "name", "value"],
      names: [
        "deal": ["deal", "deal_id"], "at": ["timestamp"], "field": ["property", "name"],
        "from": [], "to": ["value"], "by": ["updatedByUserId"],
      ], fields: TableShape.changeFields),
    TableShape(
      "owner teams", .auxiliary(.owners),
      names: ["record": ["record"], "target": ["name"], "type": ["primary"]],
      fields: TableShape.linkFields),
    // The element of an association is the record it leads to; a copied table names both.
    link("deal companies", "deal_id", "company_id"),
    link("deal contacts", "deal_id", "contact_id"),
    link("deal line items", "deal_id", "line_item_id"),
    link("contact deals", "", ""),
    link("contact companies", "contact_id", "company_id"),
    link("line item deals", "", ""),
    link("engagement deals", "engagement_id", "deal_id"),
    link("engagement contacts", "engagement_id", "contact_id"),
    link("engagement companies", "engagement_id", "company_id"),
  ]

  private static func link(_ name: String, _ record: String, _ target: String) -> TableShape {
    let columns = [record, target].filter { !$0.isEmpty }
    return TableShape(
      name, .auxiliary(.deals), all: columns,
      names: ["record": ["record", record], "target": ["id", target], "type": ["type"]],
      fields: TableShape.linkFields)
  }
}
