import PQLModel

/// Gives each different text a code: by first appearance, from 0.
///
/// An open-addressing table of codes; the texts themselves are compared where the arena has them. Up
/// to 32 bytes a text is hashed and compared as four words, with no branch that depends on its
/// length: lengths differ from row to row, and a branch foretold wrong costs more than the words.
///
/// As long as each new text comes behind all before it there is no table: a text is then either the
/// last one or new. Ids in a file mostly come so, a million of them and several records each.
struct TextInterner {
  private let seed = HashSeed.ofThisRun
  private var table: TextTable
  /// Whether every text so far came behind the one before it.
  private var isInOrder = true
  /// Of the last text, while they are in order.
  private var lastKey = TextKey(ByteView.empty, 0, 0, .ofThisRun)
  private let arena = ByteArena(capacity: 64)
  private let offsets = GrowingValues<Int>()

  init() {
    table = TextTable(capacity: 8)
    offsets.append(0)
  }

  /// How many different texts there are.
  var count: Int { offsets.count - 1 }

  /// A copy of all texts, by code.
  var dictionary: TextDictionary {
    unsafe offsets.withMemory { offsets in
      unsafe TextDictionary(bytes: Buffer(arena.array), offsets: Buffer(Array(offsets)))
    }
  }

  /// All texts, by code, without a copy; no text may be added afterwards.
  var finalDictionary: TextDictionary {
    TextDictionary(bytes: arena.buffer, offsets: offsets.buffer)
  }

  /// The text of a code.
  func text(_ code: Int) -> String { arena.view.string(offsets[code], offsets[code + 1]) }

  /// The bytes of all texts, end to end, and where each begins; for adding others behind them.
  var texts: (bytes: ByteArena, offsets: GrowingValues<Int>) { (arena, offsets) }

  /// The code of the text from `start` up to `end`; the same for the same bytes.
  @inline(__always)
  mutating func code(_ view: ByteView, _ start: Int, _ end: Int) -> Int32 {
    let code = knownCode(view, start, end)
    return code >= 0 ? code : otherCode(view, start, end)
  }

  /// The code of a text of up to 32 bytes that is in the table; -1 for any other.
  @inline(__always)
  private func knownCode(_ view: ByteView, _ start: Int, _ end: Int) -> Int32 {
    let length = end &- start
    guard !isInOrder, length <= TextKey.longest else { return -1 }
    let hash = TextKey(view, start, end, seed).hash(seed)
    var place = table.place(of: hash)
    while true {
      let entry = table[place]
      if entry.isFree { return -1 }
      if entry.mayBe(hash) {
        let begin = offsets[entry.code]
        if offsets[entry.code &+ 1] &- begin == length,
          arena.view.equalsShort(begin, view, start, length: length)
        {
          return Int32(truncatingIfNeeded: entry.code)
        }
      }
      place = table.next(place)
    }
  }

  /// The code of a text that is long or new, or of any as long as they are in order.
  @inline(never)
  private mutating func otherCode(_ view: ByteView, _ start: Int, _ end: Int) -> Int32 {
    let key = TextKey(view, start, end, seed)
    if isInOrder, let code = codeInOrder(view, start, end, key) { return code }
    let hash = key.hash(seed)
    var place = table.place(of: hash)
    while true {
      let entry = table[place]
      if entry.isFree { break }
      if entry.mayBe(hash), isText(entry.code, view, start, end) {
        return Int32(truncatingIfNeeded: entry.code)
      }
      place = table.next(place)
    }
    let code = add(view, start, end)
    table.insert(hash, Int(code), place)
    return code
  }

  /// The code of a text that is the last one or comes behind it; nil for any other, which ends the
  /// order.
  private mutating func codeInOrder(
    _ view: ByteView, _ start: Int, _ end: Int, _ key: TextKey
  ) -> Int32? {
    let last = count - 1
    if last >= 0, key == lastKey, isText(last, view, start, end) {
      return Int32(truncatingIfNeeded: last)
    }
    guard last < 0 || lastKey.precedes(key) else {
      leaveOrder()
      return nil
    }
    lastKey = key
    return add(view, start, end)
  }

  private func isText(_ code: Int, _ view: ByteView, _ start: Int, _ end: Int) -> Bool {
    let (begin, length) = (offsets[code], end - start)
    return offsets[code + 1] - begin == length
      && arena.view.equals(begin, view, start, length: length)
  }

  /// Adds a text and tells its code, which codes are short enough for, as rows are.
  private func add(_ view: ByteView, _ start: Int, _ end: Int) -> Int32 {
    arena.append(view, start, end)
    offsets.append(arena.count)
    return Int32(truncatingIfNeeded: count - 1)
  }

  /// Whether the texts no longer fit the nearest caches, so that looking one up waits for memory.
  @inline(__always)
  var isLarge: Bool { !isInOrder && count > 1 << 10 }

  /// How many texts are looked up together: few enough for all they need to stay nearest.
  static let together = 64

  /// Asks the memory for what the codes of up to `together` texts will need: first for all places in
  /// the table, then for where the texts found there begin, then for these.
  ///
  /// Looked up one by one each text would wait three times; so the waits of all go on together.
  @inline(__always)
  func prefetch(_ count: Int, _ text: (Int) -> (view: ByteView, start: Int, end: Int)) {
    var hashes = InlineArray<64, UInt64>(repeating: 0)
    var codes = InlineArray<64, Int>(repeating: 0)
    let count = min(count, TextInterner.together)
    for index in 0..<count {
      let (view, start, end) = text(index)
      hashes[index] = TextKey(view, start, end, seed).hash(seed)
      table.prefetch(table.place(of: hashes[index]))
    }
    var found = 0
    for index in 0..<count {
      let entry = table[table.place(of: hashes[index])]
      guard !entry.isFree else { continue }
      codes[found] = entry.code
      offsets.prefetch(entry.code)
      found &+= 1
    }
    for index in 0..<found { arena.view.prefetch(offsets[codes[index]]) }
  }

  /// Makes the table of all texts so far.
  @inline(never)
  private mutating func leaveOrder() {
    isInOrder = false
    for code in 0..<count {
      let hash = TextKey(arena.view, offsets[code], offsets[code + 1], seed).hash(seed)
      table.insert(hash, code, table.freePlace(for: hash))
    }
  }

  /// The code of a text that is made of `text`'s bytes.
  mutating func code(of text: String) -> Int32 {
    let bytes = FileBytes(Array(text.utf8))
    return withExtendedLifetime(bytes) { code(bytes.view, 0, bytes.count) }
  }
}
