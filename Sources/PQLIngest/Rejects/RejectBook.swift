import PQLModel

/// What an entity's records came to: a count for each file, and the records that were not taken.
struct RejectBook {
  /// Why rows of a table cannot be taken.
  enum Fault {
    case isEmpty
    /// A field has no value, or none of its type.
    case lacks(field: String, column: Int, type: ValueType)

    /// The reason of one row, whose field holds `value`.
    func reason(_ value: String?) -> String {
      switch self {
      case .isEmpty: "every field is missing"
      case .lacks(let field, _, let type):
        value == nil ? "`\(field)` is missing" : "`\(field)` is no \(type.keyword)"
      }
    }

    /// The field that lacks a value, where it is one.
    var field: String? {
      if case .lacks(let field, _, _) = self { field } else { nil }
    }

    /// The reason of many rows.
    var summary: String {
      switch self {
      case .isEmpty: "every field is missing"
      case .lacks(let field, _, let type):
        "`\(field)` is missing" + (type == .text ? "" : " or no \(type.keyword)")
      }
    }
  }

  /// Whether the records themselves are kept, and not only their number.
  let keepsRecords: Bool
  private(set) var files: [LoadedFile]
  /// By part, in the order in which they were found.
  private var found: [[Rejection]]

  /// How many records all files hold.
  var readCount: Int { files.reduce(0) { $0 + $1.read } }

  /// The records rejected, in the order of the files.
  var rejections: [Rejection] {
    found.flatMap { own in
      own.sorted { ($0.record ?? 0, $0.line ?? 0) < ($1.record ?? 0, $1.line ?? 0) }
    }
  }

  /// The book of a table made of others, which no file holds.
  init() {
    (keepsRecords, files, found) = (false, [], [])
  }

  /// Opens the book of a table with what its readers could not read.
  init(_ table: RawTable, keepsRecords: Bool) {
    self.keepsRecords = keepsRecords
    files = table.parts.map { part in
      LoadedFile(
        name: part.fileName, kind: table.kind, read: part.rowCount + part.rejected.count,
        taken: part.rowCount, rejected: part.rejected.count)
    }
    found = table.parts.map { part in
      !keepsRecords
        ? []
        : part.rejected.kept.map { record in
          Rejection(
            file: part.fileName, kind: table.kind, line: record.line, field: record.field,
            reason: record.reason, raw: part.text(record.bytes))
        }
    }
  }

  /// Takes rows, ascending, out of a table as rejected; tells where the first of them stands.
  mutating func reject(_ rejected: [Int], _ fault: Fault, from table: inout RawTable) -> LoadPlace {
    var first: LoadPlace?
    var rows = rejected[...]
    var firstRow = 0
    for (number, part) in table.parts.enumerated() {
      let own = rows.prefix { $0 < firstRow + part.rowCount }
      rows = rows.dropFirst(own.count)
      files[number].rejected += own.count
      var spans = RecordSpans(part)
      for row in keepsRecords ? own : own.prefix(first == nil ? 1 : 0) {
        let rejection = rejection(row, row - firstRow, fault, table, part, &spans)
        if first == nil { first = rejection.place }
        if keepsRecords { found[number].append(rejection) }
      }
      firstRow += part.rowCount
    }
    remove(rejected, from: &table)
    return first ?? LoadPlace(file: table.kind.rawValue)
  }

  /// Takes rows out of a table that only repeat another.
  mutating func setAside(repeats rows: [Int], of table: inout RawTable) {
    var rest = rows[...]
    var firstRow = 0
    for (number, part) in table.parts.enumerated() {
      firstRow += part.rowCount
      let own = rest.prefix { $0 < firstRow }.count
      files[number].repeated += own
      rest = rest.dropFirst(own)
    }
    remove(rows, from: &table)
  }

  /// Counts rows of the typed table, ascending, that are left aside after all.
  mutating func setAside(_ rows: [Int], as count: WritableKeyPath<LoadedFile, Int>) {
    var rows = rows[...]
    var firstRow = 0
    for number in files.indices {
      let own = rows.prefix { $0 < firstRow + files[number].taken }.count
      firstRow += files[number].taken
      rows = rows.dropFirst(own)
      files[number].taken -= own
      files[number][keyPath: count] += own
    }
  }

  private mutating func remove(_ rows: [Int], from table: inout RawTable) {
    table.remove(rows: rows)
    for (number, part) in table.parts.enumerated() { files[number].taken = part.rowCount }
  }

  private func rejection(
    _ row: Int, _ partRow: Int, _ fault: Fault, _ table: RawTable, _ part: RawPart,
    _ spans: inout RecordSpans
  ) -> Rejection {
    let span = spans.span(of: partRow)
    let number = spans.recordNumber(of: partRow)
    let isCounted = part.counting == .records
    var (field, value): (String?, String?) = (nil, nil)
    if case .lacks(let name, let column, _) = fault {
      field = name
      value = table.text(column: column, row: row).flatMap { trimmed($0).isEmpty ? nil : $0 }
    }
    return Rejection(
      file: part.fileName, kind: table.kind, record: isCounted || span == nil ? number : nil,
      line: span.map { spans.line(at: $0.lowerBound) }, field: field, value: value,
      reason: fault.reason(value),
      raw: isCounted
        ? nil
        : span.map { part.text($0) })
  }
}

extension RawPart {
  /// The text of a record, up to the length that is kept.
  fileprivate func text(_ bytes: Range<Int>) -> String {
    self.bytes.view.string(
      bytes.lowerBound, min(bytes.upperBound, bytes.lowerBound + Rejection.longestRaw))
  }
}

extension Rejection {
  /// Where it stands: a line, or in a document the number of the record.
  fileprivate var place: LoadPlace {
    LoadPlace(file: file, line: record == nil ? line : nil, record: record)
  }
}
