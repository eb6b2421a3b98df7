import PQLModel
import PQLSyntax
import PQLText

/// Other ways of writing a statement that may be what was meant.
struct StatementRewrites {
  /// The likeliest first.
  private(set) var texts: [String] = []
  private let text: String
  private let words: [RepairWord]
  private let vocabulary: RepairVocabulary

  private typealias Edit = Diagnostic.Suggestion.Edit

  init(
    _ text: String, _ diagnostics: [Diagnostic], _ resolver: Resolver,
    _ vocabulary: RepairVocabulary
  ) {
    self.text = text
    words = RepairWord.words(of: text)
    self.vocabulary = vocabulary
    guard words.count <= 200 else { return }
    if var query = ForeignQuery(words, of: text, vocabulary), let native = query.native() {
      texts.append(native)
    }
    for (short, long) in StatementRewrites.contractions {
      add(text.replacing(short, with: long))
    }
    let offered = diagnostics.flatMap(\.suggestions).filter { !$0.edits.isEmpty && !$0.isOther }
    let firsts = diagnostics.compactMap { diagnostic in
      diagnostic.suggestions.first { !$0.edits.isEmpty && !$0.isOther }
    }
    addAll(firsts.flatMap(\.edits))
    for suggestion in offered.prefix(6) { add(suggestion.edits) }
    let translated = translations(resolver)
    addAll(translated.map(\.edit))
    addAll(translated.filter(\.isWord).map(\.edit))
    for edit in translated.map(\.edit) { add([edit]) }
    addTurned()
  }

  /// What is asked for put before the clauses: `by owner sum amount`.
  private mutating func addTurned() {
    let heads = vocabulary.aggregates + vocabulary.entities
    guard let first = words.first,
      Keyword(word: first.text)?.clause != nil || beginsPeriod(first),
      let head = words.dropFirst().first(where: { heads.contains($0.folded) })
    else { return }
    let bytes = Array(text.utf8)
    let before = String(decoding: bytes[..<head.span.start], as: UTF8.self)
    let behind = String(decoding: bytes[head.span.start...], as: UTF8.self)
    texts.append(behind.trimmed + " " + before.trimmed)
  }

  private mutating func add(_ edits: [Edit]) {
    if let changed = edits.applied(to: text) { add(changed) }
  }

  private mutating func add(_ changed: String) {
    if changed != text, !texts.contains(changed) { texts.append(changed) }
  }

  /// Words with an apostrophe, which begins a text.
  private static let contractions = [
    ("isn't", "!="), ("isn’t", "!="), ("doesn't contain", "not contains"),
    ("doesn’t contain", "not contains"), ("doesn't equal", "!="), ("don't", "not"),
  ]

  /// All edits at once, of those that touch each other the first.
  private mutating func addAll(_ edits: [Edit]) {
    var kept: [Edit] = []
    for edit in edits
    where !kept.contains(where: {
      $0.span.start <= edit.span.end && edit.span.start <= $0.span.end
    }) {
      kept.append(edit)
    }
    if kept.count > 1 { add(kept) }
  }

  /// `monthly`, `this quarter`, `year over year`.
  private func beginsPeriod(_ word: RepairWord) -> Bool {
    ["this", "last", "next", "ytd", "yoy", "mom", "qoq", "year", "quarter", "month"]
      .contains(word.folded)
      || ForeignNames.natives(of: word.text).contains {
        $0 == "month" || $0 == "quarter" || $0 == "year" || $0 == "week" || $0 == "day"
      }
  }

  // MARK: - What other languages say

  private func translations(_ resolver: Resolver) -> [(edit: Edit, length: Int, isWord: Bool)] {
    var found: [(edit: Edit, length: Int, isWord: Bool)] = []
    func take(_ tokens: Range<Int>, _ native: String, isWord: Bool) {
      guard let first = words[tokens].first, let last = words[tokens].last else { return }
      // Where nothing comes in the place of words, the space before them goes too.
      let isGap = native.isEmpty && tokens.lowerBound > 0
      let start = isGap ? words[tokens.lowerBound - 1].span.end : first.span.start
      let span = Span(start, last.span.end)
      let touches =
        start > 0 && tokens.lowerBound > 0
        && words[tokens.lowerBound - 1].span.end == start && native.first?.isLetter == true
        && words[tokens.lowerBound - 1].kind != .sign
      found.append(
        (Edit(span: span, replacement: (touches ? " " : "") + native), tokens.count, isWord))
    }
    let literals = ForeignLiterals(
      words: words, base: resolver.model.currency.base, today: resolver.today,
      stages: vocabulary.stages)
    for (tokens, native) in literals.rewrites() { take(tokens, native, isWord: true) }
    for (tokens, native) in ForeignCalls.rewrites(words, of: text) {
      take(tokens, native, isWord: false)
    }
    for place in words.indices {
      for pattern in ForeignPhrases.beginning(with: words[place].folded) {
        guard let (length, native) = pattern.match(words, at: place, vocabulary) else { continue }
        take(place..<place + length, native, isWord: false)
      }
      for (length, native) in names(at: place) {
        take(place..<place + length, native, isWord: true)
      }
    }
    return found.enumerated().sorted {
      ($1.element.length, $0.offset) < ($0.element.length, $1.offset)
    }.map(\.element)
  }

  /// What a word, or several as one, is called by the language.
  private func names(at place: Int) -> [(length: Int, native: String)] {
    var found: [(length: Int, native: String)] = []
    for length in [3, 2] where place + length <= words.count {
      let run = words[place..<place + length]
      guard run.allSatisfy({ $0.kind == .word }) else { continue }
      let joined = run.map(\.folded).joined()
      if let name = vocabulary.name(folded: joined) { found.append((length, name)) }
      found += (ForeignNames.natives(of: joined) + vocabulary.verbs(called: joined))
        .map { (length, $0) }
    }
    let word = words[place]
    // A label may be anything.
    guard word.kind == .word, words.dropFirst(place + 1).first?.text != ":" else { return found }
    if !vocabulary.knows(word.text) {
      found += ForeignNames.natives(of: word.text).filter(vocabulary.knows).map { (1, $0) }
      found += vocabulary.verbs(called: word.text).map { (1, $0) }
      found += vocabulary.alike(word.text).map { (1, $0) }
    }
    if !vocabulary.fields.contains(word.text), let entity = vocabulary.meaning(word).entity,
      entity != word.text
    {
      found.append((1, entity))
    }
    return found
  }
}

extension String {
  /// The text without white space at its ends.
  fileprivate var trimmed: String {
    String(trimmingPrefix(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }
}
