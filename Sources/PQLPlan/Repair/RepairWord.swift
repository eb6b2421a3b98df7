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

/// The names that a statement may use, by what they are.
struct RepairVocabulary {
  var entities: [String]
  /// Of deals and of every entity that the statement names.
  var fields: [String]
  var aggregates: [String]
  /// The fields that are true or false.
  var conditions: [String]
  /// Every other name: verbs, functions, definitions.
  var others: Set<String>

  init(_ resolver: Resolver, for words: [RepairWord]) {
    entities = resolver.model.entities.map(\.rawValue)
    aggregates =
      resolver.catalog.aggregates.map(\.name) + resolver.environment.metricNames
    let named = resolver.model.entities.filter { kind in
      kind == .deals
        || words.contains { $0.folded == kind.rawValue || $0.folded == kind.singular }
    }
    let known = named.flatMap { resolver.names(in: Scope(entity: $0)) }
    fields = known.map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    conditions = known.filter { $0.type == .boolean }.map(\.name)
    others = Set(
      resolver.catalog.verbs.map(\.name) + resolver.catalog.functions.map(\.name)
        + resolver.catalog.windows.map(\.name) + resolver.environment.queryNames
        + resolver.environment.listNames)
  }

  /// Whether a word means something as it is.
  func knows(_ word: String) -> Bool {
    let lower = word.lowercased()
    return Keyword(word: word) != nil || fields.contains(word) || others.contains(lower)
      || entities.contains(lower) || aggregates.contains(lower)
  }

  /// The name among candidates that a word is, in another spelling, the plural or another language;
  /// misspelt ones only where `nearly`.
  func name(_ word: RepairWord, among candidates: [String], nearly: Bool = false) -> String? {
    guard word.kind == .word || word.kind == .quotedWord else { return nil }
    if candidates.contains(word.text) { return word.text }
    let same = candidates.first { name in
      let folded = Spelling.folded(name)
      return folded == word.folded || folded + "s" == word.folded
    }
    if let same { return same }
    if let native = ForeignNames.natives(of: word.text).first(where: candidates.contains) {
      return native
    }
    guard nearly, Keyword(word: word.text) == nil, word.folded.count > 3, !knows(word.text) else {
      return nil
    }
    return Spelling.nearest(to: word.text, in: candidates, limit: 1).first
  }

  /// The entity a word names, in the singular too.
  func entity(_ word: RepairWord) -> String? {
    if let name = name(word, among: entities) { return name }
    let singulars = entities.compactMap { EntityKind(rawValue: $0)?.singular }
    guard
      let singular = name(word, among: singulars)
        ?? name(word, among: entities + singulars, nearly: true)
    else { return nil }
    return entities.first { $0 == singular || EntityKind(rawValue: $0)?.singular == singular }
  }
}
