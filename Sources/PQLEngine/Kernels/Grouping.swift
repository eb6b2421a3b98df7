import PQLModel

/// How groups are told apart.
enum Numbering {
  /// by a table with a place for each combination of codes
  case places(Int)
  /// by a table of hashes
  case hashes

  /// What `explain plan` says.
  var text: String {
    switch self {
    case .places(let count): "direct-address, \(count) places"
    case .hashes: "hashed"
    }
  }
}

/// Rows parted by equal keys; groups are numbered by first appearance.
struct Grouping {
  /// The group of each row.
  private(set) var groups: [Int32]
  private(set) var count: Int
  /// The first row of each group.
  private(set) var representatives: [Int32]
  /// The rows of each group, where they are known without counting.
  private(set) var rowCounts: [Int32]?
  /// How the groups were told apart.
  private(set) var numbering = Numbering.places(1)

  /// Groups `count` rows by their keys; missing equals missing; O(rows × keys).
  init(_ keys: [Column], count rowCount: Int) {
    self.init(keys.map { KeyCodes($0) }, count: rowCount)
  }

  /// Groups `count` rows by the codes of their keys.
  init(_ keys: [KeyCodes], count rowCount: Int) {
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
    let mostPlaces = Methods.mostPlaces(rows: rowCount)
    var (places, bias, size) = (first.codes, Int32(1), first.cardinality + 1)
    var isNumbered = false
    for key in keys.dropFirst() {
      let radix = key.cardinality + 1
      if size * radix > mostPlaces, !isNumbered {
        number(places, bias, size, mostPlaces)
        (places, bias, size, isNumbered) = (Buffer(groups), 0, count, true)
      }
      if size * radix <= mostPlaces {
        let step = Int32(radix)
        places = Self.combined(places, key.codes, step, bias &* step &+ 1)
        size *= radix
        isNumbered = false
      } else {
        numberPairs(places, key.codes)
        numbering = .hashes
        (places, size, isNumbered) = (Buffer(groups), count, true)
      }
      bias = 0
    }
    if !isNumbered { number(places, bias, size, mostPlaces) }
  }

  /// The rows of each group, in row order.
  var rowsByGroup: [[Int32]] {
    var rows = [[Int32]](repeating: [], count: count)
    for (row, group) in groups.enumerated() { rows[Int(group)].append(Int32(row)) }
    return rows
  }

  /// Numbers the places by first appearance; a place plus `bias` is less than `size`.
  private mutating func number(
    _ places: Buffer<Int32>, _ bias: Int32, _ size: Int, _ mostPlaces: Int
  ) {
    numbering = size <= mostPlaces ? .places(size) : .hashes
    guard size <= mostPlaces else {
      let span = places.span
      number(count: span.count) { UInt64(UInt32(bitPattern: span[$0])) }
      return
    }
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

  /// Numbers the pairs of two codes by first appearance.
  private mutating func numberPairs(_ first: Buffer<Int32>, _ second: Buffer<Int32>) {
    let (ones, others) = (first.span, second.span)
    number(count: ones.count) { paired(ones[$0], others[$0]) }
  }

  /// Numbers keys by first appearance.
  @inline(__always)
  private mutating func number(count rowCount: Int, by key: (_ row: Int) -> UInt64) {
    var table = KeyTable()
    var firsts: [Int32] = []
    // Each of the places is set once.
    groups = unsafe [Int32](unsafeUninitializedCapacity: rowCount) { made, count in
      for row in 0..<rowCount {
        let (number, isNew) = table.number(of: key(row))
        if isNew { firsts.append(Int32(truncatingIfNeeded: row)) }
        unsafe made.initializeElement(at: row, to: number)
      }
      count = rowCount
    }
    count = firsts.count
    representatives = firsts
  }

  /// Groups that are the places themselves, so that rows need no numbering.
  ///
  /// Many of them may have no row, and their representative is -1; else it is any row of the group.
  /// Nil when there are too many places for that.
  init?(byPlaceOf keys: [KeyCodes], count rowCount: Int) {
    guard !keys.isEmpty else { return nil }
    let most = Methods.mostEmptyPlaces(rows: rowCount)
    var size = 1
    for key in keys {
      guard key.cardinality < most, size * (key.cardinality + 1) <= most else { return nil }
      size *= key.cardinality + 1
    }
    var last = [Int32](repeating: -1, count: size)
    groups = CodePlaces(keys).places(in: &last) { $0 = Int32(truncatingIfNeeded: $1) }
    representatives = last
    count = size
    numbering = .places(size)
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
}
