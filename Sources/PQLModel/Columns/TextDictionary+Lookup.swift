extension TextDictionary {
  /// For each text of `others` its code here, -1 where there is none; texts compare by their bytes.
  ///
  /// Of a text that stands here twice the first code is told. O(bytes of both).
  package func codes(of others: TextDictionary) -> [Int32] {
    if let codes = codesByMerging(others) { return codes }
    var table = [Int32](repeating: -1, count: Self.capacity(for: count))
    let mask = table.count - 1
    for code in 0..<count {
      var place = Int(truncatingIfNeeded: hash(code)) & mask
      while table[place] >= 0, !isEqual(Int(table[place]), self, code) {
        place = (place + 1) & mask
      }
      if table[place] < 0 { table[place] = Int32(truncatingIfNeeded: code) }
    }
    return (0..<others.count).map { other in
      var place = Int(truncatingIfNeeded: others.hash(other)) & mask
      while table[place] >= 0, !isEqual(Int(table[place]), others, other) {
        place = (place + 1) & mask
      }
      return table[place]
    }
  }

  /// The least power of two that leaves half of the places free.
  static func capacity(for count: Int) -> Int {
    var capacity = 16
    while capacity < count * 2 { capacity *= 2 }
    return capacity
  }

  /// A hash of a text's bytes: eight at a time, multiplied and folded.
  func hash(_ code: Int) -> UInt64 {
    let span = bytes.span
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    var at = offsets[code]
    let end = offsets[code + 1]
    func fold(_ word: UInt64) {
      let product = (word ^ hash).multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
      hash = product.high ^ product.low
    }
    while at + 8 <= end {
      fold(span.word(at))
      at += 8
    }
    var rest: UInt64 = 0
    while at < end {
      rest = rest << 8 | UInt64(span[at])
      at += 1
    }
    fold(rest ^ UInt64(end - offsets[code]) << 56)
    return hash
  }

  func isEqual(_ code: Int, _ other: TextDictionary, _ otherCode: Int) -> Bool {
    let start = offsets[code]
    let otherStart = other.offsets[otherCode]
    let length = offsets[code + 1] - start
    guard length == other.offsets[otherCode + 1] - otherStart else { return false }
    let (mine, theirs) = (bytes.span, other.bytes.span)
    var index = 0
    while index + 8 <= length {
      if mine.word(start + index) != theirs.word(otherStart + index) { return false }
      index += 8
    }
    while index < length {
      if mine[start + index] != theirs[otherStart + index] { return false }
      index += 1
    }
    return true
  }
}
