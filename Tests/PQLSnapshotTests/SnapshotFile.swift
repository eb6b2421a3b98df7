import PQLSnapshot

/// The bytes of a snapshot, taken apart by the layout that ARCHITECTURE.md describes.
struct SnapshotFile {
  struct Section {
    var kind: UInt64
    var offset: Int
    var length: Int
  }

  var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func word(_ offset: Int) -> UInt64 {
    bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func put(_ word: UInt64, at offset: Int) {
    for place in 0..<8 { bytes[offset + place] = UInt8(truncatingIfNeeded: word >> (8 * place)) }
  }

  /// Where the description begins and ends.
  var description: Range<Int> {
    let start = 64 + 32 * Int(word(32))
    return start..<start + Int(word(40))
  }

  var sections: [Section] {
    (0..<Int(word(32))).map { number in
      Section(
        kind: word(64 + 32 * number), offset: Int(truncatingIfNeeded: word(72 + 32 * number)),
        length: Int(truncatingIfNeeded: word(80 + 32 * number)))
    }
  }

  /// Gives every part the checksum that it now has, as somebody would who means harm; what lies
  /// outside the file keeps its old one.
  mutating func seal() {
    guard bytes.count >= 64, word(32) < 10_000, word(40) < 1 << 40 else { return }
    if 64 + 32 * Int(word(32)) <= bytes.count {
      for (number, section) in sections.enumerated()
      where section.offset >= 0 && section.length >= 0
        && section.offset.addingReportingOverflow(section.length).overflow == false
        && section.offset + section.length <= bytes.count
      {
        let range = section.offset..<section.offset + section.length
        put(Checksum.of(bytes: Array(bytes[range])), at: 88 + 32 * number)
      }
    }
    if description.upperBound <= bytes.count {
      put(Checksum.of(bytes: Array(bytes[64..<description.upperBound])), at: 48)
    }
    put(Checksum.of(bytes: Array(bytes[..<56])), at: 56)
  }
}
