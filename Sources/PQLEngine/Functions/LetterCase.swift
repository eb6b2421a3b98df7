import PQLModel

/// Texts in lower or upper case: what `String.lowercased()` and `uppercased()` make of each scalar by
/// itself, looked up once.
struct LetterCase {
  /// The bytes of a scalar in the wanted case.
  private let mapping: (Unicode.Scalar) -> String
  /// What becomes of each byte of ASCII.
  private let ascii: [UInt8]
  /// What becomes of the other scalars met so far.
  private var known: [Unicode.Scalar: [UInt8]] = [:]

  private init(_ mapping: @escaping (Unicode.Scalar) -> String) {
    self.mapping = mapping
    // One scalar of ASCII becomes one of ASCII.
    ascii = (0..<0x80).map { byte in
      mapping(Unicode.Scalar(UInt8(byte))).utf8.first ?? UInt8(byte)
    }
  }

  /// Every text of a dictionary in lower case, under its code; O(bytes).
  static func lower(_ dictionary: TextDictionary) -> TextDictionary {
    var lower = LetterCase { $0.properties.lowercaseMapping }
    return lower.mapped(dictionary)
  }

  /// The same in upper case.
  static func upper(_ dictionary: TextDictionary) -> TextDictionary {
    var upper = LetterCase { $0.properties.uppercaseMapping }
    return upper.mapped(dictionary)
  }

  private mutating func mapped(_ dictionary: TextDictionary) -> TextDictionary {
    let texts = dictionary.bytes.span
    let ends = dictionary.offsets.span
    var bytes: [UInt8] = []
    bytes.reserveCapacity(texts.count)
    var offsets = [0]
    offsets.reserveCapacity(ends.count)
    var at = 0
    for code in 0..<dictionary.count {
      while at < ends[code + 1] {
        if texts[at] < 0x80 {
          bytes.append(ascii[Int(texts[at])])
          at += 1
        } else {
          let (scalar, length) = LetterCase.scalar(texts, at)
          bytes += mapped(scalar)
          at += length
        }
      }
      offsets.append(bytes.count)
    }
    return TextDictionary(bytes: Buffer(bytes), offsets: Buffer(offsets))
  }

  private mutating func mapped(_ scalar: Unicode.Scalar) -> [UInt8] {
    if let known = known[scalar] { return known }
    let bytes = Array(mapping(scalar).utf8)
    known[scalar] = bytes
    return bytes
  }

  /// The scalar that begins at `at`, which is not ASCII, and how many bytes it has; the bytes of a
  /// dictionary are UTF-8.
  private static func scalar(_ bytes: Span<UInt8>, _ at: Int) -> (Unicode.Scalar, length: Int) {
    let lead = UInt32(bytes[at])
    let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    var value = lead & (0xFF >> UInt32(length + 1))
    for place in at + 1..<at + length { value = value << 6 | UInt32(bytes[place]) & 0x3F }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }
}
