import PQLModel

extension EntityKind {
  /// The fields without which a record says nothing that could be counted or placed, where the data
  /// have them at all: a deal that cannot be told from others, a change of nothing or at no moment.
  ///
  /// Of several in one place a record needs one.
  fileprivate var neededFields: [[String]] {
    switch self {
    case .deals: [["id"]]
    case .history: [["deal", "lead", "account"], ["at"]]
    default: []
    }
  }
}

extension EntityBuilder {
  /// How many records are compared before it is asked whether the load goes on.
  private static let repeatsAtOnce = 1 << 12

  /// Takes out the records that cannot be taken: without any value, or without a field they need.
  mutating func rejectRecords() throws(LoadFailure) {
    noteUnread()
    reject(table.emptyRows, .isEmpty)
    guard settings.shape?.isEntity ?? true else { return }
    for names in table.kind.neededFields {
      let entries = names.compactMap { name in plan.entries.first { $0.name == name } }
      // What the fields say of their values is said when they are built for good.
      let saved = (notes, saidOpen)
      var fields: [EntityField] = []
      for entry in entries { fields.append(try field(entry)) }
      (notes, saidOpen) = saved
      guard let entry = entries.first, let first = fields.first else { continue }
      var rows = first.column.rowsWithoutValue
      for field in fields.dropFirst() where !rows.isEmpty {
        rows = rows.filter(Set(field.column.rowsWithoutValue).contains)
      }
      reject(rows, .lacks(field: entry.name, column: entry.column, type: first.type))
    }
  }

  /// Says how many records the readers could not read, by reason.
  private mutating func noteUnread() {
    let count = rejects.files.reduce(0) { $0 + $1.rejected }
    guard let part = table.parts.first(where: { !$0.rejected.isEmpty }),
      let first = part.rejected.kept.first
    else { return }
    let kept = table.parts.reduce(0) { $0 + $1.rejected.kept.count }
    notes.add(
      table.kind,
      .recordsUnread(
        table.kind, count: count, of: rejects.readCount, kept: kept,
        first: LoadPlace(file: part.fileName, line: first.line), first.reason))
  }

  private mutating func reject(_ rows: [Int], _ fault: RejectBook.Fault) {
    guard !rows.isEmpty else { return }
    let place = rejects.reject(rows, fault, from: &table)
    notes.add(
      table.kind,
      .recordsIncomplete(
        table.kind, count: rows.count, of: rejects.readCount, lacking: fault.field, fault.summary,
        first: place))
  }

  /// Refuses two different deals of one id; of records that are the same in every field the first is
  /// kept.
  mutating func refuseRepeatedRecords() throws(LoadFailure) {
    // Exports of several days in one file repeat their deals.
    guard table.kind == .deals, settings.exportedOn == nil, settings.shape?.isEntity ?? true,
      let entry = plan.entries.first(where: { $0.name == "id" })
    else { return }
    let column = table.textColumn(entry.column)
    guard column.dictionary.count < column.codes.count else { return }
    let comparison = RecordComparison(table)
    var firstRow = [Int](repeating: -1, count: column.dictionary.count)
    var repeated: [Int] = []
    for (row, code) in column.codes.enumerated() where code >= 0 {
      let first = firstRow[Int(code)]
      if first < 0 {
        firstRow[Int(code)] = row
        continue
      }
      guard comparison.areEqual(first, row) else {
        throw .differentDealsOfOneId(
          column.dictionary[Int(code)], field: entry.name,
          first: table.place(column: entry.column, row: first),
          second: table.place(column: entry.column, row: row))
      }
      repeated.append(row)
      if repeated.count.isMultiple(of: EntityBuilder.repeatsAtOnce) { try askWhetherToGoOn() }
    }
    guard !repeated.isEmpty else { return }
    let first = table.place(column: entry.column, row: repeated[0])
    rejects.setAside(repeats: repeated, of: &table)
    notes.add(.deals, .exactRepeats(.deals, count: repeated.count, first: first))
  }
}

extension RawTable {
  /// The rows without a value in any column.
  fileprivate var emptyRows: [Int] {
    var empty: [Int] = []
    var firstRow = 0
    for (number, part) in parts.enumerated() {
      let own = columns.map { $0.indexes[number] }.filter { $0 >= 0 }
      let isFull = own.contains { part.early[$0].presentCount == part.readCount }
      var rows: [Int]? = isFull && part.readCount > 0 ? [] : nil
      // What would have to be read again is asked last, for the few rows that are left.
      let (read, unread) = (
        own.filter { part.early[$0].shape != .givenUp },
        own.filter { part.early[$0].shape == .givenUp }
      )
      for column in read + unread where rows?.isEmpty != true {
        rows = (rows ?? Array(0..<part.rowCount)).filter { part.isMissing(column, $0) }
      }
      for row in rows ?? Array(0..<part.rowCount) { empty.append(firstRow + row) }
      firstRow += part.rowCount
    }
    return empty
  }
}

extension Column {
  /// The rows that have no value, or text of mere spaces.
  fileprivate var rowsWithoutValue: [Int] {
    guard case .text(let column) = self else {
      return missingCount == 0 ? [] : (0..<count).filter { !isPresent($0) }
    }
    let dictionary = column.dictionary
    let blank = Set((0..<dictionary.count).filter(dictionary.isBlank).map { Int32($0) })
    if blank.isEmpty, missingCount == 0 { return [] }
    return column.codes.indices.filter { column.codes[$0] < 0 || blank.contains(column.codes[$0]) }
  }
}

extension TextDictionary {
  /// Whether a text is empty or mere spaces.
  fileprivate func isBlank(_ code: Int) -> Bool {
    let (start, end) = (offsets[code], offsets[code + 1])
    if start < end, bytes[start] > 0x20 { return false }
    return (start..<end).allSatisfy { bytes[$0] <= 0x20 }
  }
}
