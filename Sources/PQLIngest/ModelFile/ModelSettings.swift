import PQLModel

/// What a model file says, before any data are read.
struct ModelSettings {
  /// What one entity is made of.
  struct Entity {
    var kind: EntityKind
    var files: [String] = []
    /// Where an array of records stands in the model file itself.
    var recordsOffset: Int?
    /// PQL's name and the data's name, in the order of the file.
    var fields: [(name: String, dataName: String)] = []
    /// by field: what is written, and what it becomes.
    var values: [(field: String, replacements: [(from: String, to: String)])] = []
    var types: [(field: String, type: DeclaredType)] = []
    /// What the records were recognised as; nil where nothing but their entity is known.
    var shape: TableShape?
  }

  /// A type named in a model file.
  struct DeclaredType {
    var type: ValueType
    var form: DateForm?
  }

  var name: String?
  var base: String?
  var rates: [CurrencySettings.Rate] = []
  var timeZone: String?
  var fiscalYearStarts: Int?
  var fiscalYearNamedBy: BusinessCalendar.FiscalName?
  var weekStarts: Int?
  var pipelines: [Pipeline] = []
  var entities: [Entity] = []
  /// `deals.owner` → the field of the target that values are looked up in.
  var relations: [(entity: EntityKind, field: String, target: EntityKind, key: String)] = []
}
