/// Names that are nearly the same as another of their group: equal, or one letter added, dropped or changed.
///
/// A letter is a number here, so that whoever asks says what counts as one.
package enum NearNames {
  /// Which names have another of their group that is nearly the same; none that is empty or in group -1.
  ///
  /// Names with a letter taken out at one place meet by its hash, so that a group of many names costs
  /// no more than its letters; what meets is compared. O(letters), for names whose hashes differ.
  package static func marks(_ names: [[UInt32]], groups: [Int32]) -> [Bool] {
    var search = Search(names: names, groups: groups)
    var sizes: [Int32: Int] = [:]
    for group in groups { sizes[group, default: 0] += 1 }
    let asked = names.indices.filter {
      groups[$0] >= 0 && !names[$0].isEmpty && sizes[groups[$0], default: 0] > 1
    }
    for name in asked { search.addWhole(name) }
    for name in asked { search.addParts(of: name) }
    return search.marks
  }

  /// Whether one name becomes the other by adding, dropping or changing at most one letter;
  /// O(letters).
  package static func areNear(_ left: [UInt32], _ right: [UInt32]) -> Bool {
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    guard long.count - short.count <= 1 else { return false }
    guard let place = short.indices.first(where: { short[$0] != long[$0] }) else { return true }
    let rest = short.count == long.count ? short[(place + 1)...] : short[place...]
    return rest.elementsEqual(long[(place + 1)...])
  }

  private struct Search {
    let names: [[UInt32]]
    let groups: [Int32]
    var marks: [Bool]
    /// The first name of each key.
    private var whole: [Key: Int] = [:]
    private var parts: [Key: Int] = [:]

    private struct Key: Hashable {
      var group: Int32
      /// Where the letter stood that was taken out; -1 for none.
      var place: Int32
      var hash: UInt64
    }

    init(names: [[UInt32]], groups: [Int32]) {
      self.names = names
      self.groups = groups
      marks = [Bool](repeating: false, count: names.count)
    }

    mutating func addWhole(_ name: Int) {
      let hash = names[name].reduce(0 as UInt64) { $0 &* Self.base &+ UInt64($1) &+ 1 }
      meet(name, Key(group: groups[name], place: -1, hash: hash), in: \.whole)
    }

    /// Looks for names that are this one with a letter changed, and for those it is with one added.
    mutating func addParts(of name: Int) {
      let letters = names[name]
      var behind = [UInt64](repeating: 0, count: letters.count + 1)
      var powers = [UInt64](repeating: 1, count: letters.count + 1)
      for place in letters.indices {
        powers[place + 1] = powers[place] &* Self.base
      }
      for place in letters.indices.reversed() {
        let power = powers[letters.count - 1 - place]
        behind[place] = behind[place + 1] &+ (UInt64(letters[place]) &+ 1) &* power
      }
      var before: UInt64 = 0
      for place in letters.indices {
        let hash = before &* powers[letters.count - 1 - place] &+ behind[place + 1]
        if let other = whole[Key(group: groups[name], place: -1, hash: hash)] { mark(name, other) }
        meet(name, Key(group: groups[name], place: Int32(place), hash: hash), in: \.parts)
        before = before &* Self.base &+ UInt64(letters[place]) &+ 1
      }
    }

    private mutating func meet(
      _ name: Int, _ key: Key, in kept: WritableKeyPath<Self, [Key: Int]>
    ) {
      if let other = self[keyPath: kept][key] {
        mark(name, other)
      } else {
        self[keyPath: kept][key] = name
      }
    }

    private mutating func mark(_ name: Int, _ other: Int) {
      guard name != other, areNear(names[name], names[other]) else { return }
      marks[name] = true
      marks[other] = true
    }

    private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15
  }
}
