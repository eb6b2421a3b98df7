/// What became of the records of one data file.
///
/// `read` is counted by the reader, the rest by what was done with each record, and
/// `read = taken + repeated + deleted + rejected` always holds.
package struct LoadedFile: Sendable, Hashable {
  package var name: String
  package var kind: EntityKind
  /// Every record of the file, lines that could not be read among them.
  package var read: Int
  /// Rows of the entity's table.
  package var taken: Int
  /// Exact repeats of another record, which is taken.
  package var repeated: Int
  /// Marked by the system that wrote the file as deleted, archived, or an older version.
  package var deleted: Int
  package var rejected: Int

  package init(
    name: String, kind: EntityKind, read: Int, taken: Int, repeated: Int = 0, deleted: Int = 0,
    rejected: Int = 0
  ) {
    self.name = name
    self.kind = kind
    self.read = read
    self.taken = taken
    self.repeated = repeated
    self.deleted = deleted
    self.rejected = rejected
  }

  /// The counts as a sentence: `deals.csv: 10 records read, 8 taken, 1 repeated, 1 rejected`.
  package var summary: String {
    "\(name): \(read) records read, " + sum
  }

  /// What the records read add up of: `8 taken, 1 repeated, 1 rejected`.
  package var sum: String {
    "\(taken) taken" + (repeated > 0 ? ", \(repeated) repeated" : "")
      + (deleted > 0 ? ", \(deleted) deleted" : "")
      + (rejected > 0 ? ", \(rejected) rejected" : "")
  }
}

/// A record that could not be taken, and why.
package struct Rejection: Sendable, Hashable {
  /// How much of a record's text is kept, in bytes.
  package static let longestRaw = 1 << 16

  package var file: String
  package var kind: EntityKind
  /// 1-based, where records are counted and not lines.
  package var record: Int?
  /// 1-based; nil where nothing of the record stands in the file.
  package var line: Int?
  /// PQL's name for the field at fault; nil when it is the whole record.
  package var field: String?
  /// What the field holds; nil when it is missing.
  package var value: String?
  package var reason: String
  /// The record as it stands in the file, up to `longestRaw`; nil inside a larger JSON document.
  package var raw: String?

  package init(
    file: String, kind: EntityKind, record: Int? = nil, line: Int? = nil, field: String? = nil,
    value: String? = nil, reason: String, raw: String? = nil
  ) {
    self.file = file
    self.kind = kind
    self.record = record
    self.line = line
    self.field = field
    self.value = value
    self.reason = reason
    self.raw = raw
  }
}
