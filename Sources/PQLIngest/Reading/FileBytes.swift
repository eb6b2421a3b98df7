#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of one file, followed by at least `padding` zero bytes that may be read.
///
/// The zeros end every scan: a scanner stops at a zero and only then asks whether the file is over,
/// so that no byte needs a bounds check of its own.
///
/// Nothing changes after it is made, so that threads may share one.
@safe
package final class FileBytes: @unchecked Sendable {
  /// How many readable zeros follow the last byte.
  static let padding = 64

  // Nobody writes to the memory once `init` is done, so that threads may share it.

  /// How many bytes the file has.
  package let count: Int
  private let base: UnsafeMutableRawPointer
  private let release: Release

  /// How the memory is given back.
  private enum Release {
    case deallocate, free
    case unmap(length: Int)
  }

  /// Copies bytes that are in memory.
  package init(_ bytes: some Collection<UInt8>) {
    count = bytes.count
    unsafe base = UnsafeMutableRawPointer.allocate(
      byteCount: count + FileBytes.padding, alignment: 16)
    release = .deallocate
    let buffer = unsafe UnsafeMutableRawBufferPointer(
      start: base, count: count + FileBytes.padding)
    // The buffer is `padding` longer than the bytes, so the copy fits and the rest can be zeroed.
    unsafe buffer.copyBytes(from: bytes)
    for index in count..<count + FileBytes.padding { unsafe buffer[index] = 0 }
  }

  /// Maps an open file of `count` bytes; nil when the system refuses.
  ///
  /// The address range is reserved a page longer than the file, so that the padding is always there:
  /// the system fills the file's last page, and the page behind it, with zeros.
  init?(descriptor: Int32, count: Int) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let (padded, overflow) = count.addingReportingOverflow(2 * page)
    guard count > 0, page > FileBytes.padding, !overflow else { return nil }
    let length = padded / page * page
    let reserved = unsafe mmap(
      nil, length, PROT_READ, MAP_PRIVATE | FileBytes.anonymous, -1, 0)
    guard let reserved = unsafe reserved, unsafe reserved != MAP_FAILED else { return nil }
    // Replaces the first pages of the range just reserved, which nobody else knows of.
    let file = unsafe mmap(
      reserved, count, PROT_READ, MAP_PRIVATE | MAP_FIXED, descriptor, 0)
    guard unsafe file == reserved else {
      unsafe munmap(reserved, length)
      return nil
    }
    unsafe base = reserved
    self.count = count
    release = .unmap(length: length)
  }

  /// Takes over a block of `malloc`, which holds `count` bytes and `padding` zeros behind them.
  @unsafe
  init(adopting block: UnsafeMutableRawPointer, count: Int) {
    unsafe base = block
    self.count = count
    release = .free
  }

  deinit {
    switch release {
    case .deallocate: unsafe base.deallocate()
    case .free: unsafe free(base)
    case .unmap(let length): unsafe munmap(base, length)
    }
  }

  /// All bytes, aligned to 16; nobody changes them, and they are there as long as this object lives.
  @unsafe package var memory: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(start: base, count: count)
  }

  /// The bytes for reading; valid as long as this object lives.
  var view: ByteView {
    unsafe ByteView(base: UnsafePointer(base.assumingMemoryBound(to: UInt8.self)), count: count)
  }

  /// Gives the memory of the bytes from `start` up to `end` back to the system, as far as it can fetch
  /// them again from the file when somebody reads them.
  func letGo(from start: Int, to end: Int) {
    guard case .unmap = release, start < end else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let (first, past) = (start / page * page, min(end, count) / page * page)
    // Pages of a mapping that nobody writes to; the last one may hold more than the bytes.
    if first < past { _ = unsafe madvise(base + first, past - first, MADV_DONTNEED) }
  }

  /// Lends the bytes out, without their padding; they live until `body` returns.
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let buffer = unsafe UnsafeRawBufferPointer(start: base, count: count)
    return withExtendedLifetime(self) { unsafe body(buffer) }
  }

  /// Whether all bytes from `start` on are zeros.
  func isZero(from start: Int) -> Bool {
    unsafe withBytes { unsafe $0[start...].allSatisfy { $0 == 0 } }
  }

  /// A copy of all bytes.
  package var array: [UInt8] { view.array(0, count) }

  #if canImport(Darwin)
    private static let anonymous = MAP_ANON
  #else
    private static let anonymous = Int32(MAP_ANONYMOUS)
  #endif
}
