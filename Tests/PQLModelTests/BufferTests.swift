import PQLModel
import Testing

@Suite struct `a buffer` {
  @Test(arguments: [0, 1, 7, 1000])
  func `holds what its array held`(count: Int) {
    let values = (0..<count).map { Int64($0) * 3 - 5 }
    let buffer = Buffer(values)
    #expect(Array(buffer) == values)
    #expect(buffer.count == count)
    #expect(buffer == Buffer(values) && (count == 0 || buffer != Buffer(values.dropLast())))
    #expect(buffer.mapped { Double($0) }.elementsEqual(values.map(Double.init)))
    #expect(buffer.span.count == count)
    #expect(buffer.withUnsafeBufferPointer { unsafe $0.reduce(0, +) } == values.reduce(0, +))
  }

  @Test func `keeps only what was filled`() {
    let buffer = unsafe Buffer<Int32>(unsafeUninitializedCapacity: 10) { memory, count in
      for place in 0..<3 { unsafe memory.initializeElement(at: place, to: Int32(place)) }
      count = 3
    }
    #expect(Array(buffer) == [0, 1, 2])
  }

  @Test func `keeps borrowed memory alive as long as it is held`() {
    final class Owner {
      let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 4)
      let ended: (Owner) -> Void
      init(ended: @escaping (Owner) -> Void) {
        self.ended = ended
        for place in 0..<4 { (memory + place).initialize(to: UInt8(place)) }
      }
      deinit {
        ended(self)
        memory.deallocate()
      }
    }
    var hasEnded = false
    var buffer: Buffer<UInt8>?
    do {
      let owner = Owner { _ in hasEnded = true }
      buffer = unsafe Buffer(borrowing: owner.memory, count: 4, from: owner)
    }
    #expect(buffer.map(Array.init) == [0, 1, 2, 3])
    #expect(!hasEnded)
    buffer = nil
    #expect(hasEnded)
  }
}

@Suite struct `texts looked up in another dictionary` {
  /// Texts with shared beginnings, empty and beyond ASCII.
  private static let texts = ["", "a", "aa", "ab", "b", "ba", "é", "日本", "日本語"]

  @Test(arguments: 0..<64)
  func `are found in order as they are out of order`(seed: Int) {
    let mine = Self.texts.enumerated().filter { (seed >> $0.offset) & 1 == 1 }.map(\.element)
    let others = Self.texts.enumerated().filter { (seed * 37 >> $0.offset) & 1 == 0 }.map(\.element)
    let expected = others.map { text in Int32(mine.firstIndex(of: text) ?? -1) }
    #expect(TextDictionary(mine).codes(of: TextDictionary(others)) == expected)
    #expect(
      TextDictionary(mine).codes(of: TextDictionary(others.reversed())) == expected.reversed())
    #expect(TextDictionary(mine).isAscending)
    #expect(TextDictionary(mine.reversed()).isAscending == (mine.count < 2))
  }
}
