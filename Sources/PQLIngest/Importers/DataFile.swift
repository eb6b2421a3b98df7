import PQLModel

/// A file whose records have been read, with what tells what they are.
struct DataFile {
  var source: LoadSession.Source
  var part: RawPart
  var head: DocumentHead

  init(_ source: LoadSession.Source, _ part: RawPart, head: DocumentHead) {
    self.source = source
    self.part = part
    self.head = head
  }

  init(_ source: LoadSession.Source, _ part: RawPart) {
    self.init(source, part, head: DocumentHead(source.bytes.view))
  }

  /// What the file looks like.
  var shape: FileShape {
    FileShape(path: source.path, columns: part.columnNames, objectType: head.objectType)
  }
}

/// A table to be built: the files of one shape, and what a model file says of their entity.
struct TableSource {
  var raw: RawTable
  var settings: ModelSettings.Entity
  var shape: TableShape
  var files: [String]

  /// Whether no system is known to have made it, so that each field means itself alone.
  var isPlain: Bool { shape.system == nil && shape.children.isEmpty }

  init(_ shape: TableShape, _ kind: EntityKind, _ files: [DataFile]) {
    self.shape = shape
    raw = RawTable(kind: kind, parts: files.map(\.part))
    settings = ModelSettings.Entity(kind: kind)
    settings.shape = shape
    self.files = files.map(\.source.name)
  }

  /// The tables of the files that a model file names for what they say of others.
  static func supporting(_ files: [DataFile]) throws(LoadFailure) -> [TableSource] {
    var known: [(kind: EntityKind, shape: TableShape, file: DataFile)] = []
    for file in files {
      guard let shape = CRMSystem.table(of: file.shape), case .auxiliary(let kind) = shape.role
      else {
        throw .notSupporting(file.source.path)
      }
      known.append((kind, shape, file))
    }
    // Pages of one table are one, as they are without a model file.
    return EntityKind.allCases.flatMap { kind in
      tables(
        of: known.filter { $0.kind == kind }.map { ($0.shape, $0.file) },
        ModelSettings.Entity(kind: kind))
    }
  }

  /// The tables that the files of one entity of a model file make: one a shape, so that tasks and
  /// events may both be its activities.
  static func tables(of files: [DataFile], _ entity: ModelSettings.Entity) -> [TableSource] {
    tables(
      of: files.map { file in
        (CRMSystem.table(of: file.shape, kind: entity.kind) ?? .generic(entity.kind), file)
      }, entity)
  }

  /// The tables that files of known shapes make, with what is said of their entity.
  static func tables(
    of files: [(shape: TableShape, file: DataFile)], _ entity: ModelSettings.Entity
  ) -> [TableSource] {
    var groups: [(shape: TableShape, files: [DataFile])] = []
    for (shape, file) in files {
      if let index = groups.firstIndex(where: { $0.shape.isSame(as: shape) }) {
        groups[index].files.append(file)
      } else {
        groups.append((shape, [file]))
      }
    }
    var tables = groups.map { TableSource($0.shape, entity.kind, $0.files) }
    for (index, share) in shares(of: entity, among: tables).enumerated() {
      tables[index].settings = share
      tables[index].settings.shape = tables[index].shape
    }
    return tables
  }

  /// What a model file says of an entity, table by table: a field goes where the data have it.
  ///
  /// What no table has goes to the first, which refuses it.
  private static func shares(
    of entity: ModelSettings.Entity, among tables: [TableSource]
  ) -> [ModelSettings.Entity] {
    guard tables.count > 1 else { return tables.map { _ in entity } }
    var shares = tables.map { _ in entity }
    let columns = tables.map { Set($0.raw.columns.flatMap { [$0.name, folded($0.name)] }) }
    func hasColumn(_ index: Int, _ name: String) -> Bool {
      columns[index].contains(name) || columns[index].contains(folded(name))
    }
    for index in tables.indices {
      shares[index].fields.removeAll { field in
        belongsElsewhere(index, tables.indices) { hasColumn($0, field.dataName) }
      }
    }
    let names = tables.indices.map { index in
      var settings = shares[index]
      settings.shape = tables[index].shape
      let plan = try? FieldPlan(
        tables[index].raw, settings, present: Set(EntityKind.allCases), file: "")
      return Set(plan?.entries.flatMap { [$0.name] + $0.aliases } ?? [])
    }
    for index in tables.indices {
      shares[index].values.removeAll { value in
        belongsElsewhere(index, tables.indices) { names[$0].contains(value.field) }
      }
      shares[index].types.removeAll { type in
        belongsElsewhere(index, tables.indices) { names[$0].contains(type.field) }
      }
    }
    return shares
  }

  /// Whether a table lacks something that another has, or that the first is to refuse.
  private static func belongsElsewhere(
    _ index: Int, _ all: Range<Int>, _ has: (Int) -> Bool
  ) -> Bool {
    !has(index) && (index > 0 || all.contains(where: has))
  }
}

extension TableShape {
  /// Whether two are the same table of the same system.
  func isSame(as other: TableShape) -> Bool {
    name == other.name && system == other.system && role == other.role
  }
}
