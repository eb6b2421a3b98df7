import PQLModel

extension TextDictionary {
  /// Whether it can be shown that no text stands here twice.
  ///
  /// Texts that ascend, as ids mostly do, are shown by comparing neighbours. Others are shown by
  /// their hashes only when `wholly`: that takes longer, and a text that stands twice is then likely.
  func isProvenDistinct(wholly: Bool) -> Bool {
    if isAscending { return true }
    return wholly && areHashesDistinct
  }

  /// Whether all texts have different hashes; parts them by their high bits first, so that each part
  /// stays in the cache.
  private var areHashesDistinct: Bool {
    let parts = 256
    let hashes = self.hashes
    var ends = [Int](repeating: 0, count: parts + 1)
    for hash in hashes { ends[Int(hash >> 56) + 1] += 1 }
    for part in 0..<parts { ends[part + 1] += ends[part] }
    var places = ends
    var parted = [UInt64](repeating: 0, count: hashes.count)
    for hash in hashes {
      let part = Int(hash >> 56)
      parted[places[part]] = hash
      places[part] += 1
    }
    var table: [UInt64] = []
    for part in 0..<parts where !Self.areDistinct(parted[ends[part]..<ends[part + 1]], &table) {
      return false
    }
    return true
  }

  private var hashes: [UInt64] {
    unsafe bytes.withUnsafeBufferPointer { memory in
      let bytes = unsafe FileBytes(memory)
      let seed = HashSeed.ofThisRun
      return (0..<count).map { bytesHash(bytes.view, offsets[$0], offsets[$0 + 1], seed) | 1 }
    }
  }

  /// Whether the hashes, none of them 0, are all different.
  private static func areDistinct(_ hashes: ArraySlice<UInt64>, _ table: inout [UInt64]) -> Bool {
    var capacity = 16
    while capacity < hashes.count * 2 { capacity *= 2 }
    table.removeAll(keepingCapacity: true)
    table.append(contentsOf: repeatElement(0, count: capacity))
    for hash in hashes {
      var place = Int(truncatingIfNeeded: hash &>> 8) & (capacity - 1)
      while table[place] != 0 {
        if table[place] == hash { return false }
        place = (place + 1) & (capacity - 1)
      }
      table[place] = hash
    }
    return true
  }
}

extension TextColumn {
  /// The column with one code for each text.
  var recoded: TextColumn {
    var interner = TextInterner()
    let bytes = unsafe dictionary.bytes.withUnsafeBufferPointer { unsafe FileBytes($0) }
    let offsets = dictionary.offsets
    let codes = codes.mapped { code in
      code < 0 ? -1 : interner.code(bytes.view, offsets[Int(code)], offsets[Int(code) + 1])
    }
    return TextColumn(codes: codes, dictionary: interner.finalDictionary)
  }
}
