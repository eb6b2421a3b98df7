/// The elements of a JSON array that has been checked.
struct ListElements {
  private let view: ByteView
  private let start: Int

  init(_ text: CellText) {
    view = text.view
    start = text.start
  }

  /// Calls `body` with the text of each element; records and inner lists stay JSON, null is left
  /// out.
  func forEach(_ scratch: ByteArena, _ body: (ByteView, Int, Int) -> Void) {
    var scanner = JSONScanner(view, at: start + 1)
    if scanner.skipSpace() == 0x5D { return }
    while true {
      let byte = scanner.skipSpace()
      let begin = scanner.at
      // The array was checked when it was read, so that nothing here can fail.
      guard (try? scanner.skipValue(depth: 1)) != nil else { return }
      if byte == 0x22 {
        scratch.removeAll()
        JSONScanner.unescape(view, begin + 1, scanner.at - 1, into: scratch)
        body(scratch.view, 0, scratch.count)
      } else if byte != 0x6E {
        body(view, begin, scanner.at)
      }
      guard scanner.skipSpace() == 0x2C else { return }
      scanner.at += 1
    }
  }
}
