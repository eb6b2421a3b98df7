import PQLModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Memory that grows at its end, for texts put together one after the other.
@safe
final class ByteArena {
  /// What changes, behind a pointer that does not: access to it need not be checked each time.
  @unsafe
  private struct State {
    var base: UnsafeMutablePointer<UInt8>
    var count: Int
    var capacity: Int
  }

  private let state: UnsafeMutablePointer<State>

  init(capacity: Int = 1024) {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(
      to: State(base: ByteArena.memory(nil, capacity), count: 0, capacity: capacity))
  }

  deinit {
    unsafe free(state.pointee.base)
    unsafe state.deallocate()
  }

  /// How many bytes there are.
  var count: Int {
    @inline(__always) get { unsafe state.pointee.count }
  }

  /// The bytes so far, with padding that may be read and means nothing; valid until the arena grows.
  var view: ByteView {
    @inline(__always) get {
      unsafe ByteView(base: UnsafePointer(state.pointee.base), count: state.pointee.count)
    }
  }

  /// Forgets all bytes.
  func removeAll() { unsafe state.pointee.count = 0 }

  /// Adds the bytes of a view from `start` up to `end`.
  @inline(__always)
  func append(_ view: ByteView, _ start: Int, _ end: Int) {
    let length = end - start
    if unsafe count + length > state.pointee.capacity { grow(by: length) }
    let target = unsafe UnsafeMutableRawPointer(state.pointee.base + count)
    var done = 0
    // Copies whole words; the last may write into the padding behind the end.
    while done < length {
      unsafe target.storeBytes(
        of: view.word(start + done).littleEndian, toByteOffset: done, as: UInt64.self)
      done += 8
    }
    unsafe state.pointee.count += length
  }

  /// Adds a copy of bytes that stand here already.
  func appendOwn(_ start: Int, _ end: Int) {
    if unsafe count + (end - start) > state.pointee.capacity { grow(by: end - start) }
    // With room made the view stays valid.
    append(view, start, end)
  }

  /// Adds one byte.
  @inline(__always)
  func append(_ byte: UInt8) {
    if unsafe count == state.pointee.capacity { grow(by: 1) }
    unsafe state.pointee.base[count] = byte
    unsafe state.pointee.count += 1
  }

  /// A copy of the bytes.
  var array: [UInt8] { view.array(0, count) }

  /// The bytes as they are now, without a copy; nobody may add any afterwards.
  var buffer: Buffer<UInt8> {
    unsafe Buffer(borrowing: UnsafePointer(state.pointee.base), count: count, from: self)
  }

  @inline(never)
  private func grow(by length: Int) {
    let wanted = unsafe max(state.pointee.capacity * 2, count + length)
    unsafe state.pointee.base = ByteArena.memory(state.pointee.base, wanted)
    unsafe state.pointee.capacity = wanted
  }

  /// Room for `capacity` bytes and the padding; `realloc` moves large blocks by their page tables.
  private static func memory(
    _ old: UnsafeMutablePointer<UInt8>?, _ capacity: Int
  ) -> UnsafeMutablePointer<UInt8> {
    let (size, overflow) = capacity.addingReportingOverflow(FileBytes.padding)
    guard !overflow, let block = unsafe realloc(old, size) else {
      preconditionFailure("no memory for the texts of a column")
    }
    return unsafe block.assumingMemoryBound(to: UInt8.self)
  }
}
