/// What a pipeline is made of; the raw value is the word in a query and in the model file.
package enum EntityKind: String, Sendable, Hashable, CaseIterable {
  case deals, leads, accounts, contacts, products, items, owners, activities, history, quotas
  case campaigns, splits

  /// The entity a word of a query names, in whatever case.
  package init?(word: String) {
    self.init(rawValue: word.lowercased())
  }

  /// One of them, as in `deal.owner`.
  package var singular: String {
    switch self {
    case .activities: "activity"
    case .history: "change"
    default: String(rawValue.dropLast())
    }
  }

  /// The fields every data set may have, with the type each must have.
  package var canonicalFields: [CanonicalField] { CanonicalField.table[self] ?? [] }
}

/// A field that PQL knows the meaning of.
package struct CanonicalField: Sendable, Hashable {
  package var name: String
  package var type: ValueType
  /// The entity whose records the values name, if any.
  package var target: EntityKind?
  /// Whether a date is a timestamp where the data tell the time.
  package var keepsTime: Bool

  package init(
    _ name: String, _ type: ValueType, _ target: EntityKind? = nil, keepsTime: Bool = false
  ) {
    self.name = name
    self.type = type
    self.target = target
    self.keepsTime = keepsTime
  }

  /// Every entity's canonical fields, in the order `.schema` shows them.
  static let table: [EntityKind: [CanonicalField]] = [
    .deals: [
      .init("id", .text), .init("name", .text), .init("pipeline", .category),
      .init("stage", .stage), .init("amount", .money), .init("currency", .category),
      .init("probability", .percent), .init("category", .category), .init("created", .date),
      .init("close_date", .date), .init("closed_on", .date), .init("owner", .text, .owners),
      .init("account", .text, .accounts), .init("product", .category, .products),
      .init("source", .category), .init("type", .category),
      .init("campaign", .text, .campaigns),
    ],
    .leads: [
      .init("id", .text), .init("name", .text), .init("title", .text), .init("email", .text),
      .init("created", .date), .init("status", .category), .init("source", .category),
      .init("owner", .text, .owners), .init("account", .text, .accounts),
      .init("product", .category, .products), .init("country", .category),
      .init("converted", .boolean), .init("converted_at", .date),
      .init("converted_deal", .text, .deals), .init("campaign", .text, .campaigns),
      .init("touched_at", .date, keepsTime: true), .init("qualified_at", .date, keepsTime: true),
      .init("disqualified_at", .date, keepsTime: true), .init("disqualified_reason", .category),
    ],
    .accounts: [
      .init("id", .text), .init("name", .text), .init("industry", .category),
      .init("employees", .number), .init("country", .category), .init("owner", .text, .owners),
    ],
    .contacts: [
      .init("id", .text), .init("name", .text), .init("title", .text), .init("email", .text),
      .init("account", .text, .accounts), .init("owner", .text, .owners),
    ],
    .products: [
      .init("id", .text), .init("name", .text), .init("family", .category),
      .init("price", .money),
    ],
    .items: [
      .init("id", .text), .init("deal", .text, .deals), .init("product", .category, .products),
      .init("quantity", .number), .init("price", .money), .init("amount", .money),
      .init("currency", .category), .init("recurring", .boolean), .init("term_months", .number),
    ],
    .owners: [
      .init("id", .text), .init("name", .text), .init("team", .category),
      .init("manager", .text, .owners), .init("email", .text),
    ],
    .activities: [
      .init("id", .text), .init("type", .category), .init("at", .timestamp),
      .init("owner", .text, .owners), .init("deal", .text, .deals), .init("lead", .text, .leads),
      .init("account", .text, .accounts), .init("product", .category, .products),
    ],
    .history: [
      .init("deal", .text, .deals), .init("lead", .text, .leads),
      .init("account", .text, .accounts), .init("at", .timestamp), .init("field", .category),
      .init("from", .category), .init("to", .category), .init("by", .text),
    ],
    .quotas: [
      .init("id", .text), .init("owner", .text, .owners), .init("team", .category),
      .init("from", .date), .init("until", .date), .init("amount", .money),
      .init("currency", .category), .init("account", .text, .accounts),
      .init("product", .category, .products),
    ],
    .campaigns: [
      .init("id", .text), .init("name", .text), .init("source", .category),
      .init("cost", .money), .init("currency", .category), .init("from", .date),
      .init("until", .date),
    ],
    .splits: [
      .init("deal", .text, .deals), .init("owner", .text, .owners), .init("share", .percent),
      .init("amount", .money), .init("currency", .category), .init("type", .category),
    ],
  ]
}
