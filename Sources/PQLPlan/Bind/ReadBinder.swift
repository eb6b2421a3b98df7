package import PQLModel
package import PQLSyntax

/// The first of two steps of binding: which tables and fields statements can read, told from their names
/// before anything is loaded.
///
/// A word may be a field, a value, a definition or a relation, which only the data can tell: it stands
/// for all of these. In doubt more is read, never less; what is read is then bound in full.
package struct ReadBinder: Sendable {
  private let catalog: Catalog

  package init(catalog: Catalog) {
    self.catalog = catalog
  }

  /// What statements can read that were read without a message.
  ///
  /// Anything when one takes in another file, or holds a policy, whose words are not looked at here.
  /// O(words × catalog).
  package func reads(_ statements: [Statement]) -> ReadSet {
    var words: Set<String> = []
    var whole: Set<EntityKind> = []
    var isPast = false
    var verbs: [VerbDefinition] = []
    for statement in statements {
      switch statement.kind {
      // A metric must fit some entity, whichever.
      // What a cell is made of is shown by records' ids and names, and by whatever they were asked of.
      case .use, .policy, .table, .test, .metric, .explain, .unreadable: return .everything
      case .query(let query), .letQuery(_, let query):
        guard let entities = shownWhole(query) else { return .everything }
        whole.formUnion(entities)
        if let verb = verb(of: query) {
          words.formUnion(verb.words)
          verbs.append(verb)
        }
        // Any record may name the currency of an amount.
        if query.clauses.contains(where: { $0.keyword == .inCurrency }) { return .everything }
        if query.clauses.contains(where: \.goesBack) { isPast = true }
      case .version, .letList, .set, .define, .param, .expect, .rule: break
      }
      words.formUnion(statement.words)
    }
    for verb in verbs {
      for (entity, own) in verb.readsOf
      where words.contains(where: { EntityKind(word: $0) == entity }) {
        words.formUnion(own)
      }
    }
    var reads = reads(closure(of: words), whole)
    if isPast { reads.formUnion(.pastDays) }
    return reads
  }

  /// The entities of which a query shows more than it names: a listing without `show`; nil when that
  /// may be any.
  private func shownWhole(_ query: Query) -> Set<EntityKind>? {
    guard let head = query.head.first?.operands.first, case .name(let parts) = head.kind,
      let word = parts.first?.text
    else {
      if case .call? = query.head.first?.operands.first?.kind { return [] }
      return query.head.isEmpty ? nil : []
    }
    if catalog.aggregate(word) != nil { return [] }
    if let verb = catalog.verb(word) { return verb.reads == nil ? nil : [] }
    // A listing shows its usual columns, unless it says what to show or is counted up.
    let isNamed =
      (query.clauses + query.steps.flatMap(\.clauses)).contains { $0.keyword == .show }
      || query.steps.contains { !$0.head.isEmpty }
    guard let entity = EntityKind(word: word) else {
      // A named query, a metric, or a word that is wrong.
      return isNamed ? [] : Set(EntityKind.allCases)
    }
    return isNamed ? [] : [entity]
  }

  private func verb(of query: Query) -> VerbDefinition? {
    query.head.first?.operands.first?.word.flatMap { catalog.verb($0.text) }
  }

  /// The words, and those that built-in fields and rates of these names are made of.
  private func closure(of words: Set<String>) -> Set<String> {
    var known = words
    var open = Array(words)
    while let word = open.popLast() {
      for made in parts(of: word) where known.insert(made).inserted { open.append(made) }
    }
    return known
  }

  private func parts(of word: String) -> Set<String> {
    var parts: Set<String> = []
    if let measure = StageMeasure(rawValue: word) { parts.formUnion(measure.needs.words) }
    for field in catalog.fields where field.name == word {
      parts.formUnion(field.needs.words)
      switch field.source {
      case .expression(let line): parts.formUnion(Self.words(of: line))
      case .kernel(let fields, _), .table(let fields, _): parts.formUnion(fields)
      case .notYet: continue
      }
    }
    if case .variants(let variants)? = catalog.aggregate(word)?.argument {
      for variant in variants {
        parts.formUnion(Self.words(of: variant.numerator))
        parts.formUnion(Self.words(of: variant.denominator))
      }
    }
    return parts
  }

  private static func words(of line: String) -> Set<String> {
    parse(SourceText(name: "<built-in>", text: line)).statements.reduce(into: []) {
      $0.formUnion($1.words)
    }
  }

  /// The tables that words lead to, each with all the words as its fields.
  private func reads(_ words: Set<String>, _ whole: Set<EntityKind>) -> ReadSet {
    // Deals say what stages and outcomes there are.
    var entities: Set<EntityKind> = [.deals]
    for word in words {
      if let entity = EntityKind(word: word) { entities.insert(entity) }
      for kind in EntityKind.allCases {
        for field in kind.canonicalFields where field.name == word {
          // A relation is compared by the name of its record.
          if let target = field.target { entities.insert(target) }
        }
      }
    }
    var set = ReadSet()
    for entity in entities.union(whole) {
      set.add(entity)
      for word in words { set.add(word, of: entity) }
    }
    for entity in whole { set.addAll(of: entity) }
    return set
  }
}

extension VerbDefinition {
  /// What the verb needs and reads, as words of a question.
  fileprivate var words: Set<String> {
    Set(reads ?? []).union(needs.words)
  }
}

extension [VerbNeed] {
  /// What is needed, as words of a question.
  fileprivate var words: Set<String> {
    reduce(into: []) { words, need in
      switch need {
      case .field(let name): words.insert(name)
      case .history(let field): words.formUnion(["history", field])
      case .touch: words.formUnion(["touched_at", "activities", "lead"])
      }
    }
  }
}

extension Clause {
  /// Whether it asks of a past day.
  fileprivate var goesBack: Bool {
    switch content {
    case .asOf: true
    case .vs(let other):
      switch other.kind {
      case .ago, .date: true
      default: false
      }
    default: false
    }
  }
}

extension ReadSet {
  /// What rewinding a model takes: the history, and the days on which records began and ended.
  fileprivate static let pastDays: ReadSet = {
    var reads = ReadSet()
    reads.addAll(of: .history)
    let fields: [EntityKind: [String]] = [
      .deals: ["id", "stage", "pipeline", "created", "closed_on"],
      .leads: [
        "created", "converted", "converted_at", "converted_deal", "touched_at", "qualified_at",
        "disqualified_at",
      ], .accounts: ["created"], .contacts: ["created"], .activities: ["at"],
      .campaigns: ["from"], .items: ["deal"],
    ]
    for (entity, names) in fields {
      for name in names { reads.add(name, of: entity) }
    }
    return reads
  }()
}
