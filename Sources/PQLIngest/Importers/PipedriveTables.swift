import PQLModel

extension CRMSystem {
  /// Pipedrive: pages of its API (versions 1 and 2), flows of deals, and its CSV exports by label.
  static let pipedrive = CRMSystem(
    "Pipedrive", tables: pipedriveTables.map(inUTC) + pipedriveExports,
    deleted: ["deleted", "is_deleted"], settle: Pipedrive.settle)

  /// The API writes `2026-06-30 14:05:00` of UTC; lists are exported in the user's own time.
  private static func inUTC(_ table: TableShape) -> TableShape {
    var table = table
    table.isInUTC = true
    return table
  }

  private static let pipedriveTables: [TableShape] = [
    TableShape(
      "deals", .entity(.deals), all: ["stage_id", "pipeline_id", "status"],
      any: ["expected_close_date", "won_time", "lost_time", "add_time"],
      names: [
        "id": ["id"], "name": ["title"], "amount": ["value"], "stage": ["stage_id"],
        "pipeline": ["pipeline_id"], "probability": ["probability"],
        "owner": ["user_id", "owner_id"], "account": ["org_id"], "created": [],
        "close_date": ["expected_close_date"], "closed_on": [],
        "source": ["origin", "channel"], "product": [], "type": [],
      ],
      fields: dealFields),
    TableShape(
      "stages", .auxiliary(.deals), all: ["order_nr", "pipeline_id", "name"],
      names: [
        "order": ["order_nr"], "pipeline": ["pipeline_id"], "percent": ["deal_probability"],
        "is_active": ["active_flag"], "is_gone": ["is_deleted"], "is_closed": [], "is_won": [],
        "probability": [],
      ],
      fields: TableShape.stageFields),
    TableShape(
      "pipelines", .auxiliary(.deals), all: ["name", "order_nr"],
      any: ["url_title", "deal_probability", "is_deal_probability_enabled", "selected"],
      none: ["pipeline_id"], names: ["order": ["order_nr"]], fields: TableShape.pipelineFields),
    TableShape(
      "flow", .auxiliary(.history), all: ["object", "data.field_key", "data.new_value"],
      names: [
        "deal": ["data.item_id"], "at": ["data.log_time", "timestamp"],
        "field": ["data.field_key"], "from": ["data.old_value"], "to": ["data.new_value"],
        "by": ["data.user_id"],
      ],
      fields: TableShape.changeFields + [CanonicalField("object", .category)]),
    TableShape(
      "flow", .auxiliary(.history), all: ["item_id", "field_key", "new_value", "log_time"],
      names: [
        "deal": ["item_id"], "at": ["log_time"], "field": ["field_key"], "from": ["old_value"],
        "to": ["new_value"], "by": ["user_id"],
      ], fields: TableShape.changeFields),
    TableShape(
      "changelog", .aside("a changelog does not say which deal it is of; a flow does"),
      all: ["field_key", "new_value", "actor_user_id", "time"]),
    TableShape(
      "leads", .entity(.leads), all: ["title", "source_name", "is_archived"],
      names: [
        "name": ["title"], "title": [], "owner": ["owner_id"], "account": ["organization_id"],
        "source": ["source_name"], "created": ["add_time"], "status": [],
      ]),
    TableShape(
      "activities", .entity(.activities), all: ["type", "done", "due_date"],
      any: ["marked_as_done_time", "user_id", "owner_id"],
      names: [
        "at": ["due_date"], "owner": ["user_id", "owner_id"], "deal": ["deal_id"],
        "lead": ["lead_id"], "account": ["org_id"], "product": [],
      ],
      fields: [
        CanonicalField("marked_as_done_time", .timestamp), CanonicalField("due_time", .text),
      ]),
    TableShape(
      "deal products", .entity(.items), all: ["deal_id", "product_id", "item_price"],
      names: ["price": ["item_price"], "amount": ["sum"]]),
    TableShape(
      "products", .entity(.products), all: ["name", "code", "prices"], names: ["price": []],
      children: [NestedTable(column: "prices", table: "prices", parentKey: "record")]),
    TableShape(
      "prices", .auxiliary(.products), names: ["record": ["record"], "price": ["price"]],
      fields: [CanonicalField("record", .text), CanonicalField("price", .money)]),
    TableShape(
      "organizations", .entity(.accounts), all: ["name", "add_time", "owner_id"],
      any: [
        "people_count", "open_deals_count", "country_code", "cc_email", "address", "label_ids",
      ],
      none: ["stage_id", "org_id"],
      names: ["owner": ["owner_id"], "country": ["address_country", "country_code"]]),
    TableShape(
      "organizations", .entity(.accounts), all: ["name", "add_time", "owner_id.value"],
      none: ["stage_id", "org_id", "first_name", "prices"],
      names: ["owner": ["owner_id"], "country": ["address_country", "country_code"]]),
    TableShape(
      "persons", .entity(.contacts), all: ["name", "first_name", "add_time"],
      any: ["org_id", "org_id.value", "email", "emails", "owner_id"],
      names: ["account": ["org_id"], "owner": ["owner_id"], "email": []],
      children: [
        NestedTable(column: "email", table: "emails", parentKey: "record"),
        NestedTable(column: "emails", table: "emails", parentKey: "record"),
      ]),
    TableShape(
      "emails", .auxiliary(.contacts),
      names: ["record": ["record"], "target": ["value"], "type": ["primary"]],
      fields: TableShape.linkFields),
    TableShape(
      "users", .entity(.owners), all: ["name", "email", "active_flag"],
      any: ["is_admin", "default_currency", "timezone_name", "is_you"], none: ["first_name"],
      names: ["team": []]),
    TableShape(
      "goals", .entity(.quotas), all: ["expected_outcome.target", "duration.start"],
      names: [
        "amount": ["expected_outcome.target"], "owner": ["assignee.id"],
        "from": ["duration.start"], "until": ["duration.end"],
      ]),
  ]

  /// What Pipedrive's lists export as CSV; every label begins with the record it belongs to.
  private static let pipedriveExports: [TableShape] = [
    TableShape(
      "deals", .entity(.deals), all: ["Deal - Title", "Deal - Stage"],
      names: [
        "id": ["Deal - ID"], "name": ["Deal - Title"], "amount": ["Deal - Value"],
        "currency": ["Deal - Currency of Value", "Deal - Value currency", "Deal - Currency"],
        "stage": ["Deal - Stage"], "pipeline": ["Deal - Pipeline"],
        "probability": ["Deal - Probability"], "owner": ["Deal - Owner"],
        "account": ["Deal - Organization"],
        "created": [], "add_time": ["Deal - Deal created", "Deal - Deal created on"],
        "close_date": ["Deal - Expected close date"], "closed_on": [],
        "close_time": ["Deal - Deal closed on", "Deal - Closed time"],
        "source": ["Deal - Source channel", "Deal - Source origin"], "product": [], "type": [],
        "status": ["Deal - Status"], "won_time": ["Deal - Won time"],
        "lost_time": ["Deal - Lost time"], "lost_reason": ["Deal - Lost reason"],
        "stage_change_time": ["Deal - Last stage change"],
      ],
      fields: dealFields),
    TableShape(
      "organizations", .entity(.accounts), all: ["Organization - Name"],
      none: ["Deal - Title", "Person - Name"],
      names: [
        "id": ["Organization - ID"], "name": ["Organization - Name"],
        "owner": ["Organization - Owner"],
      ]),
    TableShape(
      "persons", .entity(.contacts), all: ["Person - Name"], none: ["Deal - Title"],
      names: [
        "id": ["Person - ID"], "name": ["Person - Name"], "owner": ["Person - Owner"],
        "email": ["Person - Email - Work", "Person - Email"],
        "account": ["Person - Organization"],
      ]),
    TableShape(
      "activities", .entity(.activities), all: ["Activity - Type", "Activity - Due date"],
      names: [
        "id": ["Activity - ID"], "type": ["Activity - Type"], "at": ["Activity - Due date"],
        "owner": ["Activity - Assigned to user"], "deal": ["Activity - Deal"],
        "account": ["Activity - Organization"],
      ]),
  ]

  /// What is known of deals besides the fields that every system has.
  private static let dealFields: [CanonicalField] = [
    CanonicalField("status", .category), CanonicalField("won_time", .timestamp),
    CanonicalField("lost_time", .timestamp), CanonicalField("close_time", .timestamp),
    CanonicalField("lost_reason", .category),
    CanonicalField("stage_change_time", .timestamp), CanonicalField("add_time", .timestamp),
  ]
}
