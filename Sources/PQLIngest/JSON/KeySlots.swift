import CScan

typealias KeySlot = scan_key

extension scan_key {
  /// A key that leads nowhere yet.
  init(origin: Int, length: Int, isFirst: Bool) {
    self.init()
    (next, column, level) = (-1, -1, -1)
    (key_origin, key_length, is_first) = (Int64(origin), Int64(length), isFirst)
  }

  var keyOrigin: Int { Int(key_origin) }
  var keyLength: Int { Int(key_length) }
}

/// The keys of all levels that a reader has met.
///
/// The slots lie in memory of their own, because an array would be checked at every key.
@safe
struct KeySlots {
  /// One level of nesting: all slots by hash.
  private struct Level {
    var prefix: String
    var slots: [UInt64: [Int32]] = [:]
  }

  /// Frees the slots with the last copy of the struct; only one copy is written to.
  @safe
  private final class Memory {
    let base: UnsafeMutablePointer<KeySlot>
    let capacity: Int

    init(capacity: Int) {
      self.capacity = capacity
      unsafe base = .allocate(capacity: capacity)
    }

    deinit { unsafe base.deallocate() }
  }

  /// How many slots there may be: a column has two at the most, and keys of records that hold nothing
  /// have no column.
  private static let most = 4 * CellBlock.mostColumns

  private let seed = HashSeed.ofThisRun
  private var memory = Memory(capacity: 64)
  private var base: UnsafeMutablePointer<KeySlot>
  private var count = 0
  private var paths: [String] = []
  private var levels: [Level] = [Level(prefix: "")]
  /// The slot of each level's first key.
  private var firsts: [Int32] = [-1]
  /// The level of each slot.
  private var homes: [Int32] = []
  /// How many slots and levels were there before the record being read.
  private var settled = (slots: 0, levels: 1)
  /// What the record being read has made of slots and levels that it did not bring up itself.
  private var changes: [Change] = []
  /// Whether the record being read has brought up nothing new.
  private(set) var isSettled = true

  /// What points to something new, and has to be undone when its record is left out.
  private enum Change {
    case first(level: Int)
    case next(slot: Int)
    case level(slot: Int)
    case column(slot: Int)
  }

  init() { unsafe base = memory.base }

  @inline(__always)
  private subscript(slot: Int) -> KeySlot {
    _read {
      precondition(UInt(bitPattern: slot) < UInt(bitPattern: count))
      yield unsafe base[slot]
    }
    _modify {
      precondition(UInt(bitPattern: slot) < UInt(bitPattern: count))
      yield unsafe &base[slot]
    }
  }

  /// The column name of a slot: its keys with dots between them.
  func path(_ slot: Int) -> String { paths[slot] }

  /// The column of a slot's plain values, -1 while there is none.
  func column(of slot: Int) -> Int { Int(self[slot].column) }

  /// The level of the records behind a key, -1 while there is none.
  func knownLevel(of slot: Int) -> Int { Int(self[slot].level) }

  /// The slot of a level's first key, -1 if none is known.
  func first(_ level: Int) -> Int { Int(firsts[level]) }

  /// The slot that came behind another one last time, -1 if none has.
  @inline(__always)
  func next(_ slot: Int) -> Int { Int(self[slot].next) }

  /// The slot that should come behind another one, or as the first of a level behind -1; -1 if none is
  /// known.
  func following(_ slot: Int, _ level: Int) -> Int { slot < 0 ? first(level) : next(slot) }

  /// Remembers which key came first in a level, or behind another.
  mutating func setNext(_ slot: Int, level: Int, after previous: Int) {
    if slot >= settled.slots {
      changes.append(previous < 0 ? .first(level: level) : .next(slot: previous))
    }
    if previous < 0 {
      firsts[level] = Int32(truncatingIfNeeded: slot)
    } else {
      self[previous].next = Int32(truncatingIfNeeded: slot)
    }
  }

  /// Remembers the bytes that led to a slot's value.
  mutating func setLead(_ slot: Int, _ view: ByteView, _ start: Int, _ end: Int) {
    let length = end - start
    self[slot].first = view.word(start) & byteMask(length)
    self[slot].first_mask = byteMask(length)
    self[slot].second = view.word(start + 8) & byteMask(max(0, length - 8))
    self[slot].second_mask = byteMask(max(0, length - 8))
    self[slot].lead_origin = Int64(start)
    self[slot].lead_length = Int64(length)
  }

  /// How many bytes of the slot's lead stand at `at`, all or none; none for the slot -1.
  func lead(_ slot: Int, _ view: ByteView, _ at: Int) -> Int {
    guard slot >= 0 else { return 0 }
    let (length, origin) = (Int(self[slot].lead_length), Int(self[slot].lead_origin))
    return length > 0 && view.equals(at, view, origin, length: length) ? length : 0
  }

  /// The slots, for a walk over members; they stay where they are until one is added.
  @unsafe
  var start: UnsafePointer<KeySlot> { unsafe UnsafePointer(base) }

  /// The level of the records behind a key, a new one if need be.
  @inline(__always)
  mutating func level(of slot: Int) -> Int {
    let known = knownLevel(of: slot)
    return known >= 0 ? known : addLevel(slot)
  }

  @inline(never)
  private mutating func addLevel(_ slot: Int) -> Int {
    levels.append(Level(prefix: paths[slot] + "."))
    firsts.append(-1)
    changes.append(.level(slot: slot))
    isSettled = false
    self[slot].level = Int32(truncatingIfNeeded: levels.count - 1)
    return levels.count - 1
  }

  /// The slot of a key, nil while there is none.
  func known(
    _ level: Int, _ view: ByteView, _ start: Int, _ end: Int, isFirst: Bool
  ) -> Int? {
    known(level, view, start, end, isFirst, hash: bytesHash(view, start, end, seed))
  }

  private func known(
    _ level: Int, _ view: ByteView, _ start: Int, _ end: Int, _ isFirst: Bool, hash: UInt64
  ) -> Int? {
    let length = end - start
    return levels[level].slots[hash]?.first {
      let slot = self[Int($0)]
      return slot.is_first == isFirst && slot.keyLength == length
        && view.equals(start, view, slot.keyOrigin, length: length)
    }.map { Int($0) }
  }

  /// Finds the slot of a key, or makes one; nil when there are too many.
  mutating func slot(
    _ level: Int, _ view: ByteView, _ start: Int, _ end: Int, isEscaped: Bool, isFirst: Bool
  ) -> Int? {
    let hash = bytesHash(view, start, end, seed)
    if let known = known(level, view, start, end, isFirst, hash: hash) { return known }
    guard count < KeySlots.most else { return nil }
    let name = JSONScanner(view).text(start, end, escaped: isEscaped)
    add(KeySlot(origin: start, length: end - start, isFirst: isFirst))
    homes.append(Int32(truncatingIfNeeded: level))
    isSettled = false
    paths.append(levels[level].prefix + (name.isEmpty ? "unnamed" : name))
    levels[level].slots[hash, default: []].append(Int32(truncatingIfNeeded: count - 1))
    return count - 1
  }

  private mutating func add(_ slot: KeySlot) {
    if count == memory.capacity {
      let larger = Memory(capacity: count * 2)
      // The new block is larger, and nobody else's yet; slots are plain values.
      unsafe larger.base.update(from: base, count: count)
      memory = larger
      unsafe base = larger.base
    }
    unsafe base[count] = slot
    count += 1
  }

  /// Says which column a slot's plain values fill.
  mutating func setColumn(_ column: Int, of slot: Int) {
    self[slot].column = Int32(truncatingIfNeeded: column)
    changes.append(.column(slot: slot))
    isSettled = false
  }

  /// Keeps what the record just read has brought up.
  mutating func settle() {
    settled = (count, levels.count)
    changes.removeAll(keepingCapacity: true)
    isSettled = true
  }

  /// Forgets what the record being read has brought up; costs no more than that was.
  mutating func forgetUnsettled(_ view: ByteView) {
    guard !isSettled else { return }
    for change in changes {
      switch change {
      case .first(let level) where level < settled.levels: firsts[level] = -1
      case .next(let slot) where slot < settled.slots: self[slot].next = -1
      case .level(let slot) where slot < settled.slots: self[slot].level = -1
      case .column(let slot) where slot < settled.slots: self[slot].column = -1
      default: break
      }
    }
    while count > settled.slots {
      count -= 1
      paths.removeLast()
      let home = Int(homes.removeLast())
      guard home < settled.levels else { continue }
      let slot = unsafe base[count]
      let hash = bytesHash(view, slot.keyOrigin, slot.keyOrigin + slot.keyLength, seed)
      levels[home].slots[hash]?.removeLast()
      if levels[home].slots[hash]?.isEmpty == true { levels[home].slots[hash] = nil }
    }
    levels.removeLast(levels.count - settled.levels)
    firsts.removeLast(firsts.count - settled.levels)
    settle()
  }
}
