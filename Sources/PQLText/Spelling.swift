/// Finds the words nearest to a misspelt one.
package enum Spelling {
  /// Words longer than this are not compared.
  static let longest = 64

  /// The words most like the one looked for, best first; ties in the order given.
  ///
  /// A word counts when no more than a third of its letters, but at least one, must be added,
  /// dropped, changed or swapped with its neighbour; case does not count.
  package static func nearest(
    to word: String, in candidates: some Sequence<String>, limit: Int = 3
  ) -> [String] {
    let wanted = folded(word)
    guard !wanted.isEmpty, wanted.count <= longest else { return [] }
    let most = max(1, wanted.count / 3)
    var found: [(word: String, distance: Int)] = []
    for candidate in candidates where candidate != word {
      let letters = folded(candidate)
      guard abs(letters.count - wanted.count) <= most, letters.count <= longest else { continue }
      let distance = distance(wanted, letters)
      guard distance <= most, !found.contains(where: { $0.word == candidate }) else { continue }
      let place = found.firstIndex { $0.distance > distance } ?? found.endIndex
      found.insert((candidate, distance), at: place)
      if found.count > limit { found.removeLast() }
    }
    return found.map(\.word)
  }

  private static func folded(_ word: String) -> [Unicode.Scalar] {
    guard word.utf8.count <= longest * 4 else { return [] }
    return Array(word.lowercased().unicodeScalars)
  }

  /// How many letters to add, drop, change or swap with a neighbour to get from one to the other.
  ///
  /// O(product of the lengths).
  package static func distance<Letter: Equatable>(_ left: [Letter], _ right: [Letter]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, letter) in left.enumerated() {
      var current = [row + 1]
      for (column, other) in right.enumerated() {
        var best = min(last[column + 1] + 1, current[column] + 1)
        best = min(best, last[column] + (letter == other ? 0 : 1))
        if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      beforeLast = last
      last = current
    }
    return last[right.count]
  }
}
