#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much may come out of a compressed file.
///
/// A few kilobytes can be made to hold terabytes. Exports hold 5 to 30 times their compressed size,
/// dull ones 100 times; the limit lies above that and below the machine's memory.
struct DecompressionLimit {
  /// Nothing is asked of so many bytes: a file of a thousand equal lines is no attack.
  static let harmless = 256 << 20
  /// How many times its own size a file may hold.
  static let mostRatio = 250
  /// No file holds more.
  static let most = 64 << 30

  /// In bytes.
  var most: Int

  /// Half of the memory: what is read from the bytes needs its place beside them.
  static var ofThisMachine: DecompressionLimit {
    let pages = Int(sysconf(Int32(_SC_PHYS_PAGES)))
    let (memory, overflow) = pages.multipliedReportingOverflow(
      by: Int(sysconf(Int32(_SC_PAGESIZE))))
    // A system that does not say how much memory it has gets what is harmless.
    let half = overflow ? most : min(max(memory / 2, harmless), most)
    return DecompressionLimit(most: min(half, (MemoryRoom.bytes ?? half * 2) / 2))
  }

  /// How many bytes may come out of so many.
  func bytes(from count: Int) -> Int {
    let (product, overflow) = count.multipliedReportingOverflow(by: DecompressionLimit.mostRatio)
    return min(most, overflow ? most : max(product, DecompressionLimit.harmless))
  }
}

/// Memory that grows while a file is decompressed into it, or read from a pipe, and becomes a file's
/// bytes.
///
/// `realloc` moves pages and not bytes once there are many, and pages that nobody has written to
/// take no memory: neither growth nor the end makes a second copy.
@safe
struct DecompressedBytes: ~Copyable {
  private var base: UnsafeMutableRawPointer?
  private var capacity = 0
  private(set) var count = 0
  private let compressedCount: Int
  private let limit: Int

  /// No bytes yet, out of a file of so many.
  init(from compressedCount: Int, limit: DecompressionLimit) {
    self.compressedCount = compressedCount
    self.limit = limit.bytes(from: compressedCount)
  }

  /// No bytes yet, of a file that does not say how many it has.
  init(most limit: Int) {
    compressedCount = 0
    self.limit = limit
  }

  deinit { unsafe free(base) }

  /// Lets `write` fill the room behind the bytes so far, at least one byte of it; it tells how many
  /// it wrote.
  mutating func append<Result>(
    _ write: (UnsafeMutableRawBufferPointer) -> (written: Int, result: Result)
  ) throws(DecompressionFailure) -> Result {
    if count == capacity { try grow() }
    let room = unsafe UnsafeMutableRawBufferPointer(
      start: base.map { unsafe $0 + count }, count: capacity - count)
    let (written, result) = unsafe write(room)
    precondition(written >= 0 && written <= room.count)
    count += written
    return result
  }

  /// The bytes as those of a file, with their padding; nothing is left here.
  consuming func finish() -> FileBytes {
    // Shrinking fails at most by giving back the block as it was.
    let length = count + FileBytes.padding
    guard let base = unsafe realloc(base, length) ?? base else { return FileBytes([]) }
    // The block is the padding longer than its capacity, so the zeros fit behind the bytes.
    unsafe (base + count).initializeMemory(as: UInt8.self, repeating: 0, count: FileBytes.padding)
    let bytes = unsafe FileBytes(adopting: base, count: count)
    unsafe self.base = nil
    return bytes
  }

  private mutating func grow() throws(DecompressionFailure) {
    guard count < limit else { throw tooMuch }
    let wanted = min(max(capacity * 2, min(compressedCount, 1 << 30) * 4, 1 << 16), limit)
    guard let bigger = unsafe realloc(base, wanted + FileBytes.padding) else { throw tooMuch }
    unsafe base = bigger
    capacity = wanted
  }

  private var tooMuch: DecompressionFailure { .tooMuch(compressedCount, holds: count) }
}
