/// A loaded pipeline: settings, tables, and how they hang together.
package struct Model: Sendable {
  package var name: String
  package var currency: CurrencySettings
  package var calendar: BusinessCalendar
  package var pipelines: [Pipeline]
  /// What a person should know about the load: inferences, replaced values, what could not be read.
  package var notes: [LoadNote]
  /// The records that could not be taken, where the load was told to keep them.
  package var rejections: [Rejection] = []
  /// What is computed from the model's data is kept by it.
  package let identity = ModelIdentity()
  /// How much the history tells.
  package var historyQuality: HistoryQuality
  /// What is said of past days and ages.
  package var time = TimeSettings()
  /// All deals that ever were; nil where none is gone.
  package var past: PastDeals?
  /// Which files became which tables.
  package var report: LoadReport
  package private(set) var tables: [EntityKind: EntityTable]
  /// Entities that the data have and that were left unread because nobody asks for them.
  package var unread: Set<EntityKind> = []
  package private(set) var links: [RelationKey: RelationLink]
  /// What was found damaged since the model was opened.
  package let damage: ModelDamage

  /// By which a relation is found.
  package struct RelationKey: Sendable, Hashable {
    package var entity: EntityKind
    /// The field's canonical name.
    package var field: String

    package init(entity: EntityKind, field: String) {
      self.entity = entity
      self.field = field
    }
  }

  /// Puts tables together and finds the record of every relation value.
  ///
  /// `keyFields` names the field of the target to look values up in, by `deals.owner`; without it
  /// a value finds its record by `id`, else by `name`. Without `historyQuality` a history with rows
  /// counts as full.
  package init(
    name: String, currency: CurrencySettings, calendar: BusinessCalendar, pipelines: [Pipeline],
    tables: [EntityTable], keyFields: [String: String] = [:], notes: [LoadNote] = [],
    historyQuality: HistoryQuality? = nil, report: LoadReport = LoadReport()
  ) {
    let changes = tables.first { $0.kind == .history }?.rowCount ?? 0
    self.init(
      name: name, currency: currency, calendar: calendar, pipelines: pipelines, tables: tables,
      links: [:], notes: notes, historyQuality: historyQuality ?? (changes > 0 ? .full : .none),
      report: report,
      damage: ModelDamage())
    linkRelations(keyFields: keyFields)
  }

  /// Takes finished parts: relations that were linked before, and columns that may not be read yet.
  package init(
    name: String, currency: CurrencySettings, calendar: BusinessCalendar, pipelines: [Pipeline],
    tables: [EntityTable], links: [RelationKey: RelationLink], notes: [LoadNote],
    historyQuality: HistoryQuality, report: LoadReport, damage: ModelDamage
  ) {
    self.name = name
    self.currency = currency
    self.calendar = calendar
    self.pipelines = pipelines
    self.notes = notes
    self.historyQuality = historyQuality
    self.report = report
    self.tables = Dictionary(tables.map { ($0.kind, $0) }) { first, _ in first }
    self.links = links
    self.damage = damage
  }

  /// A model with nothing in it.
  package static var empty: Model {
    Model(
      name: "", currency: CurrencySettings(base: "EUR"), calendar: BusinessCalendar(),
      pipelines: [], tables: [])
  }

  /// The table of an entity, nil when the data have none.
  package subscript(kind: EntityKind) -> EntityTable? { tables[kind] }

  /// The entities that have a table, in their fixed order.
  package var entities: [EntityKind] { EntityKind.allCases.filter { tables[$0] != nil } }

  /// Whether tables or fields were left unread.
  package var isPartlyRead: Bool {
    !unread.isEmpty || tables.values.contains { $0.knownNames.count > $0.fields.count }
  }

  /// The entities that the data have, read or not, in their fixed order.
  package var knownEntities: [EntityKind] {
    EntityKind.allCases.filter { tables[$0] != nil || unread.contains($0) }
  }

  /// The records that a relation field of an entity names, by the field's canonical name; nil when
  /// the field is no relation or its target has no table.
  package func link(_ entity: EntityKind, _ field: String) -> RelationLink? {
    links[RelationKey(entity: entity, field: field)]
  }

  /// The relation by which records of `child` belong to a record of `parent`: the first such field
  /// in the child's order.
  package func backRelation(from child: EntityKind, to parent: EntityKind) -> String? {
    tables[child]?.fields.first { $0.target == parent && link(child, $0.name) != nil }?.name
  }

  /// Whether the history records changes of a field of the deals, in O(different fields).
  package func recordsChanges(of name: String) -> Bool {
    RecordedChanges(self, of: name) != nil
  }

  private mutating func linkRelations(keyFields: [String: String]) {
    for kind in EntityKind.allCases {
      for field in tables[kind]?.fields ?? [] {
        guard let target = field.target, let targetTable = tables[target],
          case .text(let values) = field.column
        else { continue }
        let link = RelationLink(
          values: values, target: targetTable,
          keyField: keyFields["\(kind.rawValue).\(field.name)"])
        links[RelationKey(entity: kind, field: field.name)] = link
        if !link.ambiguousNames.isEmpty {
          notes.append(
            .relationAmbiguous(kind, field.name, target, names: link.ambiguousNames))
        }
        if link.unmatchedCount > 0 {
          let first = values.codes.indices.first { values.codes[$0] >= 0 && link.rows[$0] < 0 }
          notes.append(
            .relationUnmatched(
              kind, field.name, target, count: link.unmatchedCount, of: values.codes.count,
              first: first.flatMap { values[$0] }))
        }
      }
    }
  }
}
