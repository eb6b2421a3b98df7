import PQLModel

/// Gives each different text a code: an open-addressing table over the bytes of one arena.
struct TextInterner {
  /// High half: of the hash; low half: code + 1; 0 is free.
  private var table: [UInt64]
  private var mask: Int
  private let arena = ByteArena(capacity: 4096)
  private var offsets: [Int] = [0]
  private var last = -1

  init() {
    table = Array(repeating: 0, count: 256)
    mask = 255
  }

  /// How many different texts there are.
  var count: Int { offsets.count - 1 }

  /// The dictionary of all texts, by code.
  var dictionary: TextDictionary { TextDictionary(bytes: arena.buffer, offsets: Buffer(offsets)) }

  /// The text of a code.
  func text(_ code: Int) -> String { arena.view.string(offsets[code], offsets[code + 1]) }

  /// How many bytes all texts have.
  var byteCount: Int { arena.count }

  /// The code of the text from `start` up to `end`; the same for the same bytes.
  @inline(__always)
  mutating func code(_ view: ByteView, _ start: Int, _ end: Int) -> Int32 {
    let length = end - start
    if last >= 0, isText(last, view, start, length) { return Int32(truncatingIfNeeded: last) }
    let hash = bytesHash(view, start, end)
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      let entry = table[index]
      if entry == 0 { break }
      if (entry ^ hash) >> 32 == 0 {
        let code = Int(entry & 0xFFFF_FFFF) - 1
        if isText(code, view, start, length) {
          last = code
          return Int32(truncatingIfNeeded: code)
        }
      }
      index = (index + 1) & mask
    }
    return insert(view, start, end, hash, index)
  }

  /// The code of a text that is made of `text`'s bytes.
  mutating func code(of text: String) -> Int32 {
    let bytes = FileBytes(Array(text.utf8))
    return code(bytes.view, 0, bytes.count)
  }

  @inline(__always)
  private func isText(_ code: Int, _ view: ByteView, _ start: Int, _ length: Int) -> Bool {
    let begin = offsets[code]
    return offsets[code + 1] - begin == length
      && arena.view.equals(begin, view, start, length: length)
  }

  @inline(never)
  private mutating func insert(
    _ view: ByteView, _ start: Int, _ end: Int, _ hash: UInt64, _ index: Int
  ) -> Int32 {
    let code = count
    arena.append(view, start, end)
    offsets.append(arena.count)
    table[index] = (hash & ~0xFFFF_FFFF) | UInt64(code + 1)
    last = code
    if count * 2 > mask { grow() }
    return Int32(truncatingIfNeeded: code)
  }

  private mutating func grow() {
    let capacity = (mask + 1) * 4
    mask = capacity - 1
    table = Array(repeating: 0, count: capacity)
    for code in 0..<count {
      let hash = bytesHash(arena.view, offsets[code], offsets[code + 1])
      var index = Int(truncatingIfNeeded: hash) & mask
      while table[index] != 0 { index = (index + 1) & mask }
      table[index] = (hash & ~0xFFFF_FFFF) | UInt64(code + 1)
    }
  }
}
