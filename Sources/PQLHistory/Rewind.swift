package import PQLModel

/// Rewinds a model to the end of a day.
///
/// A value is that of the record where nothing changed it since; else what the last change up to then
/// made of it; else what the first later change says it was before; else nobody knows it.
package struct Rewind: Sendable {
  let base: Model
  let knowledge: HistoryKnowledge
  let day: Int32
  /// By entity the records that were there; absent where all are.
  let records: [EntityKind: [Int32]]
  private let undatedDeals: Int

  /// The moment at which the day ends.
  var end: Int64 { (Int64(day) + 1) * 86_400 }

  /// O(records + rows of the history); columns cost when they are asked for.
  package init(_ base: Model, _ knowledge: HistoryKnowledge, to day: Int32) {
    self.base = base
    self.knowledge = knowledge
    self.day = day
    var presence = Presence(base, day)
    records = presence.records()
    undatedDeals = presence.undatedDeals
  }

  /// The model of then.
  package func model() -> PastModel {
    let closing = base[.deals].map { Closing(self, $0) }
    var tables: [EntityTable] = []
    var unknowns: [EntityKind: [Deferred<Bitmap?>]] = [:]
    var texts: [EntityKind: [Deferred<PastColumn>]] = [:]
    for entity in base.entities {
      guard let table = base[entity] else { continue }
      let columns = table.fields.indices.map { column(of: $0, in: table, closing) }
      texts[entity] = columns
      let count = records[entity]?.count ?? table.rowCount
      tables.append(
        EntityTable(
          kind: entity, rowCount: count,
          fields: zip(table.fields, columns).map { field, column in
            EntityField(
              name: field.name, aliases: field.aliases, type: field.type, target: field.target,
              rowCount: count
            ) { column.value.column }
          }, knownNames: table.knownNames))
      unknowns[entity] = columns.map { column in Deferred { column.value.unknown } }
    }
    var model = Model(
      name: base.name, currency: base.currency, calendar: base.calendar,
      pipelines: base.pipelines, tables: tables, links: links(texts), notes: base.notes,
      historyQuality: base.historyQuality, report: base.report, damage: base.damage)
    model.unread = base.unread
    model.time = base.time
    return PastModel(
      model: model, day: day, records: records, undatedDeals: undatedDeals, knowledge: knowledge,
      unknownOutcomes: Deferred { closing?.unknownOutcomes }, unknowns: unknowns)
  }

  /// The records of an entity that were there.
  func rows(of table: EntityTable) -> [Int32] {
    records[table.kind] ?? (0..<Int32(table.rowCount)).map { $0 }
  }

  private func column(
    of index: Int, in table: EntityTable, _ closing: Closing?
  ) -> Deferred<PastColumn> {
    Deferred {
      let rows = self.rows(of: table)
      let field = table.fields[index]
      var past = self.values(of: index, in: table, rows, closing)
      if let target = field.target {
        self.settleForms(target, field, table, &past)
        self.hideLater(target, field, table, rows, &past)
      }
      self.settleCurrencies(table, rows, closing, &past)
      return past
    }
  }

  /// The values of a field of then, as the records and the history write them.
  func values(
    of index: Int, in table: EntityTable, _ rows: [Int32], _ closing: Closing?
  ) -> PastColumn {
    let field = table.fields[index]
    let tracking = knowledge.tracking(of: index, in: table.kind)
    if table.kind == .deals, let closing, let column = closing.values(of: field, tracking, rows) {
      return column
    }
    switch tracking {
    case .tracked(let log, let since):
      let standings = log.standings(at: end, records: table.rowCount)
      return changed(standings, log, since: since, rows).column(field, rows: rows, from: log)
    case .event, .afterEvent:
      return LeadEvents(self, table).column(field, tracking, rows)
    default: return PastColumn(column: gathered(field, table), unknown: nil)
    }
  }

  /// Gives amounts the currencies that their records were in, where the history tells.
  private func settleCurrencies(
    _ table: EntityTable, _ rows: [Int32], _ closing: Closing?, _ past: inout PastColumn
  ) {
    guard case .money(var money) = past.column, let index = table.index(of: "currency"),
      case .tracked = knowledge.tracking(of: index, in: table.kind),
      case .text(let then) = values(of: index, in: table, rows, closing).column
    else { return }
    let recorded = money.currencies
    money.currencies = TextColumn(
      rows.indices.map { row -> String? in then[row] ?? recorded?[row] ?? base.currency.base })
    past.column = .money(money)
  }

  /// The record's own values.
  func gathered(_ field: EntityField, _ table: EntityTable) -> Column {
    records[table.kind].map { field.column.gathered($0) } ?? field.column
  }

  /// Where each row's value stands, by the changes round the day.
  func changed(
    _ standings: FieldLog.Standings, _ log: FieldLog, since: Int64, _ rows: [Int32]
  ) -> PastValues {
    var values = PastValues(count: rows.count)
    let isRecorded = end > since
    for (row, record) in rows.enumerated() {
      let (last, next) = (standings.last[Int(record)], standings.next[Int(record)])
      if next < 0, isRecorded {
        values.set(row, Int64(record))
      } else if last >= 0 {
        values.set(row, PastValues.text(of: last, isFrom: false))
      } else if next >= 0, let from = log.from, from.codes[Int(next)] >= 0 {
        values.set(row, PastValues.text(of: next, isFrom: true))
      } else {
        values.setUnknown(row)
      }
    }
    return values
  }
}
