import PQLAnalytics
import Testing

@Suite struct NearNamesTests {
  private func letters(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  private func marks(_ names: [String], groups: [Int32]? = nil) -> [Bool] {
    NearNames.marks(
      names.map(letters), groups: groups ?? names.map { _ in 0 })
  }

  @Test(arguments: [
    ("atlascrm", "atlascrm", true), ("atlascrm", "atlascr", true), ("atlascrm", "atlaxcrm", true),
    ("atlascrm", "xatlascrm", true), ("atlascrm", "atlscrmm", false), ("ab", "ba", false),
    ("a", "", true), ("a", "b", true), ("abcd", "ab", false), ("ab", "bc", false),
  ])
  func `near is one letter away at most, whichever is named first`(
    left: String, right: String, isNear: Bool
  ) {
    #expect(NearNames.areNear(letters(left), letters(right)) == isNear)
    #expect(NearNames.areNear(letters(right), letters(left)) == isNear)
  }

  @Test func `names of other groups, of none and empty ones are nobody's`() {
    #expect(marks(["edge", "edge"], groups: [0, 1]) == [false, false])
    #expect(marks(["edge", "edge"], groups: [-1, -1]) == [false, false])
    #expect(marks(["", ""]) == [false, false])
    #expect(marks([]).isEmpty)
  }

  /// Every pair compared by the textbook's distance.
  @Test func `marks are those of comparing every pair`() {
    var state: UInt64 = 11
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    for _ in 0..<60 {
      let names = (0..<12).map { _ in
        String((0..<(2 + next(4))).map { _ in ["a", "b", "c"][next(3)] }.joined())
      }
      let groups = names.map { _ in Int32(next(3)) }
      let expected = names.indices.map { one in
        names.indices.contains {
          $0 != one && groups[$0] == groups[one] && distance(names[$0], names[one]) <= 1
        }
      }
      #expect(marks(names, groups: groups) == expected, "\(names) \(groups)")
    }
  }

  /// Levenshtein's distance.
  private func distance(_ left: String, _ right: String) -> Int {
    let (left, right) = (Array(left), Array(right))
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        current.append(
          min(last[column + 1] + 1, current[column] + 1, last[column] + (letter == other ? 0 : 1)))
      }
      last = current
    }
    return last[right.count]
  }
}
