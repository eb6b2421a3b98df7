import PQLModel

/// A search for one piece of lower-case ASCII in every text of a dictionary, past case.
///
/// The bytes of the arena are searched as they lie. That finds what lower-casing each text would
/// find, since the lower case of a character beyond ASCII has no ASCII in it, but for two: the
/// Kelvin sign and the dotted capital I. A dictionary with one of these is not searched.
struct ArenaSearch {
  private let bytes: Buffer<UInt8>
  private let offsets: Buffer<Int>
  /// The texts that are searched.
  private let codes: Range<Int>
  private let wanted: [UInt8]
  /// For each byte wanted 0x20 where it is a letter, which lower-cases what it is compared with.
  private let folds: [UInt8]

  /// Searches the texts of `codes`, in a dictionary that can be searched; nil when nothing is wanted,
  /// and when what is wanted is no ASCII.
  init?(_ dictionary: TextDictionary, lowered wanted: [UInt8], codes: Range<Int>? = nil) {
    guard !wanted.isEmpty, wanted.allSatisfy({ $0 < 0x80 }) else { return nil }
    self.init(
      dictionary, wanted, folds: wanted.map { $0 >= 0x61 && $0 <= 0x7A ? 0x20 : 0 },
      codes ?? 0..<dictionary.count)
  }

  private init(
    _ dictionary: TextDictionary, _ wanted: [UInt8], folds: [UInt8], _ codes: Range<Int>
  ) {
    bytes = dictionary.bytes
    offsets = dictionary.offsets
    self.wanted = wanted
    self.folds = folds
    self.codes = codes
  }

  /// Whether a dictionary holds neither of the two characters.
  static func canSearch(_ dictionary: TextDictionary) -> Bool {
    [[0xE2, 0x84, 0xAA], [0xC4, 0xB0]].allSatisfy { character in
      ArenaSearch(dictionary, character, folds: character.map { _ in 0 }, 0..<dictionary.count)
        .firstPlace(from: 0) == nil
    }
  }

  /// The longest stretch of ASCII, the first of several; nil when there is none.
  static func longestASCII(of text: [UInt8]) -> [UInt8]? {
    text.split { $0 >= 0x80 }.max { $0.count < $1.count }.map(Array.init)
  }

  /// The codes whose text has the piece somewhere.
  func containing() -> [Bool] {
    var found = [Bool](repeating: false, count: codes.count)
    var code = codes.lowerBound
    var place = offsets[code]
    while let next = firstPlace(from: place) {
      while offsets[code + 1] <= next { code += 1 }
      // A piece that runs past its text is none; the next text begins inside it.
      let isWithin = next + wanted.count <= offsets[code + 1]
      found[code - codes.lowerBound] = isWithin
      place = isWithin ? offsets[code + 1] : next + 1
    }
    return found
  }

  /// The codes whose text begins with the piece.
  func starting() -> [Bool] {
    codes.map { code in
      offsets[code + 1] - offsets[code] >= wanted.count && stands(at: offsets[code])
    }
  }

  /// The codes whose text ends with the piece.
  func ending() -> [Bool] {
    codes.map { code in
      offsets[code + 1] - offsets[code] >= wanted.count
        && stands(at: offsets[code + 1] - wanted.count)
    }
  }

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
    let end = offsets[codes.upperBound]
    while place + last + 16 <= end {
      // In bounds: both loads end at most at place + last + 16, and the texts end in the arena.
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
    while place + last < end {
      if stands(at: place) { return place }
      place += 1
    }
    return nil
  }
}

extension TextDictionary {
  /// The codes among these of a text: one, or several where texts stand twice in the dictionary.
  func codes(equalTo text: String, among codes: Range<Int>) -> [Int32] {
    let wanted = Array(text.utf8)
    let length = wanted.count
    let last = wanted.last ?? 0
    let offsets = offsets.span
    let bytes = bytes.span
    var found: [Int32] = []
    var start = offsets[codes.lowerBound]
    for code in codes {
      let end = offsets[code + 1]
      // The last byte differs more often than the first.
      if end - start == length, length == 0 || bytes[end - 1] == last,
        wanted.indices.allSatisfy({ bytes[start + $0] == wanted[$0] })
      {
        found.append(Int32(truncatingIfNeeded: code))
      }
      start = end
    }
    return found
  }
}
