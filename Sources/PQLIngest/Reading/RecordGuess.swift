/// Guesses where a record begins in the middle of a file.
enum RecordGuess {
  /// Behind a line feed.
  static func lines(_ view: ByteView) -> (Int, Int) -> Int? {
    { from, to in
      guard from < to else { return nil }
      var at = view.lineEnd(from: from) + 1
      while at < to, view[at] <= 0x20, view[at] > 0 { at += 1 }
      return at < to ? at : nil
    }
  }

  /// Where the bytes stand that stood between the first two records, with the second's first key.
  static func array(_ view: ByteView, _ read: RecordAssembly) -> (Int, Int) -> Int? {
    guard read.rowCount > 1 else { return { _, _ in nil } }
    let second = read.starts[1]
    var close = second
    while close > read.starts[0], view[close] != 0x7D { close -= 1 }
    var key = second
    while key < min(second + 64, view.count), view[key] != 0x3A { key += 1 }
    let bytes = view.array(close, key)
    let distance = second - close
    return { from, to in
      view.firstPlace(of: bytes, from: from, to: to).map { $0 + distance }
    }
  }
}
