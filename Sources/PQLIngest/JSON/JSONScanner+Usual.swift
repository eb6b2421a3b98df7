extension JSONScanner {
  /// The cell of the value at `at` and where it ends, when it is a plain text, a number in its usual
  /// form or null; nil for any other, and for anything that is no value.
  @inline(__always)
  static func usualValue(_ view: ByteView, _ at: Int) -> (cell: Cell, end: Int)? {
    let byte = view[at]
    if byte == 0x22 {
      let start = at &+ 1
      let (stops, high) = view.jsonMarks(start)
      var (length, isPlain) = (stops.trailingZeroBitCount, high == 0)
      if stops == 0 {
        let (stops, high) = view.jsonMarks(start &+ 32)
        guard stops != 0 else { return nil }
        length = 32 &+ stops.trailingZeroBitCount
        isPlain = isPlain && high == 0
      }
      let end = start &+ length
      // Marks of what is not ASCII may stand behind the text; they only cost a look.
      guard view[end] == 0x22, isPlain || isText(view, start, end) else { return nil }
      return (length > 0 ? Cell(.text, start, shortLength: length) : .missing, end &+ 1)
    }
    if byte &- 0x30 < 10 || byte == 0x2D {
      let first = byte == 0x2D ? at &+ 1 : at
      let whole = view.noDigits(first).trailingZeroBitCount
      var end = first &+ whole
      guard whole > 0, whole <= 16, whole == 1 || view[first] != 0x30 else { return nil }
      if view[end] == 0x2E {
        let decimals = view.noDigits(end &+ 1).trailingZeroBitCount
        guard decimals > 0, decimals <= 16 else { return nil }
        end &+= decimals &+ 1
      }
      guard view[end] | 0x20 != 0x65 else { return nil }
      return (Cell(.number, at, shortLength: end &- at), end)
    }
    return UInt32(truncatingIfNeeded: view.word(at)) == JSONScanner.null ? (.missing, at &+ 4) : nil
  }

  @inline(never)
  private static func isText(_ view: ByteView, _ start: Int, _ end: Int) -> Bool {
    TextCheck.firstInvalid(view, from: start, to: end) == nil
  }
}
