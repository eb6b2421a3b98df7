/// A remark of the loader: what it says, where, and which answers rest on it.
package struct LoadNote: Sendable, Hashable {
  package enum Severity: String, Sendable, Hashable {
    case note, warning
  }

  package var code: LoadCode
  package var severity: Severity
  /// One sentence, lower case, without a full stop.
  package var message: String
  /// What the sentence is about, as data.
  package var place: LoadPlace
  /// What an answer reads that rests on this; nothing where no answer does.
  package var concerns: [LoadConcern]

  package init(
    _ code: LoadCode, _ message: String, severity: Severity = .note, place: LoadPlace = LoadPlace(),
    concerns: [LoadConcern] = []
  ) {
    self.code = code
    self.message = message
    self.severity = severity
    self.place = place
    self.concerns = concerns
  }

  /// Whether an answer that rests on it says so.
  package var isDecision: Bool {
    !concerns.isEmpty && (severity == .warning || code.isDecision)
  }
}

/// Something of a model that an answer may rest on.
package struct LoadConcern: Sendable, Hashable {
  package enum Aspect: String, Sendable, Hashable, CaseIterable {
    /// Which records an entity has: of every answer that reads it.
    case records
    /// The values of one field.
    case field
    /// The order of the stages of a pipeline, as in `stage >= proposal`.
    case stageOrder
    /// Whether deals are won, lost, closed or open.
    case outcome
    /// Amounts of money, of whatever entity.
    case money
    /// What deals were before.
    case history
  }

  package var aspect: Aspect
  /// Nil where it is no matter of one entity.
  package var entity: EntityKind?
  /// The canonical name of a field.
  package var field: String?

  package init(_ aspect: Aspect, _ entity: EntityKind?, field: String? = nil) {
    self.aspect = aspect
    self.entity = entity
    self.field = field
  }

  package static func records(_ entity: EntityKind) -> LoadConcern {
    LoadConcern(.records, entity)
  }

  package static func field(_ entity: EntityKind, _ name: String) -> LoadConcern {
    LoadConcern(.field, entity, field: name)
  }

  package static let stageOrder = LoadConcern(.stageOrder, .deals, field: "stage")
  package static let outcome = LoadConcern(.outcome, .deals)
  package static let money = LoadConcern(.money, nil)
  package static let history = LoadConcern(.history, .history)
}

/// Where a message of a load is about, and what it counts.
package struct LoadPlace: Sendable, Hashable {
  /// As it was named, or the name alone where it was found.
  package var file: String?
  /// 1-based.
  package var line: Int?
  /// 1-based, in bytes.
  package var column: Int?
  /// Where in the file's bytes, decompressed, the place is: 1-based.
  package var byte: Int?
  /// 1-based.
  package var record: Int?
  package var entity: EntityKind?
  /// The field's name, in PQL or in the data; of a model file the path to a key.
  package var field: String?
  /// The value that it is about, or the first of them.
  package var value: String?
  /// How many values or records it is about.
  package var count: Int?
  /// Of how many.
  package var total: Int?

  package init(
    file: String? = nil, line: Int? = nil, column: Int? = nil, byte: Int? = nil,
    record: Int? = nil, entity: EntityKind? = nil, field: String? = nil, value: String? = nil,
    count: Int? = nil, total: Int? = nil
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.byte = byte
    self.record = record
    self.entity = entity
    self.field = field
    self.value = value
    self.count = count
    self.total = total
  }
}

/// A failure or a remark of a load, as it is told.
package struct LoadMessage: Sendable, Hashable {
  package enum Severity: String, Sendable, Hashable {
    case note, warning, error
  }

  package var code: LoadCode
  package var severity: Severity
  package var message: String
  package var advice: String?
  package var place: LoadPlace

  package init(
    _ code: LoadCode, _ severity: Severity, _ message: String, advice: String? = nil,
    place: LoadPlace
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.advice = advice
    self.place = place
  }

  package init(_ note: LoadNote) {
    self.init(
      note.code, note.severity == .warning ? .warning : .note, note.message, place: note.place)
  }
}
