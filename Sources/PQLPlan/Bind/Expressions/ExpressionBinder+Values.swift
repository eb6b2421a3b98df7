import PQLModel
import PQLSyntax
import PQLText

extension ExpressionBinder {
  /// The values of a stage or category term; nil when the term has no closed set.
  func domain(of term: Term, in place: Place) -> ValueDomain? {
    switch term {
    case .field(let reference) where reference.type == .category:
      return names.recordedValues(reference)
    case .field(let reference) where reference.type == .stage:
      return ValueDomain(name: reference.name, values: names.stageNames)
    case .computed(let reference) where reference.type == .stage:
      return ValueDomain(name: reference.name, values: names.stageNames)
    case .computed(let reference) where reference.type == .category:
      return definitions[reference].flatMap { domain(of: $0, in: place) }
    case .follow(_, let inner): return domain(of: inner, in: place)
    case .related(let related) where related.type == .category || related.type == .stage:
      return related.argument.flatMap { domain(of: $0, in: place) }
    case .column(let index, let name, let type):
      if type == .stage { return ValueDomain(name: name, values: names.stageNames) }
      guard let column = place.scope.columns.first(where: { $0.index == index }) else { return nil }
      if !column.words.isEmpty { return ValueDomain(name: name, values: column.words) }
      return column.domain.flatMap { names.recordedValues($0) }
    default: return nil
    }
  }

  /// Binds what stands opposite a stage or category: a bare word is a value of it.
  ///
  /// Gives several values only for `won` and `lost` in a model whose stages end so under several
  /// names.
  mutating func resolveValues(
    _ expression: Expression, of domain: ValueDomain, opposite term: Term, operand: Expression,
    in place: Place
  ) throws(Reported) -> [Value] {
    switch expression.kind {
    case .text(let text):
      if term.type == .stage, !domain.values.contains(text) {
        throw report(unknownStage(text, expression.span, operand: operand.span))
      }
      return [.text(text)]
    case .name:
      guard let word = expression.word, !word.isQuoted else { throw Reported() }
      return try values(of: word, domain: domain, term: term, operand: operand, in: place)
    default: throw Reported()
    }
  }

  private mutating func values(
    of word: Name, domain: ValueDomain, term: Term, operand: Expression, in place: Place
  ) throws(Reported) -> [Value] {
    if term.type == .category, names.fieldType(word, in: place.scope) == .category {
      throw report(.ambiguousWord(word))
    }
    let found = domain.values(named: word.text)
    if found.count == 1 { return [.text(found[0])] }
    if found.count > 1 {
      throw report(.ambiguousValues(word, found))
    }
    if term.type == .stage || domain.holdsStages {
      let ended = names.stages(ending: word.text.lowercased())
      if !ended.isEmpty { return ended.map(Value.text) }
    }
    if term.type == .stage {
      throw report(unknownStage(word.text, word.span, operand: operand.span))
    }
    throw report(
      .unknownCategoryValue(
        word.text, word.span, field: domain.name, operand: operand.span,
        candidates: Spelling.nearest(to: word.text, in: domain.values), values: domain.values))
  }

  func unknownStage(_ name: String, _ span: Span, operand: Span) -> Diagnostic {
    .unknownStage(
      name, span, operand: operand,
      candidates: Spelling.nearest(to: name, in: names.stageNames).map(names.wordForm),
      pipelines: model.pipelines)
  }
}
