import PQLModel

extension StoredModel {
  /// Describes a model, and lays out its columns.
  init(describing model: Model, _ layout: inout SectionLayout) {
    name = model.name
    currency = model.currency
    calendar = model.calendar
    pipelines = model.pipelines
    notes = model.notes
    historyQuality = model.historyQuality
    time = model.time
    report = model.report
    for kind in model.entities {
      guard let table = model[kind] else { continue }
      tables.append(StoredTable(describing: table, &layout))
      for field in table.fields {
        guard let link = model.link(kind, field.name) else { continue }
        links.append(StoredLink(describing: link, kind, field.name, &layout))
      }
    }
    guard let past = model.past else { return }
    pastDeals = [StoredTable(describing: past.table, &layout)]
    let keys = past.links.keys.sorted {
      ($0.entity.rawValue, $0.field) < ($1.entity.rawValue, $1.field)
    }
    for key in keys {
      guard let link = past.links[key] else { continue }
      pastLinks.append(StoredLink(describing: link, key.entity, key.field, &layout))
    }
  }
}

extension StoredTable {
  fileprivate init(describing table: EntityTable, _ layout: inout SectionLayout) {
    self.init(
      kind: table.kind, rowCount: table.rowCount,
      fields: table.fields.map { StoredField(describing: $0, &layout) })
  }
}

extension StoredLink {
  fileprivate init(
    describing link: RelationLink, _ entity: EntityKind, _ field: String,
    _ layout: inout SectionLayout
  ) {
    self.init(
      entity: entity, field: field, target: link.target, rows: layout.add(.int32(link.rows)),
      unmatchedCount: link.unmatchedCount, ambiguousNames: link.ambiguousNames,
      isByName: link.isByName)
  }
}

extension StoredField {
  fileprivate init(describing field: EntityField, _ layout: inout SectionLayout) {
    self.init(
      name: field.name, aliases: field.aliases, type: field.type, target: field.target,
      column: StoredColumn(describing: field.column, &layout))
  }
}

extension StoredColumn {
  fileprivate init(describing column: Column, _ layout: inout SectionLayout) {
    func add(_ validity: Bitmap?) -> Int? { validity.map { layout.add(.bits($0)) } }
    switch column {
    case .text(let texts): self.init(.text, text: StoredText(describing: texts, &layout))
    case .number(let numbers):
      self.init(
        .number, values: layout.add(.double(numbers.values)), validity: add(numbers.validity))
    case .money(let money):
      self.init(
        .money, values: layout.add(.int64(money.units)), validity: add(money.validity),
        scale: money.scale, text: money.currencies.map { StoredText(describing: $0, &layout) })
    case .exact(let exact):
      self.init(.exact, values: layout.add(.int128(exact.values)), validity: add(exact.validity))
    case .boolean(let bits):
      self.init(.boolean, values: layout.add(.bits(bits.values)), validity: add(bits.validity))
    case .day(let days):
      self.init(.day, values: layout.add(.int32(days.values)), validity: add(days.validity))
    case .second(let seconds):
      self.init(
        .second, values: layout.add(.int64(seconds.values)), validity: add(seconds.validity))
    case .list(let lists):
      self.init(
        .list, values: layout.add(.int32(lists.offsets)), validity: add(lists.validity),
        text: StoredText(describing: lists.elements, &layout))
    }
  }
}

extension StoredText {
  fileprivate init(describing column: TextColumn, _ layout: inout SectionLayout) {
    self.init(
      codes: layout.add(.int32(column.codes)), bytes: layout.add(.bytes(column.dictionary.bytes)),
      offsets: layout.add(.offsets(column.dictionary.offsets)), isDistinct: column.isDistinct)
  }
}
