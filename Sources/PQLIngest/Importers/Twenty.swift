import PQLModel

extension CRMSystem {
  /// Twenty: answers of its REST API.
  static let twenty = CRMSystem(
    "Twenty", tables: twentyTables, deleted: [], settle: Twenty.settle)

  private static let twentyTables: [TableShape] = [
    TableShape(
      "opportunities", .entity(.deals), all: ["stage", "closeDate"],
      any: ["amount.amountMicros", "pointOfContactId"], none: ["assignedUserId"],
      names: [
        "amount": ["amount.amountMicros"], "currency": ["amount.currencyCode"],
        "created": ["createdAt"], "close_date": ["closeDate"], "closed_on": [],
        "account": ["companyId", "company.name"], "owner": ["ownerId", "owner.id"],
        "product": [], "type": [],
      ]),
    TableShape(
      "companies", .entity(.accounts), all: ["name"],
      any: [
        "domainName.primaryLinkUrl", "linkedinLink.primaryLinkUrl", "idealCustomerProfile",
        "accountOwnerId",
      ], none: ["stage", "name.firstName"],
      names: ["owner": ["accountOwnerId"], "country": ["address.addressCountry"]]),
    TableShape(
      "people", .entity(.contacts), all: ["name.firstName", "name.lastName"],
      any: ["emails.primaryEmail", "jobTitle", "companyId"], none: ["userEmail"],
      names: [
        "name": [], "email": ["emails.primaryEmail"], "title": ["jobTitle"],
        "account": ["companyId", "company.name"], "owner": [],
      ]),
    TableShape(
      "workspaceMembers", .entity(.owners), all: ["name.firstName", "name.lastName", "userEmail"],
      names: ["name": [], "email": ["userEmail"], "team": []]),
  ]
}

/// What an export of Twenty tells beyond the columns of its tables.
enum Twenty {
  static let name = "Twenty"
  /// The stages that a workspace has at first; the last is won, and none is lost.
  private static let open = ["NEW", "SCREENING", "MEETING", "PROPOSAL"]
  private static let won = "CUSTOMER"

  static func settle(_ context: inout ImportContext) {
    for place in context.tables.indices where context.tables[place].shape.system == name {
      dropDeleted(&context, place)
      TwentyMoney.settle(&context.tables[place].draft)
    }
    settleStages(&context)
  }

  /// A record that was deleted keeps the moment.
  private static func dropDeleted(_ context: inout ImportContext, _ place: Int) {
    let draft = context.tables[place].draft
    guard let index = draft.index(of: "deletedAt") else { return }
    let column = draft.fields[index].column
    context.tables[place].draft.fields.remove(at: index)
    context.leaveAside(
      Bitmap(count: draft.rowCount) { column.isPresent($0) }, at: place, "are marked as deleted")
  }

  /// The stages in their order, where they are those that every workspace begins with; else as their
  /// names tell, with `CUSTOMER` as won all the same.
  private static func settleStages(_ context: inout ImportContext) {
    let tables = context.places("opportunities", of: name).map { context.tables[$0].draft }
    guard !tables.isEmpty, let stages = DraftTable.stacked(tables).text("stage") else { return }
    let inference = StageInference(stages, recorded: [won: .won])
    let rows = Array(stages.codes.indices)
    var (pipeline, _) = inference.pipeline(
      named: "Sales", rows: rows, probability: nil, entered: [:])
    guard !pipeline.stages.isEmpty else { return }
    let openStages = pipeline.stages.filter { $0.outcome == nil }
    if openStages.allSatisfy({ open.contains($0.name) }) {
      let ends = pipeline.stages.filter { $0.outcome != nil }
      pipeline.stages = open.map { Stage(name: $0) } + ends
      if !ends.contains(where: { $0.outcome == .won }) {
        pipeline.stages.insert(Stage(name: won, outcome: .won), at: open.count)
      }
    }
    context.define([pipeline], from: "Twenty's stages")
  }
}

/// Amounts of Twenty, which counts millionths.
enum TwentyMoney {
  private static let ending = ".amountMicros"

  /// Divides amounts by a million, exactly, and calls those of other fields by the fields' names.
  static func settle(_ table: inout DraftTable) {
    for index in table.fields.indices {
      let field = table.fields[index]
      guard let own = ([field.name] + field.aliases).first(where: { $0.hasSuffix(ending) }),
        let money = micros(field.column)?.asUnits
      else { continue }
      let stem = String(own.dropLast(ending.count))
      let codes = table.text("\(stem).currencyCode")
      guard field.name == "amount" || isPlain(codes, beside: table.text("currency")) else {
        continue
      }
      var column = money
      if table.text("currency") == nil { column.currencies = codes }
      table.fields[index].column = .money(column)
      table.fields[index].type = .money
      if field.name == own {
        table.fields[index].name = stem
        table.fields[index].aliases.append(own)
      }
    }
  }

  /// Whether another field's currencies are those of the record; amounts in others keep their form.
  private static func isPlain(_ codes: TextColumn?, beside known: TextColumn?) -> Bool {
    guard let codes, let known else { return true }
    return codes.codes.indices.allSatisfy { row in
      codes.codes[row] < 0 || codes[row] == known[row]
    }
  }

  private static func micros(_ column: Column) -> MoneyColumn? {
    switch column {
    case .money(let money): return money
    case .number(let numbers):
      // Whole numbers below 2^53 are exact.
      let units = numbers.values.map { Int64(exactly: $0) }
      guard units.allSatisfy({ $0 != nil }) else { return nil }
      return MoneyColumn(
        units: Buffer(units.map { $0 ?? 0 }), scale: 0, validity: numbers.validity)
    default: return nil
    }
  }
}

extension MoneyColumn {
  /// The column divided by a million, with no more decimals than some value needs.
  fileprivate var asUnits: MoneyColumn? {
    var (units, scale) = (Array(units), scale + 6)
    while scale > 0, units.allSatisfy({ $0.isMultiple(of: 10) }) {
      units = units.map { $0 / 10 }
      scale -= 1
    }
    guard scale <= RawTable.mostDecimals else { return nil }
    return MoneyColumn(units: Buffer(units), scale: scale, validity: validity)
  }
}
