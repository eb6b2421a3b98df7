import CScan
import PQLModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Plain values that grow at their end, in memory that a column can take over as it is.
///
/// Growing doubles the room by `realloc`, which moves large blocks by their page tables: no page is
/// touched that no value has been written to.
@safe
final class GrowingValues<Element: BitwiseCopyable & Sendable> {
  /// What changes, behind a pointer that does not: access to it need not be checked each time.
  @unsafe
  private struct State {
    var base: UnsafeMutablePointer<Element>
    var count: Int
    var capacity: Int
  }

  private let state: UnsafeMutablePointer<State>

  init() {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State(base: GrowingValues.memory(nil, 16), count: 0, capacity: 16))
  }

  deinit {
    unsafe free(state.pointee.base)
    unsafe state.deallocate()
  }

  var count: Int {
    @inline(__always) get { unsafe state.pointee.count }
  }

  @inline(__always)
  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count)
      return unsafe state.pointee.base[index]
    }
    set {
      precondition(index >= 0 && index < count)
      unsafe state.pointee.base[index] = newValue
    }
  }

  /// Asks for the memory of a value, which will be read soon.
  @inline(__always)
  func prefetch(_ index: Int) {
    // Never faults, whatever the place.
    unsafe scan_prefetch(state.pointee.base + index)
  }

  /// Forgets all values and keeps the room.
  func removeAll() { unsafe state.pointee.count = 0 }

  /// Forgets the values behind the first `count`.
  func keep(_ count: Int) { unsafe state.pointee.count = min(count, state.pointee.count) }

  @inline(__always)
  func append(_ value: Element) {
    if unsafe state.pointee.count == state.pointee.capacity { grow(by: 1) }
    unsafe state.pointee.base[state.pointee.count] = value
    unsafe state.pointee.count += 1
  }

  /// Adds `length` values, all of which `fill` must set; they may be read from `memory` only then.
  @inline(__always)
  func append<Result>(
    count length: Int, filledBy fill: (UnsafeMutablePointer<Element>) -> Result
  ) -> Result {
    if unsafe count + length > state.pointee.capacity { grow(by: length) }
    let result = unsafe fill(state.pointee.base + count)
    unsafe state.pointee.count += length
    return result
  }

  func append(repeating value: Element, count length: Int) {
    unsafe append(count: length) { unsafe $0.initialize(repeating: value, count: length) }
  }

  /// Adds the values of another one.
  func append(_ other: GrowingValues) {
    // Both places hold as many values, in memory of two owners.
    unsafe append(count: other.count) {
      unsafe $0.initialize(from: other.state.pointee.base, count: other.count)
    }
  }

  /// The values for reading and changing during the call.
  @inline(__always)
  func withMemory<Result>(
    _ body: (UnsafeMutableBufferPointer<Element>) -> Result
  ) -> Result {
    unsafe body(UnsafeMutableBufferPointer(start: state.pointee.base, count: count))
  }

  /// The values as they are now, without a copy; nobody may add or change any afterwards.
  var buffer: Buffer<Element> {
    unsafe Buffer(borrowing: UnsafePointer(state.pointee.base), count: count, from: self)
  }

  /// The values turned into others of the same size where they stand; there are none here afterwards.
  @inline(__always)
  func turned<Other: BitwiseCopyable & Sendable>(_ turn: (Int, Element) -> Other) -> Buffer<Other> {
    precondition(
      MemoryLayout<Other>.stride == MemoryLayout<Element>.stride
        && MemoryLayout<Other>.alignment <= MemoryLayout<Element>.alignment)
    let count = count
    unsafe state.pointee.count = 0
    let values = unsafe state.pointee.base
    let others = UnsafeMutableRawPointer(values)
    // Each value is taken before the other is put in its place, and nobody takes one afterwards.
    for index in 0..<count {
      let other = unsafe turn(index, values[index])
      unsafe others.storeBytes(
        of: other, toByteOffset: index &* MemoryLayout<Other>.stride, as: Other.self)
    }
    return unsafe Buffer(
      borrowing: UnsafePointer(others.bindMemory(to: Other.self, capacity: count)), count: count,
      from: self)
  }

  @inline(never)
  private func grow(by length: Int) {
    let wanted = unsafe max(state.pointee.capacity * 2, count + length)
    unsafe state.pointee.base = GrowingValues.memory(state.pointee.base, wanted)
    unsafe state.pointee.capacity = wanted
  }

  private static func memory(
    _ old: UnsafeMutablePointer<Element>?, _ capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    let (size, overflow) = capacity.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    // The old block, if any, came from here; `realloc` aligns for every plain type.
    guard !overflow, let block = unsafe realloc(old, size) else {
      preconditionFailure("no memory for the values of a column")
    }
    return unsafe block.assumingMemoryBound(to: Element.self)
  }
}
