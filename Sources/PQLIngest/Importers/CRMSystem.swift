import PQLModel

/// A system whose exports are known by their shapes.
///
/// To add one: a file with its tables and its settling step, and its name in `all`.
struct CRMSystem: Sendable {
  var name: String
  /// Where two match equally well the first wins.
  let tables: [TableShape]
  /// Conditions that mark a record as deleted or archived; such rows are left aside and counted.
  var deleted: [String]
  /// Conditions that mark the newest version of a record; others are left aside and counted, but for
  /// a history, which lives on them.
  var current: [String]
  /// What the typed tables tell beyond their columns: history, pipelines, links.
  var settle: @Sendable (inout ImportContext) -> Void

  init(
    _ name: String, tables: [TableShape], deleted: [String], current: [String] = [],
    settle: @escaping @Sendable (inout ImportContext) -> Void
  ) {
    self.name = name
    self.tables = tables.map { table in
      var table = table
      table.system = name
      return table
    }
    self.deleted = deleted
    self.current = current
    self.settle = settle
  }

  static let all: [CRMSystem] = [.salesforce, .hubspot, .pipedrive, .odoo, .espo, .twenty]

  /// The table that a file most surely is; with `kind` only tables of that entity count.
  static func table(of file: FileShape, kind: EntityKind? = nil) -> TableShape? {
    var best: (shape: TableShape, score: Int)?
    for shape in all.flatMap(\.tables) where kind == nil || shape.role == kind.map({ .entity($0) })
    {
      if let score = shape.match(file), score > best?.score ?? 0 { best = (shape, score) }
    }
    return best?.shape
  }

  /// The shape of a table by the names of its system and itself.
  static func table(_ name: String, of system: String?) -> TableShape? {
    all.first { $0.name == system }?.tables.first { $0.name == name }
  }
}
