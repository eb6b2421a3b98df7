import PQLModel
import PQLThreads

extension LoadSession {
  /// Makes the model that a model file describes.
  mutating func model(
    _ members: [JSONMember], _ source: Source
  ) throws(LoadFailure) -> Model {
    let reader = ModelFileReader(file: source.path, bytes: source.bytes)
    var settings = try reader.settings(members)
    let unread = unread(of: settings)
    settings.entities.removeAll { unread.contains($0.kind) }
    let folder = LoadSession.folder(of: source.path)
    let series = try takeExports(&settings, in: folder)
    // A history that nobody asks for takes the newest export alone.
    let exports = unread.contains(.history) ? nil : series
    if exports == nil { settleDemand(settings) }
    defer { demand = nil }
    var read = try readFiles(
      settings.entities.flatMap { $0.files.map { LoadSession.join(folder, $0) } })
    var tables: [TableSource] = []
    for entity in settings.entities {
      if tables.contains(where: { $0.settings.kind == entity.kind }) {
        throw .entityTwice(entity.kind, file: source.path)
      }
      var files = Array(read.prefix(entity.files.count))
      read.removeFirst(entity.files.count)
      if let offset = entity.recordsOffset {
        let part = try arrayPart(source, at: offset, isWhole: false)
        files.append(DataFile(source, part, head: DocumentHead()))
      }
      if files.isEmpty {
        throw .entityWithoutRecords(entity.kind, file: source.path)
      }
      tables += TableSource.tables(of: files, entity)
    }
    let supporting = settings.supporting.map { LoadSession.join(folder, $0) }
    tables += try TableSource.supporting(readFiles(supporting))
    if demand != nil || !unread.isEmpty, tables.contains(where: { !$0.isPlain }) {
      // What a system's export means may hang on any field.
      var whole = self
      (whole.reads, whole.demand) = (nil, nil)
      return try whole.model(members, source)
    }
    var name = settings.name ?? LoadSession.fileName(folder)
    if name.isEmpty { name = LoadSession.stem(source.path) }
    return try assemble(
      tables, settings, name: name, modelFile: source.path, unread: unread, exports: exports)
  }

  /// Puts the newest of the exports that the model file names in place of the deals' file.
  private mutating func takeExports(
    _ settings: inout ModelSettings, in folder: String
  ) throws(LoadFailure) -> ExportSeries? {
    guard let place = settings.entities.firstIndex(where: { !$0.exports.isEmpty }) else {
      return nil
    }
    let series = try exportSeries(settings.entities[place], in: folder)
    guard let newest = series.newest else { return nil }
    // Files are named as seen from the model file.
    let prefix = LoadSession.join(folder, "")
    let isBelow = !newest.path.hasPrefix("/") && newest.path.hasPrefix(prefix)
    settings.entities[place].files = [
      isBelow ? String(newest.path.dropFirst(prefix.count)) : newest.path
    ]
    return series
  }

  /// The tables that nobody asks for, where what they say of others stands in the model file.
  private func unread(of settings: ModelSettings) -> Set<EntityKind> {
    guard let reads, !settings.pipelines.isEmpty, settings.supporting.isEmpty,
      settings.relations.isEmpty
    else { return [] }
    var kinds = settings.entities.map(\.kind)
    // Several exports in one file have to be told apart in any case.
    if settings.entities.contains(where: { !$0.exports.isEmpty && $0.exportedOn == nil }) {
      kinds.append(.history)
    }
    let unread = Set(kinds.filter { $0 != .deals && !reads.reads($0) })
    return settings.sayWhatAHistoryWould ? unread : unread.subtracting([.history])
  }

  /// Asks for single fields only where no other table and no other file can need a field.
  private mutating func settleDemand(_ settings: ModelSettings) {
    demand = nil
    guard let reads, settings.entities.count == 1, settings.entities[0].kind == .deals,
      settings.entities[0].files.count == 1, settings.relations.isEmpty,
      settings.supporting.isEmpty, let demand = FieldDemand(reads)
    else { return }
    self.demand = demand
    let entity = settings.entities[0]
    // What a model file says of a field is checked against it.
    for field in entity.fields
    where demand.wants(field.name) || entity.knownAtClose.contains(field.name) {
      wantedNames.insert(field.dataName)
    }
    wantedNames.formUnion(entity.knownAtClose)
  }

  /// Makes a model of bare data files; what each holds is told by its shape, else guessed, and said.
  ///
  /// `opened` is a file among them that has been read already and is no model; files of an
  /// `unwanted` entity are left aside.
  mutating func model(
    bare found: [Discovery.Found], name: String, opened: Source? = nil,
    settings: ModelSettings = ModelSettings(), unwanted: [EntityKind: String] = [:]
  ) throws(LoadFailure) -> Model {
    var found = found
    let exports = try takeExports(&found, settings)
    var sorting = FileSorting(files: files, unwanted: unwanted)
    let planned = try sort(found, &sorting, opened: opened)
    // A plan stands for the files it names; a plan among them is not followed.
    let known = Set(found.map(\.path))
    _ = try sort(
      planned.filter { !known.contains($0) }.map { Discovery.Found(path: $0, isNamed: false) },
      &sorting)
    let tables = sorting.tables(settings, &notes)
    guard tables.contains(where: \.shape.isEntity) else {
      throw .contentsUnknown(
        in: LoadSession.folder(of: found.first?.path ?? ""),
        sorting.leftAside.map { "\($0.file): \($0.reason)" })
    }
    var series = exports
    if let exports, let history = tables.first(where: { $0.shape.role == .entity(.history) }) {
      // A history of its own says more than exports do.
      let reason = "the history is in \(history.files.joined(separator: ", "))"
      for export in exports.older { sorting.leaveAside(export.name, reason) }
      series = nil
    }
    var model = try assemble(tables, settings, name: name, modelFile: nil, exports: series)
    model.report.leftAside = sorting.leftAside
    return model
  }

  /// Reads files and sorts them, and tells the files that plans among them name.
  ///
  /// What cannot be read fails the load when it was named, and is left aside otherwise.
  private mutating func sort(
    _ found: [Discovery.Found], _ sorting: inout FileSorting, opened: Source? = nil
  ) throws(LoadFailure) -> [String] {
    var planned: [String] = []
    let isAlone = found.count == 1 && found[0].isNamed
    for (found, result) in zip(found, results(of: found, opened: opened)) {
      do throws(LoadFailure) {
        let file = try result.get()
        planned += ExportPlan(file)?.paths(files) ?? []
        try sorting.add(file, isNamed: found.isNamed, isAlone: isAlone)
      } catch {
        guard !found.isNamed else { throw error }
        sorting.leaveAside(LoadSession.fileName(found.path), error.message, .warning)
      }
    }
    return planned
  }

  /// Reads data files side by side; of several failures the first file's is told.
  private mutating func readFiles(_ paths: [String]) throws(LoadFailure) -> [DataFile] {
    try results(of: paths.map { Discovery.Found(path: $0, isNamed: true) })
      .map { result throws(LoadFailure) in try result.get() }
  }

  /// Tells whoever watches how large files are, before any is read.
  func expect(_ paths: [String]) {
    watch.expects(paths.reduce(0) { $0 + Int(clamping: files.status(of: $1)?.size ?? 0) })
  }

  private func results(
    of found: [Discovery.Found], opened: Source? = nil
  ) -> [Result<DataFile, LoadFailure>] {
    let session = self
    expect(found.map(\.path).filter { $0 != opened?.path })
    return SideBySide.results(found.count, threads: threads) {
      index -> Result<DataFile, LoadFailure> in
      do throws(LoadFailure) {
        let path = found[index].path
        if let opened, opened.path == path {
          return .success(DataFile(opened, try session.part(opened)))
        }
        let source = try session.read(path)
        if try session.modelMembers(source) != nil {
          throw .modelAmongFiles(source.path)
        }
        return .success(DataFile(source, try session.part(source)))
      } catch {
        return .failure(error)
      }
    }
  }
}

extension ModelSettings {
  /// Whether the model file names the stages and the deals' own field for the day they closed, so
  /// that neither is taken from a history.
  fileprivate var sayWhatAHistoryWould: Bool {
    !pipelines.isEmpty
      && entities.contains { entity in
        entity.kind == .deals && entity.fields.contains { $0.name == "closed_on" }
      }
  }
}
