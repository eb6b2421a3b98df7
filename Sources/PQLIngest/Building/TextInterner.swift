import PQLModel

/// Gives each different text a code: by first appearance, from 0.
///
/// An open-addressing table. A text of up to sixteen bytes is compared as the two words its entry
/// holds; a longer one by a hash there and by its bytes in the arena of all texts.
///
/// As long as each new text comes behind all before it there is no table: a text is then either the
/// last one or new. Ids in a file mostly come so, a million of them and several records each.
struct TextInterner {
  private var table: TextTable
  /// Whether every text so far came behind the one before it.
  private var isInOrder = true
  /// Of the last text, while they are in order.
  private var lastKey = TextKey(ByteView.empty, 0, 0)
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
    let key = TextKey(view, start, end)
    if isInOrder, let code = codeInOrder(view, start, end, key) { return code }
    var place = table.place(of: key)
    while true {
      let entry = table[place]
      if entry.code < 0 { break }
      if entry.key == key, key.isWhole || isText(Int(entry.code), view, start, key.length) {
        return entry.code
      }
      place = table.next(place)
    }
    return insert(view, start, end, key, place)
  }

  /// The code of a text that is the last one or comes behind it; nil for any other, which ends the
  /// order.
  private mutating func codeInOrder(
    _ view: ByteView, _ start: Int, _ end: Int, _ key: TextKey
  ) -> Int32? {
    let last = count - 1
    if last >= 0, key == lastKey, key.isWhole || isText(last, view, start, key.length) {
      return Int32(truncatingIfNeeded: last)
    }
    guard last < 0 || lastKey.precedes(key) else {
      isInOrder = false
      for code in 0..<count {
        let known = TextKey(arena.view, offsets[code], offsets[code + 1])
        table.insert(known, Int32(truncatingIfNeeded: code), table.freePlace(for: known))
      }
      return nil
    }
    lastKey = key
    arena.append(view, start, end)
    offsets.append(arena.count)
    return Int32(truncatingIfNeeded: last + 1)
  }

  /// The code of a text that is made of `text`'s bytes.
  mutating func code(of text: String) -> Int32 {
    let bytes = FileBytes(Array(text.utf8))
    return code(bytes.view, 0, bytes.count)
  }

  private func isText(_ code: Int, _ view: ByteView, _ start: Int, _ length: Int) -> Bool {
    let begin = offsets[code]
    return offsets[code + 1] - begin == length
      && arena.view.equals(begin, view, start, length: length)
  }

  @inline(never)
  private mutating func insert(
    _ view: ByteView, _ start: Int, _ end: Int, _ key: TextKey, _ place: Int
  ) -> Int32 {
    let code = Int32(truncatingIfNeeded: count)
    arena.append(view, start, end)
    offsets.append(arena.count)
    table.insert(key, code, place)
    return code
  }
}

/// A text of up to sixteen bytes as two words, or the beginning and a hash of a longer one.
struct TextKey: Equatable {
  var first: UInt64
  var second: UInt64
  var length: Int

  /// Whether the words say all.
  @inline(__always)
  var isWhole: Bool { length <= 16 }

  @inline(__always)
  init(_ view: ByteView, _ start: Int, _ end: Int) {
    length = end - start
    first = view.word(start)
    if length <= 8 {
      first &= byteMask(length)
      second = 0
    } else if length <= 16 {
      second = view.word(start + 8) & byteMask(length - 8)
    } else {
      second = bytesHash(view, start + 8, end)
    }
  }

  /// Whether it comes before another in an order of keys, which is all that is needed to know that
  /// no text stands twice: of short texts the order of their bytes.
  @inline(__always)
  func precedes(_ other: TextKey) -> Bool {
    if first != other.first { return first.byteSwapped < other.first.byteSwapped }
    if second != other.second { return second.byteSwapped < other.second.byteSwapped }
    return length < other.length
  }

  /// Well spread in its high bits.
  @inline(__always)
  var hash: UInt64 {
    let mixed = (first ^ UInt64(truncatingIfNeeded: length)) &* 0x9E37_79B9_7F4A_7C15
    return (mixed ^ mixed >> 32 ^ second) &* 0xA076_1D64_78BD_642F
  }
}

/// The table of an interner: keys and codes, at most half of the places taken.
@safe
struct TextTable {
  struct Entry {
    var key: TextKey
    /// -1 where the place is free.
    var code: Int32
  }

  /// Frees the places with the last copy of the table; they are never shared by two that insert.
  @safe
  private final class Memory {
    let base: UnsafeMutablePointer<Entry>

    init(capacity: Int) {
      unsafe base = .allocate(capacity: capacity)
      let free = Entry(key: TextKey(ByteView.empty, 0, 0), code: -1)
      unsafe base.initialize(repeating: free, count: capacity)
    }

    deinit { unsafe base.deallocate() }
  }

  private var memory: Memory
  private var base: UnsafeMutablePointer<Entry>
  private var mask: Int
  private var shift: UInt64
  private var count = 0

  /// Makes room for half of `capacity`, a power of two.
  init(capacity: Int) {
    memory = Memory(capacity: capacity)
    unsafe base = memory.base
    mask = capacity - 1
    shift = UInt64(64 - capacity.trailingZeroBitCount)
  }

  /// Where to begin looking for a key.
  @inline(__always)
  func place(of key: TextKey) -> Int { Int(truncatingIfNeeded: key.hash &>> shift) }

  /// Where to look after a place.
  @inline(__always)
  func next(_ place: Int) -> Int { (place + 1) & mask }

  @inline(__always)
  subscript(place: Int) -> Entry {
    // Every place comes from the two functions above, which stay below the capacity.
    unsafe base[place & mask]
  }

  /// A free place for a key that is not there.
  func freePlace(for key: TextKey) -> Int {
    var place = place(of: key)
    while self[place].code >= 0 { place = next(place) }
    return place
  }

  /// Takes a free place for a key.
  mutating func insert(_ key: TextKey, _ code: Int32, _ place: Int) {
    unsafe base[place & mask] = Entry(key: key, code: code)
    count += 1
    if count * 2 > mask { grow() }
  }

  private mutating func grow() {
    let old = memory
    let capacity = mask + 1
    let taken = count
    self = TextTable(capacity: capacity * 4)
    count = taken
    for place in 0..<capacity {
      // Within the old table, which `old` keeps.
      let entry = unsafe old.base[place]
      guard entry.code >= 0 else { continue }
      unsafe base[freePlace(for: entry.key) & mask] = entry
    }
  }
}
