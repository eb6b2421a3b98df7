extension JSONScanner {
  /// Adds the text of a checked string to `bytes`, its escapes resolved.
  static func unescape(
    _ view: ByteView, _ start: Int, _ end: Int, into bytes: ByteArena
  ) {
    let scanner = JSONScanner(view)
    var place = start
    while place < end {
      let byte = view[place]
      guard byte == 0x5C else {
        let plain = place
        while place < end, view[place] != 0x5C { place += 1 }
        bytes.append(view, plain, place)
        continue
      }
      switch view[place + 1] {
      case 0x62: bytes.append(0x08)
      case 0x66: bytes.append(0x0C)
      case 0x6E: bytes.append(0x0A)
      case 0x72: bytes.append(0x0D)
      case 0x74: bytes.append(0x09)
      case 0x75:
        var scalar = scanner.hexUnit(place + 2) ?? 0xFFFD
        if scalar & 0xFC00 == 0xD800, let low = scanner.hexUnit(place + 8) {
          scalar = 0x10000 + (scalar & 0x3FF) << 10 + (low & 0x3FF)
          place += 6
        }
        for byte in String(UnicodeScalar(scalar) ?? "\u{FFFD}").utf8 { bytes.append(byte) }
        place += 4
      case let other: bytes.append(other)
      }
      place += 2
    }
  }

  /// The text of a checked string.
  func text(_ start: Int, _ end: Int, escaped: Bool) -> String {
    guard escaped else { return view.string(start, end) }
    let bytes = ByteArena(capacity: end - start)
    JSONScanner.unescape(view, start, end, into: bytes)
    return bytes.view.string(0, bytes.count)
  }
}
