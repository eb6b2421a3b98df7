import PQLModel

// Files with a day in their names, of which no model file says what they are.
extension LoadSession {
  /// Takes the older exports of the deals out of files that were found, and gives the series.
  ///
  /// Files that differ in the day in their names are exports when a third or more of the ids of each
  /// stand in the one before; with other ids they are parts of one table, which is said.
  mutating func takeExports(
    _ found: inout [Discovery.Found], _ settings: ModelSettings
  ) throws(LoadFailure) -> ExportSeries? {
    var groups: [String: [String]] = [:]
    for file in found where files.kind(of: file.path) == .file {
      guard let name = DatedName(path: file.path) else { continue }
      let folder = LoadSession.folder(of: file.path)
      groups[LoadSession.join(folder, name.pattern), default: []].append(file.path)
    }
    for (_, paths) in groups.sorted(by: { $0.key < $1.key }) where paths.count > 1 {
      guard let series = try? ExportSeries(paths: paths), try areExports(series, settings),
        let newest = series.newest
      else { continue }
      found.removeAll { paths.contains($0.path) && $0.path != newest.path }
      return series
    }
    return nil
  }

  /// Whether each of the files holds deals of the one before.
  private mutating func areExports(
    _ series: ExportSeries, _ settings: ModelSettings
  ) throws(LoadFailure) -> Bool {
    var before: TextDictionary?
    for export in series.exports {
      if watch.isStopped(afterReading: 0) { throw .stopped() }
      guard let ids = dealIds(export.path, settings) else { return false }
      if let before {
        let same = before.codes(of: ids).count { $0 >= 0 }
        guard same * 3 >= ids.count, same > 0 else {
          notes.add(
            .deals,
            .datedFilesAreParts(
              .deals, series.names, same: same, of: ids.count, in: export.name))
          return false
        }
      }
      before = ids
    }
    return true
  }

  /// The different ids of a file of deals; nil for any other file.
  private func dealIds(_ path: String, _ settings: ModelSettings) -> TextDictionary? {
    guard let source = try? read(path), (try? modelMembers(source)) == nil,
      let part = try? part(source)
    else { return nil }
    let file = DataFile(source, part)
    let shape =
      CRMSystem.table(of: file.shape)
      ?? EntityGuess.entity(path: path, part).map(TableShape.generic)
    guard let shape, shape.role == .entity(.deals) else { return nil }
    let raw = RawTable(kind: .deals, parts: [part])
    var entity =
      settings.entities.first { $0.kind == .deals } ?? ModelSettings.Entity(kind: .deals)
    entity.shape = shape
    let plan = try? FieldPlan(raw, entity, present: Set(EntityKind.allCases), file: path)
    guard let id = plan?.entries.first(where: { $0.name == "id" }) else { return nil }
    return raw.textColumn(id.column).dictionary
  }
}
