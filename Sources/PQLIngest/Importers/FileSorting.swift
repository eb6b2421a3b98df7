import PQLModel

/// Sorts files into tables by their shapes; what nothing tells is left aside with its reason.
struct FileSorting {
  /// A file with what it was taken for.
  private struct Sorted {
    var file: DataFile
    var shape: TableShape
    var isNamed: Bool
  }

  private let files: any FileReading
  private let unwanted: [EntityKind: String]
  private var sorted: [Sorted] = []
  private(set) var leftAside: [LoadReport.LeftAside] = []
  /// The entities of which a file that was left aside most likely holds records.
  private var missed: Set<EntityKind> = []
  /// What deserves a warning among the files left aside.
  private var warned: Set<String> = []

  /// Sorts files; those of an unwanted entity are left aside for the reason given.
  init(files: any FileReading, unwanted: [EntityKind: String] = [:]) {
    self.files = files
    self.unwanted = unwanted
  }

  /// Takes a file; one that stands alone must be something.
  mutating func add(
    _ file: DataFile, isNamed: Bool, isAlone: Bool
  ) throws(LoadFailure) {
    let reason: String
    switch FileSorting.shape(of: file) {
    case .success(let shape):
      guard let why = objection(to: shape) else {
        sorted.append(Sorted(file: file, shape: shape, isNamed: isNamed))
        return
      }
      reason = why
    case .failure(let failure): reason = failure.reason
    }
    if let plan = ExportPlan(file) {
      leaveAside(file.source.name, plan.about(files), .note)
      return
    }
    guard !isAlone else {
      throw .contentUnknown(
        file.source.path, reason, isStream: files.kind(of: file.source.path) == .stream)
    }
    leaveAside(file.source.name, reason, isNamed ? .warning : .note)
  }

  private func objection(to shape: TableShape) -> String? {
    if case .aside(let reason) = shape.role { return reason }
    return shape.kind.flatMap { unwanted[$0] }
  }

  /// Leaves a file aside.
  mutating func leaveAside(
    _ file: String, _ reason: String, _ severity: LoadNote.Severity = .note,
    of kind: EntityKind? = nil
  ) {
    leftAside.append(LoadReport.LeftAside(file: file, reason: reason))
    if let kind = kind ?? EntityGuess.byName(file) { missed.insert(kind) }
    if severity == .warning { warned.insert(file) }
  }

  /// Why nobody can tell what a file holds.
  private struct UnknownContent: Error {
    var reason: String
  }

  /// What a file is, or why that cannot be told.
  private static func shape(of file: DataFile) -> Result<TableShape, UnknownContent> {
    if let shape = CRMSystem.table(of: file.shape) { return .success(shape) }
    if let type = file.head.objectType {
      return .failure(UnknownContent(reason: "it holds `\(type)`, which PQL has no entity for"))
    }
    guard let kind = EntityGuess.entity(path: file.source.path, file.part) else {
      return .failure(
        UnknownContent(reason: "neither the name of the file nor its fields tell what it holds"))
    }
    return .success(.generic(kind))
  }

  /// The tables, in the order of the entities; what they were taken from is said.
  mutating func tables(
    _ settings: ModelSettings, _ notes: inout NoteBook
  ) -> [TableSource] {
    chooseGeneric()
    var tables: [TableSource] = []
    for kind in EntityKind.allCases {
      let own = sorted.filter { $0.shape.kind == kind }.map { (shape: $0.shape, file: $0.file) }
      let entity = settings.entities.first { $0.kind == kind } ?? ModelSettings.Entity(kind: kind)
      tables += TableSource.tables(of: own.filter { $0.shape.isEntity }, entity)
      tables += TableSource.tables(
        of: own.filter { !$0.shape.isEntity }, ModelSettings.Entity(kind: kind))
    }
    say(tables, &notes)
    return tables
  }

  /// Of the files of a folder that only names tell, keeps for each entity those that are parts of one
  /// table; the others are left aside, and all of them where a known system has the entity.
  private mutating func chooseGeneric() {
    for kind in EntityKind.allCases {
      let own = sorted.indices.filter { sorted[$0].shape.isSame(as: .generic(kind)) }
      let system = sorted.first { $0.shape.system != nil && $0.shape.role == .entity(kind) }
      let loose = own.filter { !sorted[$0].isNamed }
      guard !loose.isEmpty else { continue }
      var reasons: [Int: String] = [:]
      if let system {
        for index in loose {
          reasons[index] = "\(kind.rawValue) are in \(system.file.source.name)"
        }
      } else if let best = own.max(by: { score(of: $0) < score(of: $1) }) {
        for index in loose where !isPart(index, of: best) {
          reasons[index] =
            "\(sorted[best].file.source.name) has more of the fields of \(kind.rawValue)"
        }
      }
      for (index, reason) in reasons.sorted(by: { $0.key < $1.key }) {
        leaveAside(sorted[index].file.source.name, reason, of: kind)
      }
      sorted = sorted.indices.filter { reasons[$0] == nil }.map { sorted[$0] }
    }
  }

  /// How many fields of its entity a file has, then how many rows.
  private func score(of index: Int) -> (fields: Int, rows: Int, place: Int) {
    let item = sorted[index]
    guard let kind = item.shape.kind else { return (0, 0, 0) }
    let plan = try? FieldPlan(
      RawTable(kind: kind, parts: [item.file.part]), ModelSettings.Entity(kind: kind),
      present: Set(EntityKind.allCases), file: item.file.source.path)
    let fields = plan?.entries.filter { $0.canonical != nil }.count ?? 0
    return (fields, item.file.part.rowCount, -index)
  }

  /// Whether two files are parts of one table: of the same fields, or of the same name but for the
  /// number.
  private func isPart(_ index: Int, of best: Int) -> Bool {
    let (left, right) = (sorted[index].file.shape, sorted[best].file.shape)
    func stem(_ name: String) -> String { name.filter { !$0.isNumber } }
    return left.columns == right.columns || stem(left.name) == stem(right.name)
  }

  /// Says where the pages of a query hold fewer records than its answer has.
  private func sayWhatIsMissing(_ notes: inout NoteBook) {
    for kind in EntityKind.allCases {
      let pages = sorted.filter { $0.shape.system != nil && $0.shape.role == .entity(kind) }
      for name in Set(pages.map(\.shape.name)).sorted() {
        let own = pages.filter { $0.shape.name == name }
        guard let total = own.compactMap(\.file.head.totalSize).max() else { continue }
        let held = own.reduce(0) { $0 + $1.file.part.rowCount }
        guard held < total else { continue }
        notes.add(kind, .pageMissing(name, kind, held: held, of: total))
      }
    }
  }

  private func say(_ tables: [TableSource], _ notes: inout NoteBook) {
    for table in tables where table.shape.system == nil {
      notes.add(
        table.shape.kind, .tableTakenFrom(table.shape.name, table.shape.kind, table.files))
    }
    sayWhatIsMissing(&notes)
    for system in CRMSystem.all {
      let own = tables.filter { $0.shape.system == system.name }
      guard !own.isEmpty else { continue }
      notes.add(nil, .systemRecognised(system.name, own.map(\.shape.name)))
    }
    guard !leftAside.isEmpty else { return }
    let entities = EntityKind.allCases.filter(missed.contains)
    notes.add(nil, .filesLeftAside(leftAside, entities: entities, isOdd: !warned.isEmpty))
  }
}
