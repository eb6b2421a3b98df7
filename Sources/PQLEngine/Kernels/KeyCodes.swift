import PQLModel

/// A column as codes: rows have the same one when they hold the same value.
struct KeyCodes {
  /// By row a code below `cardinality`, -1 where no value is.
  var codes: Buffer<Int32>
  /// Not every code below it need have a row.
  var cardinality: Int

  private init(_ codes: Buffer<Int32>, _ cardinality: Int) {
    (self.codes, self.cardinality) = (codes, cardinality)
  }

  /// O(values of the column).
  init(_ column: Column) {
    switch column {
    case .text(let text): self.init(text.distinct.codes, text.dictionary.count)
    case .number(let numbers):
      // Zero and minus zero are one value.
      self.init(numbers.values, numbers.validity) { ($0 == 0 ? 0 : $0).bitPattern }
    case .money(let money):
      self.init(money.units, money.validity) { UInt64(bitPattern: $0) }
    case .exact(let exact):
      self.init(exact.values, exact.validity) { UInt64(truncatingIfNeeded: $0) }
      let high = KeyCodes(exact.values, nil) { UInt64(truncatingIfNeeded: $0 >> 64) }
      // Mostly amounts fit into half of what they are held in.
      if high.cardinality > 1 { self = paired(with: high) }
    case .boolean(let truth):
      var codes = [Int32](repeating: 0, count: truth.values.count)
      forEachSet(in: truth.values) { codes[$0] = 1 }
      self.init(Self.marked(Buffer(codes), truth.validity), 2)
    case .day(let days): self.init(days)
    case .second(let seconds):
      self.init(seconds.values, seconds.validity) { UInt64(bitPattern: $0) }
    case .list(let list): self.init(list)
    }
    if let currencies = column.currencies { self = paired(with: KeyCodes(.text(currencies))) }
  }

  /// Numbers the values by first appearance, `key` by `key`.
  @inline(__always)
  private init<Element>(
    _ values: Buffer<Element>, _ validity: Bitmap?, _ key: (Element) -> UInt64
  ) {
    var table = KeyTable()
    let span = values.span
    if let validity {
      codes = table.numbers(count: span.count) { validity[$0] ? key(span[$0]) : nil }
    } else {
      codes = table.numbers(count: span.count) { key(span[$0]) }
    }
    cardinality = table.count
  }

  private init(_ days: DayColumn) {
    guard let range = bounds(days) else {
      self.init(Buffer(repeating: -1, count: days.values.count), 0)
      return
    }
    let size = Int(range.upperBound) - Int(range.lowerBound) + 1
    guard size <= 1 << 20 else {
      self.init(days.values, days.validity) { UInt64(UInt32(bitPattern: $0)) }
      return
    }
    let low = range.lowerBound
    self.init(Self.marked(days.values.mapped { $0 &- low }, days.validity), size)
  }

  /// Lists are walked along: the number of a list is that of its beginning paired with its last element.
  private init(_ list: ListColumn) {
    let elements = list.elements.distinct.codes
    var beginnings = KeyTable()
    var table = KeyTable()
    codes = table.numbers(count: list.count) { row in
      guard list.validity?[row] ?? true else { return nil }
      var number: Int32 = -1
      for place in Int(list.offsets[row])..<Int(list.offsets[row + 1]) {
        number = beginnings.number(of: PQLEngine.paired(number, elements[place])).number
      }
      return UInt64(UInt32(bitPattern: number))
    }
    cardinality = table.count
  }

  /// Rows have the same code when they have it in both; missing where it is missing here.
  private func paired(with other: KeyCodes) -> KeyCodes {
    var table = KeyTable()
    let codes = table.numbers(count: codes.count) { row in
      self.codes[row] < 0 ? nil : PQLEngine.paired(self.codes[row], other.codes[row])
    }
    return KeyCodes(codes, table.count)
  }

  /// The codes with -1 where there is no value.
  private static func marked(_ codes: Buffer<Int32>, _ validity: Bitmap?) -> Buffer<Int32> {
    guard let validity else { return codes }
    var marked = Array(codes)
    keepGroups(&marked, of: validity)
    return Buffer(marked)
  }
}
