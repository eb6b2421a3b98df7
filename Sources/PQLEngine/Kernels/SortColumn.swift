import PQLModel

/// A column made ready to be compared row by row.
struct SortColumn {
  private enum Values {
    case numbers(Buffer<Double>)
    case exact(Buffer<Int128>)
    case integers(Buffer<Int64>)
    case ranks(Buffer<Int32>)
    case texts(TextOrder)
  }

  private let values: Values
  private let validity: Bitmap?
  private let isDescending: Bool

  /// `rank` orders text by something else than its bytes, as stages by the pipeline.
  init(_ column: Column, isDescending: Bool, rank: ((String) -> Int?)? = nil) {
    self.isDescending = isDescending
    validity = column.validity
    switch column {
    case .number(let numbers): values = .numbers(numbers.values)
    case .money(let money): values = .integers(money.units)
    case .exact(let exact): values = .exact(exact.values)
    case .boolean(let truth):
      values = .ranks(Buffer((0..<truth.values.count).map { truth.values[$0] ? 1 : 0 }))
    case .day(let days): values = .ranks(days.values)
    case .second(let seconds): values = .integers(seconds.values)
    case .text(let text):
      values = rank.map { .ranks(Self.ranks(of: text, $0)) } ?? .texts(TextOrder(text))
    case .list(let list): values = .ranks(Buffer(repeating: 0, count: list.count))
    }
  }

  private static func ranks(of text: TextColumn, _ rank: (String) -> Int?) -> Buffer<Int32> {
    let texts = text.dictionary.values
    let places = texts.map { rank($0) ?? Int.max }
    let order = texts.indices.sorted { left, right in
      if places[left] != places[right] { return places[left] < places[right] }
      return ByteOrderedText(texts[left]) < ByteOrderedText(texts[right])
    }
    var rankOf = [Int32](repeating: 0, count: texts.count)
    for (place, code) in order.enumerated() {
      let isSame = place > 0 && texts[order[place - 1]].utf8.elementsEqual(texts[code].utf8)
      rankOf[code] = isSame ? rankOf[order[place - 1]] : Int32(place)
    }
    return text.codes.mapped { $0 < 0 ? -1 : rankOf[Int($0)] }
  }

  /// Negative when the first row comes before the second, 0 for a tie; missing comes last both
  /// ways.
  func comparison(_ first: Int, _ second: Int) -> Int {
    if let validity {
      let one = validity[first]
      let other = validity[second]
      guard one, other else { return one == other ? 0 : one ? -1 : 1 }
    }
    let result: Int
    switch values {
    case .numbers(let values): result = Self.compare(values[first], values[second])
    case .exact(let values): result = Self.compare(values[first], values[second])
    case .integers(let values): result = Self.compare(values[first], values[second])
    case .ranks(let values): result = Self.compare(values[first], values[second])
    case .texts(let texts): result = texts.comparison(first, second)
    }
    return isDescending ? -result : result
  }

  @inline(__always)
  private static func compare<Element: Comparable>(_ left: Element, _ right: Element) -> Int {
    left < right ? -1 : left > right ? 1 : 0
  }

  /// A number for each row: of two rows the one with the lesser number comes first, and of two with
  /// the same number `comparison` decides.
  var keys: [Int64] {
    var keys: [Int64] =
      switch values {
      case .numbers(let values): values.map(Self.key)
      case .exact(let values): values.map { Int64(clamping: $0) }
      case .integers(let values): Array(values)
      case .ranks(let values): values.map(Int64.init)
      case .texts(let texts): texts.keys
      }
    if isDescending { for row in keys.indices { keys[row] = ~keys[row] } }
    if let validity { forEachSet(in: ~validity) { keys[$0] = .max } }
    return keys
  }

  /// Whether there are keys at a level; rows that tie at the levels before it are told apart by them.
  func hasKeys(at level: Int) -> Bool {
    if case .texts = values { level < TextOrder.levels } else { level == 0 }
  }

  /// Sets the keys of some rows at a level.
  func setKeys(of rows: inout [RowOrder.KeyedRow], _ range: Range<Int>, at level: Int) {
    switch values {
    case .numbers(let values): setKeys(of: &rows, range) { Self.key(values[$0]) }
    case .exact(let values): setKeys(of: &rows, range) { Int64(clamping: values[$0]) }
    case .integers(let values): setKeys(of: &rows, range) { values[$0] }
    case .ranks(let values): setKeys(of: &rows, range) { Int64(values[$0]) }
    case .texts(let texts): setKeys(of: &rows, range) { texts.key(of: $0, at: level) }
    }
  }

  @inline(__always)
  private func setKeys(
    of rows: inout [RowOrder.KeyedRow], _ range: Range<Int>, _ key: (_ row: Int) -> Int64
  ) {
    for place in range {
      let row = Int(rows[place].row)
      if let validity, !validity[row] {
        rows[place].key = .max
      } else {
        rows[place].key = isDescending ? ~key(row) : key(row)
      }
    }
  }

  /// Whether rows with one key are sure to tie in this column.
  func isSettled(_ rows: [RowOrder.KeyedRow], _ range: Range<Int>) -> Bool {
    let key = rows[range.lowerBound].key
    return switch values {
    // What is missing has the greatest number, which a value may have too.
    case .numbers, .integers, .ranks: key != .max || validity == nil
    case .exact: key != .max && key != .min
    case .texts(let texts): texts.isOneText(rows, range)
    }
  }

  /// The bits of a number, in the order of numbers; both zeros are one.
  private static func key(_ number: Double) -> Int64 {
    let bits = Int64(bitPattern: (number + 0).bitPattern)
    return bits >= 0 ? bits : bits ^ .max
  }
}

/// Text that is compared where it lies in the dictionary.
private struct TextOrder {
  private let codes: Buffer<Int32>
  private let bytes: Buffer<UInt8>
  private let offsets: Buffer<Int>

  init(_ text: TextColumn) {
    codes = text.codes
    bytes = text.dictionary.bytes
    offsets = text.dictionary.offsets
  }

  /// By bytes; both rows hold a text.
  func comparison(_ first: Int, _ second: Int) -> Int {
    let one = Int(codes[first])
    let other = Int(codes[second])
    if one == other { return 0 }
    let length = offsets[one + 1] - offsets[one]
    let otherLength = offsets[other + 1] - offsets[other]
    let span = bytes.span
    for index in 0..<min(length, otherLength) {
      let left = span[offsets[one] + index]
      let right = span[offsets[other] + index]
      if left != right { return left < right ? -1 : 1 }
    }
    return length == otherLength ? 0 : length < otherLength ? -1 : 1
  }

  /// Texts that agree in so many times eight bytes are compared where they lie.
  static let levels = 5

  /// The first eight bytes of each row's text.
  var keys: [Int64] { codes.indices.map { key(of: $0, at: 0) } }

  /// Whether rows have the same code.
  func isOneText(_ rows: [RowOrder.KeyedRow], _ range: Range<Int>) -> Bool {
    let code = codes[Int(rows[range.lowerBound].row)]
    return range.allSatisfy { codes[Int(rows[$0].row)] == code }
  }

  /// Eight bytes of a row's text, with zeros behind its end.
  func key(of row: Int, at level: Int) -> Int64 {
    let code = Int(codes[row])
    guard code >= 0 else { return 0 }
    let span = bytes.span
    let end = offsets[code + 1]
    let start = min(offsets[code] + level * 8, end)
    var key: UInt64 = 0
    for place in start..<start + 8 { key = key << 8 | (place < end ? UInt64(span[place]) : 0) }
    return Int64(bitPattern: key ^ 1 << 63)
  }
}
