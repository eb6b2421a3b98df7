import PQLModel

/// A search for one piece of lower-case ASCII in every text of a dictionary, past case.
///
/// The bytes of the arena are searched as they lie. That finds what lower-casing each text would
/// find, since the lower case of a character beyond ASCII has no ASCII in it, but for two: the
/// Kelvin sign and the dotted capital I. A dictionary with one of these is not searched.
struct ArenaSearch {
  private let bytes: Buffer<UInt8>
  private let offsets: Buffer<Int>
  private let wanted: [UInt8]
  /// For each byte wanted 0x20 where it is a letter, which lower-cases what it is compared with.
  private let folds: [UInt8]

  /// nil when nothing is wanted, when what is wanted is no ASCII, and for a dictionary that holds
  /// one of the two characters.
  init?(_ dictionary: TextDictionary, lowered wanted: [UInt8]) {
    guard !wanted.isEmpty, wanted.allSatisfy({ $0 < 0x80 }) else { return nil }
    bytes = dictionary.bytes
    offsets = dictionary.offsets
    self.wanted = wanted
    folds = wanted.map { $0 >= 0x61 && $0 <= 0x7A ? 0x20 : 0 }
    if ArenaSearch(bytes, offsets, [0xE2, 0x84, 0xAA]).isFound { return nil }
    if ArenaSearch(bytes, offsets, [0xC4, 0xB0]).isFound { return nil }
  }

  private init(_ bytes: Buffer<UInt8>, _ offsets: Buffer<Int>, _ wanted: [UInt8]) {
    self.bytes = bytes
    self.offsets = offsets
    self.wanted = wanted
    folds = wanted.map { _ in 0 }
  }

  /// The longest stretch of ASCII, the first of several; nil when there is none.
  static func longestASCII(of text: [UInt8]) -> [UInt8]? {
    text.split { $0 >= 0x80 }.max { $0.count < $1.count }.map(Array.init)
  }

  /// The codes whose text has the piece somewhere.
  func containing() -> [Bool] {
    var found = [Bool](repeating: false, count: offsets.count - 1)
    var code = 0
    var place = 0
    while let next = firstPlace(from: place) {
      while offsets[code + 1] <= next { code += 1 }
      // A piece that runs past its text is none; the next text begins inside it.
      found[code] = next + wanted.count <= offsets[code + 1]
      place = found[code] ? offsets[code + 1] : next + 1
    }
    return found
  }

  /// The codes whose text begins with the piece.
  func starting() -> [Bool] {
    (0..<offsets.count - 1).map { code in
      offsets[code + 1] - offsets[code] >= wanted.count && stands(at: offsets[code])
    }
  }

  /// The codes whose text ends with the piece.
  func ending() -> [Bool] {
    (0..<offsets.count - 1).map { code in
      offsets[code + 1] - offsets[code] >= wanted.count
        && stands(at: offsets[code + 1] - wanted.count)
    }
  }

  private var isFound: Bool { firstPlace(from: 0) != nil }

  private func stands(at place: Int) -> Bool {
    let span = bytes.span
    for index in wanted.indices where span[place + index] | folds[index] != wanted[index] {
      return false
    }
    return true
  }

  /// The first place at or behind `start` where the piece stands, be it across two texts.
  ///
  /// Sixteen places at a time are asked for the piece's first and last byte; few have both.
  private func firstPlace(from start: Int) -> Int? {
    let last = wanted.count - 1
    let front = SIMD16(repeating: wanted[0])
    let frontFold = SIMD16(repeating: folds[0])
    let back = SIMD16(repeating: wanted[last])
    let backFold = SIMD16(repeating: folds[last])
    var place = start
    // Bytes alone are read through it.
    let raw = unsafe bytes.span.bytes
    while place + last + 16 <= raw.byteCount {
      // In bounds: both loads end at most at place + last + 16.
      let heads = unsafe raw.unsafeLoadUnaligned(
        fromUncheckedByteOffset: place, as: SIMD16<UInt8>.self)
      let tails = unsafe raw.unsafeLoadUnaligned(
        fromUncheckedByteOffset: place + last, as: SIMD16<UInt8>.self)
      let hits = ((heads | frontFold) .== front) .& ((tails | backFold) .== back)
      // Sixteen bytes as two words: `any` is not specialised and a hundred times as slow.
      let words = unsafe unsafeBitCast(hits, to: SIMD2<UInt64>.self)
      if words[0] | words[1] != 0 {
        for offset in 0..<16 where hits[offset] && stands(at: place + offset) {
          return place + offset
        }
      }
      place += 16
    }
    while place + last < raw.byteCount {
      if stands(at: place) { return place }
      place += 1
    }
    return nil
  }
}

extension TextColumn {
  /// The codes of a text: one, or several where texts stand twice in the dictionary.
  func codes(equalTo text: String) -> [Int32] {
    let wanted = Array(text.utf8)
    let length = wanted.count
    let last = wanted.last ?? 0
    let offsets = dictionary.offsets.span
    let bytes = dictionary.bytes.span
    var found: [Int32] = []
    var start = 0
    for code in 0..<dictionary.count {
      let end = offsets[code + 1]
      // The last byte differs more often than the first.
      if end - start == length, length == 0 || bytes[end - 1] == last,
        wanted.indices.allSatisfy({ bytes[start + $0] == wanted[$0] })
      {
        found.append(Int32(code))
        if isDistinct { break }
      }
      start = end
    }
    return found
  }
}
