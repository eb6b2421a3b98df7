import PQLModel

/// The bytes of a snapshot: a mapped file, or memory.
package protocol SnapshotBytes: AnyObject, Sendable {
  /// All bytes, aligned to 16. Invariant, the owner's to keep: nobody changes them, and they stay
  /// where they are, as long as the object lives.
  @unsafe var memory: UnsafeRawBufferPointer { get }
}

/// What must hold of the values of a section, asked of one stretch of them after the other.
struct ValueLook<Element: BitwiseCopyable & Sendable> {
  /// What to say where it does not.
  var damage: String
  var holds: (_ values: Buffer<Element>, _ stretch: Range<Int>) -> Bool
}

/// The sections of an open snapshot.
final class SnapshotSections: Sendable {
  let bytes: any SnapshotBytes
  let sections: [SnapshotSection]

  /// So many bytes are read at a time: few enough to stay in the nearest cache, and a multiple of
  /// every value's and of the checksum's blocks.
  private static let pieceSize = 1 << 14

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

  /// The values of a section, after its checksum held and every value has been looked at.
  ///
  /// They are borrowed from the file and not copied. O(bytes), at the speed of memory: each value is
  /// looked at while the checksum has it in the cache.
  func buffer<Element>(
    _ number: Int, _ kind: SnapshotSection.Kind, count: Int? = nil,
    each look: ValueLook<Element>? = nil
  ) throws(SnapshotFailure) -> Buffer<Element> {
    let section = try described(number, kind, count: count)
    guard MemoryLayout<Element>.stride == kind.stride else { throw Record.damage }
    let values: Buffer<Element> = values(of: section)
    var areRight = true
    try verify(section) { piece in
      guard let look else { return }
      let places = piece.lowerBound / kind.stride..<piece.upperBound / kind.stride
      areRight = areRight && look.holds(values, places)
    }
    if !areRight, let look { throw .damaged(look.damage) }
    return values
  }

  /// The values of a section whose length is a multiple of theirs.
  private func values<Element>(of section: SnapshotSection) -> Buffer<Element> {
    guard section.length > 0, let base = unsafe bytes.memory.baseAddress else { return [] }
    // The section lies within the bytes and begins at a multiple of 64 behind an address aligned to
    // 16, which is enough for each kind; every pattern of bits is a value of each. `bytes` owns them.
    let start = unsafe (base + section.offset).assumingMemoryBound(to: Element.self)
    return unsafe Buffer(
      borrowing: start, count: section.length / MemoryLayout<Element>.stride, from: bytes)
  }

  /// The bits of a section, copied; those behind `count` are cleared.
  func bitmap(_ number: Int, count: Int) throws(SnapshotFailure) -> Bitmap {
    let words: Buffer<UInt64> = try buffer(number, .bits, count: (count + 63) / 64)
    return Bitmap(words: Array(words), count: count)
  }

  /// Throws when the bytes of a section are not those that were written.
  ///
  /// `seen` is told of each piece right after it was read, by its place in the section.
  func verify(
    _ section: SnapshotSection, _ seen: (Range<Int>) -> Void = { _ in }
  ) throws(SnapshotFailure) {
    // Within the bytes, as `init` asks.
    let memory = unsafe UnsafeRawBufferPointer(
      rebasing: bytes.memory[section.offset..<section.offset + section.length])
    let whole = section.length / Checksum.blockSize * Checksum.blockSize
    var checksum = Checksum()
    for start in stride(from: 0, to: whole, by: Self.pieceSize) {
      let piece = start..<min(start + Self.pieceSize, whole)
      unsafe checksum.take(UnsafeRawBufferPointer(rebasing: memory[piece]))
      seen(piece)
    }
    let found = unsafe checksum.ended(by: UnsafeRawBufferPointer(rebasing: memory[whole...]))
    seen(whole..<section.length)
    guard found == section.checksum else {
      throw .damaged(
        "bytes \(section.offset) to \(section.offset + section.length) have changed since they "
          + "were written")
    }
  }
}
