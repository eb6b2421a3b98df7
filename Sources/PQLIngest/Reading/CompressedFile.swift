/// How a file is compressed.
enum Compression: String, CaseIterable {
  case gzip, zstd

  /// The way that the bytes from `offset` on tell, whatever the file is called; nil for none.
  init?(_ view: ByteView, at offset: Int = 0) {
    let word = UInt32(truncatingIfNeeded: view.word(offset))
    if word & 0xFFFF == 0x8B1F {
      self = .gzip
    } else if word == 0xFD2F_B528 || word & 0xFFFF_FFF0 == 0x184D_2A50 {
      // A zstd file may begin with a frame to be passed over, as parallel compressors write one.
      self = .zstd
    } else {
      return nil
    }
  }

  /// What the names of such files end in.
  var ending: String {
    switch self {
    case .gzip: ".gz"
    case .zstd: ".zst"
    }
  }

  /// The path without the ending of a compressed file: `deals.ndjson` for `deals.ndjson.gz`.
  static func plainPath(_ path: String) -> String {
    let lower = path.lowercased()
    let ending = allCases.first { lower.hasSuffix($0.ending) }?.ending ?? ""
    return String(path.dropLast(ending.count))
  }

  /// The bytes of a compressed file, decompressed; what is not compressed as it is.
  ///
  /// Memory grows with what comes out, never by what the file says of itself.
  static func decompressed(
    _ file: FileBytes, limit: DecompressionLimit = .ofThisMachine
  ) throws(DecompressionFailure) -> FileBytes {
    guard let compression = Compression(file.view) else { return file }
    var output = DecompressedBytes(from: file.count, limit: limit)
    switch compression {
    case .gzip: try Gzip.decompress(file, into: &output)
    case .zstd: try Zstandard.decompress(file, into: &output)
    }
    return output.finish()
  }
}
