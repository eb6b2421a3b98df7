import PQLIngest
import PQLModel
import PQLPlan
import PQLSyntax

/// What may stand at a place of a text: words of the language and of the model.
package struct Completer: Sendable {
  /// The words that may replace a range of the text.
  package struct Result: Sendable, Hashable {
    /// Offsets into the UTF-8 of the text.
    package var range: Range<Int>
    package var candidates: [Candidate]
  }

  /// One word and what it is.
  package struct Candidate: Sendable, Hashable {
    package var text: String
    package var detail: String
    /// Whether another word always follows, so that a space can be put behind this one.
    package var isFollowedBySpace = false
    /// Whether it was chosen by its value, and not by how it is written.
    var isChosen = false

    init(_ text: String, _ detail: String = "", space: Bool = false, isChosen: Bool = false) {
      self.text = text
      self.detail = detail
      isFollowedBySpace = space
      self.isChosen = isChosen
    }
  }

  /// How many candidates there are at most.
  package static let mostCandidates = 100

  let files: any FileReading
  let lastQuery: String?
  let resolver: Resolver

  /// What a session knows now.
  package init(_ session: Session) {
    files = session.host.files
    lastQuery = session.lastQuery
    resolver = session.resolver()
  }

  /// The words that may stand at `cursor`, an offset into the UTF-8 of the text.
  ///
  /// Those that begin as typed, if there are any; else those that hold what was typed, then those
  /// with its letters in order. Their order is that of the language and the model.
  package func completions(in text: String, at cursor: Int) -> Result {
    if let command = commandWords(in: text, at: cursor) { return command }
    if let refining = refining(text, at: cursor) { return refining }
    let statement = TypedStatement(text, at: cursor)
    var words = CompletionContext(statement, self).candidates
    if statement.index == 0, statement.count == 0 { words += refinementWords }
    return Result(range: statement.range, candidates: matching(words, typed: statement.typed))
  }

  /// The rest of the word at the end of the text, when only one word can be meant.
  package func suggestion(for text: String) -> String? {
    let end = text.utf8.count
    let result = completions(in: text, at: end)
    guard result.candidates.count == 1, result.range.upperBound == end, result.range.count >= 2
    else { return nil }
    let typed = String(decoding: text.utf8.dropFirst(result.range.lowerBound), as: UTF8.self)
    let word = result.candidates[0].text
    guard word.hasPrefix(typed), word.count > typed.count else { return nil }
    return String(word.dropFirst(typed.count))
  }

  // MARK: - Refining

  /// Completes a line that begins with `|` or a clause word as a part of the last query.
  private func refining(_ text: String, at cursor: Int) -> Result? {
    guard let lastQuery, let first = Lexer.lex(SourceText(typed: text)).tokens.first,
      first.span.end < cursor
    else { return nil }
    let word = TypedWord(first, in: Array(text.utf8))
    guard word.sign == .pipe || word.keyword?.clause != nil, word.keyword != .let else {
      return nil
    }
    // A clause of the last query gives way to the one that is typed.
    let base = word.sign == .pipe ? lastQuery : Refinement.withoutSteps(lastQuery)
    let before = base.utf8.count + 1
    let statement = TypedStatement(base + " " + text, at: before + cursor)
    guard statement.range.lowerBound >= before else { return nil }
    let words = CompletionContext(statement, self).candidates
    return Result(
      range: statement.range.lowerBound - before..<statement.range.upperBound - before,
      candidates: matching(words, typed: statement.typed))
  }

  /// The words that a line which refines the last query begins with.
  private var refinementWords: [Candidate] {
    guard let lastQuery else { return [] }
    let statement = TypedStatement(lastQuery + " ", at: lastQuery.utf8.count + 1)
    return CompletionContext(statement, self).clauseWords(all: true).map {
      Candidate($0.text, "for the last query: \($0.detail)", space: true)
    }
  }

  // MARK: - Matching

  /// The candidates that what was typed may be the beginning of, or a part.
  func matching(_ candidates: [Candidate], typed: String) -> [Candidate] {
    var seen: Set<String> = []
    let different = candidates.filter { seen.insert($0.text).inserted }
    let wanted = Self.folded(typed)
    let chosen = different.filter(\.isChosen)
    let rest = different.filter { !$0.isChosen }
    guard !wanted.isEmpty else { return Array(different.prefix(Self.mostCandidates)) }
    let forms = rest.map { Self.folded($0.text) }
    let tests: [(String) -> Bool] = [
      { $0.hasPrefix(wanted) }, { $0.contains(wanted) }, { Self.hasLetters(of: wanted, in: $0) },
    ]
    for test in tests {
      let found = rest.indices.filter { test(forms[$0]) }.map { rest[$0] }
      let all = chosen + found
      if !all.isEmpty { return Array(all.prefix(Self.mostCandidates)) }
    }
    return []
  }

  private static func folded(_ text: String) -> String {
    String(text.lowercased().drop { $0 == "\"" || $0 == "`" })
  }

  /// Whether the letters stand in a word in their order, the first one first.
  private static func hasLetters(of wanted: String, in word: String) -> Bool {
    guard wanted.first == word.first else { return false }
    var rest = wanted[...]
    for letter in word where letter == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}
