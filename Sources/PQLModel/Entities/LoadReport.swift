/// How much the history of a model tells.
package enum HistoryQuality: String, Sendable, Hashable, CaseIterable {
  /// Each change as it happened.
  case full
  /// The first or last entry into each stage: what was entered again is lost.
  case entryOnly = "entry-only"
  /// No changes at all: what a deal was on an earlier day is not known.
  case none

  /// The quality in a sentence.
  package var about: String {
    switch self {
    case .full: "each change as it happened"
    case .entryOnly: "one entry into each stage; a stage entered again is lost"
    case .none: "no changes; what deals were on an earlier day is not known"
    }
  }
}

/// What a load made of the data: which files became which tables, and what was left aside.
package struct LoadReport: Sendable, Hashable {
  /// Files that became one table.
  package struct Table: Sendable, Hashable {
    package var files: [String]
    /// The system that writes such tables; nil when only names told what it is.
    package var system: String?
    /// The system's name for the table.
    package var name: String
    /// The entity it belongs to.
    package var entity: EntityKind
    /// Whether its rows are records of the entity, and not what is known about them.
    package var isEntity: Bool
    /// Whether it stood inside the records of another table, or was made of one.
    package var isDerived: Bool
    /// The order of day and month in its dates, `dmy` or `mdy`; nil when all tell it themselves.
    package var dates: String?
    /// How many rows were read, before deleted and repeated ones were left aside.
    package var rowCount: Int

    package init(
      files: [String], system: String?, name: String, entity: EntityKind, isEntity: Bool,
      isDerived: Bool = false, dates: String? = nil, rowCount: Int
    ) {
      self.files = files
      self.system = system
      self.name = name
      self.entity = entity
      self.isEntity = isEntity
      self.isDerived = isDerived
      self.dates = dates
      self.rowCount = rowCount
    }
  }

  /// A file that gave nothing.
  package struct LeftAside: Sendable, Hashable {
    package var file: String
    package var reason: String

    package init(file: String, reason: String) {
      self.file = file
      self.reason = reason
    }
  }

  /// In the order they were read.
  package var tables: [Table]
  /// What became of the records of each file.
  package var files: [LoadedFile]
  package var leftAside: [LeftAside]
  /// Where the pipelines come from; empty when there are none.
  package var pipelineOrigin: String

  package init(
    tables: [Table] = [], files: [LoadedFile] = [], leftAside: [LeftAside] = [],
    pipelineOrigin: String = ""
  ) {
    self.tables = tables
    self.files = files
    self.leftAside = leftAside
    self.pipelineOrigin = pipelineOrigin
  }
}
