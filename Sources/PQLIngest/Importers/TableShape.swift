import PQLModel

/// A table that a system exports: how it is told from others, and what its columns mean.
///
/// Names are given as the system writes them; they compare by `foldedName`, so that `StageName`,
/// `stage_name` and `Stage Name` are one.
struct TableShape: Sendable {
  enum Role: Sendable, Hashable {
    /// Records of an entity.
    case entity(EntityKind)
    /// What is known about records of an entity and is none itself: stage definitions, pipelines.
    case auxiliary(EntityKind)
    /// Known, and of no use here; the reason is told.
    case aside(String)
  }

  /// The system's own name for the table.
  var name: String
  var role: Role
  /// Columns that must all be there.
  var all: [String]
  /// Columns of which one must be there; empty when none is needed.
  var any: [String]
  /// Columns that must not be there.
  var none: [String]
  /// Words of which the file's name must hold one; empty when any name will do.
  var fileWords: [String]
  /// Where a field of PQL's is found, the best first; a field that is named here is looked for
  /// nowhere else, and an empty list is a field that the table does not have.
  var names: [String: [String]]
  /// Fields beyond those of the entity, which the settling step reads.
  var fields: [CanonicalField]
  /// Tables that stand inside the records.
  var children: [NestedTable]
  /// Whether moments without an offset are in UTC; else they are on the model's wall clock.
  var isInUTC = false
  /// Whether `false` stands for a missing value of any type.
  var writesFalse = false
  /// The system it belongs to; nil for a table that only its own names or its file's tell.
  var system: String?

  init(
    _ name: String, _ role: Role, all: [String] = [], any: [String] = [], none: [String] = [],
    fileWords: [String] = [], names: [String: [String]] = [:], fields: [CanonicalField] = [],
    children: [NestedTable] = []
  ) {
    self.name = name
    self.role = role
    self.all = all
    self.any = any
    self.none = none
    self.fileWords = fileWords
    self.names = names
    self.fields = fields
    self.children = children
  }

  /// A table of no known system.
  static func generic(_ kind: EntityKind) -> TableShape {
    TableShape(kind.rawValue, .entity(kind))
  }

  /// The entity that its remarks are filed under; nil when it is left aside.
  var kind: EntityKind? {
    switch role {
    case .entity(let kind), .auxiliary(let kind): kind
    case .aside: nil
    }
  }

  /// Whether its rows are records of an entity.
  var isEntity: Bool { if case .entity = role { true } else { false } }

  /// The fields whose meaning is known.
  var canonicalFields: [CanonicalField] {
    guard case .entity(let kind) = role else { return fields }
    return kind.canonicalFields + fields
  }

  /// How surely a file is this table: the number of columns that tell; nil when it is not.
  func match(_ file: FileShape) -> Int? {
    func has(_ name: String) -> Bool { file.columns.contains(folded(name)) }
    if let type = file.objectType { return folded(type) == folded(name) ? Int.max : nil }
    guard all.allSatisfy(has), any.isEmpty || any.contains(where: has), !none.contains(where: has),
      !all.isEmpty || !any.isEmpty
    else { return nil }
    guard fileWords.isEmpty || fileWords.contains(where: { file.name.contains(folded($0)) }) else {
      return nil
    }
    return all.count + (any.isEmpty ? 0 : 1) + (fileWords.isEmpty ? 0 : 1)
  }
}

/// A table inside the records of another: a list of records under one key.
struct NestedTable: Sendable {
  /// The path of the list, as `OpportunityLineItems.records`; one that ends in `*` is every list whose
  /// path begins so.
  var column: String
  /// The shape of what it holds, by its name within the system.
  var table: String
  /// The key under which each element gets the id of the record it stood in.
  var parentKey: String
  /// The key under which each element gets what stood in place of the `*`.
  var listKey: String?
  /// The key under which an element that is no record, as a mere id, stands alone; nil passes it over.
  var valueKey: String?

  /// The path without its `*`.
  var prefix: String { column.hasSuffix("*") ? String(column.dropLast()) : column }

  /// Whether a path is that of such a list.
  func isList(_ path: String) -> Bool {
    column.hasSuffix("*") ? path.hasPrefix(prefix) : path == column
  }
}

/// What is known of a file before its records are typed.
struct FileShape {
  /// Folded, without the ending.
  var name: String
  /// Folded.
  var columns: Set<String>
  /// What Salesforce calls the object of the records, by `attributes.type`.
  var objectType: String?

  init(path: String, columns: [String], objectType: String? = nil) {
    let file = LoadSession.fileName(path)
    name = folded(file.firstIndex(of: ".").map { String(file[..<$0]) } ?? file)
    self.columns = Set(columns.map(folded))
    self.objectType = objectType
  }
}

/// A name in lower case without marks, as names of other systems compare.
func folded(_ name: String) -> String { String(decoding: foldedName(name), as: UTF8.self) }
