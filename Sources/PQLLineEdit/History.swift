/// The statements entered before, and the place the user has gone to among them.
struct History: Sendable {
  /// The longest entry kept, in bytes.
  static let longestEntry = 1 << 16

  /// The entries, oldest first.
  private(set) var entries: [String]
  private let limit: Int

  /// The place among the entries; their count stands for the statement being written.
  private var place: Int
  /// What was on the screen at a place when the user left it.
  private var left: [Int: Draft] = [:]

  init(entries: [String], limit: Int) {
    self.limit = max(limit, 1)
    self.entries = Array(entries.suffix(self.limit))
    place = self.entries.count
  }

  /// Whether an entry is worth keeping: not blank, not too long, not the last one again.
  func accepts(_ entry: String) -> Bool {
    entry != entries.last && entry.utf8.count <= Self.longestEntry
      && entry.contains { !$0.isWhitespace } && !entry.utf8.contains(0)
  }

  mutating func append(_ entry: String) {
    entries.append(entry)
    if entries.count > limit { entries.removeFirst(entries.count - limit) }
    rewind()
  }

  /// Starts at a new statement.
  mutating func rewind() {
    place = entries.count
    left = [:]
  }

  /// Goes back by one entry that starts with a prefix; nil if there is none.
  mutating func previous(from draft: Draft, prefix: String = "") -> Draft? {
    go(to: entries[..<place].lastIndex { Self.has($0, prefix: prefix) }, from: draft)
  }

  /// Goes forward by one entry that starts with a prefix, at last to the statement being written.
  mutating func next(from draft: Draft, prefix: String = "") -> Draft? {
    guard place < entries.count else { return nil }
    let found = entries[(place + 1)...].firstIndex { Self.has($0, prefix: prefix) }
    return go(to: found ?? entries.count, from: draft)
  }

  private mutating func go(to target: Int?, from draft: Draft) -> Draft? {
    guard let target else { return nil }
    left[place] = draft
    place = target
    return left[target] ?? (target < entries.count ? Draft(entries[target]) : Draft())
  }

  /// The rest of the most recent entry that starts with a text.
  func suggestion(for text: String) -> String? {
    guard !text.isEmpty else { return nil }
    let found = entries.last { Self.has($0, prefix: text) && $0.utf8.count > text.utf8.count }
    return found.flatMap { String($0.utf8.dropFirst(text.utf8.count)) }
  }

  /// By bytes, which is many times faster than by characters and is asked at each key.
  private static func has(_ entry: String, prefix: String) -> Bool {
    entry.utf8.starts(with: prefix.utf8)
  }

  // MARK: - Search

  /// Where a search has found its words.
  struct Match: Hashable {
    var entry: Int
    /// Offsets into the UTF-8 of the entry.
    var range: Range<Int>
  }

  /// The nearest entry at or before `start`, or after it if `forward`, that contains the words.
  ///
  /// Letter case counts only if the words have a capital.
  func search(_ words: String, from start: Int, forward: Bool) -> Match? {
    let folds = !words.contains(where: \.isUppercase)
    let needle = Self.units(words, folded: folds)
    guard !needle.isEmpty else { return nil }
    var index = min(start, entries.count - 1)
    while entries.indices.contains(index) {
      let entry = entries[index]
      if let range = Self.range(of: needle, in: Array(entry), folded: folds) {
        return Match(entry: index, range: range)
      }
      index += forward ? 1 : -1
    }
    return nil
  }

  private static func units(_ text: String, folded: Bool) -> [String] {
    text.map { folded ? $0.lowercased() : String($0) }
  }

  private static func range(
    of needle: [String], in entry: [Character], folded: Bool
  ) -> Range<Int>? {
    guard entry.count >= needle.count else { return nil }
    let units = entry.map { folded ? $0.lowercased() : String($0) }
    for start in 0...(units.count - needle.count)
    where units[start..<(start + needle.count)].elementsEqual(needle) {
      let lower = entry[..<start].reduce(0) { $0 + $1.utf8.count }
      let length = entry[start..<(start + needle.count)].reduce(0) { $0 + $1.utf8.count }
      return lower..<(lower + length)
    }
    return nil
  }
}
