import PQLModel

extension SnapshotSections {
  /// Throws when the description of a column does not fit its sections; looks at no value.
  func check(_ stored: StoredColumn, rowCount: Int) throws(SnapshotFailure) {
    let needsText = stored.storage == .text || stored.storage == .list
    guard !needsText || stored.text != nil else { throw Record.damage }
    if let kind = stored.storage.kind {
      _ = try described(stored.values, kind, count: stored.storage.count(ofRows: rowCount))
    }
    if let validity = stored.validity {
      _ = try described(validity, .bits, count: (rowCount + 63) / 64)
    }
    if let text = stored.text {
      // How many elements lists have only their offsets tell.
      _ = try described(text.codes, .int32, count: stored.storage == .list ? nil : rowCount)
      _ = try described(text.bytes, .bytes)
      guard try described(text.offsets, .int64).length > 0 else { throw Record.damage }
    }
  }

  /// Reads a column, having verified and checked all its values.
  func column(_ stored: StoredColumn, rowCount: Int) throws(SnapshotFailure) -> Column {
    try check(stored, rowCount: rowCount)
    let count = stored.storage.count(ofRows: rowCount)
    let validity = try stored.validity.map { number throws(SnapshotFailure) in
      try bitmap(number, count: rowCount)
    }
    switch stored.storage {
    case .text: return .text(try text(stored.text, count: rowCount))
    case .number:
      let values = try buffer(stored.values, .double, count: count, each: .finite)
      return .number(NumberColumn(values: values, validity: validity))
    case .money:
      return .money(
        MoneyColumn(
          units: try buffer(stored.values, .int64, count: count), scale: stored.scale,
          validity: validity,
          currencies: try stored.text.map { currencies throws(SnapshotFailure) in
            try text(currencies, count: rowCount)
          }))
    case .exact:
      return .exact(
        ExactColumn(
          values: try buffer(stored.values, .int128, count: count), validity: validity))
    case .boolean:
      return .boolean(
        BooleanColumn(values: try bitmap(stored.values, count: rowCount), validity: validity))
    case .day:
      let values = try buffer(stored.values, .int32, count: count, each: .days)
      return .day(DayColumn(values: values, validity: validity))
    case .second:
      let values = try buffer(stored.values, .int64, count: count, each: .seconds)
      return .second(SecondColumn(values: values, validity: validity))
    case .list:
      let offsets: Buffer<Int32> = try buffer(
        stored.values, .int32, count: count, each: .ascending("lists do not follow one another"))
      let elements = try text(stored.text, count: nil)
      try expect(
        offsets.first == 0 && offsets.last.map(Int.init) == elements.codes.count,
        "lists do not follow one another")
      return .list(ListColumn(offsets: offsets, elements: elements, validity: validity))
    }
  }

  /// Reads the rows of a relation, each of them a row of its target.
  func rows(_ number: Int, count: Int, target: Int) throws(SnapshotFailure) -> Buffer<Int32> {
    try buffer(
      number, .int32, count: count,
      each: .codes(below: target, "a relation leads to a record that is not there"))
  }

  private func text(_ stored: StoredText?, count: Int?) throws(SnapshotFailure) -> TextColumn {
    guard let stored else { throw Record.damage }
    let bytes = try buffer(stored.bytes, .bytes, each: .text)
    let offsets: Buffer<Int> = try buffer(
      stored.offsets, .int64, each: .ascending("texts do not follow one another"))
    try expect(
      offsets.first == 0 && offsets.last == bytes.count, "texts do not follow one another")
    // Valid as a whole and parted between characters, each text is one by itself.
    try expect(offsets.allSatisfy { !bytes.isInsideCharacter($0) }, ValueLook<UInt8>.noText)
    let codes = try buffer(
      stored.codes, .int32, count: count,
      each: .codes(below: offsets.count - 1, "a text is not in the dictionary"))
    return TextColumn(
      codes: codes, dictionary: TextDictionary(bytes: bytes, offsets: offsets),
      isDistinct: stored.isDistinct)
  }

  private func expect(_ holds: Bool, _ damage: String) throws(SnapshotFailure) {
    guard holds else { throw .damaged(damage) }
  }
}

extension StoredColumn.Storage {
  /// What the section of the values holds; nil where there is none.
  var kind: SnapshotSection.Kind? {
    switch self {
    case .text: nil
    case .number: .double
    case .money, .second: .int64
    case .exact: .int128
    case .boolean: .bits
    case .day, .list: .int32
    }
  }

  /// How many values that section has.
  func count(ofRows rowCount: Int) -> Int {
    switch self {
    case .boolean: (rowCount + 63) / 64
    case .list: rowCount + 1
    default: rowCount
    }
  }

  /// A column of so many rows without a value.
  func missing(_ rowCount: Int) -> Column {
    let none = Bitmap(repeating: false, count: rowCount)
    return switch self {
    case .text: .text(Self.noTexts(rowCount))
    case .number:
      .number(NumberColumn(values: Buffer(repeating: 0, count: rowCount), validity: none))
    case .money:
      .money(MoneyColumn(units: Buffer(repeating: 0, count: rowCount), scale: 0, validity: none))
    case .exact:
      .exact(ExactColumn(values: Buffer(repeating: 0, count: rowCount), validity: none))
    case .boolean: .boolean(BooleanColumn(values: none, validity: none))
    case .day: .day(DayColumn(values: Buffer(repeating: 0, count: rowCount), validity: none))
    case .second:
      .second(SecondColumn(values: Buffer(repeating: 0, count: rowCount), validity: none))
    case .list:
      .list(
        ListColumn(
          offsets: Buffer(repeating: 0, count: rowCount + 1), elements: Self.noTexts(0),
          validity: none))
    }
  }

  private static func noTexts(_ count: Int) -> TextColumn {
    TextColumn(codes: Buffer(repeating: -1, count: count), dictionary: TextDictionary())
  }
}
