package import PQLModel

/// A snapshot that is ready to be written: all of its parts, and where each will stand.
package struct SnapshotWriting: Sendable {
  /// How many bytes the file will have.
  package let byteCount: Int
  private let head: [UInt8]
  private let parts: [Part]

  private struct Part {
    var content: SectionContent
    var section: SnapshotSection
  }

  /// Prepares a whole model.
  ///
  /// Reads every column of it; O(bytes). Throws when the model itself comes from a snapshot that turns out to be damaged.
  package init(of model: Model, origin: SnapshotOrigin? = nil) throws(SnapshotFailure) {
    var layout = SectionLayout()
    var stored = StoredModel(describing: model, &layout)
    stored.origin = origin
    if let damage = model.damage.description { throw .damaged(damage) }
    var record = Record()
    try record.pass(&stored)
    let tableEnd =
      SnapshotHeader.byteCount + layout.contents.count * SnapshotSection.byteCount
    var offset = tableEnd + record.bytes.count
    var parts: [Part] = []
    for content in layout.contents {
      let start = SnapshotFormat.start(of: content.byteCount, after: offset)
      offset = start + content.byteCount
      parts.append(
        Part(
          content: content,
          section: SnapshotSection(
            kind: content.kind, offset: start, length: content.byteCount,
            checksum: content.checksum)))
    }
    let inner = parts.flatMap { $0.section.words.flatMap(Self.bytes) } + record.bytes
    let header = SnapshotHeader(
      length: offset, sectionCount: parts.count, descriptionLength: record.bytes.count,
      innerChecksum: unsafe Checksum.of(inner.span.bytes))
    head = header.words.flatMap(Self.bytes) + inner
    byteCount = offset
    self.parts = parts
  }

  /// Writes the file from its first byte to its last.
  package func write<Failure>(
    _ write: (RawSpan) throws(Failure) -> Void
  ) throws(Failure) {
    try unsafe write(head.span.bytes)
    var at = head.count
    for part in parts {
      if part.section.offset > at {
        let gap = [UInt8](repeating: 0, count: part.section.offset - at)
        try unsafe write(gap.span.bytes)
      }
      try part.content.pass(to: write)
      at = part.section.offset + part.section.length
    }
  }

  /// The whole file in memory.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(byteCount)
    write { piece in unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
    return bytes
  }

  /// The bytes of a number in the machine's own order, which the header names.
  private static func bytes(_ word: UInt64) -> [UInt8] {
    unsafe withUnsafeBytes(of: word) { unsafe Array($0) }
  }
}

/// The values of a section that is to be written.
enum SectionContent: Sendable {
  case bytes(Buffer<UInt8>)
  case int32(Buffer<Int32>)
  case int64(Buffer<Int64>)
  case offsets(Buffer<Int>)
  case int128(Buffer<Int128>)
  case double(Buffer<Double>)
  case bits(Bitmap)

  var kind: SnapshotSection.Kind {
    switch self {
    case .bytes: .bytes
    case .int32: .int32
    case .int64, .offsets: .int64
    case .int128: .int128
    case .double: .double
    case .bits: .bits
    }
  }

  var byteCount: Int {
    switch self {
    case .bytes(let values): values.count
    case .int32(let values): values.count * 4
    case .int64(let values): values.count * 8
    case .offsets(let values): values.count * 8
    case .int128(let values): values.count * 16
    case .double(let values): values.count * 8
    case .bits(let bits): bits.words.count * 8
    }
  }

  var checksum: UInt64 {
    var sum: UInt64 = 0
    pass { sum = Checksum.of($0) }
    return sum
  }

  /// Hands the bytes to somebody, in one piece.
  func pass<Failure>(to take: (RawSpan) throws(Failure) -> Void) throws(Failure) {
    switch self {
    case .bytes(let values): try unsafe take(values.span.bytes)
    case .int32(let values): try unsafe take(values.span.bytes)
    case .int64(let values): try unsafe take(values.span.bytes)
    case .offsets(let values): try unsafe take(values.span.bytes)
    case .int128(let values): try unsafe take(values.span.bytes)
    case .double(let values): try unsafe take(values.span.bytes)
    case .bits(let bits): try unsafe take(bits.words.span.bytes)
    }
  }
}

/// The sections of a file in the making.
struct SectionLayout {
  private(set) var contents: [SectionContent] = []

  /// Adds a section and tells its number.
  mutating func add(_ content: SectionContent) -> Int {
    contents.append(content)
    return contents.count - 1
  }
}
