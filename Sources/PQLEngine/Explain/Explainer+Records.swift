import PQLModel
import PQLPlan

extension Explainer {
  /// Values of one record: the fields that each is made of, and the related records that it counts up.
  func record(
    _ names: [String], _ traced: TracedTerms, _ row: Int, of entity: EntityKind
  ) throws(EvaluationFailure) -> [ExplainedFigure] {
    var frame = execution.wholeFrame(entity).selecting([Int32(row)])
    var windows: [ExplainedFigure] = []
    for window in traced.windows { windows.append(try figure(window, row: row)) }
    frame.columns = windows.map(\.value)
    var figures: [ExplainedFigure] = []
    for (name, term) in zip(names, traced.terms) {
      var figure = ExplainedFigure(value: try execution.shownColumn(term, in: frame))
      figure.steps = term.columnsUsed.flatMap { windows[$0].steps }
      let meaning = execution.meaning(of: term)
      for related in meaning.relatedParts {
        figure.steps.append(try step(related, of: row))
      }
      if figure.steps.isEmpty {
        figure.steps = [try step(name, term, meaning, figure.value, frame)]
      }
      if !meaning.isRelated, meaning.text != name {
        figure.formulas = [.init(name: name + suffix, text: meaning.text)]
      }
      figures.append(figure)
    }
    return figures
  }

  /// The record itself, with the fields that a value is made of.
  private func step(
    _ name: String, _ term: Term, _ meaning: Term, _ value: Column, _ frame: Frame
  ) throws(EvaluationFailure) -> ExplainedStep {
    ExplainedStep(
      name: name + suffix, type: term.type, value: value,
      columns: try listing(frame, [], FieldsRead([meaning]), part: value, term.type), count: 1,
      addsUp: false, isRecord: true)
  }

  /// The related records that an aggregate takes of one record.
  private func step(
    _ related: RelatedAggregate, of row: Int
  ) throws(EvaluationFailure) -> ExplainedStep {
    let relation = related.relation
    guard let link = execution.model.link(relation.from, relation.field) else {
      throw .fault("no relation \(relation.field)")
    }
    let children = execution.wholeFrame(relation.from)
    let aggregate = AggregateTerm(
      aggregate: related.aggregate, argument: related.argument, condition: related.condition,
      parameter: related.parameter, order: related.order, type: related.type)
    let node = AggregateNode(
      input: .scan(relation.from), keys: [], aggregates: [aggregate], outputs: [], rates: [])
    let group = GroupRows(
      node: node, input: children, membership: link.rows.map { $0 == row ? 0 : -1 }, keys: [],
      isOwn: false)
    var step = try step(aggregate, of: group)
    step.name = Term.related(related).text + suffix
    return step
  }
}

extension Execution {
  /// What a field of a definition stands for; any other term itself.
  fileprivate func meaning(of term: Term) -> Term {
    guard case .computed(let field) = term else { return term }
    return definitions[field] ?? term
  }
}

extension Term {
  fileprivate var isRelated: Bool { if case .related = self { true } else { false } }

  /// The aggregates over related records that the term takes of its own record.
  fileprivate var relatedParts: [RelatedAggregate] {
    if case .related(let related) = self { return [related] }
    return parts.flatMap(\.relatedParts)
  }
}
