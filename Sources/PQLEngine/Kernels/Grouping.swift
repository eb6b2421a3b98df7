import PQLModel

/// Rows parted by equal keys; groups are numbered by first appearance.
struct Grouping {
  /// The group of each row.
  private(set) var groups: [Int32]
  private(set) var count: Int
  /// The first row of each group.
  private(set) var representatives: [Int32]
  /// The rows of each group, where they are known without counting.
  private(set) var rowCounts: [Int32]?

  /// Tables of places are at most this large; beyond it keys are combined by hashing.
  private static let mostPlaces = 1 << 22

  /// Groups `count` rows by their keys; missing equals missing; O(rows × keys).
  init(_ keys: [Column], count rowCount: Int) {
    groups = []
    count = 1
    representatives = []
    guard let first = keys.first else {
      groups = [Int32](repeating: 0, count: rowCount)
      representatives = rowCount > 0 ? [0] : []
      rowCounts = [Int32(rowCount)]
      return
    }
    // A row's place among all combinations of codes, the missing code included.
    var (places, cardinality) = Self.codes(of: first)
    var bias: Int32 = 1
    var size = cardinality + 1
    for key in keys.dropFirst() {
      let codes: Buffer<Int32>
      (codes, cardinality) = Self.codes(of: key)
      if size * (cardinality + 1) > Self.mostPlaces {
        number(places, bias, size)
        places = Buffer(groups)
        bias = 0
        size = count
      }
      if size * (cardinality + 1) <= Self.mostPlaces {
        let step = Int32(cardinality + 1)
        let offset = bias &* step &+ 1
        places = Self.combined(places, codes, step, offset)
        size *= cardinality + 1
      } else {
        size = Self.combine(&places, codes)
      }
      bias = 0
    }
    number(places, bias, size)
  }

  /// The rows of each group, in row order.
  var rowsByGroup: [[Int32]] {
    var rows = [[Int32]](repeating: [], count: count)
    for (row, group) in groups.enumerated() { rows[Int(group)].append(Int32(row)) }
    return rows
  }

  /// Numbers the places by first appearance; a place plus `bias` is less than `size`.
  private mutating func number(_ places: Buffer<Int32>, _ bias: Int32, _ size: Int) {
    var numbers = [Int32](repeating: -1, count: size)
    var firsts: [Int32] = []
    let span = places.span
    groups = unsafe [Int32](unsafeUninitializedCapacity: span.count) { made, count in
      for row in 0..<span.count {
        // In bounds: the row is one of the span's, and `made` has a place for each.
        let place = Int(unsafe span[unchecked: row] &+ bias)
        var number = numbers[place]
        if number < 0 {
          number = Int32(truncatingIfNeeded: firsts.count)
          numbers[place] = number
          firsts.append(Int32(truncatingIfNeeded: row))
        }
        unsafe made.initializeElement(at: row, to: number)
      }
      count = span.count
    }
    count = firsts.count
    representatives = firsts
  }

  /// Groups that are the places themselves, so that rows need no numbering.
  ///
  /// Many of them may have no row, and their representative is -1; else it is any row of the group.
  /// Nil when there are too many places for that.
  init?(byPlaceOf keys: [Column], count rowCount: Int) {
    guard !keys.isEmpty else { return nil }
    let most = max(rowCount / 4, 1)
    var coded: [(codes: Buffer<Int32>, cardinality: Int)] = []
    var size = 1
    for key in keys {
      let (codes, cardinality) = Self.codes(of: key)
      guard cardinality < most, size * (cardinality + 1) <= most else { return nil }
      coded.append((codes, cardinality))
      size *= cardinality + 1
    }
    var last = [Int32](repeating: -1, count: size)
    groups = CodePlaces(coded).places(in: &last) { $0 = Int32(truncatingIfNeeded: $1) }
    representatives = last
    count = size
  }

  /// A place for each pair of codes.
  static func combined(
    _ places: Buffer<Int32>, _ codes: Buffer<Int32>, _ step: Int32, _ offset: Int32
  ) -> Buffer<Int32> {
    let (first, second) = (places.span, codes.span)
    precondition(first.count == second.count, "columns of one length")
    // In bounds: both have as many values as are made, and each place is set once.
    return unsafe Buffer(count: first.count) { made in
      for row in 0..<first.count {
        unsafe made.initializeElement(
          at: row, to: first[unchecked: row] &* step &+ second[unchecked: row] &+ offset)
      }
    }
  }

  /// Combines places with codes by hashing, and tells how many combinations there are.
  private static func combine(_ places: inout Buffer<Int32>, _ codes: Buffer<Int32>) -> Int {
    var numbers: [Int64: Int32] = [:]
    places = Buffer(
      places.indices.map { row in
        let key = Int64(places[row]) << 32 | Int64(codes[row] + 1)
        let next = Int32(numbers.count)
        let number = numbers[key, default: next]
        if number == next { numbers[key] = next }
        return number
      })
    return numbers.count
  }

  /// A code for each row, -1 where missing, and how many codes there are.
  static func codes(of column: Column) -> (codes: Buffer<Int32>, cardinality: Int) {
    switch column {
    case .text(let text):
      return text.isDistinct ? (text.codes, text.dictionary.count) : distinctCodes(text)
    case .number(let numbers):
      // Zero and minus zero are one value.
      return hashed(numbers.values.map { ($0 == 0 ? 0 : $0).bitPattern }, numbers.validity)
    case .money(let money):
      guard let currencies = money.currencies else { return hashed(money.units, money.validity) }
      let amounts = zip(money.units, currencies.codes).map { Int128($0) << 32 | Int128($1 &+ 1) }
      return hashed(amounts, money.validity)
    case .exact(let exact): return hashed(exact.values, exact.validity)
    case .boolean(let truth):
      var codes = [Int32](repeating: 0, count: truth.values.count)
      forEachSet(in: truth.values) { codes[$0] = 1 }
      return (marked(Buffer(codes), truth.validity), 2)
    case .day(let days): return dayCodes(days)
    case .second(let seconds): return hashed(seconds.values, seconds.validity)
    case .list(let list):
      let elements = codes(of: .text(list.elements)).codes
      let lists = (0..<list.count).map { row in
        Array(elements[Int(list.offsets[row])..<Int(list.offsets[row + 1])])
      }
      return hashed(lists, list.validity)
    }
  }

  /// The codes with -1 where there is no value.
  private static func marked(_ codes: Buffer<Int32>, _ validity: Bitmap?) -> Buffer<Int32> {
    guard let validity else { return codes }
    var marked = Array(codes)
    keepGroups(&marked, of: validity)
    return Buffer(marked)
  }

  private static func distinctCodes(_ text: TextColumn) -> (Buffer<Int32>, Int) {
    // By bytes: `String ==` takes canonically equal text as equal.
    var codeOf: [[UInt8]: Int32] = [:]
    let mapped = text.dictionary.values.map { value -> Int32 in
      let bytes = Array(value.utf8)
      let next = Int32(codeOf.count)
      let code = codeOf[bytes, default: next]
      codeOf[bytes] = code
      return code
    }
    return (text.codes.mapped { $0 < 0 ? -1 : mapped[Int($0)] }, codeOf.count)
  }

  private static func dayCodes(_ days: DayColumn) -> (Buffer<Int32>, Int) {
    guard let range = bounds(days) else {
      return (Buffer(repeating: -1, count: days.values.count), 0)
    }
    let size = Int(range.upperBound) - Int(range.lowerBound) + 1
    guard size <= 1 << 20 else { return hashed(days.values, days.validity) }
    let low = range.lowerBound
    return (marked(days.values.mapped { $0 &- low }, days.validity), size)
  }

  private static func hashed<Values: Collection>(
    _ values: Values, _ validity: Bitmap?
  ) -> (Buffer<Int32>, Int) where Values.Element: Hashable {
    var codeOf: [Values.Element: Int32] = [:]
    let codes = values.enumerated().map { row, value -> Int32 in
      guard validity?[row] ?? true else { return -1 }
      let next = Int32(codeOf.count)
      let code = codeOf[value, default: next]
      if code == next { codeOf[value] = next }
      return code
    }
    return (Buffer(codes), codeOf.count)
  }
}
