import PQLModel

/// Deals with their changes, as a model: a pipeline `Sales` of the stages Lead, Qualified, Proposal, Won
/// and Lost.
///
/// Values are written as the language writes them; a dash is a missing one.
package struct SmallHistory {
  private var tables: [EntityTable] = []

  package init() {}

  /// Adds a table by its fields, as `id:text stage:stage amount:money created:date`, and its rows.
  package func with(
    _ entity: EntityKind, _ fields: String, _ rows: String...
  ) -> SmallHistory {
    let cells = rows.map { $0.split(separator: " ").map { $0 == "-" ? nil : String($0) } }
    let names = fields.split(separator: " ").map { $0.split(separator: ":").map(String.init) }
    var other = self
    other.tables.append(
      EntityTable(
        kind: entity, rowCount: rows.count,
        fields: names.enumerated().map { place, field in
          EntityField(
            name: field[0], type: Self.types[field[1]] ?? .text,
            column: Self.column(cells.map { $0[place] }, field[1]),
            target: EntityKind.allCases.first { $0.singular == field[0] || field[1] == $0.rawValue }
          )
        }))
    return other
  }

  /// Adds the history: `deal moment field from to` a row.
  package func changes(_ rows: String...) -> SmallHistory {
    var other = self
    let history = rows.reduce(into: [[String?]]()) {
      $0.append($1.split(separator: " ").map { $0 == "-" ? nil : String($0) })
    }
    func texts(_ place: Int) -> Column { .text(TextColumn(history.map { $0[place] })) }
    other.tables.append(
      EntityTable(
        kind: .history, rowCount: rows.count,
        fields: [
          EntityField(name: "deal", type: .text, column: texts(0), target: .deals),
          EntityField(
            name: "at", type: .timestamp, column: Self.column(history.map { $0[1] }, "timestamp")),
          EntityField(name: "field", type: .category, column: texts(2)),
          EntityField(name: "from", type: .category, column: texts(3)),
          EntityField(name: "to", type: .category, column: texts(4)),
        ]))
    return other
  }

  /// The model, in euros.
  package var model: Model {
    Model(
      name: "small", currency: CurrencySettings(base: "EUR", rates: []),
      calendar: BusinessCalendar(),
      pipelines: [
        Pipeline(
          name: "Sales",
          stages: [
            Stage(name: "Lead"), Stage(name: "Qualified"), Stage(name: "Proposal"),
            Stage(name: "Won", outcome: .won), Stage(name: "Lost", outcome: .lost),
          ])
      ], tables: tables)
  }

  private static let types: [String: ValueType] = [
    "stage": .stage, "money": .money, "date": .date, "number": .number, "boolean": .boolean,
    "timestamp": .timestamp, "category": .category,
  ]

  private static func column(_ values: [String?], _ type: String) -> Column {
    let present = Bitmap(values.map { $0 != nil })
    let validity = present.isAllSet ? nil : present
    switch type {
    case "money":
      return .money(
        MoneyColumn(
          units: Buffer(values.map { Int64(($0.flatMap { Double($0) } ?? 0) * 100) }), scale: 2,
          validity: validity))
    case "number": return .number(NumberColumn(values.map { $0.flatMap { Double($0) } }))
    case "boolean":
      return .boolean(BooleanColumn(values: Bitmap(values.map { $0 == "yes" }), validity: validity))
    case "date":
      return .day(
        DayColumn(values: Buffer(values.map { $0.flatMap(dayNumber) ?? 0 }), validity: validity))
    case "timestamp":
      return .second(
        SecondColumn(values: Buffer(values.map { $0.flatMap(second) ?? 0 }), validity: validity))
    default: return .text(TextColumn(values))
    }
  }

  /// `2026-03-01T10:30` as seconds.
  private static func second(_ text: String) -> Int64? {
    let parts = text.split(separator: "T")
    guard let day = parts.first.flatMap({ dayNumber(String($0)) }) else { return nil }
    let clock = parts.dropFirst().first?.split(separator: ":").compactMap { Int64($0) } ?? []
    return Int64(day) * 86_400 + (clock.first ?? 0) * 3600 + (clock.dropFirst().first ?? 0) * 60
  }
}
