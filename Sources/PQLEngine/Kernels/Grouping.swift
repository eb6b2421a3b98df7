import PQLModel

/// Rows parted by equal keys; groups are numbered by first appearance.
struct Grouping {
  /// The group of each row.
  private(set) var groups: [Int32]
  private(set) var count: Int
  /// The first row of each group.
  private(set) var representatives: [Int32]

  /// Groups `count` rows by their keys; missing equals missing; O(rows × keys).
  init(_ keys: [Column], count rowCount: Int) {
    groups = [Int32](repeating: 0, count: rowCount)
    count = 1
    representatives = []
    for key in keys {
      let (codes, cardinality) = Self.codes(of: key)
      combine(codes, cardinality)
    }
    if keys.isEmpty {
      representatives = rowCount > 0 ? [0] : []
    } else {
      renumber()
    }
  }

  /// The rows of each group, in row order.
  var rowsByGroup: [[Int32]] {
    var rows = [[Int32]](repeating: [], count: count)
    for (row, group) in groups.enumerated() { rows[Int(group)].append(Int32(row)) }
    return rows
  }

  private mutating func combine(_ codes: [Int32], _ cardinality: Int) {
    let size = count * (cardinality + 1)
    if size <= 1 << 22 {
      var numbers = [Int32](repeating: -1, count: size)
      var next: Int32 = 0
      for row in groups.indices {
        let place = Int(groups[row]) * (cardinality + 1) + Int(codes[row]) + 1
        if numbers[place] < 0 {
          numbers[place] = next
          next += 1
        }
        groups[row] = numbers[place]
      }
      count = Int(next)
    } else {
      var numbers: [Int64: Int32] = [:]
      for row in groups.indices {
        let key = Int64(groups[row]) << 32 | Int64(codes[row] + 1)
        let next = Int32(numbers.count)
        groups[row] = numbers[key, default: next]
        if groups[row] == next { numbers[key] = next }
      }
      count = numbers.count
    }
  }

  private mutating func renumber() {
    var seen = [Bool](repeating: false, count: count)
    for (row, group) in groups.enumerated() where !seen[Int(group)] {
      seen[Int(group)] = true
      representatives.append(Int32(row))
    }
  }

  /// A code for each row, -1 where missing, and how many codes there are.
  static func codes(of column: Column) -> (codes: [Int32], cardinality: Int) {
    switch column {
    case .text(let text):
      return text.isDistinct ? (text.codes, text.dictionary.count) : distinctCodes(text)
    case .number(let numbers):
      // Zero and minus zero are one value.
      return hashed(numbers.values.map { ($0 == 0 ? 0 : $0).bitPattern }, numbers.validity)
    case .money(let money): return hashed(money.units, money.validity)
    case .exact(let exact): return hashed(exact.values, exact.validity)
    case .boolean(let truth):
      let codes = (0..<truth.values.count).map { row -> Int32 in
        truth.validity?[row] ?? true ? (truth.values[row] ? 1 : 0) : -1
      }
      return (codes, 2)
    case .day(let days): return dayCodes(days)
    case .second(let seconds): return hashed(seconds.values, seconds.validity)
    case .list(let list):
      return ((0..<Int32(list.count)).map { $0 }, list.count)
    }
  }

  private static func distinctCodes(_ text: TextColumn) -> ([Int32], Int) {
    // By bytes: `String ==` takes canonically equal text as equal.
    var codeOf: [[UInt8]: Int32] = [:]
    let mapped = text.dictionary.values.map { value -> Int32 in
      let bytes = Array(value.utf8)
      let next = Int32(codeOf.count)
      let code = codeOf[bytes, default: next]
      codeOf[bytes] = code
      return code
    }
    return (text.codes.map { $0 < 0 ? -1 : mapped[Int($0)] }, codeOf.count)
  }

  private static func dayCodes(_ days: DayColumn) -> ([Int32], Int) {
    var low = Int32.max
    var high = Int32.min
    for (row, day) in days.values.enumerated() where days.validity?[row] ?? true {
      low = min(low, day)
      high = max(high, day)
    }
    guard low <= high else { return ([Int32](repeating: -1, count: days.values.count), 0) }
    guard Int(high) - Int(low) < 1 << 20 else { return hashed(days.values, days.validity) }
    let codes = days.values.enumerated().map { row, day -> Int32 in
      days.validity?[row] ?? true ? day - low : -1
    }
    return (codes, Int(high) - Int(low) + 1)
  }

  private static func hashed<Element: Hashable>(
    _ values: [Element], _ validity: Bitmap?
  ) -> ([Int32], Int) {
    var codeOf: [Element: Int32] = [:]
    let codes = values.enumerated().map { row, value -> Int32 in
      guard validity?[row] ?? true else { return -1 }
      let next = Int32(codeOf.count)
      let code = codeOf[value, default: next]
      if code == next { codeOf[value] = next }
      return code
    }
    return (codes, codeOf.count)
  }
}
