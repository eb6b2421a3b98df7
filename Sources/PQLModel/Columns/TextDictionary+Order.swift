extension TextDictionary {
  /// Whether each text comes behind the one before it, in the order of bytes; O(first that does not).
  package var isAscending: Bool {
    (1..<max(count, 1)).allSatisfy { comparison(of: $0 - 1, with: $0, of: self) < 0 }
  }

  /// For each text of `others` its code here, -1 where there is none; nil unless both ascend.
  ///
  /// One walk along the two, which reads memory in order as a table of hashes never does.
  func codesByMerging(_ others: TextDictionary) -> [Int32]? {
    guard isAscending, others.isAscending else { return nil }
    var codes = [Int32](repeating: -1, count: others.count)
    var (mine, other) = (0, 0)
    while mine < count, other < others.count {
      let order = comparison(of: mine, with: other, of: others)
      if order == 0 { codes[other] = Int32(truncatingIfNeeded: mine) }
      if order <= 0 { mine += 1 }
      if order >= 0 { other += 1 }
    }
    return codes
  }

  /// Negative when the text of `code` comes before the other's, 0 when both are the same.
  @inline(__always)
  private func comparison(of code: Int, with otherCode: Int, of other: TextDictionary) -> Int {
    let (start, otherStart) = (offsets[code], other.offsets[otherCode])
    let (length, otherLength) = (
      offsets[code + 1] - start, other.offsets[otherCode + 1] - otherStart
    )
    let (mine, theirs) = (bytes.span, other.bytes.span)
    let shared = min(length, otherLength)
    var index = 0
    while index + 8 <= shared {
      let (left, right) = (mine.word(start + index), theirs.word(otherStart + index))
      if left != right { return left.byteSwapped < right.byteSwapped ? -1 : 1 }
      index += 8
    }
    while index < shared {
      let (left, right) = (mine[start + index], theirs[otherStart + index])
      if left != right { return left < right ? -1 : 1 }
      index += 1
    }
    return length - otherLength
  }
}

extension Span<UInt8> {
  /// Eight bytes from `index` on, the first of them lowest.
  @inline(__always)
  func word(_ index: Int) -> UInt64 {
    precondition(index >= 0 && index <= count - 8)
    // Within the span, and any eight bytes are a word.
    return unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
  }
}
