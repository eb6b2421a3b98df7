import PQLModel

// The description of a model: everything but the values, and where those stand.

/// A model as its snapshot describes it.
struct StoredModel: Recorded {
  var name = ""
  var currency = CurrencySettings.blank
  var calendar = BusinessCalendar.blank
  var pipelines: [Pipeline] = []
  var notes: [LoadNote] = []
  var historyQuality = HistoryQuality.none
  var time = TimeSettings.blank
  var report = LoadReport.blank
  var tables: [StoredTable] = []
  var links: [StoredLink] = []
  /// All deals that ever were, and their relations; none where no deal is gone.
  var pastDeals: [StoredTable] = []
  var pastLinks: [StoredLink] = []
  /// What the data were when the snapshot was taken; nil when nobody will ask.
  var origin: SnapshotOrigin?

  static var blank: StoredModel { StoredModel() }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&name)
    try record.pass(&currency)
    try record.pass(&calendar)
    try record.pass(&pipelines)
    try record.pass(&notes)
    try record.pass(&historyQuality)
    try record.pass(&time)
    try record.pass(&report)
    try record.pass(&tables)
    try record.pass(&links)
    try record.pass(&pastDeals)
    try record.pass(&pastLinks)
    guard pastDeals.count <= 1, pastDeals.allSatisfy({ $0.kind == .deals }) else {
      throw Record.damage
    }
    try record.pass(&origin, blank: .blank) { (origin, record) throws(SnapshotFailure) in
      try record.pass(&origin)
    }
  }
}

/// A table: its fields, and how many rows all of them have.
struct StoredTable: Recorded {
  var kind: EntityKind
  var rowCount: Int
  var fields: [StoredField]

  static var blank: StoredTable { StoredTable(kind: .deals, rowCount: 0, fields: []) }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&kind)
    try record.pass(&rowCount)
    // Rows are numbered in 32 bits.
    guard (0...Int(Int32.max)).contains(rowCount) else { throw Record.damage }
    try record.pass(&fields)
  }
}

/// A field and where its values stand.
struct StoredField: Recorded {
  var name: String
  var aliases: [String]
  var type: ValueType
  var target: EntityKind?
  var column: StoredColumn

  static var blank: StoredField {
    StoredField(name: "", aliases: [], type: .text, target: nil, column: .blank)
  }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&name)
    try record.pass(&aliases)
    try record.pass(&type)
    try record.pass(&target, blank: .deals) { (kind, record) throws(SnapshotFailure) in
      try record.pass(&kind)
    }
    try record.pass(&column)
  }
}

/// A relation's rows and what is known of them.
struct StoredLink: Recorded {
  var entity: EntityKind
  var field: String
  var target: EntityKind
  /// The number of the section.
  var rows: Int
  var unmatchedCount: Int
  var ambiguousNames: [String]
  var isByName: Bool

  static var blank: StoredLink {
    StoredLink(
      entity: .deals, field: "", target: .deals, rows: 0, unmatchedCount: 0, ambiguousNames: [],
      isByName: true)
  }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&entity)
    try record.pass(&field)
    try record.pass(&target)
    try record.pass(&rows)
    try record.pass(&unmatchedCount)
    try record.pass(&ambiguousNames)
    try record.pass(&isByName)
  }
}

/// The sections that make a column, by their numbers.
struct StoredColumn: Recorded {
  /// The cases of `Column`.
  enum Storage: String {
    case text, number, money, exact, boolean, day, second, list
  }

  var storage: Storage
  /// The values, the offsets of a list; unused where the values are texts.
  var values: Int
  var validity: Int?
  /// Decimal digits of money.
  var scale: Int
  /// The texts, the currencies of money, the elements of a list.
  var text: StoredText?

  init(
    _ storage: Storage, values: Int = 0, validity: Int? = nil, scale: Int = 0,
    text: StoredText? = nil
  ) {
    self.storage = storage
    self.values = values
    self.validity = validity
    self.scale = scale
    self.text = text
  }

  static var blank: StoredColumn { StoredColumn(.text) }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&storage)
    try record.pass(&values)
    try record.pass(&validity, blank: 0) { (section, record) throws(SnapshotFailure) in
      try record.pass(&section)
    }
    try record.pass(&scale)
    guard (0...Money.digits).contains(scale) else { throw Record.damage }
    try record.pass(&text, blank: .blank) { (text, record) throws(SnapshotFailure) in
      try record.pass(&text)
    }
  }
}

/// The sections that make a column of texts.
struct StoredText: Recorded {
  var codes: Int
  var bytes: Int
  var offsets: Int
  var isDistinct: Bool

  static var blank: StoredText { StoredText(codes: 0, bytes: 0, offsets: 0, isDistinct: true) }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&codes)
    try record.pass(&bytes)
    try record.pass(&offsets)
    try record.pass(&isDistinct)
  }
}

extension ValueType {
  /// How values of the type are held in a model.
  var storages: [StoredColumn.Storage] {
    switch self {
    case .text, .category, .stage: [.text]
    case .number, .percent, .duration: [.number]
    case .money: [.money, .exact]
    case .boolean: [.boolean]
    case .date, .period: [.day]
    case .timestamp: [.second]
    case .list: [.list]
    }
  }
}
