import PQLModel

/// What the tables of a Salesforce export tell beyond their columns.
enum SalesforceSettling {
  private static let system = "Salesforce"

  static func settle(_ context: inout ImportContext) {
    settleStages(&context)
    settleRecordTypes(&context)
    settleSnapshots(&context)
    settleFieldHistory(&context)
    settleActivities(&context)
    SalesforceQuotas.settle(&context, of: system)
  }

  // MARK: - pipelines

  /// The stages as the org defines them, in their order.
  private static func settleStages(_ context: inout ImportContext) {
    guard let place = context.places("OpportunityStage", of: system).first else { return }
    let draft = context.tables[place].draft
    let used = usedStages(context)
    let rows = (0..<draft.rowCount).filter { row in
      guard let name = draft.text("label")?[row] ?? draft.text("api_name")?[row] else {
        return false
      }
      return draft.condition("is_active")?[row] ?? true || used.contains(name)
    }
    let ordered = rows.sorted {
      (draft.number("order", $0) ?? .infinity, $0) < (draft.number("order", $1) ?? .infinity, $1)
    }
    let stages = ordered.compactMap { stage(draft, $0) }
    context.define(
      [Pipeline(name: "Sales", stages: stages)],
      from: context.tables[place].files.joined(separator: ", "))
  }

  private static func stage(_ draft: DraftTable, _ row: Int) -> Stage? {
    let api = draft.text("api_name")?[row]
    guard let name = draft.text("label")?[row] ?? api else { return nil }
    let isWon = draft.condition("is_won")?[row] ?? false
    let isClosed = draft.condition("is_closed")?[row] ?? isWon
    return Stage(
      name: name, probability: draft.number("probability", row),
      outcome: isWon ? .won : isClosed ? .lost : nil, category: draft.text("category")?[row],
      id: api == name ? nil : api)
  }

  private static func usedStages(_ context: ImportContext) -> Set<String> {
    var used: Set<String> = []
    for table in context.tables where table.shape.isEntity {
      guard let stages = table.draft.text("stage") else { continue }
      for (name, count) in zip(stages.dictionary.values, stages.rowsByCode) where count > 0 {
        used.insert(name)
      }
    }
    return used
  }

  /// Record types of opportunities are pipelines, where their names are known.
  private static func settleRecordTypes(_ context: inout ImportContext) {
    guard let types = context.draft("RecordType", of: system), let keys = types.text("key"),
      let labels = types.text("label")
    else { return }
    var names: [String: String] = [:]
    for row in 0..<types.rowCount {
      guard types.text("object")?[row] ?? "Opportunity" == "Opportunity", let key = keys[row],
        let label = labels[row]
      else { continue }
      names[key] = label
    }
    for place in context.places("Opportunity", of: system) {
      let draft = context.tables[place].draft
      guard draft.text("pipeline") == nil,
        let field = draft.fields.first(where: { folded($0.name) == "recordtypeid" }),
        case .text(let ids) = field.column
      else { continue }
      let (column, _) = ids.replacing { names[$0] }
      context.tables[place].draft.insert(
        EntityField(name: "pipeline", type: .category, column: .text(column)))
    }
  }

  // MARK: - history

  private static func settleSnapshots(_ context: inout ImportContext) {
    if !context.has(.deals), !context.places("Opportunity versions", of: system).isEmpty {
      context.notes.add(.history, .noOpportunities)
    }
    for name in ["OpportunityHistory", "Opportunity versions"] {
      for place in context.places(name, of: system) {
        let tracked =
          SnapshotHistory.usual
          + (name == "OpportunityHistory" ? [] : [SnapshotHistory.Tracked(field: "owner")])
        context.tables[place].draft = SnapshotHistory.changes(
          of: context.tables[place].draft, tracked: tracked)
      }
    }
  }

  /// Names the fields of `OpportunityFieldHistory` as PQL does, and leaves to `OpportunityHistory`
  /// what that says of the same deals.
  private static func settleFieldHistory(_ context: inout ImportContext) {
    let deals = context.draft("Opportunity", of: system)
    let snapshots = context.draft("OpportunityHistory", of: system)
    let told = Set(snapshots?.text("deal")?.dictionary.values ?? [])
    for place in context.places("OpportunityFieldHistory", of: system) {
      var draft = context.tables[place].draft
      renameFields(&draft, deals)
      if let fields = draft.text("field"), let owners = draft.text("deal") {
        let isTold = owners.dictionary.values.map { told.contains($0) }
        let isSnapshot = fields.dictionary.values.map { name in
          SnapshotHistory.usual.contains { $0.field == name }
        }
        let kept = (0..<draft.rowCount).filter { row in
          let (field, deal) = (fields.codes[row], owners.codes[row])
          return !(field >= 0 && deal >= 0 && isSnapshot[Int(field)] && isTold[Int(deal)])
        }
        draft = draft.keeping(withoutNames(kept, of: draft).map { Int32(clamping: $0) })
      }
      context.tables[place].draft = draft
    }
  }

  /// Gives fields PQL's names: those of `Opportunity`, and the owner's.
  private static func renameFields(_ draft: inout DraftTable, _ deals: DraftTable?) {
    guard let index = draft.index(of: "field"), let column = draft.text("field") else { return }
    var names = [
      "stagename": "stage", "amount": "amount", "closedate": "close_date", "owner": "owner",
      "ownerid": "owner", "probability": "probability", "forecastcategoryname": "category",
      "forecastcategory": "category", "account": "account", "accountid": "account", "name": "name",
      "type": "type", "leadsource": "source",
    ]
    for field in deals?.fields ?? [] {
      for alias in field.aliases where names[folded(alias)] == nil {
        names[folded(alias)] = field.name
      }
    }
    draft.fields[index].column = .text(column.replacing { names[folded($0)] }.column)
  }

  /// Takes out the second of the two rows that Salesforce writes for one change of a record: one
  /// with its id, one with its name.
  private static func withoutNames(_ rows: [Int], of draft: DraftTable) -> [Int] {
    guard let fields = draft.text("field"), let deals = draft.text("deal"),
      let to = draft.text("to"), let index = draft.index(of: "at"),
      case .second(let at) = draft.fields[index].column
    else { return rows }
    struct Change: Hashable {
      var deal: Int32
      var field: Int32
      var at: Int64
    }
    func change(_ row: Int) -> Change {
      Change(deal: deals.codes[row], field: fields.codes[row], at: at.values[row])
    }
    let isReference = to.dictionary.values.map { SalesforceId($0) != nil }
    func isId(_ row: Int) -> Bool { to.codes[row] >= 0 && isReference[Int(to.codes[row])] }
    let withIds = Set(rows.filter(isId).map(change))
    return rows.filter { isId($0) || !withIds.contains(change($0)) }
  }

  // MARK: - activities

  /// `WhatId` and `WhoId` name records of several objects; the beginning of an id tells which.
  private static func settleActivities(_ context: inout ImportContext) {
    let wanted = [("deal", "006"), ("lead", "00Q")]
    for name in ["Task", "Event"] {
      for place in context.places(name, of: system) {
        for (field, prefix) in wanted {
          context.tables[place].draft.keepIds(field, beginningWith: prefix)
        }
        context.tables[place].draft.fill("at", from: ["activitydate", "createddate"])
      }
    }
  }
}

/// An id of Salesforce: 15 or 18 letters and digits, of which the first three tell the object.
struct SalesforceId {
  let prefix: String

  init?(_ text: String) {
    guard text.utf8.count == 15 || text.utf8.count == 18,
      text.utf8.first == 0x30 || text.hasPrefix("a"),
      text.utf8.allSatisfy({ ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 })
    else { return nil }
    prefix = String(text.prefix(3))
  }
}

extension DraftTable {
  /// The values of a condition; nil where the table has none of that name.
  func condition(_ name: String) -> Bitmap? {
    guard let index = fields.firstIndex(where: { $0.name == name }),
      case .boolean(let column) = fields[index].column
    else { return nil }
    return column.values
  }

  /// A number of a row; nil where missing.
  func number(_ name: String, _ row: Int) -> Double? {
    guard let index = fields.firstIndex(where: { $0.name == name }),
      case .number(let column) = fields[index].column, column.validity?[row] ?? true
    else { return nil }
    return column.values[row]
  }

  /// Fills moments that are missing from other fields, by their folded names in this order.
  mutating func fill(_ name: String, from others: [String]) {
    guard let index = fields.firstIndex(where: { $0.name == name }),
      case .second(let column) = fields[index].column
    else { return }
    var values = Array(column.values)
    var present = Bitmap(count: rowCount) { column.validity?[$0] ?? true }
    for other in others {
      guard let field = fields.first(where: { folded($0.name) == other }) else { continue }
      for row in 0..<rowCount where !present[row] && field.column.isPresent(row) {
        switch field.column {
        case .day(let days): values[row] = Int64(days.values[row]) * 86_400
        case .second(let seconds): values[row] = seconds.values[row]
        default: continue
        }
        present[row] = true
      }
    }
    fields[index].column = .second(
      SecondColumn(values: values, validity: present.isAllSet ? nil : present))
  }

  /// Takes out of a relation the ids of other objects.
  mutating func keepIds(_ name: String, beginningWith prefix: String) {
    guard let index = fields.firstIndex(where: { $0.name == name }), let column = text(name) else {
      return
    }
    let isOther = column.dictionary.values.map { text in
      SalesforceId(text).map { $0.prefix != prefix } ?? false
    }
    fields[index].column = .text(
      TextColumn(
        codes: column.codes.map { $0 >= 0 && isOther[Int($0)] ? -1 : $0 },
        dictionary: column.dictionary, isDistinct: column.isDistinct))
  }
}
