/// What every snapshot has in common; ARCHITECTURE.md draws the whole file.
package enum SnapshotFormat {
  /// The first bytes of every snapshot.
  ///
  /// As in PNG they show what a transfer as text does to a file:
  /// the high bit, both line ends and the end-of-file sign of DOS are there to be lost.
  package static let magic: [UInt8] = [0x89, 0x50, 0x51, 0x4C, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Counts every change of the bytes: of the header, and of what is stored of a model.
  ///
  /// `SnapshotLayoutTests` fails when the bytes change and this does not.
  package static let version: UInt64 = 5

  /// The ending that snapshots usually have; nothing depends on it.
  package static let ending = ".pqls"

  /// Reads the other way round on a machine of the other byte order.
  static let byteOrder: UInt64 = 0x0102_0304_0506_0708

  /// Sections of a page and more begin on a page, so that what is not looked at is not fetched.
  static let page = 4096

  /// Smaller sections share pages, and begin on a line of the cache.
  static let line = 64

  /// Whether bytes begin as a snapshot does.
  package static func isSnapshot(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.starts(with: magic)
  }

  /// Where a section of so many bytes begins that is put behind `offset`.
  static func start(of byteCount: Int, after offset: Int) -> Int {
    let step = byteCount >= page ? page : line
    return (offset + step - 1) / step * step
  }
}

/// The first 64 bytes of a snapshot: eight numbers of eight bytes, the magic among them.
struct SnapshotHeader: Hashable {
  static let byteCount = 64

  /// Of the whole file.
  var length: UInt64
  var sectionCount: UInt64
  /// Of the description of the model, which follows the table of sections.
  var descriptionLength: UInt64
  /// Of the table and the description.
  var innerChecksum: UInt64

  /// The header as it stands in the file; the last number is the checksum of those before it.
  var words: [UInt64] {
    var words = [
      SnapshotHeader.magicWord, SnapshotFormat.byteOrder, SnapshotFormat.version, length,
      sectionCount, descriptionLength, innerChecksum,
    ]
    words.append(Checksum.of(words))
    return words
  }

  init(length: Int, sectionCount: Int, descriptionLength: Int, innerChecksum: UInt64) {
    self.length = UInt64(length)
    self.sectionCount = UInt64(sectionCount)
    self.descriptionLength = UInt64(descriptionLength)
    self.innerChecksum = innerChecksum
  }

  /// Reads the header of a file that has so many bytes.
  ///
  /// What tells another kind of file from a damaged one is asked first: the magic, the byte order,
  /// the version, the length.
  init(_ words: [UInt64], fileLength: Int) throws(SnapshotFailure) {
    guard words.count == 8, words[0] == SnapshotHeader.magicWord else { throw .notASnapshot }
    if words[1] == SnapshotFormat.byteOrder.byteSwapped { throw .otherByteOrder }
    let isWhole = words[7] == Checksum.of(Array(words.prefix(7)))
    guard words[1] == SnapshotFormat.byteOrder else {
      throw .damaged("the mark of its byte order is none")
    }
    guard words[2] == SnapshotFormat.version else {
      throw isWhole ? .otherVersion(found: words[2]) : .damaged("its header has changed")
    }
    guard isWhole else { throw .damaged("its header has changed") }
    guard words[3] == UInt64(fileLength) else {
      throw .wrongLength(written: words[3], found: UInt64(fileLength))
    }
    length = words[3]
    sectionCount = words[4]
    descriptionLength = words[5]
    innerChecksum = words[6]
  }

  private static let magicWord = SnapshotFormat.magic.reversed().reduce(0 as UInt64) {
    $0 << 8 | UInt64($1)
  }
}

/// A run of values in the file, as the table of sections tells of it.
struct SnapshotSection: Hashable {
  /// What the values are; the raw value stands in the file.
  enum Kind: UInt64, CaseIterable {
    case bytes, int32, int64, int128, double, bits

    /// Bytes a value; bits stand in words of 64.
    var stride: Int {
      switch self {
      case .bytes: 1
      case .int32: 4
      case .int64, .double, .bits: 8
      case .int128: 16
      }
    }
  }

  /// The bytes of an entry of the table: kind, offset, length and checksum.
  static let byteCount = 32

  var kind: Kind
  var offset: Int
  /// In bytes.
  var length: Int
  var checksum: UInt64

  var words: [UInt64] { [kind.rawValue, UInt64(offset), UInt64(length), checksum] }
}
