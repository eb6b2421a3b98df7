import PQLModel
import PQLSnapshot

/// Models with a little of everything.
enum SmallModels {
  /// Columns of every kind, with and without missing values, and relations.
  static func everything() -> Model {
    let present = Bitmap([true, false, true])
    let texts = TextColumn(["é", nil, "two\nlines"])
    let deals = EntityTable(
      kind: .deals, rowCount: 3,
      fields: [
        EntityField(
          name: "id", aliases: ["Id", "ID"], type: .text,
          column: .text(TextColumn(["1", "2", "3"]))),
        EntityField(
          name: "owner", type: .text, column: .text(TextColumn(["a", "nobody", nil])),
          target: .owners),
        EntityField(name: "stage", type: .stage, column: .text(texts)),
        EntityField(
          name: "seats", type: .number,
          column: .number(NumberColumn(values: [1.5, 0, -3], validity: present))),
        EntityField(
          name: "share", type: .percent, column: .number(NumberColumn(values: [0.1, 0.2, 0.3]))),
        EntityField(
          name: "amount", type: .money,
          column: .money(
            MoneyColumn(
              units: [12_345, 0, -1], scale: 2, validity: present,
              currencies: TextColumn(["EUR", nil, "USD"])))),
        EntityField(
          name: "exact", type: .money,
          column: .exact(ExactColumn(values: [1 << 100, 0, -5], validity: present))),
        EntityField(
          name: "open", type: .boolean,
          column: .boolean(
            BooleanColumn(
              values: Bitmap([true, false, true]), validity: Bitmap([true, true, false])))),
        EntityField(
          name: "created", type: .date,
          column: .day(DayColumn(values: [20_000, 0, -5], validity: present))),
        EntityField(
          name: "quarter", type: .period(.fiscalQuarter),
          column: .day(DayColumn(values: [8_000, 8_001, 8_002]))),
        EntityField(
          name: "at", type: .timestamp,
          column: .second(SecondColumn(values: [1_700_000_000, 0, -1]))),
        EntityField(
          name: "tags", type: .list,
          column: .list(
            ListColumn(
              offsets: [0, 2, 2, 3], elements: TextColumn(["x", "y", "x"]), validity: present))),
      ])
    let owners = EntityTable(
      kind: .owners, rowCount: 2,
      fields: [
        EntityField(name: "id", type: .text, column: .text(TextColumn(["a", "b"]))),
        EntityField(name: "name", type: .text, column: .text(TextColumn(["Ana", "Ana"]))),
      ])
    var model = Model(
      name: "Größe",
      currency: CurrencySettings(
        base: "EUR", rates: [.init(currency: "USD", from: 19_000, rate: 0.91)]),
      calendar: BusinessCalendar(
        timeZone: "Europe/Amsterdam", fiscalYearStarts: 2,
        fiscalWeeks: FiscalWeeks.YearEnd("last friday of february").map {
          FiscalWeeks(.thirteen, yearEnd: $0)
        }, fiscalYearNamedBy: .start, weekStarts: 6),
      pipelines: [
        Pipeline(
          name: "Sales",
          stages: [
            Stage(name: "é", probability: 0.25, category: "pipeline"),
            Stage(name: "Won", outcome: .won, id: "7", limitDays: 14),
          ], id: "p")
      ],
      tables: [deals, owners],
      notes: [
        LoadNote(.historyQuality, "a note"),
        LoadNote(
          .valuesUnreadable, "a warning", severity: .warning,
          place: LoadPlace(
            file: "a.csv", line: 3, column: 4, byte: 5, record: 6, entity: .deals, field: "amount",
            value: "é", count: 7, total: 8),
          concerns: [.field(.deals, "amount"), .money]),
      ],
      historyQuality: .entryOnly,
      report: LoadReport(
        tables: [
          .init(
            files: ["a.csv"], system: "X", name: "Deal", entity: .deals, isEntity: true,
            isDerived: true, dates: "dmy", rowCount: 4
          )
        ],
        files: [
          LoadedFile(
            name: "a.csv", kind: .deals, read: 10, taken: 4, repeated: 3, deleted: 2, rejected: 1)
        ], leftAside: [.init(file: "b.txt", reason: "no data")], pipelineOrigin: "the model file"))
    model.time.knownAtClose = [.deals: ["share", "open"], .leads: ["reason"]]
    model.time.takesUntrackedAsRecorded = true
    model.time.agesInBusinessDays = true
    model.time.exportDays = [20_000, 20_007]
    let past = EntityTable(
      kind: .deals, rowCount: 4,
      fields: deals.fields.map { field in
        EntityField(
          name: field.name, aliases: field.aliases, type: field.type,
          column: field.column.gathered([0, 1, 2, 1]), target: field.target)
      })
    model.past = PastDeals(
      table: past,
      links: [
        Model.RelationKey(entity: .deals, field: "owner"): RelationLink(
          values: TextColumn(["a", "nobody", nil, "b"]), target: owners)
      ])
    return model
  }

  /// A model without a record, and one without a table.
  static func empty() -> [Model] {
    let table = EntityTable(
      kind: .deals, rowCount: 0,
      fields: [
        EntityField(name: "id", type: .text, column: .text(TextColumn([String?]()))),
        EntityField(
          name: "tags", type: .list,
          column: .list(ListColumn(offsets: [0], elements: TextColumn([String?]())))),
        EntityField(
          name: "open", type: .boolean, column: .boolean(BooleanColumn(values: Bitmap([])))),
      ])
    return [
      .empty,
      Model(
        name: "none", currency: CurrencySettings(base: "EUR"), calendar: BusinessCalendar(),
        pipelines: [], tables: [table]),
    ]
  }

  /// A model whose columns take several pages.
  static func large(rows: Int = 20_000) -> Model {
    let owners = EntityTable(
      kind: .owners, rowCount: 100,
      fields: [
        EntityField(name: "id", type: .text, column: .text(TextColumn((0..<100).map { "o\($0)" })))
      ])
    let deals = EntityTable(
      kind: .deals, rowCount: rows,
      fields: [
        EntityField(
          name: "id", type: .text, column: .text(TextColumn((0..<rows).map { "D-\($0)" }))),
        EntityField(
          name: "owner", type: .text, column: .text(TextColumn((0..<rows).map { "o\($0 % 101)" })),
          target: .owners),
        EntityField(
          name: "seats", type: .number,
          column: .number(NumberColumn(values: (0..<rows).map(Double.init)))),
      ])
    return Model(
      name: "large", currency: CurrencySettings(base: "EUR"), calendar: BusinessCalendar(),
      pipelines: [], tables: [deals, owners])
  }
}

/// Whether two models are the same to the last value.
func areSame(_ left: Model, _ right: Model) -> Bool {
  guard left.name == right.name,
    left.currency == right.currency, left.calendar == right.calendar,
    left.pipelines == right.pipelines, left.notes == right.notes, left.report == right.report,
    left.historyQuality == right.historyQuality, left.time == right.time,
    left.entities == right.entities
  else { return false }
  switch (left.past, right.past) {
  case (nil, nil): break
  case (let first?, let second?):
    guard areSame(first.table, second.table), areSame(first.links, second.links) else {
      return false
    }
  default: return false
  }
  return areSame(left.links, right.links)
    && left.entities.allSatisfy { kind in
      guard let first = left[kind], let second = right[kind] else { return false }
      return areSame(first, second)
    }
}

private func areSame(
  _ left: [Model.RelationKey: RelationLink], _ right: [Model.RelationKey: RelationLink]
) -> Bool {
  Set(left.keys) == Set(right.keys)
    && left.allSatisfy { key, link in
      guard let other = right[key], link.rows == other.rows, link.target == other.target,
        link.unmatchedCount == other.unmatchedCount, link.isByName == other.isByName,
        link.ambiguousNames == other.ambiguousNames
      else { return false }
      return true
    }
}

private func areSame(_ left: EntityTable, _ right: EntityTable) -> Bool {
  left.rowCount == right.rowCount && left.fields.count == right.fields.count
    && zip(left.fields, right.fields).allSatisfy {
      $0.name == $1.name && $0.aliases == $1.aliases && $0.type == $1.type
        && $0.target == $1.target && $0.column == $1.column
    }
}
