/// A pipeline's data as rows, each a dictionary from field to value.
package struct NaiveModel: Sendable {
  package struct Stage: Sendable, Hashable {
    package var name: String
    package var probability: Double?
    package var isWon = false
    package var isLost = false
  }

  package struct Pipeline: Sendable, Hashable {
    package var name: String
    package var stages: [Stage]
  }

  package struct Field: Sendable, Hashable {
    package var name: String
    package var kind: NaiveKind
    /// The entity whose records the values name.
    package var target: String?
  }

  package struct Table: Sendable {
    package var fields: [Field]
    package var rows: [[String: NaiveValue]]
  }

  /// What one unit of a currency is worth in the base from a day on.
  package struct Rate: Sendable, Hashable {
    package var currency: String
    package var from: Int
    package var worth: Double
  }

  package var baseCurrency = "EUR"
  package var rates: [Rate] = []
  package var calendar = NaiveCalendar()
  package var today = 0
  package var pipelines: [Pipeline] = []
  package var tables: [String: Table] = [:]

  package init() {}

  package func field(_ name: String, of entity: String) -> Field? {
    tables[entity]?.fields.first { $0.name == name }
  }

  /// The row that a relation's value names: by `id`, else by `name`.
  package func row(named value: NaiveValue, in entity: String) -> Int? {
    guard let rows = tables[entity]?.rows, !value.isMissing else { return nil }
    return rows.firstIndex { $0["id"] == value } ?? rows.firstIndex { $0["name"] == value }
  }

  /// The field by which records of `child` belong to one of `parent`.
  package func backRelation(from child: String, to parent: String) -> String? {
    tables[child]?.fields.first { $0.target == parent }?.name
  }
}
