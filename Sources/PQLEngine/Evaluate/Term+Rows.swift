import PQLPlan

extension Term {
  /// Whether a row's value may depend on which other rows there are.
  var looksAcrossRows: Bool {
    switch self {
    case .window: true
    case .constant, .field, .computed, .column, .related, .stageOrder: false
    case .follow(_, let inner), .not(let inner), .membership(let inner, _),
      .listContains(let inner, _), .within(let inner, _), .present(let inner),
      .textTest(_, let inner, _, _), .negated(let inner), .shifted(let inner, _, _):
      inner.looksAcrossRows
    case .all(let parts), .some(let parts): parts.contains(where: \.looksAcrossRows)
    case .comparison(_, let left, let right), .arithmetic(_, let left, let right, _),
      .coalesce(let left, let right, _):
      left.looksAcrossRows || right.looksAcrossRows
    case .conditional(let test, let then, let otherwise, _):
      test.looksAcrossRows || then.looksAcrossRows || otherwise.looksAcrossRows
    case .call(let call): call.arguments.contains(where: \.looksAcrossRows)
    }
  }
}
