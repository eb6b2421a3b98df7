import PQLModel
import PQLSyntax
import PQLText

/// A token of a statement, as the phrases of other languages are looked for.
struct RepairWord {
  var text: String
  /// A word in lower case without accents and marks; a sign as it is.
  var folded: String
  var kind: TokenKind
  var span: Span

  /// Whether the word begins a clause or a step, or joins conditions, so that what stands before it
  /// ends there.
  var endsPhrase: Bool {
    guard kind == .word else { return text == "|" || text == "," || text == ")" }
    guard let keyword = Keyword(word: text) else { return false }
    return keyword.clause != nil || keyword == .and || keyword == .or
  }

  /// The tokens of a statement.
  static func words(of text: String) -> [RepairWord] {
    let tree = parse(SourceText(name: "", text: text))
    let bytes = Array(text.utf8)
    return tree.tokens.filter { $0.kind != .end }.map { token in
      let text = String(decoding: bytes[token.span.start..<token.span.end], as: UTF8.self)
      let folded = token.kind == .word ? Spelling.folded(text) : text
      return RepairWord(
        text: text, folded: folded.isEmpty ? text : folded, kind: token.kind, span: token.span)
    }
  }
}

/// What a word may mean in a statement about these data.
struct WordMeaning {
  var entity: String?
  var field: String?
  var condition: String?
  var aggregate: String?
  var unit: String?
  var stage: String?
}

/// The names that a statement may use, by what they are.
final class RepairVocabulary {
  let entities: [String]
  /// Of deals and of every entity that the statement names.
  let fields: [String]
  let aggregates: [String]
  /// The fields that are true or false.
  let conditions: [String]
  /// Every other name: verbs, functions, definitions.
  let others: [String]
  /// Every name with what it is without case and marks.
  private let folded: [String: String]
  /// Fields, aggregates and others by what they are without case and marks, the first of each.
  private let names: [String: String]
  /// Stages by what they are without case and marks.
  let stages: [String: String]
  /// Stages as bare words, by the same.
  private let stageWords: [String: String]
  private let catalog: Catalog
  private let singulars: [(singular: String, entity: String)]
  /// What words were found to mean: the same words come again with each way of writing.
  private var meanings: [String: WordMeaning] = [:]
  private var alike: [String: [String]] = [:]

  init(_ resolver: Resolver, for words: [RepairWord]) {
    catalog = resolver.catalog
    entities = resolver.model.entities.map(\.rawValue)
    stages = Dictionary(
      resolver.names.stageNames.map { (Spelling.folded($0), $0) },
      uniquingKeysWith: { first, _ in first })
    stageWords = stages.mapValues(resolver.names.wordForm)
    singulars = resolver.model.entities.map { ($0.singular, $0.rawValue) }
    aggregates = resolver.catalog.aggregates.map(\.name) + resolver.environment.metricNames
    let named = resolver.model.entities.filter { kind in
      kind == .deals
        || words.contains { $0.folded == kind.rawValue || $0.folded == kind.singular }
    }
    let known = named.flatMap { resolver.names.known(in: Scope(entity: $0)) }
    fields = known.map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    conditions = known.filter { $0.type == .boolean }.map(\.name)
    others =
      resolver.catalog.verbs.map(\.name) + resolver.catalog.functions.map(\.name)
      + resolver.catalog.windows.map(\.name) + resolver.environment.queryNames
      + resolver.environment.listNames
    let folded = Dictionary(
      (fields + aggregates + entities + others).map { ($0, Spelling.folded($0)) },
      uniquingKeysWith: { first, _ in first })
    self.folded = folded
    names = Dictionary(
      (fields + aggregates + others).compactMap { name in folded[name].map { ($0, name) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// Whether a word means something as it is.
  func knows(_ word: String) -> Bool {
    let lower = word.lowercased()
    return Keyword(word: word) != nil || fields.contains(word) || others.contains(lower)
      || entities.contains(lower) || aggregates.contains(lower)
  }

  /// The name that several words are when they are written as one.
  func name(folded joined: String) -> String? { names[joined] }

  /// The verbs that a word is called elsewhere.
  func verbs(called word: String) -> [String] { catalog.verbs(called: word) }

  /// The names that a word is spelt like.
  func alike(_ word: String) -> [String] {
    if let known = alike[word] { return known }
    let found = Spelling.nearest(
      to: word, in: Self.clauseWords + fields + aggregates + others + entities, limit: 2)
    alike[word] = found
    return found
  }

  /// The words of the language that are misspelt most.
  private static let clauseWords = [
    "where", "by", "per", "during", "since", "until", "show", "sort", "top", "limit", "and", "or",
    "not", "missing", "present", "contains", "between", "today",
  ]

  /// What a word means, in another spelling, the plural or another language.
  func meaning(_ word: RepairWord) -> WordMeaning {
    guard word.kind == .word || word.kind == .quotedWord else { return WordMeaning() }
    if let known = meanings[word.text] { return known }
    let found = WordMeaning(
      entity: entity(word), field: name(word, among: fields) ?? near(word, among: fields),
      condition: name(word, among: conditions), aggregate: name(word, among: aggregates),
      unit: unit(word), stage: stageWords[word.folded])
    meanings[word.text] = found
    return found
  }

  private func name(_ word: RepairWord, among candidates: [String]) -> String? {
    if candidates.contains(word.text) { return word.text }
    let same = candidates.first { name in
      folded[name] == word.folded || folded[name].map { $0 + "s" } == word.folded
    }
    return same ?? ForeignNames.natives(of: word.text).first(where: candidates.contains)
  }

  private func near(_ word: RepairWord, among candidates: [String]) -> String? {
    guard word.folded.count > 3, !knows(word.text) else { return nil }
    return Spelling.nearest(to: word.text, in: candidates, limit: 1).first
  }

  private func entity(_ word: RepairWord) -> String? {
    if let name = name(word, among: entities) { return name }
    let names = singulars.map(\.singular)
    guard
      let found = names.first(where: { $0 == word.folded }) ?? near(word, among: names + entities)
    else { return nil }
    return singulars.first { $0.singular == found || $0.entity == found }?.entity
  }

  private func unit(_ word: RepairWord) -> String? {
    let known = ["day", "week", "month", "quarter", "year"]
    if known.contains(where: { $0 == word.folded || $0 + "s" == word.folded }) {
      return word.folded
    }
    return ForeignNames.natives(of: word.text).first(where: known.contains)
  }
}
