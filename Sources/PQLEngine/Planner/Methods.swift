import PQLModel

/// The rules by which methods are chosen, with their thresholds: by the planner where sizes are known
/// before anything runs, by kernels where they are known only then.
enum Methods {
  /// Rows of an entity are worked on in blocks when there are more than one block holds.
  static func worksInBlocks(rows: Int, blockSize: Int) -> Bool { rows > blockSize }

  /// A whole condition about one text is asked of the texts at once when there are fewer than this.
  static let fewTexts = 1 << 12

  /// A condition about one text is asked of the texts when there are fewer of them than rows.
  static func asksTexts(_ texts: Int, rows: Int) -> Bool { texts < fewTexts && texts < rows }

  /// A single test of text is asked of every text of the dictionary when rows hold a good part of them.
  static func asksEveryText(_ texts: Int, rows: Int) -> Bool { rows >= texts / 4 }

  /// Few rows, as an index finds, are compared one by one rather than with every text.
  static func comparesRows(_ texts: Int, rows: Int) -> Bool { rows < texts / 64 }

  /// A column of mostly different texts, as ids are, is worth an index.
  static func deservesIndex(_ texts: Int, rows: Int) -> Bool { texts > rows / 2 }

  /// A table with a place for each combination of codes serves while clearing it costs less than hashing
  /// the rows.
  static func mostPlaces(rows: Int) -> Int { min(8 * rows + 1024, 1 << 30) }

  /// Groups are the places themselves, and not numbered, while few places a row may be empty.
  static func mostEmptyPlaces(rows: Int) -> Int { max(rows / 4, 1) }

  /// The same for keys that are loaded texts, whose places are the same in every block: more cost more to
  /// look at than rows to number.
  static let mostPlacedKeys = 1 << 15

  /// A column computed for some rows is made for all of them when most are asked for.
  static func computesWhole(asked: Int, rows: Int) -> Bool { asked >= rows / 2 }
}
