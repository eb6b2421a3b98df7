import PQLModel

/// What a model file says, before any data are read.
struct ModelSettings {
  /// What one entity is made of.
  struct Entity {
    var kind: EntityKind
    var files: [String] = []
    /// Dated exports of the entity, as patterns, in place of files.
    var exports: [String] = []
    /// The field that says when a row was exported; nil where the names of the files do.
    var exportedOn: String?
    /// Where an array of records stands in the model file itself.
    var recordsOffset: Int?
    /// PQL's name and the data's name, in the order of the file.
    var fields: [(name: String, dataName: String)] = []
    /// by field: what is written, and what it becomes.
    var values: [(field: String, replacements: [(from: String, to: String)])] = []
    var types: [(field: String, type: DeclaredType)] = []
    /// How dates and numbers are written where the values alone leave it open.
    var dates: DateForm?
    var numbers: NumberMarks?
    /// The fields that nobody knows before a record closes, by PQL's name or the data's.
    var knownAtClose: [String] = []
    /// What the records were recognised as; nil where nothing but their entity is known.
    var shape: TableShape?
  }

  /// A type named in a model file.
  struct DeclaredType {
    var type: ValueType
    var form: DateForm?
    var marks: NumberMarks?
  }

  var name: String?
  var base: String?
  var rates: [CurrencySettings.Rate] = []
  var timeZone: String?
  var fiscalYearStarts: Int?
  var fiscalWeeks: FiscalWeeks?
  var fiscalYearNamedBy: BusinessCalendar.FiscalName?
  var weekStarts: Int?
  /// For entities that do not say it themselves.
  var dates: DateForm?
  var numbers: NumberMarks?
  var pipelines: [Pipeline] = []
  var entities: [Entity] = []
  /// Files of a known system that say what others mean: stage definitions, record types.
  var supporting: [String] = []
  /// What is said of past days and ages as a whole.
  var time = TimeSettings()
  /// `deals.owner` → the field of the target that values are looked up in.
  var relations: [(entity: EntityKind, field: String, target: EntityKind, key: String)] = []
}
