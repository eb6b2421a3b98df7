/// Memory that grows at its end, for texts put together one after the other.
@safe
final class ByteArena {
  private(set) var count = 0
  private var capacity: Int
  private var base: UnsafeMutablePointer<UInt8>

  init(capacity: Int = 1024) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity + FileBytes.padding)
    // A view may read `padding` bytes past `count`, so all of them must have been written once.
    unsafe base.initialize(repeating: 0, count: capacity + FileBytes.padding)
  }

  deinit {
    unsafe base.deallocate()
  }

  /// The bytes so far; valid until the arena grows.
  var view: ByteView {
    @inline(__always) get { unsafe ByteView(base: UnsafePointer(base), count: count) }
  }

  /// Forgets all bytes.
  func removeAll() { count = 0 }

  /// Adds the bytes of a view from `start` up to `end`.
  @inline(__always)
  func append(_ view: ByteView, _ start: Int, _ end: Int) {
    let length = end - start
    if count + length > capacity { grow(by: length) }
    var done = 0
    // Copies whole words; the last may write into the padding behind the end.
    while done < length {
      unsafe UnsafeMutableRawPointer(base + count + done)
        .storeBytes(of: view.word(start + done).littleEndian, as: UInt64.self)
      done += 8
    }
    count += length
  }

  /// Adds one byte.
  @inline(__always)
  func append(_ byte: UInt8) {
    if count == capacity { grow(by: 1) }
    unsafe base[count] = byte
    count += 1
  }

  /// A copy of the bytes.
  var array: [UInt8] { view.array(0, count) }

  @inline(never)
  private func grow(by length: Int) {
    let wanted = max(capacity * 2, count + length)
    let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + FileBytes.padding)
    // Both blocks hold `count` bytes and the padding, and they do not overlap.
    unsafe bigger.update(from: base, count: count)
    unsafe (bigger + count).initialize(
      repeating: 0, count: wanted + FileBytes.padding - count)
    unsafe base.deallocate()
    unsafe base = bigger
    capacity = wanted
  }
}
