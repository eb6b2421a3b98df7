import PQLModel

extension LoadSession {
  /// The members of a model file or a document; nil when the file holds bare records.
  func modelMembers(_ source: Source) throws(LoadFailure) -> [JSONMember]? {
    guard Self.isJSON(source), !Self.hasLines(source.path) else { return nil }
    var scanner = JSONScanner(source.bytes.view)
    scanner.skipByteOrderMark()
    guard scanner.skipSpace() == 0x7B else { return nil }
    let item: JSONItem
    do {
      item = try scanner.readItem { key, offset in end(of: key, offset, source) }
      _ = scanner.skipSpace()
    } catch {
      throw failure(error, source)
    }
    guard case .object(let members) = item.value else { return nil }
    if !scanner.isAtEnd {
      // Records one after the other; anything else behind the first is refused when it is read.
      return nil
    }
    let keys = members.map(\.key)
    if keys.contains("entities") || keys.contains("pipelines") { return members }
    let hasRecords =
      !Self.isPage(members)
      && members.contains { member in
        if case .array = member.item.value {
          EntityKind(rawValue: member.key) != nil
        } else {
          false
        }
      }
    if hasRecords || keys.contains("pql") { return members }
    if Self.wrapper(members) != nil || Self.isOneRecord(members) { return nil }
    let known = ModelFileReader.settingKeys + EntityKind.allCases.map(\.rawValue)
    throw .neitherModelNorRecords(
      source.path,
      // A misspelt key stands among few; a record of a million keys is no model.
      misspelt: keys.prefix(100).lazy.compactMap { nearestName(to: $0, among: known) }.first)
  }

  /// Where an array of a document ends whose key names an entity; its records are read on the way,
  /// because going through a large file twice takes twice as long.
  ///
  /// Nil when it is no such array, or its records cannot be read: that is told when they are asked
  /// for, unless the document is broken there.
  private func end(of key: String, _ offset: Int, _ source: Source) -> Int? {
    guard EntityKind(rawValue: key) != nil,
      source.bytes.count >= LoadSession.checkedByReaders
    else { return nil }
    // It is not known yet what else the document holds.
    var whole = self
    whole.demand = nil
    guard (try? whole.arrayPart(source, at: offset, isWhole: false)) != nil else { return nil }
    return source.state.arrays[offset]?.end
  }

  /// The keys under which systems wrap their records.
  static let wrapperKeys = ["records", "results", "data", "list", "result"]
  /// Those that only pages with a mark of more to come wrap them under.
  private static let pageKeys = ["deals", "contacts", "companies", "objects"]

  /// Whether an object is a page of HubSpot's first API, which calls its list after what it holds.
  private static func isPage(_ members: [JSONMember]) -> Bool {
    members.contains { ["hasMore", "has-more"].contains($0.key) }
  }

  /// The records inside an object, and what stands beside them there.
  private struct Wrapped {
    var item: JSONItem
    var others: [JSONMember]
  }

  /// The array under which a system wraps its records, or the one record that it was asked for.
  private static func wrapper(_ members: [JSONMember]) -> Wrapped? {
    for key in wrapperKeys + (isPage(members) ? pageKeys : []) {
      guard let index = members.firstIndex(where: { $0.key == key }) else { continue }
      let item = members[index].item
      var others = members
      others.remove(at: index)
      switch item.value {
      case .array: return Wrapped(item: item, others: others)
      case .object where members.contains(where: { $0.key == "success" }):
        return Wrapped(item: item, others: others)
      // Odoo answers `{"result": {"records": […]}}`, Twenty `{"data": {"opportunities": […]}}`.
      case .object(let inner):
        if let found = wrapper(inner) ?? only(inner).map({ Wrapped(item: $0, others: []) }) {
          return Wrapped(item: found.item, others: found.others + others)
        }
      default: continue
      }
    }
    return nil
  }

  /// The list or the record that an object holds and nothing else.
  private static func only(_ members: [JSONMember]) -> JSONItem? {
    guard members.count == 1 else { return nil }
    switch members[0].item.value {
    case .array, .object: return members[0].item
    default: return nil
    }
  }

  /// Whether an object is itself a record: HubSpot answers so when it is asked for one.
  private static func isOneRecord(_ members: [JSONMember]) -> Bool {
    members.contains { ["id", "dealId", "companyId", "vid", "objectId"].contains($0.key) }
      && members.contains {
        if case .object = $0.item.value { $0.key == "properties" } else { false }
      }
  }

  /// Reads the records of a data file; of a file of lines those that can be read, which must be one
  /// at least.
  func part(_ source: Source) throws(LoadFailure) -> RawPart {
    let part = try lines(source)
    guard part.rowCount == 0, let first = part.rejected.kept.first else { return part }
    throw .noRecord(
      source.path, source.bytes.view, first, countsRecords: Self.isJSON(source))
  }

  /// Reads the records of a data file; of a file of lines those that can be read.
  func lines(_ source: Source) throws(LoadFailure) -> RawPart {
    guard Self.isJSON(source) else { return try csvPart(source) }
    var scanner = JSONScanner(source.bytes.view)
    scanner.skipByteOrderMark()
    let byte = scanner.skipSpace()
    if byte == 0x5B { return try arrayPart(source, at: scanner.at, isWhole: true) }
    if !Self.hasLines(source.path), byte == 0x7B, let found = wrapped(source, at: scanner.at) {
      var part: RawPart
      if case .object = found.item.value {
        part = try lines(alone(source, at: found.item.offset))
      } else {
        part = try arrayPart(source, at: found.item.offset, isWhole: false)
      }
      part.listsLeftAside = found.others.filter { isListOfRecords($0.item, source) }.map(\.key)
      return part
    }
    let read = try records(source, from: scanner.at, .lines)
    return Importer.tidied(part(source, read, .json, .lines))
  }

  /// A file of nothing but the object at `offset`, which has been checked.
  private func alone(_ source: Source, at offset: Int) -> Source {
    var scanner = JSONScanner(source.bytes.view, at: offset)
    try? scanner.skipValue(depth: 0)
    var alone = source
    alone.bytes = FileBytes(source.bytes.view.array(offset, scanner.at))
    return alone
  }

  /// What is inside a file that is one object around it, and what stands beside that.
  private func wrapped(_ source: Source, at offset: Int) -> Wrapped? {
    var scanner = JSONScanner(source.bytes.view, at: offset)
    guard let item = try? scanner.readItem(), case .object(let members) = item.value else {
      return nil
    }
    _ = scanner.skipSpace()
    return scanner.isAtEnd ? Self.wrapper(members) : nil
  }

  /// Whether a list begins with a record.
  private func isListOfRecords(_ item: JSONItem, _ source: Source) -> Bool {
    guard case .array = item.value else { return false }
    var scanner = JSONScanner(source.bytes.view, at: item.offset + 1)
    return scanner.skipSpace() == 0x7B
  }

  /// Reads an array of records; nothing may follow one that is the whole file.
  func arrayPart(
    _ source: Source, at offset: Int, isWhole: Bool
  ) throws(LoadFailure) -> RawPart {
    if let known = source.state.arrays[offset] { return known.part }
    var scanner = JSONScanner(source.bytes.view, at: offset + 1)
    var read = RecordAssembly(source.bytes.view, from: offset)
    if scanner.skipSpace() == 0x5D {
      scanner.at += 1
    } else {
      read = try records(source, from: scanner.at, .array)
      scanner.at = read.position
    }
    _ = scanner.skipSpace()
    if isWhole, !scanner.isAtEnd {
      throw failure(scanner.unexpected("the end of the file"), source)
    }
    let part = Importer.tidied(part(source, read, .json, .records))
    if !isWhole { source.state.arrays[offset] = (part, scanner.at) }
    return part
  }

  private func csvPart(_ source: Source) throws(LoadFailure) -> RawPart {
    let view = source.bytes.view
    if CSVDialect.isJSON(view) {
      throw .isJSONByAnotherName(source.path)
    }
    let header: CSVHeader
    let start: Int
    do {
      (header, start) = try CSVReader.header(view)
    } catch {
      throw failure(error, source)
    }
    // There may be nothing behind a line that only names the delimiter.
    if header.names.isEmpty { throw .isEmpty(source.path) }
    let wants = self.wants
    let queue = PieceQueue(
      source.bytes, from: start, isChecked: source.state.isChecked, threads: threads,
      pieceSize: pieceSize, watch: watch,
      makeReader: { CSVReader(view, header, wants: wants) })
    try check(source, to: start)
    do {
      let read = try queue.read { _ in RecordGuess.lines(view) }
      return Importer.tidied(part(source, read, .csv(header), .lines))
    } catch {
      throw failure(error, source)
    }
  }

  /// Reads JSON records from the first one on.
  private func records(
    _ source: Source, from start: Int, _ form: RecordReader.Form
  ) throws(LoadFailure) -> RecordAssembly {
    let view = source.bytes.view
    let wants = self.wants
    let queue = PieceQueue(
      source.bytes, from: start, isChecked: source.state.isChecked, threads: threads,
      pieceSize: pieceSize, watch: watch,
      makeReader: { RecordReader(view, form, wants: wants) })
    do {
      return try queue.read { read in
        form == .lines ? RecordGuess.lines(view) : RecordGuess.array(view, read)
      }
    } catch {
      throw failure(error, source)
    }
  }

  private func part(
    _ source: Source, _ read: RecordAssembly, _ form: RawPart.Form, _ counting: RawPart.Counting
  ) -> RawPart {
    RawPart(
      fileName: source.name, bytes: source.bytes, form: form, counting: counting,
      threads: threads, isWanted: wants, read)
  }

  private func failure(_ failure: RecordFailure, _ source: Source) -> LoadFailure {
    switch failure {
    case .notText(let place): .notText(source.path, source.bytes.view, at: place)
    case .scan(let scan, let record): self.failure(scan, source, record: record)
    case .stopped: .stopped(source.path)
    }
  }

  /// Whether a file is JSON: by its ending, else by its first byte.
  private static func isJSON(_ source: Source) -> Bool {
    let path = Compression.plainPath(source.path).lowercased()
    if path.hasSuffix(".json") || hasLines(path) { return true }
    if path.hasSuffix(".csv") || path.hasSuffix(".tsv") { return false }
    var scanner = JSONScanner(source.bytes.view)
    scanner.skipByteOrderMark()
    let byte = scanner.skipSpace()
    return byte == 0x7B || byte == 0x5B
  }

  private static func hasLines(_ path: String) -> Bool {
    let path = Compression.plainPath(path).lowercased()
    return path.hasSuffix(".ndjson") || path.hasSuffix(".jsonl")
  }
}
