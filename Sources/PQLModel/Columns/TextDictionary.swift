/// The different texts of a column, end to end in one arena of UTF-8.
package struct TextDictionary: Sendable, Hashable {
  package let bytes: Buffer<UInt8>
  /// Where each text begins, and where the last one ends: `count + 1` numbers.
  package let offsets: Buffer<Int>

  /// An empty dictionary.
  package init() { self.init(bytes: [], offsets: [0]) }

  /// A dictionary of these texts, in this order.
  package init(_ values: some Sequence<String>) {
    var builder = TextDictionaryBuilder()
    for value in values { builder.append(value) }
    self = builder.dictionary
  }

  /// Takes an arena that was filled elsewhere; `offsets` ascend from 0 to `bytes.count`, and the
  /// bytes are valid UTF-8.
  package init(bytes: Buffer<UInt8>, offsets: Buffer<Int>) {
    precondition(offsets.first == 0 && offsets.last == bytes.count, "offsets span the arena")
    self.bytes = bytes
    self.offsets = offsets
  }

  /// How many texts there are.
  package var count: Int { offsets.count - 1 }

  /// The text of a code.
  package subscript(code: Int) -> String {
    String(decoding: bytes[offsets[code]..<offsets[code + 1]], as: UTF8.self)
  }

  /// Every text, by code.
  package var values: [String] { (0..<count).map { self[$0] } }

  /// The code of a text, by its exact bytes; O(arena).
  package func code(of value: String) -> Int32? {
    var value = value
    return value.withUTF8 { wanted in
      (0..<count).first { code in
        let start = offsets[code]
        guard offsets[code + 1] - start == wanted.count else { return false }
        return wanted.indices.allSatisfy { unsafe bytes[start + $0] == wanted[$0] }
      }.map(Int32.init)
    }
  }
}

/// Puts texts one after the other.
package struct TextDictionaryBuilder {
  private var bytes: [UInt8]
  private var offsets: [Int]

  /// Begins with the texts of a dictionary, which keep their codes.
  package init(_ dictionary: TextDictionary = TextDictionary()) {
    bytes = Array(dictionary.bytes)
    offsets = Array(dictionary.offsets)
  }

  /// How many texts there are.
  package var count: Int { offsets.count - 1 }

  /// Adds a text and tells its code; does not look whether it is there already.
  @discardableResult
  package mutating func append(_ value: String) -> Int32 {
    bytes.append(contentsOf: value.utf8)
    offsets.append(bytes.count)
    return Int32(count - 1)
  }

  /// The texts so far.
  package var dictionary: TextDictionary {
    TextDictionary(bytes: Buffer(bytes), offsets: Buffer(offsets))
  }
}
