import CZlib
import CZstd
import PQLIngest
import PQLModel
import Testing

@Suite("compressed files")
struct CompressedTests {
  static let lines = (0..<400).map { "{\"id\":\"d\($0)\",\"amount\":\($0 * 7919 % 1000)}\n" }
    .joined()
  static let packers: [Packer] = [.gzip, .zstd]

  @Test(arguments: packers, ["deals.ndjson", "deals.jsonl", "deals.csv", "deals"])
  func aCompressedFileIsReadAsItsContent(packer: Packer, name: String) throws {
    let text = name == "deals.csv" ? "id,amount\n1,2\n3,4\n" : CompressedTests.lines
    let plain = try load([name: Array(text.utf8)])
    for path in [name + packer.ending, (name + packer.ending).uppercased(), name] {
      let model = try load([path: packer.pack(Array(text.utf8))])
      #expect(model[.deals]?.texts("id") == plain[.deals]?.texts("id"))
      #expect(model[.deals]?.texts("amount") == plain[.deals]?.texts("amount"))
    }
  }

  @Test(arguments: packers)
  func aPlainFileMayBeNamedAsIfItWereCompressed(packer: Packer) throws {
    let model = try load(["deals.csv" + packer.ending: Array("id\na\n".utf8)])
    #expect(model[.deals]?.texts("id") == ["a"])
  }

  @Test(arguments: packers)
  func severalMembersAfterEachOtherAreOneFile(packer: Packer) throws {
    let members = ["{\"id\":\"a\"}\n{\"i", "d\":\"b\"}\n", "", "{\"id\":\"c\"}"]
    let bytes = members.flatMap { packer.pack(Array($0.utf8)) }
    #expect(try load(["deals.ndjson": bytes])[.deals]?.texts("id") == ["a", "b", "c"])
  }

  @Test func zerosBehindAGzipFileAreNoMatterAndOtherBytesAre() throws {
    let bytes = Packer.gzip.pack(Array("{\"id\":\"a\"}".utf8))
    #expect(try load(["deals.ndjson.gz": bytes + [0, 0, 0]])[.deals]?.rowCount == 1)
    let failure = refusal("deals.ndjson.gz", bytes + Array("more".utf8))
    #expect(
      failure?.message
        == "the gzip file is damaged: from byte \(bytes.count + 1) on it is no gzip any more")
  }

  @Test func aFrameToBePassedOverMayStandFirstInAZstdFile() throws {
    let skipped: [UInt8] = [0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
    let bytes = skipped + Packer.zstd.pack(Array("{\"id\":\"a\"}".utf8))
    #expect(try load(["deals.ndjson": bytes])[.deals]?.rowCount == 1)
  }

  @Test(arguments: packers)
  func everyCutIsRefusedByName(packer: Packer) throws {
    let bytes = packer.pack(Array(CompressedTests.lines.utf8))
    for count in 4..<bytes.count {
      let failure = try #require(refusal("deals.ndjson", Array(bytes[..<count])))
      #expect(failure.file == "deals.ndjson")
      #expect(
        failure.message
          == "the \(packer) file is cut off: it ends after \(count) bytes, in the middle of its data"
      )
    }
  }

  @Test(arguments: packers)
  func noChangedByteIsTakenForData(packer: Packer) throws {
    let plain = try load(["deals.ndjson": packer.pack(Array(CompressedTests.lines.utf8))])
    let bytes = packer.pack(Array(CompressedTests.lines.utf8))
    var refused = 0
    for index in bytes.indices {
      for bit in [1, 0x10, 0x80] as [UInt8] {
        var changed = bytes
        changed[index] ^= bit
        // A few bits of a header, as the time or the system, say nothing of the data.
        if let model = try? load(["deals.ndjson": changed]) {
          #expect(areAlike(model, plain), "byte \(index)")
        } else {
          refused += 1
        }
      }
    }
    #expect(refused > bytes.count * 2)
  }

  @Test(arguments: packers)
  func aFileThatHoldsFarMoreThanItsSizeIsRefused(packer: Packer) throws {
    var files = MemoryFiles()
    files.files["deals.csv"] = packer.pack(Array(repeating: 0x20, count: 257 << 20))
    let failure = try #require(throws: LoadFailure.self) {
      try Loader(files: files).load(["deals.csv"])
    }
    #expect(failure.message.contains("holds more than 268435456 once it is decompressed"))
    #expect(failure.advice?.contains("decompress it yourself") == true)
  }

  @Test func whatIsPackedInAnotherWayIsNamed() throws {
    let gzip = Packer.gzip.pack(Array("{}".utf8))
    #expect(
      refusal("d.json", Packer.zstd.pack(gzip))?.message
        == "the file is compressed twice, the second time with gzip")
    var tar = [UInt8](repeating: 0, count: 512)
    tar.replaceSubrange(257..<262, with: Array("ustar".utf8))
    #expect(refusal("d.tar.gz", Packer.gzip.pack(tar))?.message.contains("tar archive") == true)
    #expect(refusal("d.csv", [0x50, 0x4B, 3, 4, 0])?.message.contains("zip") == true)
    #expect(refusal("d.csv.gz", Packer.gzip.pack([]))?.message == "the file is empty")
  }

  @Test func aModelFileAndAProposalNameCompressedFiles() throws {
    var files = MemoryFiles()
    files.files["x/deals.ndjson.gz"] = Packer.gzip.pack(
      Array("{\"id\":\"a\",\"owner\":\"o\",\"stage\":\"Won\"}".utf8))
    files.files["x/owners.csv.zst"] = Packer.zstd.pack(Array("id,name\no,Ann\n".utf8))
    let text = try Loader(files: files).proposedModel(folder: "x")
    #expect(text.contains("\"deals.ndjson.gz\"") && text.contains("\"owners.csv.zst\""))
    files.files["x/model.json"] = Array(text.utf8)
    let model = try Loader(files: files).load(["x"])
    #expect(model[.deals]?.rowCount == 1)
    #expect(model[.owners]?.texts("name") == ["Ann"])
  }

  private func load(_ bytes: [String: [UInt8]]) throws(LoadFailure) -> Model {
    var files = MemoryFiles()
    files.files = bytes
    return try Loader(files: files).load(bytes.keys.sorted())
  }

  private func refusal(_ name: String, _ bytes: [UInt8]) -> LoadFailure? {
    do {
      _ = try load([name: bytes])
      return nil
    } catch {
      return error
    }
  }
}

/// Compresses bytes, with the sums that tell damage.
enum Packer: String, CustomStringConvertible {
  case gzip, zstd

  var description: String { rawValue }
  var ending: String { self == .gzip ? ".gz" : ".zst" }

  func pack(_ bytes: [UInt8]) -> [UInt8] {
    self == .gzip ? Packer.gzip(bytes) : Packer.zstd(bytes)
  }

  private static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    let size = Int32(MemoryLayout<z_stream>.size)
    let opened = deflateInit2_(
      stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size)
    precondition(opened == Z_OK)
    defer { deflateEnd(stream) }
    let count = bytes.count
    var packed = [UInt8](repeating: 0, count: Int(deflateBound(stream, UInt(count))))
    bytes.withUnsafeMutableBufferPointer { input in
      packed.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        precondition(deflate(stream, Z_FINISH) == Z_STREAM_END)
      }
    }
    return Array(packed.prefix(Int(stream.pointee.total_out)))
  }

  private static func zstd(_ bytes: [UInt8]) -> [UInt8] {
    let context = ZSTD_createCCtx()
    defer { ZSTD_freeCCtx(context) }
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    var packed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let count = ZSTD_compress2(context, &packed, packed.count, bytes, bytes.count)
    precondition(ZSTD_isError(count) == 0)
    return Array(packed.prefix(count))
  }
}

/// Whether two models have the same deals.
private func areAlike(_ left: Model, _ right: Model) -> Bool {
  guard let left = left[.deals], let right = right[.deals] else { return false }
  let names = left.fields.map(\.name)
  return names == right.fields.map(\.name)
    && names.allSatisfy { left.texts($0) == right.texts($0) }
}
