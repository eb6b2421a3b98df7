import PQLModel

/// Numbers keys of 64 bits by first appearance: a table of places with open addressing, at most half
/// full, so that a key costs a few reads.
///
/// The hash differs from run to run, so that nobody can make data whose keys all meet at one place; the
/// numbers follow from the keys alone.
struct KeyTable {
  /// By place the number of the key there, -1 where the place is free; a power of two.
  private var places: [Int32]
  /// By number its key.
  private(set) var keys: [UInt64] = []
  private let seed = UInt64(truncatingIfNeeded: Hasher().finalize())

  /// Begins with no keys and grows with them.
  init() { places = [Int32](repeating: -1, count: 1 << 10) }

  /// How many keys have a number.
  var count: Int { keys.count }

  /// The number of a key, and whether it is new.
  @inline(__always)
  mutating func number(of key: UInt64) -> (number: Int32, isNew: Bool) {
    let mask = places.count &- 1
    var place = start(of: key) & mask
    while true {
      let number = places[place]
      if number < 0 { break }
      if keys[Int(number)] == key { return (number, false) }
      place = (place &+ 1) & mask
    }
    return (add(key, at: place), true)
  }

  /// The numbers of `count` keys, -1 where there is none.
  @inline(__always)
  mutating func numbers(count: Int, of key: (_ row: Int) -> UInt64?) -> Buffer<Int32> {
    // Each of `count` places is set once.
    unsafe Buffer(count: count) { made in
      for row in 0..<count {
        let number = key(row).map { self.number(of: $0).number } ?? -1
        unsafe made.initializeElement(at: row, to: number)
      }
    }
  }

  private mutating func add(_ key: UInt64, at place: Int) -> Int32 {
    let number = Int32(truncatingIfNeeded: keys.count)
    keys.append(key)
    places[place] = number
    if keys.count * 2 > places.count { grow() }
    return number
  }

  private mutating func grow() {
    places = [Int32](repeating: -1, count: places.count * 4)
    let mask = places.count &- 1
    for (number, key) in keys.enumerated() {
      var place = start(of: key) & mask
      while places[place] >= 0 { place = (place &+ 1) & mask }
      places[place] = Int32(truncatingIfNeeded: number)
    }
  }

  /// The place where the search for a key begins, before the mask.
  @inline(__always)
  private func start(of key: UInt64) -> Int {
    let product = (key ^ seed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return Int(truncatingIfNeeded: product.high ^ product.low)
  }
}

/// Two numbers that are not less than -1, as one key.
@inline(__always)
func paired(_ first: Int32, _ second: Int32) -> UInt64 {
  UInt64(UInt32(bitPattern: first &+ 1)) << 32 | UInt64(UInt32(bitPattern: second &+ 1))
}
