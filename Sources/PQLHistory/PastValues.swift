import PQLModel

/// Where the value of each row of a field stands on a past day: in the record, in a change, or nowhere.
struct PastValues {
  /// By row: the record whose value it is, `missing`, or a text of the history.
  private(set) var places: [Int64]
  /// The rows of which nobody knows the value; nil when there are none.
  private(set) var unknown: Bitmap?

  /// Stands for a row without a value.
  static let missing: Int64 = -1

  /// What a change says of a field: what it became, or what it was before.
  static func text(of change: Int32, isFrom: Bool) -> Int64 {
    -2 - (Int64(change) * 2 + (isFrom ? 1 : 0))
  }

  /// The change behind a place below `missing`, and which of its texts is meant.
  static func change(_ place: Int64) -> (row: Int, isFrom: Bool) {
    let number = -2 - place
    return (Int(number >> 1), number & 1 == 1)
  }

  init(count: Int) {
    places = [Int64](repeating: Self.missing, count: count)
  }

  mutating func set(_ row: Int, _ place: Int64) {
    places[row] = place
    unknown?[row] = false
  }

  mutating func setUnknown(_ row: Int) {
    if unknown == nil { unknown = Bitmap(repeating: false, count: places.count) }
    unknown?[row] = true
  }
}

/// A column of a past day, and the rows of which nobody knows the value.
struct PastColumn {
  var column: Column
  var unknown: Bitmap?
}

extension PastValues {
  /// The values, out of the records' own column and the texts of the history.
  ///
  /// A text that is no value of the column's type is unknown. O(rows).
  func column(_ field: EntityField, rows: [Int32], from log: FieldLog?) -> PastColumn {
    let recorded = places.map { Int32(truncatingIfNeeded: max($0, -1)) }
    let base = field.column.gathered(recorded)
    guard let log else { return PastColumn(column: base, unknown: unknown) }
    var reading = HistoryReading(values: self, log: log)
    let column: Column =
      switch base {
      case .text(let texts): .text(reading.texts(texts))
      case .day(let days): reading.days(days)
      case .second(let seconds): reading.seconds(seconds)
      case .money(let money): reading.money(money, field.column, rows)
      case .number(let numbers): reading.numbers(numbers, isPercent: field.type == .percent)
      case .boolean(let truths): reading.truths(truths)
      case .exact, .list: reading.unread(base)
      }
    return PastColumn(column: column, unknown: reading.values.unknown)
  }
}

/// Puts texts of the history into a column that holds the records' own values.
private struct HistoryReading {
  var values: PastValues
  let log: FieldLog

  /// Calls for each row whose value stands in the history; what gives nil is unknown.
  private mutating func read<Value>(
    _ value: (RecordedValue) -> Value?, _ put: (_ row: Int, _ value: Value) -> Void
  ) {
    let places = values.places
    for row in places.indices where places[row] < PastValues.missing {
      let (change, isFrom) = PastValues.change(places[row])
      guard let texts = isFrom ? log.from : log.to, texts.codes[change] >= 0 else { continue }
      if let read = value(RecordedValue(texts.dictionary, texts.codes[change])) {
        put(row, read)
      } else {
        values.setUnknown(row)
      }
    }
  }

  /// Texts share the records' dictionary; what only the history has comes behind it.
  func texts(_ base: TextColumn) -> TextColumn {
    var codes = Array(base.codes)
    var dictionary = TextDictionaryBuilder(base.dictionary)
    for isFrom in [false, true] {
      guard let texts = isFrom ? log.from : log.to else { continue }
      let rows = values.places.indices.filter { row in
        guard values.places[row] < PastValues.missing else { return false }
        let place = PastValues.change(values.places[row])
        return place.isFrom == isFrom && texts.codes[place.row] >= 0
      }
      let used = rows.map { texts.codes[PastValues.change(values.places[$0]).row] }
      var codeOf: [Int32: Int32] = [:]
      let distinct = Set(used).sorted()
      let names = TextDictionary(distinct.map { texts.dictionary[Int($0)] })
      let known = dictionary.dictionary.codes(of: names)
      for (place, code) in distinct.enumerated() {
        codeOf[code] = known[place] >= 0 ? known[place] : dictionary.append(names[place])
      }
      for (row, code) in zip(rows, used) { codes[row] = codeOf[code] ?? -1 }
    }
    return TextColumn(
      codes: Buffer(codes), dictionary: dictionary.dictionary, isDistinct: base.isDistinct)
  }

  mutating func days(_ base: DayColumn) -> Column {
    var (days, validity) = (Array(base.values), present(base.validity))
    read(\.day) { row, day in
      days[row] = day
      validity[row] = true
    }
    return .day(DayColumn(values: Buffer(days), validity: shortened(validity)))
  }

  mutating func seconds(_ base: SecondColumn) -> Column {
    var (seconds, validity) = (Array(base.values), present(base.validity))
    read(\.second) { row, second in
      seconds[row] = second
      validity[row] = true
    }
    return .second(SecondColumn(values: Buffer(seconds), validity: shortened(validity)))
  }

  /// Amounts at a scale that holds them all; their currency is the record's.
  mutating func money(_ base: MoneyColumn, _ whole: Column, _ rows: [Int32]) -> Column {
    var scale = base.scale
    var copy = self
    copy.read(\.decimalPlaces) { _, places in scale = max(scale, min(places, Money.digits)) }
    let factor = Int64(Money.powerOfTen(scale - base.scale))
    var validity = present(base.validity)
    var units = Array(base.units)
    for row in units.indices where factor > 1 {
      let (scaled, overflow) = units[row].multipliedReportingOverflow(by: factor)
      units[row] = overflow ? 0 : scaled
      guard overflow else { continue }
      validity[row] = false
      values.setUnknown(row)
    }
    func put(_ row: Int, _ value: Int64) {
      units[row] = value
      validity[row] = true
    }
    read({ $0.units(scale: scale) }, put)
    let currencies: TextColumn? =
      if case .money(let money) = whole, let named = money.currencies {
        Column.text(named).gathered(rows).texts
      } else { nil }
    return .money(
      MoneyColumn(
        units: Buffer(units), scale: scale, validity: shortened(validity), currencies: currencies))
  }

  /// Numbers; percents that a history writes as 45 are 0.45, which its own largest one tells.
  mutating func numbers(_ base: NumberColumn, isPercent: Bool) -> Column {
    var (numbers, validity) = (Array(base.values), present(base.validity))
    var read: [(row: Int, value: Double)] = []
    self.read(\.number) { read.append(($0, $1)) }
    let scale = isPercent && read.contains { $0.value > 1 } ? 100.0 : 1
    for (row, value) in read {
      numbers[row] = value / scale
      validity[row] = true
    }
    return .number(NumberColumn(values: Buffer(numbers), validity: shortened(validity)))
  }

  mutating func truths(_ base: BooleanColumn) -> Column {
    var (truths, validity) = (base.values, present(base.validity))
    read(\.truth) { row, truth in
      truths[row] = truth
      validity[row] = true
    }
    return .boolean(BooleanColumn(values: truths, validity: shortened(validity)))
  }

  /// Values of a kind that the history has no text for are unknown where it changed them.
  mutating func unread(_ base: Column) -> Column {
    for row in values.places.indices where values.places[row] < PastValues.missing {
      values.setUnknown(row)
    }
    return base
  }

  private func present(_ validity: Bitmap?) -> Bitmap {
    validity ?? Bitmap(repeating: true, count: values.places.count)
  }

  private func shortened(_ validity: Bitmap) -> Bitmap? { validity.isAllSet ? nil : validity }
}
