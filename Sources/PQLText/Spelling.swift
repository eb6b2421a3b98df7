/// Which names are near a misspelt one: the only rule there is for that.
///
/// Near is an edit distance of at most a third of the length, and at least 1, with a letter in
/// common; case, accents, spaces, `_`, `-` and other marks do not count.
package enum Spelling {
  /// Words longer than this are not compared.
  static let longest = 64

  /// The words nearest to the one looked for, best first; ties in the order given.
  ///
  /// Words that differ from it by case and marks alone leave no place for others.
  package static func nearest(
    to word: String, in candidates: some Sequence<String>, limit: Int = 3
  ) -> [String] {
    guard word.utf8.count <= longest * 4 else { return [] }
    let wanted = letters(word)
    guard !wanted.isEmpty, wanted.count <= longest else { return [] }
    var most = max(1, wanted.count / 3)
    var found: [(word: String, distance: Int)] = []
    for candidate in candidates where candidate != word && candidate.utf8.count <= longest * 4 {
      let letters = letters(candidate)
      guard abs(letters.count - wanted.count) <= most, letters.count <= longest else { continue }
      let distance = distance(wanted, letters)
      // Of names as short as one letter any could be changed into any other.
      guard distance <= most, distance < max(wanted.count, letters.count),
        !found.contains(where: { $0.word == candidate })
      else { continue }
      if distance == 0, most > 0 {
        most = 0
        found = []
      }
      let place = found.firstIndex { $0.distance > distance } ?? found.endIndex
      found.insert((candidate, distance), at: place)
      if found.count > limit { found.removeLast() }
    }
    return found.map(\.word)
  }

  /// A text in lower case, without accents and without all that is neither letter nor digit.
  package static func folded(_ text: String) -> String {
    String(String.UnicodeScalarView(letters(text)))
  }

  private static func letters(_ text: String) -> [Unicode.Scalar] {
    var letters: [Unicode.Scalar] = []
    for scalar in text.lowercased().unicodeScalars {
      if scalar.isASCII {
        if scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
          letters.append(scalar)
        }
      } else if let plain = plain(scalar) {
        letters += plain.unicodeScalars
      } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
        letters.append(scalar)
      }
    }
    return letters
  }

  /// What a Latin letter is without its accent, told by its name: `é` is LATIN SMALL LETTER E WITH
  /// ACUTE.
  private static func plain(_ scalar: Unicode.Scalar) -> String? {
    // No Latin letter with an accent stands behind these.
    guard scalar.value < 0x2000, let name = scalar.properties.name,
      name.hasPrefix("LATIN SMALL LETTER ")
    else { return nil }
    if scalar == "ß" { return "ss" }
    let letter = name.dropFirst("LATIN SMALL LETTER ".count).prefix { $0 != " " }
    return letter.count <= 2 ? letter.lowercased() : nil
  }

  /// How many letters to add, drop, change or swap with a neighbour to get from one to the other.
  ///
  /// O(product of the lengths).
  static func distance<Letter: Equatable>(_ left: [Letter], _ right: [Letter]) -> Int {
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
