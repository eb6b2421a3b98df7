extension Term {
  /// The terms that this one is made of, asked of the same row; what is asked of other records is
  /// none of them.
  package var parts: [Term] {
    switch self {
    case .constant, .field, .computed, .column, .record, .related, .stageOrder, .ofStage, .window,
      .follow:
      []
    case .not(let inner), .membership(let inner, _), .listContains(let inner, _),
      .within(let inner, _), .present(let inner), .textTest(_, let inner, _, _),
      .negated(let inner), .shifted(let inner, _, _):
      [inner]
    case .all(let parts), .some(let parts): parts
    case .comparison(_, let left, let right), .arithmetic(_, let left, let right, _),
      .coalesce(let left, let right, _):
      [left, right]
    case .conditional(let test, let then, let otherwise, _): [test, then, otherwise]
    case .call(let call): call.arguments
    }
  }

  /// Whether a row's value may depend on which other rows there are.
  package var looksAcrossRows: Bool {
    switch self {
    case .window: true
    case .follow(_, let inner): inner.looksAcrossRows
    default: parts.contains(where: \.looksAcrossRows)
    }
  }
}
