/// An immutable run of plain values, shared by its copies.
///
/// The memory is the buffer's own, or belongs to whoever it was borrowed from, such as a mapped file:
/// a column read from a snapshot so costs nothing until its values are looked at. Making one from
/// an array copies it; kernels fill one directly with `init(count:filledBy:)`.
///
/// It is public, and so are the members that loops use: of a conformance that only the package sees
/// other targets get no specialised code, and a loop over a column is then hundreds of times as slow.
@safe
@frozen
public struct Buffer<Element: BitwiseCopyable & Sendable>: @unchecked Sendable {
  /// Keeps the memory alive; nobody writes to it once a buffer exists, so that it may be shared.
  @usableFromInline let owner: AnyObject
  /// Of `count` values; valid as long as the owner lives.
  @usableFromInline let base: UnsafePointer<Element>
  /// How many values there are.
  public let count: Int

  @inlinable
  init(owner: AnyObject, base: UnsafePointer<Element>, count: Int) {
    self.owner = owner
    unsafe self.base = unsafe base
    self.count = count
  }

  /// Takes memory that somebody else owns.
  ///
  /// Invariant, the caller's to keep: `base` is aligned and holds `count` values that nobody changes
  /// while `owner` lives.
  @unsafe
  package init(borrowing base: UnsafePointer<Element>, count: Int, from owner: AnyObject) {
    unsafe self.init(owner: owner, base: base, count: count)
  }

  /// Makes `count` values, all of which `fill` must set.
  @inlinable
  public init(count: Int, filledBy fill: (UnsafeMutableBufferPointer<Element>) throws -> Void)
    rethrows
  {
    try unsafe self.init(unsafeUninitializedCapacity: count) { memory, filled in
      try unsafe fill(memory)
      filled = count
    }
  }

  /// Makes room for `capacity` values and keeps the first ones, as many as `fill` says it set.
  @inlinable
  public init(
    unsafeUninitializedCapacity capacity: Int,
    initializingWith fill: (UnsafeMutableBufferPointer<Element>, inout Int) throws -> Void
  ) rethrows {
    let memory = BufferMemory(
      byteCount: capacity * MemoryLayout<Element>.stride,
      alignment: Swift.max(16, MemoryLayout<Element>.alignment))
    let start = unsafe memory.base.bindMemory(to: Element.self, capacity: capacity)
    var count = 0
    try unsafe fill(UnsafeMutableBufferPointer(start: start, count: capacity), &count)
    precondition(count >= 0 && count <= capacity, "no more values than there is room for")
    unsafe self.init(owner: memory, base: UnsafePointer(start), count: count)
  }

  /// Copies values.
  @inlinable
  public init(_ values: some Collection<Element>) {
    unsafe self.init(unsafeUninitializedCapacity: values.count) { memory, count in
      let (_, end) = unsafe memory.initialize(from: values)
      count = end
    }
  }

  /// Makes `count` values, all the same.
  @inlinable
  public init(repeating value: Element, count: Int) {
    unsafe self.init(count: count) { memory in unsafe memory.initialize(repeating: value) }
  }

  /// Copies the values of several buffers, one behind the other.
  @inlinable
  public init(joining parts: [Buffer]) {
    let total = parts.reduce(0) { $0 + $1.count }
    // There is room for each of the values, and each is set once.
    unsafe self.init(count: total) { memory in
      var at = 0
      for part in parts {
        let (_, end) = unsafe UnsafeMutableBufferPointer(rebasing: memory[at...])
          .initialize(from: part)
        at += end
      }
    }
  }

  /// A stretch of the values, in the same memory; O(1).
  @inlinable
  public func part(_ range: Range<Int>) -> Buffer {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "a stretch of what there is")
    return unsafe Buffer(owner: owner, base: base + range.lowerBound, count: range.count)
  }

  /// The values that a function makes of these, in their order.
  @inlinable
  public func mapped<Other>(_ transform: (Element) -> Other) -> Buffer<Other> {
    // `made` has a place for each value, and each is set once.
    unsafe Buffer<Other>(count: count) { made in
      for place in 0..<count {
        unsafe made.initializeElement(at: place, to: transform(base[place]))
      }
    }
  }

  /// The values for reading, as long as this buffer is held.
  @inlinable
  public var span: Span<Element> {
    @_lifetime(borrow self)
    get {
      // The owner keeps the memory, and the span cannot outlive the buffer that holds the owner.
      let span = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The values for reading, during the call.
  @inlinable
  public func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<Element>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(owner) {} }
    return try unsafe body(UnsafeBufferPointer(start: base, count: count))
  }
}

extension Buffer: RandomAccessCollection, ExpressibleByArrayLiteral {
  // The default ways from index to index would not be specialised in other modules.
  /// The places of the values, from 0.
  public typealias Indices = Range<Int>
  /// The place of the first value: 0.
  @inlinable public var startIndex: Int { 0 }
  /// The place after the last value.
  @inlinable public var endIndex: Int { count }
  /// The places of all values.
  @inlinable public var indices: Range<Int> { unsafe Range(uncheckedBounds: (0, count)) }
  /// The place after this one, which may lie beyond the end.
  @inlinable public func index(after index: Int) -> Int { index + 1 }
  /// Goes on to the place after this one, which may lie beyond the end.
  @inlinable public func formIndex(after index: inout Int) { index += 1 }
  /// The place before this one, which may lie before the start.
  @inlinable public func index(before index: Int) -> Int { index - 1 }
  /// Goes back to the place before this one, which may lie before the start.
  @inlinable public func formIndex(before index: inout Int) { index -= 1 }
  /// The place `distance` values on, or back when that is negative; O(1).
  @inlinable public func index(_ index: Int, offsetBy distance: Int) -> Int { index + distance }
  /// How many values on from `start` the place `end` is; O(1).
  @inlinable public func distance(from start: Int, to end: Int) -> Int { end - start }

  /// The value at a place; a place that the buffer has not got is a fault of the program.
  @inlinable
  public subscript(index: Int) -> Element {
    precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "no such place in the buffer")
    return unsafe base[index]
  }

  /// The values for reading, during the call; never nil, for they always lie side by side.
  @inlinable
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result? {
    defer { withExtendedLifetime(owner) {} }
    return try unsafe body(UnsafeBufferPointer(start: base, count: count))
  }

  /// Copies the values of a literal.
  @inlinable
  public init(arrayLiteral elements: Element...) { self.init(elements) }
}

extension Buffer: Equatable where Element: Equatable {
  /// Whether both hold equal values in the same order; O(n).
  public static func == (left: Buffer, right: Buffer) -> Bool { left.elementsEqual(right) }
}

extension Buffer: Hashable where Element: Hashable {
  /// Feeds the count and every value to a hasher; O(n).
  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for value in self { hasher.combine(value) }
  }
}

/// Memory that is given back with the last buffer that points into it.
@safe
@usableFromInline
final class BufferMemory {
  @usableFromInline let base: UnsafeMutableRawPointer

  @usableFromInline
  init(byteCount: Int, alignment: Int) {
    unsafe base = .allocate(byteCount: byteCount, alignment: alignment)
  }

  deinit { unsafe base.deallocate() }
}
