import PQLModel
import PQLPlan
import PQLSyntax

/// One place of one statement: what the language and the model allow there.
struct CompletionContext {
  let statement: TypedStatement
  let completer: Completer
  let walk: StatementWalk
  /// What the query is read from; its spans are places there.
  let source: SourceText
  /// The query of the statement, as far as it can be read.
  let query: Query?

  var resolver: Resolver { completer.resolver }
  var catalog: Catalog { resolver.catalog }
  var frame: StatementWalk.Frame { walk.top }

  init(_ statement: TypedStatement, _ completer: Completer) {
    self.statement = statement
    self.completer = completer
    walk = StatementWalk(statement.words.prefix(statement.count))
    source = Self.source(of: statement, at: walk)
    query = Self.query(in: source)
  }

  /// The statement's text, with a word in the place of one that is still missing.
  private static func source(of statement: TypedStatement, at walk: StatementWalk) -> SourceText {
    let bytes = Array(statement.text.utf8)
    let end = max(statement.span.end, statement.range.upperBound)
    let needsWord = statement.typed.isEmpty && walk.top.awaits
    let text =
      String(decoding: bytes[statement.span.start..<statement.range.lowerBound], as: UTF8.self)
      + (needsWord ? " _ " : "")
      + String(decoding: bytes[statement.range.lowerBound..<end], as: UTF8.self)
    return SourceText(typed: text)
  }

  private static func query(in source: SourceText) -> Query? {
    switch parse(source).statements.first?.kind {
    case .query(let query), .letQuery(_, let query): return query
    default: return nil
    }
  }

  /// Everything that may stand here, unless what was typed begins another way.
  var candidates: [Completer.Candidate] {
    if statement.typed.hasPrefix("$") { return parameters }
    if frame.followsDot { return fields(resolver.names.known(behind: path, in: scope)) }
    if let units = unitsBehindCount { return units }
    if statement.typed.hasPrefix("\"") { return quoted }
    return frame.awaits ? operands : followers
  }

  /// The names before the dot at the cursor.
  private var path: [String] {
    var parts: [String] = []
    var place = walk.words.count - 1
    while place > 0, walk.words[place].sign == .dot, walk.words[place - 1].isName {
      parts.insert(walk.words[place - 1].name, at: 0)
      place -= 2
    }
    return parts
  }

  private var quoted: [Completer.Candidate] {
    switch frame.part {
    case .file: return completer.fileWords(statement.typed, ending: ".pql", quotes: true)
    case .clause(.export): return completer.fileWords(statement.typed, ending: nil, quotes: true)
    default: break
    }
    guard let meaning = comparedMeaning else { return [] }
    return values(of: meaning, quotes: true)
  }

  /// What may stand where an operand is expected.
  private var operands: [Completer.Candidate] {
    if let comparison = frame.comparison, !comparison.isComputed {
      return compared(comparison) + parameters
    }
    switch frame.part {
    case .begin: return statementWords
    case .source, .clause(.of): return sources
    case .step: return headWords + clauseWords()
    case .head, .figure: return headWords
    case .clause(.by), .topGroups: return fields() + functions
    case .callOver: return [.init("all", "every row together")] + fields() + functions
    case .clause(.per): return units + fields()
    case .clause(.during), .callDuring: return periods
    case .clause(.vs): return periods + [.init("1 year ago", "the same question a year earlier")]
    case .clause(.since), .clause(.until), .clause(.asOf), .day: return days
    case .clause(.show), .clause(.let): return fields() + functions + rowAggregates + windows
    case .clause(.sort), .topKeys: return fields()
    case .dateField, .callOn: return fields { $0 == .date || $0 == .timestamp }
    case .clause(.inCurrency): return currencies
    case .clause(.asFormat): return formats
    case .arguments: return arguments
    case .entity: return entities
    case .type: return ValueType.declarable.map { .init($0.keyword, $0.name) }
    case .setting: return [.init("today", "the day that counts as today", space: true)]
    case .file: return completer.fileWords("", ending: ".pql", quotes: true)
    case .topOthers: return [.init("others", "one row for all the rest")]
    case .condition where walk.statement == .expect: return headWords + functions
    case .clause(.where), .callWhere, .brackets, .value, .condition, .definition:
      return conditions
    case .clause, .topCount, .newName, .list, .members: return []
    }
  }

  // MARK: - Scopes

  /// What a name means at the cursor.
  var scope: Scope { scope(inside: walk.frames.count - 1) }

  func scope(inside level: Int) -> Scope {
    let frame = walk.frames[level]
    if level == 0 { return outerScope(frame.part) }
    let outer = scope(inside: level - 1)
    guard [.callWhere, .callDuring, .callOn].contains(frame.part) else { return outer }
    let path = firstArgument(of: frame)
    return resolver.names.entity(at: path, in: countsEntities ? Scope(entity: nil) : outer)
      .map { Scope(entity: $0) } ?? outer
  }

  /// Whether brackets of aggregates name entities, as in `expect count(deals where …)`.
  var countsEntities: Bool { walk.statement == .expect }

  private func firstArgument(of frame: StatementWalk.Frame) -> [String] {
    var parts: [String] = []
    for word in walk.words.dropFirst(frame.start + 1) {
      if word.isName, word.keyword?.isReserved != true { parts.append(word.name) }
      if word.sign == .dot { continue }
      if !word.isName || parts.count > 3 || word.keyword?.isReserved == true { break }
    }
    // `items.amount where …`: the records are those before the field.
    while !parts.isEmpty {
      if resolver.names.entity(at: parts, in: countsEntities ? Scope(entity: nil) : rowScope) != nil
      {
        return parts
      }
      parts.removeLast()
    }
    return []
  }

  private func outerScope(_ part: StatementWalk.Part) -> Scope {
    if walk.stepCount > 0 || isArranged(part), let query, let scope = scope(of: query, part) {
      return scope
    }
    return rowScope
  }

  /// Whether the part speaks of the answer and not of what it is made from.
  private func isArranged(_ part: StatementWalk.Part) -> Bool {
    switch part {
    case .clause(.show), .clause(.sort), .topKeys, .topGroups: true
    default: false
    }
  }

  /// The scope at the cursor by the resolver, without what is being typed there.
  private func scope(of query: Query, _ part: StatementWalk.Part) -> Scope? {
    var before = query
    before.steps = Array(query.steps.prefix(max(walk.stepCount - 1, 0)))
    guard walk.stepCount > 0 else {
      before.clauses = known(query.clauses, before: part)
      return resolver.scope(behind: before, from: source, settles: false)
    }
    guard isArranged(part) || part == .clause(.let),
      query.steps.indices.contains(walk.stepCount - 1)
    else { return resolver.scope(behind: before, from: source, settles: true) }
    var step = query.steps[walk.stepCount - 1]
    step.clauses = known(step.clauses, before: part)
    let isEmpty = step.head.isEmpty && step.clauses.isEmpty
    if !isEmpty {
      var whole = before
      whole.steps.append(step)
      if let scope = resolver.scope(behind: whole, from: source, settles: false) { return scope }
    }
    return resolver.scope(behind: before, from: source, settles: true)
  }

  /// The clauses that make what `show`, `sort` and `top` may name.
  private func known(_ clauses: [Clause], before part: StatementWalk.Part) -> [Clause] {
    clauses.filter { clause in
      if case .unreadable = clause.content { return false }
      switch clause.keyword {
      case .of, .by, .per, .during, .vs: return true
      case .show: return part != .clause(.show)
      default: return false
      }
    }
  }

  /// The rows the question is asked of: what `of` names, wherever it stands, or the head.
  var rowScope: Scope {
    if let entity = walk.entityWord.flatMap(EntityKind.init(rawValue:)) {
      return Scope(entity: entity)
    }
    return sourceWord.flatMap { resolver.scope(ofSource: $0) } ?? Scope(entity: .deals)
  }

  private var sourceWord: String? {
    var words = statement.words[...]
    if walk.statement == .let, let sign = words.firstIndex(where: { $0.sign == .equal }) {
      words = words[(sign + 1)...]
    }
    var depth = 0
    for place in words.indices {
      if words[place].sign?.opens == true { depth += 1 }
      if words[place].sign?.closes == true { depth -= 1 }
      if words[place].sign == .pipe { break }
      guard depth == 0, words[place].keyword == .of, place + 1 < words.endIndex,
        words[place + 1].isName, place == words.startIndex || words[place - 1].keyword != .as
      else { continue }
      return words[place + 1].name
    }
    return words.first?.name
  }
}

extension Sign {
  fileprivate var opens: Bool { self == .openRound || self == .openSquare || self == .openBrace }
  fileprivate var closes: Bool {
    self == .closeRound || self == .closeSquare || self == .closeBrace
  }
}
