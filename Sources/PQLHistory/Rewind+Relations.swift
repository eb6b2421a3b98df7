import PQLModel

extension Rewind {
  /// Writes a record that the history names by another of its texts, as by its id, as the records of
  /// today name it.
  func settleForms(
    _ target: EntityKind, _ field: EntityField, _ table: EntityTable, _ past: inout PastColumn
  ) {
    guard let link = base.link(table.kind, field.name), let targets = base[target],
      case .text(var texts) = past.column, case .text(let recorded) = field.column,
      texts.dictionary.count > recorded.dictionary.count
    else { return }
    let recordOf = recordsByCode(texts, recorded, link, target)
    var formOf = [Int32](repeating: -1, count: targets.rowCount)
    for code in recorded.codes where code >= 0 && recordOf[Int(code)] >= 0 {
      formOf[Int(recordOf[Int(code)])] = code
    }
    let keys = targets.field(link.isByName ? "name" : "id")?.column.texts
    let known = keys.map { texts.dictionary.codes(of: $0.dictionary) } ?? []
    var dictionary = TextDictionaryBuilder(texts.dictionary)
    var settled = (0..<Int32(texts.dictionary.count)).map { $0 }
    for code in recorded.dictionary.count..<texts.dictionary.count where recordOf[code] >= 0 {
      let record = Int(recordOf[code])
      if formOf[record] < 0, let keys, keys.codes[record] >= 0 {
        let key = Int(keys.codes[record])
        formOf[record] = known[key] >= 0 ? known[key] : dictionary.append(keys.dictionary[key])
      }
      if formOf[record] >= 0 { settled[code] = formOf[record] }
    }
    texts = TextColumn(
      codes: texts.codes.mapped { $0 < 0 ? -1 : settled[Int($0)] },
      dictionary: dictionary.dictionary, isDistinct: texts.isDistinct)
    past.column = .text(texts)
  }

  /// Takes out the texts of relations to records that were not there.
  func hideLater(
    _ target: EntityKind, _ field: EntityField, _ table: EntityTable, _ rows: [Int32],
    _ past: inout PastColumn
  ) {
    guard let link = base.link(table.kind, field.name), let places = newPlaces(of: target),
      case .text(var texts) = past.column, case .text(let recorded) = field.column
    else { return }
    let recordOf = recordsByCode(texts, recorded, link, target)
    texts.codes = texts.codes.mapped { code in
      guard code >= 0 else { return -1 }
      let record = recordOf[Int(code)]
      return record >= 0 && places[Int(record)] < 0 ? -1 : code
    }
    past.column = .text(texts)
  }

  /// The relations of the model of then.
  func links(
    _ columns: [EntityKind: [Deferred<PastColumn>]]
  ) -> [Model.RelationKey: RelationLink] {
    var links: [Model.RelationKey: RelationLink] = [:]
    for entity in base.entities {
      guard let table = base[entity] else { continue }
      for (index, field) in table.fields.enumerated() {
        guard let target = field.target, let link = base.link(entity, field.name),
          let column = columns[entity]?[index]
        else { continue }
        links[Model.RelationKey(entity: entity, field: field.name)] = RelationLink(
          target: target,
          rows: Deferred { self.places(of: field, index, table, link, target, column) },
          unmatchedCount: link.unmatchedCount, ambiguousNames: link.ambiguousNames,
          isByName: link.isByName)
      }
    }
    return links
  }

  /// By row the record that it names among those of then.
  private func places(
    of field: EntityField, _ index: Int, _ table: EntityTable, _ link: RelationLink,
    _ target: EntityKind, _ column: Deferred<PastColumn>
  ) -> Buffer<Int32> {
    let places = newPlaces(of: target)
    func place(_ record: Int32) -> Int32 {
      record < 0 ? -1 : places.map { $0[Int(record)] } ?? record
    }
    switch knowledge.tracking(of: index, in: table.kind) {
    case .tracked:
      guard case .text(let texts) = column.value.column, case .text(let recorded) = field.column
      else { break }
      let recordOf = recordsByCode(texts, recorded, link, target)
      return texts.codes.mapped { $0 < 0 ? -1 : place(recordOf[Int($0)]) }
    case .fixed, .asRecorded:
      guard let rows = records[table.kind] else { return link.rows.mapped(place) }
      return Buffer(rows.map { place(link.rows[Int($0)]) })
    default: break
    }
    // What a record came to name later, as a lead the deal that it became, it did not name then.
    let past = column.value.column
    return Buffer(
      rows(of: table).enumerated().map { row, record in
        past.isPresent(row) ? place(link.rows[Int(record)]) : -1
      })
  }

  /// By code the record of today that the text names: the one that it names in today's records, else
  /// the one that is found anew.
  private func recordsByCode(
    _ texts: TextColumn, _ recorded: TextColumn, _ link: RelationLink, _ target: EntityKind
  ) -> [Int32] {
    var records = [Int32](repeating: -1, count: texts.dictionary.count)
    for (row, code) in recorded.codes.enumerated() where code >= 0 {
      records[Int(code)] = link.rows[row]
    }
    guard texts.dictionary.count > recorded.dictionary.count, let table = base[target] else {
      return records
    }
    let every = TextColumn(
      codes: Buffer((0..<Int32(texts.dictionary.count)).map { $0 }),
      dictionary: texts.dictionary, isDistinct: texts.isDistinct)
    let found = RelationLink(values: every, target: table).rows
    for code in records.indices where records[code] < 0 { records[code] = found[code] }
    return records
  }

  /// By record of today its row among those of then, -1 for none; nil where all were there.
  private func newPlaces(of entity: EntityKind) -> [Int32]? {
    guard let rows = records[entity], let count = base[entity]?.rowCount else { return nil }
    var places = [Int32](repeating: -1, count: count)
    for (place, row) in rows.enumerated() { places[Int(row)] = Int32(place) }
    return places
  }
}
