import PQLThreads

/// Finds what is no text: bytes that are no valid UTF-8.
enum TextCheck {
  private static let partSize = 1 << 22

  /// Where the first byte of a view stands that is not part of valid UTF-8; nil when all is.
  ///
  /// Parts of one size are gone through side by side.
  static func firstInvalid(_ view: ByteView, threads: ThreadCount) -> Int? {
    let count = max(1, (view.count + partSize - 1) / partSize)
    let found = SideBySide.results(count, threads: threads) { part in
      let start = characterStart(view, part * partSize)
      let end = characterStart(view, (part + 1) * partSize)
      view.fetch(from: start, to: end)
      return view.firstInvalid(from: start, to: end)
    }
    return found.lazy.compactMap(\.self).first
  }

  /// The first place from `place` on that is no continuation of a character, so that no character
  /// is cut; a text with more continuations than one can have is invalid wherever it is cut.
  private static func characterStart(_ view: ByteView, _ place: Int) -> Int {
    let last = min(place, view.count)
    return (last..<min(last + 3, view.count)).first { view[$0] & 0xC0 != 0x80 }
      ?? min(last + 3, view.count)
  }
}
