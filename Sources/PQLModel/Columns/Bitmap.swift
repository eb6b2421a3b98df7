/// A row of bits, one for each row of a table.
///
/// Bits past `count` in the last word are always zero, so that counting and comparing need no mask.
package struct Bitmap: Sendable, Hashable {
  package private(set) var words: [UInt64]
  package private(set) var count: Int

  /// Makes `count` bits, all of them `value`.
  package init(repeating value: Bool, count: Int) {
    self.count = count
    words = [UInt64](repeating: value ? ~0 : 0, count: (count + 63) / 64)
    clearTail()
  }

  /// Makes one bit an element.
  package init(_ bits: some Sequence<Bool>) {
    count = 0
    words = []
    for bit in bits { append(bit) }
  }

  /// Makes `count` bits by asking for each row.
  package init(count: Int, where isSet: (Int) -> Bool) {
    self.init(repeating: false, count: count)
    for row in 0..<count where isSet(row) { words[row >> 6] |= 1 << UInt64(row & 63) }
  }

  /// Takes words that were filled elsewhere; bits past `count` may be anything.
  package init(words: [UInt64], count: Int) {
    precondition(words.count == (count + 63) / 64, "one word for each 64 rows")
    self.words = words
    self.count = count
    clearTail()
  }

  package subscript(row: Int) -> Bool {
    get { words[row >> 6] >> UInt64(row & 63) & 1 == 1 }
    set {
      let bit: UInt64 = 1 << UInt64(row & 63)
      if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
    }
  }

  /// Adds a bit at the end.
  package mutating func append(_ bit: Bool) {
    if count & 63 == 0 { words.append(0) }
    if bit { words[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
  }

  /// How many bits are set.
  package var setCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether every bit is set.
  package var isAllSet: Bool { setCount == count }

  /// The rows whose bit is set, ascending.
  package var setRows: [Int32] { setRows(from: 0) }

  /// The rows whose bit is set, ascending, when the first one is `start`.
  package func setRows(from start: Int32) -> [Int32] {
    var rows = [Int32](repeating: 0, count: setCount)
    var place = 0
    for (index, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        rows[place] =
          start &+ Int32(truncatingIfNeeded: index << 6 &+ rest.trailingZeroBitCount)
        place &+= 1
        rest &= rest &- 1
      }
    }
    return rows
  }

  /// Bits set in both; the counts must agree.
  package static func & (left: Bitmap, right: Bitmap) -> Bitmap { left.combined(with: right, &) }

  /// Bits set in either; the counts must agree.
  package static func | (left: Bitmap, right: Bitmap) -> Bitmap { left.combined(with: right, |) }

  /// Every bit turned.
  package static prefix func ~ (bitmap: Bitmap) -> Bitmap {
    var turned = bitmap
    for index in turned.words.indices { turned.words[index] = ~turned.words[index] }
    turned.clearTail()
    return turned
  }

  /// The bits of `rows`, in that order; a negative row gives false.
  package func gathered(_ rows: [Int32]) -> Bitmap {
    let mine = words
    var gathered = [UInt64](repeating: 0, count: (rows.count + 63) / 64)
    for index in gathered.indices {
      let first = index << 6
      var word: UInt64 = 0
      for offset in 0..<min(64, rows.count - first) {
        let row = Int(rows[first + offset])
        if row >= 0 { word |= (mine[row >> 6] &>> UInt64(row & 63) & 1) &<< UInt64(offset) }
      }
      gathered[index] = word
    }
    return Bitmap(words: gathered, count: rows.count)
  }

  /// The bits of a stretch of rows that begins at a multiple of 64.
  package func part(_ range: Range<Int>) -> Bitmap {
    precondition(range.lowerBound & 63 == 0, "a stretch begins with a word")
    let words = words[range.lowerBound >> 6..<(range.upperBound + 63) >> 6]
    return Bitmap(words: Array(words), count: range.count)
  }

  private func combined(with other: Bitmap, _ operation: (UInt64, UInt64) -> UInt64) -> Bitmap {
    precondition(count == other.count, "bitmaps of one table have one length")
    var result = self
    for index in result.words.indices {
      result.words[index] = operation(result.words[index], other.words[index])
    }
    return result
  }

  private mutating func clearTail() {
    if count & 63 != 0 { words[words.count - 1] &= (1 << UInt64(count & 63)) - 1 }
  }
}
