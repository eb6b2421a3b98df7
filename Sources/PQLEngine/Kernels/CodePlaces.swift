import PQLModel

/// Each row's place among all combinations of its codes: a number whose digits are the codes plus
/// one, so that what is missing is 0.
struct CodePlaces {
  private var first: Buffer<Int32>
  private var second: Buffer<Int32>?
  /// A place is the first × step + the second + offset.
  private var step: Int32 = 1
  private var offset: Int32 = 1

  /// The codes of at least one key, and how many each has; all combinations are fewer than 2^31.
  init(_ keys: [KeyCodes]) {
    first = keys.first?.codes ?? []
    for key in keys.dropFirst() {
      // All but the last two are put together on the way.
      if second != nil { first = combined() }
      let isFirst = second == nil
      second = key.codes
      step = Int32(key.cardinality + 1)
      offset = (isFirst ? step : 0) &+ 1
    }
  }

  /// How many rows there are.
  var rowCount: Int { first.count }

  /// Each row's place, after `update` was called for it with what a table holds for the place.
  ///
  /// All places are in the table.
  @inline(__always)
  func places<Value>(
    in table: inout [Value], _ update: (_ value: inout Value, _ row: Int) -> Void
  ) -> [Int32] {
    let (ones, step, offset) = (first.span, step, offset)
    let other = second ?? first
    let others = other.span
    precondition(ones.count == others.count, "columns of one length")
    let isSingle = second == nil
    return unsafe table.withUnsafeMutableBufferPointer { table in
      // A pointer of its own: an array would be asked at each row whether it is shared.
      let table = unsafe table
      return unsafe [Int32](unsafeUninitializedCapacity: ones.count) { made, filled in
        @inline(__always)
        func take(_ row: Int, _ place: Int32) {
          precondition(UInt(bitPattern: Int(place)) < UInt(table.count), "a place of the table")
          unsafe update(&table[Int(place)], row)
          // In bounds: `made` has a place for each row.
          unsafe made.initializeElement(at: row, to: place)
        }
        // In bounds: both spans have as many values as there are rows.
        if isSingle {
          for row in 0..<ones.count { take(row, unsafe ones[unchecked: row] &+ offset) }
        } else {
          for row in 0..<ones.count {
            take(row, unsafe ones[unchecked: row] &* step &+ others[unchecked: row] &+ offset)
          }
        }
        filled = ones.count
      }
    }
  }

  /// The first and the second in one, where there are two.
  private func combined() -> Buffer<Int32> {
    second.map { Grouping.combined(first, $0, step, offset) } ?? first
  }
}
