package import PQLModel

/// A model in a file, whose columns are read when they are first looked at.
///
/// Opening verifies the header, the table of sections and the description. A section is verified
/// when the column that it belongs to is first looked at; what is found damaged then is noted in
/// `model.damage`.
package struct Snapshot: Sendable {
  package let model: Model
  /// What it was made of; nil when it was not kept for a later load.
  package let origin: SnapshotOrigin?
  private let stored: StoredModel
  private let sections: SnapshotSections

  /// Opens the bytes of a file; O(description).
  package init(_ bytes: any SnapshotBytes) throws(SnapshotFailure) {
    (sections, stored) = try SnapshotSections.opened(bytes)
    for table in stored.tables + stored.pastDeals {
      for field in table.fields {
        guard field.type.storages.contains(field.column.storage) else { throw Record.damage }
        try sections.check(field.column, rowCount: table.rowCount)
      }
    }
    origin = stored.origin
    model = try Snapshot.model(stored, sections)
  }

  /// Verifies every byte and every value; throws at the first that is not as it was written.
  package func verify() throws(SnapshotFailure) {
    for section in sections.sections { try sections.verify(section) }
    for kind in model.entities {
      for field in model[kind]?.fields ?? [] {
        _ = field.column
        _ = model.link(kind, field.name)?.rows
      }
    }
    for field in model.past?.table.fields ?? [] { _ = field.column }
    for link in model.past?.links.values.map({ $0 }) ?? [] { _ = link.rows }
    if let damage = model.damage.description { throw .damaged(damage) }
  }

  private static func model(
    _ stored: StoredModel, _ sections: SnapshotSections
  ) throws(SnapshotFailure) -> Model {
    let reading = StoredReading(sections: sections, damage: ModelDamage())
    let tables = stored.tables.map(reading.table)
    var rowCounts = Dictionary(tables.map { ($0.kind, $0.rowCount) }) { first, _ in first }
    guard rowCounts.count == tables.count else { throw Record.damage }
    var model = Model(
      name: stored.name, currency: stored.currency, calendar: stored.calendar,
      pipelines: stored.pipelines, tables: tables,
      links: try reading.links(stored.links, rowCounts),
      notes: stored.notes, historyQuality: stored.historyQuality, report: stored.report,
      damage: reading.damage)
    model.time = stored.time
    if let past = stored.pastDeals.first.map(reading.table) {
      rowCounts[.deals] = past.rowCount
      model.past = PastDeals(
        table: past, links: try reading.links(stored.pastLinks, rowCounts))
    }
    return model
  }
}

/// Makes the tables and relations that a snapshot describes, whose values are read when somebody looks.
private struct StoredReading: Sendable {
  let sections: SnapshotSections
  /// What is found damaged then.
  let damage: ModelDamage

  func table(_ table: StoredTable) -> EntityTable {
    EntityTable(
      kind: table.kind, rowCount: table.rowCount,
      fields: table.fields.map { field in
        EntityField(
          name: field.name, aliases: field.aliases, type: field.type, target: field.target,
          rowCount: table.rowCount
        ) {
          do throws(SnapshotFailure) {
            return try sections.column(field.column, rowCount: table.rowCount)
          } catch {
            damage.note("`\(table.kind.rawValue).\(field.name)`: \(error.what)")
            return field.column.storage.missing(table.rowCount)
          }
        }
      })
  }

  func links(
    _ stored: [StoredLink], _ rowCounts: [EntityKind: Int]
  ) throws(SnapshotFailure) -> [Model.RelationKey: RelationLink] {
    var links: [Model.RelationKey: RelationLink] = [:]
    for link in stored {
      guard let count = rowCounts[link.entity], let target = rowCounts[link.target] else {
        throw Record.damage
      }
      _ = try sections.described(link.rows, .int32, count: count)
      links[Model.RelationKey(entity: link.entity, field: link.field)] = RelationLink(
        target: link.target,
        rows: Deferred {
          do throws(SnapshotFailure) {
            return try sections.rows(link.rows, count: count, target: target)
          } catch {
            damage.note("`\(link.entity.rawValue).\(link.field)`: \(error.what)")
            return Buffer(repeating: -1, count: count)
          }
        },
        unmatchedCount: link.unmatchedCount, ambiguousNames: link.ambiguousNames,
        isByName: link.isByName)
    }
    return links
  }
}

extension SnapshotFailure {
  /// The damage alone.
  fileprivate var what: String {
    if case .damaged(let what) = self { what } else { description }
  }
}

extension SnapshotSections {
  /// Reads what stands before the values: header, table and description.
  fileprivate static func opened(
    _ bytes: any SnapshotBytes
  ) throws(SnapshotFailure) -> (SnapshotSections, StoredModel) {
    let length = unsafe bytes.memory.count
    guard length >= SnapshotFormat.magic.count,
      unsafe SnapshotFormat.isSnapshot(bytes.memory.prefix(SnapshotFormat.magic.count))
    else { throw .notASnapshot }
    guard length >= SnapshotHeader.byteCount else {
      throw .wrongLength(written: UInt64(SnapshotHeader.byteCount), found: UInt64(length))
    }
    let words = try self.words(bytes, 0..<SnapshotHeader.byteCount)
    let header = try SnapshotHeader(words, fileLength: length)
    let rest = UInt64(length - SnapshotHeader.byteCount)
    guard header.sectionCount <= rest / UInt64(SnapshotSection.byteCount),
      header.descriptionLength <= rest - header.sectionCount * UInt64(SnapshotSection.byteCount)
    else { throw Record.damage }
    let tableEnd =
      SnapshotHeader.byteCount + Int(header.sectionCount) * SnapshotSection.byteCount
    let end = tableEnd + Int(header.descriptionLength)
    // Both ends are within the bytes, as just asked.
    let found = unsafe Checksum.of(
      memory: UnsafeRawBufferPointer(rebasing: bytes.memory[SnapshotHeader.byteCount..<end]))
    guard found == header.innerChecksum else { throw .damaged("its description has changed") }
    let sections = try table(
      try self.words(bytes, SnapshotHeader.byteCount..<tableEnd), within: end..<length)
    var record = unsafe Record(reading: Array(bytes.memory[tableEnd..<end]))
    var stored = StoredModel.blank
    try record.pass(&stored)
    guard record.restCount == 0 else { throw Record.damage }
    return (SnapshotSections(bytes, sections), stored)
  }

  /// The sections of a table, each of which lies within a range of the file.
  private static func table(
    _ words: [UInt64], within range: Range<Int>
  ) throws(SnapshotFailure) -> [SnapshotSection] {
    var sections: [SnapshotSection] = []
    for start in stride(from: 0, to: words.count, by: 4) {
      guard let kind = SnapshotSection.Kind(rawValue: words[start]),
        let offset = Int(exactly: words[start + 1]), let length = Int(exactly: words[start + 2]),
        offset >= range.lowerBound, offset <= range.upperBound,
        length <= range.upperBound - offset, offset.isMultiple(of: SnapshotFormat.line)
      else { throw Record.damage }
      sections.append(
        SnapshotSection(kind: kind, offset: offset, length: length, checksum: words[start + 3]))
    }
    return sections
  }

  private static func words(
    _ bytes: any SnapshotBytes, _ range: Range<Int>
  ) throws(SnapshotFailure) -> [UInt64] {
    let memory = unsafe bytes.memory
    guard range.upperBound <= memory.count,
      UInt(bitPattern: memory.baseAddress).isMultiple(of: 16)
    else { throw Record.damage }
    // Within the bytes, as just asked.
    return stride(from: range.lowerBound, to: range.upperBound, by: 8).map {
      unsafe memory.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
    }
  }
}
