import PQLModel
import PQLSyntax
import PQLText

/// The values that a bare word may name.
struct ValueDomain: Sendable {
  /// What holds the values, as messages call it.
  var name: String
  var values: [String]
  /// Whether stages are among the values, so that `won` and `lost` mean those that end so.
  var holdsStages = false

  /// The values a word names: without regard to case, spaces, `_` or `-`.
  func values(named word: String) -> [String] {
    let wanted = ValueDomain.folded(word)
    return values.filter { ValueDomain.folded($0) == wanted }
  }

  /// A text without what a bare word cannot show.
  static func folded(_ text: String) -> String {
    text.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
  }
}

extension Resolver {
  /// The values of a stage or category term; nil when the term has no closed set.
  func domain(of term: Term, in scope: Scope) -> ValueDomain? {
    switch term {
    case .field(let reference) where reference.type == .category:
      return recordedValues(reference)
    case .field(let reference) where reference.type == .stage:
      return ValueDomain(name: reference.name, values: stageNames)
    case .computed(let reference) where reference.type == .stage:
      return ValueDomain(name: reference.name, values: stageNames)
    case .computed(let reference) where reference.type == .category:
      return definitions[reference].flatMap { domain(of: $0, in: scope) }
    case .follow(_, let inner): return domain(of: inner, in: scope)
    case .related(let related) where related.type == .category || related.type == .stage:
      return related.argument.flatMap { domain(of: $0, in: scope) }
    case .column(let index, let name, let type):
      if type == .stage { return ValueDomain(name: name, values: stageNames) }
      guard let column = scope.columns.first(where: { $0.index == index }) else { return nil }
      if !column.words.isEmpty { return ValueDomain(name: name, values: column.words) }
      return column.domain.flatMap { recordedValues($0) }
    default: return nil
    }
  }

  /// The loaded column whose values a term gives unchanged, for later bare words.
  func domainField(of term: Term) -> FieldReference? {
    switch term {
    case .field(let reference): reference.type.isTextual ? reference : nil
    case .follow(_, let inner): domainField(of: inner)
    case .related(let related): related.argument.flatMap(domainField)
    default: nil
    }
  }

  /// Stages of every pipeline in order, then those that only the data know.
  var stageNames: [String] {
    var names: [String] = []
    for stage in model.pipelines.flatMap(\.stages) where !names.contains(stage.name) {
      names.append(stage.name)
    }
    if case .text(let recorded)? = model[.deals]?.field("stage")?.column {
      for name in recorded.dictionary.values where !names.contains(name) { names.append(name) }
    }
    return names
  }

  private func recordedValues(_ field: FieldReference) -> ValueDomain? {
    guard case .text(let column)? = model[field.entity]?.fields[field.index].column else {
      return nil
    }
    var values = column.dictionary.values
    // What a history record leads from and to may be a stage that no record happens to name.
    let holdsStages = field.entity == .history && (field.name == "from" || field.name == "to")
    if holdsStages { values += stageNames.filter { !values.contains($0) } }
    if let name = recordName(of: .field(field)).flatMap(domainField),
      case .text(let names)? = model[name.entity]?.fields[name.index].column
    {
      values += names.dictionary.values.filter { !values.contains($0) }
    }
    return ValueDomain(name: field.name, values: values, holdsStages: holdsStages)
  }

  /// Binds what stands opposite a stage or category: a bare word is a value of it.
  ///
  /// Gives several values only for `won` and `lost` in a model whose stages end so under several
  /// names.
  mutating func resolveValues(
    _ expression: Expression, opposite term: Term, operand: Expression, in scope: Scope
  ) -> [Value]? {
    guard let domain = domain(of: term, in: scope) else { return nil }
    switch expression.kind {
    case .text(let text):
      if term.type == .stage, !domain.values.contains(text) {
        report(unknownStage(text, expression.span, operand: operand.span))
        return nil
      }
      return [.text(text)]
    case .name(let parts):
      guard let word = parts.first, parts.count == 1, !word.isQuoted else { return nil }
      return values(of: word, domain: domain, term: term, operand: operand, in: scope)
    default: return nil
    }
  }

  private mutating func values(
    of word: Name, domain: ValueDomain, term: Term, operand: Expression, in scope: Scope
  ) -> [Value]? {
    if term.type == .category, fieldType(word, in: scope) == .category {
      report(.ambiguousWord(word, kind: term.type))
      return nil
    }
    let found = domain.values(named: word.text)
    if found.count == 1 { return [.text(found[0])] }
    if found.count > 1 {
      report(.ambiguousValues(word, found))
      return nil
    }
    if term.type == .stage || domain.holdsStages {
      let ended = stages(ending: word.text.lowercased())
      if !ended.isEmpty { return ended.map(Value.text) }
    }
    if term.type == .stage {
      report(unknownStage(word.text, word.span, operand: operand.span))
    } else {
      report(
        .unknownCategoryValue(
          word.text, word.span, field: domain.name, operand: operand.span,
          candidates: Spelling.nearest(to: word.text, in: domain.values),
          values: domain.values))
    }
    return nil
  }

  private func stages(ending word: String) -> [String] {
    guard let outcome = Stage.Outcome(rawValue: word) else { return [] }
    return model.pipelines.flatMap(\.stages).filter { $0.outcome == outcome }.map(\.name)
      .reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
  }

  func unknownStage(_ name: String, _ span: Span, operand: Span) -> Diagnostic {
    .unknownStage(
      name, span, operand: operand,
      candidates: Spelling.nearest(to: name, in: stageNames).map(wordForm),
      pipelines: model.pipelines)
  }

  /// A value as a bare word may be written, or in quotes when no bare word can.
  func wordForm(_ value: String) -> String {
    let word = value.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return plain && word.first?.isNumber == false ? String(word) : "\"\(value)\""
  }
}
