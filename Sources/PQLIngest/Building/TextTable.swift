import CScan

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
