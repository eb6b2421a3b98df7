import PQLModel

/// A column made ready to be compared row by row.
struct SortColumn {
  private enum Values {
    case numbers([Double])
    case exact([Int128])
    case integers([Int64])
    case ranks([Int32])
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
      values = .ranks((0..<truth.values.count).map { truth.values[$0] ? 1 : 0 })
    case .day(let days): values = .ranks(days.values)
    case .second(let seconds): values = .integers(seconds.values)
    case .text(let text): values = .ranks(Self.ranks(of: text, rank))
    case .list(let list): values = .ranks([Int32](repeating: 0, count: list.count))
    }
  }

  private static func ranks(of text: TextColumn, _ rank: ((String) -> Int?)?) -> [Int32] {
    let texts = text.dictionary.values
    let order = texts.indices.sorted { left, right in
      let first = rank?(texts[left]) ?? Int.max
      let second = rank?(texts[right]) ?? Int.max
      if first != second { return first < second }
      return ByteOrderedText(texts[left]) < ByteOrderedText(texts[right])
    }
    var rankOf = [Int32](repeating: 0, count: texts.count)
    for (place, code) in order.enumerated() {
      let isSame = place > 0 && texts[order[place - 1]].utf8.elementsEqual(texts[code].utf8)
      rankOf[code] = isSame ? rankOf[order[place - 1]] : Int32(place)
    }
    return text.codes.map { $0 < 0 ? -1 : rankOf[Int($0)] }
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
    }
    return isDescending ? -result : result
  }

  @inline(__always)
  private static func compare<Element: Comparable>(_ left: Element, _ right: Element) -> Int {
    left < right ? -1 : left > right ? 1 : 0
  }
}

/// Several columns compared one after the other.
struct RowOrder {
  let columns: [SortColumn]

  init(_ columns: [SortColumn]) {
    self.columns = columns
  }

  /// Negative when the first row comes before the second, 0 for a tie.
  func comparison(_ first: Int, _ second: Int) -> Int {
    for column in columns {
      let result = column.comparison(first, second)
      if result != 0 { return result }
    }
    return 0
  }

  /// Rows `0 ..< count` in order, a tie by row; only the first `limit` of them where given.
  ///
  /// O(count log count); with a small limit O(count log limit).
  func sorted(count: Int, limit: Int? = nil) -> [Int32] {
    func precedes(_ first: Int32, _ second: Int32) -> Bool {
      let result = comparison(Int(first), Int(second))
      return result != 0 ? result < 0 : first < second
    }
    guard let limit, limit < count / 8 else {
      let all = (0..<Int32(count)).sorted(by: precedes)
      return limit.map { Array(all.prefix($0)) } ?? all
    }
    guard limit > 0 else { return [] }
    // The rows kept so far, in order; most rows lose against the last one and cost one comparison.
    var kept: [Int32] = []
    for row in 0..<Int32(count) {
      if kept.count == limit, !precedes(row, kept[limit - 1]) { continue }
      var low = 0
      var high = kept.count
      while low < high {
        let middle = (low + high) / 2
        if precedes(row, kept[middle]) { high = middle } else { low = middle + 1 }
      }
      kept.insert(row, at: low)
      if kept.count > limit { kept.removeLast() }
    }
    return kept
  }
}
