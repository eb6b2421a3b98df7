import PQLModel

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
    let base = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + FileBytes.padding)
    // A view may read `padding` bytes past `count`, so all of them must have been written once.
    unsafe base.initialize(repeating: 0, count: capacity + FileBytes.padding)
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State(base: base, count: 0, capacity: capacity))
  }

  deinit {
    unsafe state.pointee.base.deallocate()
    unsafe state.deallocate()
  }

  /// How many bytes there are.
  var count: Int {
    @inline(__always) get { unsafe state.pointee.count }
  }

  /// The bytes so far; valid until the arena grows.
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

  /// Adds one byte.
  @inline(__always)
  func append(_ byte: UInt8) {
    if unsafe count == state.pointee.capacity { grow(by: 1) }
    unsafe state.pointee.base[count] = byte
    unsafe state.pointee.count += 1
  }

  /// A copy of the bytes.
  var buffer: Buffer<UInt8> {
    // Both have room for `count` bytes, and the arena has that many.
    unsafe Buffer(count: count) { copy in
      guard let start = copy.baseAddress else { return }
      unsafe start.initialize(from: state.pointee.base, count: count)
    }
  }

  @inline(never)
  private func grow(by length: Int) {
    let wanted = unsafe max(state.pointee.capacity * 2, count + length)
    let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + FileBytes.padding)
    // Both blocks hold `count` bytes, and they do not overlap.
    unsafe bigger.initialize(from: state.pointee.base, count: count)
    unsafe (bigger + count).initialize(
      repeating: 0, count: wanted + FileBytes.padding - count)
    unsafe state.pointee.base.deallocate()
    unsafe state.pointee.base = bigger
    unsafe state.pointee.capacity = wanted
  }
}
