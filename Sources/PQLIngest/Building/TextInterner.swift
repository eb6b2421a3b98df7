import CScan
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
    let code = knownCode(view, start, end)
    return code >= 0 ? code : otherCode(view, start, end)
  }

  /// The code of a text of up to 32 bytes that is in the table; -1 for any other.
  @inline(__always)
  private func knownCode(_ view: ByteView, _ start: Int, _ end: Int) -> Int32 {
    let length = end &- start
    guard !isInOrder, length <= TextKey.longest else { return -1 }
    let hash = TextKey(view, start, end).hash
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
    let key = TextKey(view, start, end)
    if isInOrder, let code = codeInOrder(view, start, end, key) { return code }
    let hash = key.hash
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
      hashes[index] = TextKey(view, start, end).hash
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
      let hash = TextKey(arena.view, offsets[code], offsets[code + 1]).hash
      table.insert(hash, code, table.freePlace(for: hash))
    }
  }

  /// The code of a text that is made of `text`'s bytes.
  mutating func code(of text: String) -> Int32 {
    let bytes = FileBytes(Array(text.utf8))
    return code(bytes.view, 0, bytes.count)
  }
}

/// The first and the last sixteen bytes of a text, of a short one the first alone: up to 32 bytes
/// they say all, and of a longer one a hash of the rest is mixed in.
struct TextKey: Equatable {
  private let first: UInt64
  private let second: UInt64
  private let third: UInt64
  private let fourth: UInt64
  private let length: Int

  /// Of texts of up to so many bytes the words say all.
  static let longest = 32

  @inline(__always)
  init(_ view: ByteView, _ start: Int, _ end: Int) {
    let words = view.words(start, end)
    length = end &- start
    first = words.first
    second = words.second
    third =
      length <= TextKey.longest
      ? words.third : words.third ^ bytesHash(view, start + 16, end - 16)
    fourth = words.fourth
  }

  /// Whether it comes before another in an order of keys, which is all that is needed to know that
  /// no text stands twice: of texts of one length the order of their bytes.
  @inline(__always)
  func precedes(_ other: TextKey) -> Bool {
    if first != other.first { return first.byteSwapped < other.first.byteSwapped }
    if second != other.second { return second.byteSwapped < other.second.byteSwapped }
    if third != other.third { return third.byteSwapped < other.third.byteSwapped }
    if fourth != other.fourth { return fourth.byteSwapped < other.fourth.byteSwapped }
    return length < other.length
  }

  /// Well spread in its high bits.
  ///
  /// A product is nothing when one side is; the words it is made of hold bytes that no text has, so
  /// that no text can make it so.
  @inline(__always)
  var hash: UInt64 {
    let length = UInt64(truncatingIfNeeded: length)
    let head = folded(first ^ 0xFF76_1D64_FFBD_642F, second ^ length ^ 0xFF03_7ED1_FFB4_28DB)
    let tail = folded(third ^ 0xFF9F_589C_FF1B_D2A7, fourth ^ 0xFF5A_308D_FFA5_1E49)
    return (head ^ tail.byteSwapped) &* 0x9E37_79B9_7F4A_7C15
  }
}

/// The table of an interner: for each text its code and a part of its hash.
@safe
struct TextTable {
  struct Entry {
    /// The high half of the hash above the code and one; 0 where the place is free.
    fileprivate var bits: UInt64

    @inline(__always)
    var isFree: Bool { bits == 0 }

    @inline(__always)
    var code: Int { Int(truncatingIfNeeded: bits & 0xFFFF_FFFF) - 1 }

    /// Whether the text may have that hash.
    @inline(__always)
    func mayBe(_ hash: UInt64) -> Bool { (bits ^ hash) >> 32 == 0 }
  }

  /// Frees the places with the last copy of the table; they are never shared by two that insert.
  @safe
  private final class Memory {
    let base: UnsafeMutablePointer<UInt64>

    init(capacity: Int) {
      unsafe base = .allocate(capacity: capacity)
      unsafe base.initialize(repeating: 0, count: capacity)
    }

    deinit { unsafe base.deallocate() }
  }

  /// Of so few texts at most a quarter of the places is taken, so that hardly one is looked for in
  /// a second place; more would need more memory than the caches have.
  private static let nearest = 1 << 12

  private var memory: Memory
  private var base: UnsafeMutablePointer<UInt64>
  private var mask: Int
  private var shift: UInt64
  private var count = 0

  /// Makes `capacity` places, a power of two.
  init(capacity: Int) {
    memory = Memory(capacity: capacity)
    unsafe base = memory.base
    mask = capacity - 1
    shift = UInt64(64 - capacity.trailingZeroBitCount)
  }

  /// Where to begin looking for a hash; all bits that count stand in its high half.
  @inline(__always)
  func place(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash &>> shift) }

  /// Where to look after a place.
  @inline(__always)
  func next(_ place: Int) -> Int { (place + 1) & mask }

  @inline(__always)
  subscript(place: Int) -> Entry {
    // Every place comes from the two functions above, which stay below the capacity.
    unsafe Entry(bits: base[place & mask])
  }

  /// Asks for the memory of a place.
  @inline(__always)
  func prefetch(_ place: Int) {
    // Never faults, whatever the place.
    unsafe scan_prefetch(base + place)
  }

  /// A free place for a text that is not there.
  func freePlace(for hash: UInt64) -> Int {
    var place = place(of: hash)
    while !self[place].isFree { place = next(place) }
    return place
  }

  /// Takes a free place for a text; codes stay below the 2^32 that an entry has room for, as rows do.
  mutating func insert(_ hash: UInt64, _ code: Int, _ place: Int) {
    unsafe base[place & mask] = (hash >> 32) << 32 | UInt64(truncatingIfNeeded: code + 1)
    count += 1
    if count * (count < TextTable.nearest ? 4 : 2) > mask { grow() }
  }

  private mutating func grow() {
    let old = memory
    let capacity = mask + 1
    let taken = count
    self = TextTable(capacity: capacity * 2)
    count = taken
    for place in 0..<capacity {
      // Within the old table, which `old` keeps.
      let bits = unsafe old.base[place]
      if bits != 0 { unsafe base[freePlace(for: bits) & mask] = bits }
    }
  }
}
