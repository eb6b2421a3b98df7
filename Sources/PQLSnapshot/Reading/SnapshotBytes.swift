import PQLModel

/// The bytes of a snapshot: a mapped file, or memory.
package protocol SnapshotBytes: AnyObject, Sendable {
  /// All bytes, aligned to 16. Invariant, the owner's to keep: nobody changes them, and they stay
  /// where they are, as long as the object lives.
  @unsafe var memory: UnsafeRawBufferPointer { get }
}

/// The sections of an open snapshot.
final class SnapshotSections: Sendable {
  let bytes: any SnapshotBytes
  let sections: [SnapshotSection]

  /// Sections that lie within the bytes, each aligned to what it holds.
  init(_ bytes: any SnapshotBytes, _ sections: [SnapshotSection]) {
    self.bytes = bytes
    self.sections = sections
  }

  /// A section of a kind with so many values, nil for however many there are; its values have not
  /// been looked at.
  func described(
    _ number: Int, _ kind: SnapshotSection.Kind, count: Int? = nil
  ) throws(SnapshotFailure) -> SnapshotSection {
    guard sections.indices.contains(number) else { throw Record.damage }
    let section = sections[number]
    guard section.kind == kind, section.length.isMultiple(of: kind.stride),
      count.map({ $0 == section.length / kind.stride }) ?? true
    else { throw Record.damage }
    return section
  }

  /// The values of a section, after its checksum held.
  ///
  /// They are borrowed from the file and not copied. O(bytes), at the speed of memory.
  func buffer<Element>(
    _ number: Int, _ kind: SnapshotSection.Kind, count: Int? = nil
  ) throws(SnapshotFailure) -> Buffer<Element> {
    let section = try described(number, kind, count: count)
    guard MemoryLayout<Element>.stride == kind.stride else { throw Record.damage }
    try verify(section)
    guard section.length > 0, let base = unsafe bytes.memory.baseAddress else { return [] }
    // The section lies within the bytes and begins at a multiple of 64 behind an address aligned to
    // 16, which is enough for each kind; every pattern of bits is a value of each. `bytes` owns them.
    let start = unsafe (base + section.offset).assumingMemoryBound(to: Element.self)
    return unsafe Buffer(
      borrowing: start, count: section.length / kind.stride, from: bytes)
  }

  /// The bits of a section, copied; those behind `count` are cleared.
  func bitmap(_ number: Int, count: Int) throws(SnapshotFailure) -> Bitmap {
    let words: Buffer<UInt64> = try buffer(number, .bits, count: (count + 63) / 64)
    return Bitmap(words: Array(words), count: count)
  }

  /// Throws when the bytes of a section are not those that were written.
  func verify(_ section: SnapshotSection) throws(SnapshotFailure) {
    // Within the bytes, as `init` asks.
    let found = unsafe Checksum.of(
      memory: UnsafeRawBufferPointer(
        rebasing: bytes.memory[section.offset..<section.offset + section.length]))
    guard found == section.checksum else {
      throw .damaged(
        "bytes \(section.offset) to \(section.offset + section.length) have changed since they "
          + "were written")
    }
  }
}
