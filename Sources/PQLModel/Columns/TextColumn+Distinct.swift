extension TextColumn {
  /// The column with one code for each text, in the same dictionary; O(texts or rows, whichever are
  /// fewer).
  package var distinct: TextColumn {
    guard !isDistinct else { return self }
    let distinct: Buffer<Int32>
    if dictionary.count <= codes.count {
      let firsts = dictionary.firstCodes
      distinct = codes.mapped { $0 < 0 ? -1 : firsts[Int($0)] }
    } else {
      var table = FirstCodes(dictionary, for: codes.count)
      distinct = codes.mapped { $0 < 0 ? -1 : table.first(of: $0) }
    }
    return TextColumn(codes: distinct, dictionary: dictionary)
  }
}

extension TextDictionary {
  /// For each text the first code that stands for it.
  var firstCodes: [Int32] {
    var table = FirstCodes(self, for: count)
    return (0..<count).map { table.first(of: Int32(truncatingIfNeeded: $0)) }
  }
}

/// The codes of a dictionary that were asked about, the first one of each text.
private struct FirstCodes {
  private let dictionary: TextDictionary
  /// By place the code there below the high half of its text's hash; all ones where it is free.
  private var places: [UInt64]

  /// A table for so many codes.
  init(_ dictionary: TextDictionary, for count: Int) {
    self.dictionary = dictionary
    places = [UInt64](repeating: .max, count: TextDictionary.capacity(for: count))
  }

  /// The code that was first asked about of those with the same text.
  mutating func first(of code: Int32) -> Int32 {
    let hash = dictionary.hash(Int(code))
    let entry = hash & ~0xFFFF_FFFF | UInt64(code)
    let mask = places.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while places[place] != .max {
      // A hash that differs settles most comparisons without a look at the texts.
      if (places[place] ^ entry) >> 32 == 0 {
        let known = Int32(truncatingIfNeeded: places[place])
        if dictionary.isEqual(Int(known), dictionary, Int(code)) { return known }
      }
      place = (place + 1) & mask
    }
    places[place] = entry
    return code
  }
}
