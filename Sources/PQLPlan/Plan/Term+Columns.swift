import PQLModel

extension Term {
  /// The term over columns of which the first `count` are gone; what stood for these is missing.
  func movedLeft(by count: Int) -> Term {
    mapped { term in
      guard case .column(let index, let name, let type) = term else { return nil }
      return index < count
        ? .constant(.missing, type) : .column(index - count, name: name, type)
    }
  }

  /// The term with parts replaced.
  ///
  /// Where `change` gives a term it is that one, else the same term of changed parts. What is asked of
  /// other records stays as it is.
  package func mapped(_ change: (Term) -> Term?) -> Term {
    if let changed = change(self) { return changed }
    func part(_ term: Term) -> Term { term.mapped(change) }
    return switch self {
    case .constant, .field, .computed, .column, .record, .related, .stageOrder, .ofStage, .follow:
      self
    case .window(var window):
      {
        window.argument = window.argument.map(part)
        window.condition = window.condition.map(part)
        window.over = window.over.map(part)
        return .window(window)
      }()
    case .call(var call):
      {
        call.arguments = call.arguments.map(part)
        return .call(call)
      }()
    case .not(let inner): .not(part(inner))
    case .all(let parts): .all(parts.map(part))
    case .some(let parts): .some(parts.map(part))
    case .comparison(let sign, let left, let right): .comparison(sign, part(left), part(right))
    case .membership(let inner, let values): .membership(part(inner), values)
    case .listContains(let inner, let value): .listContains(part(inner), value)
    case .within(let inner, let range): .within(part(inner), range)
    case .present(let inner): .present(part(inner))
    case .textTest(let test, let inner, let text, let ignoresCase):
      .textTest(test, part(inner), text: text, ignoresCase: ignoresCase)
    case .arithmetic(let sign, let left, let right, let type):
      .arithmetic(sign, part(left), part(right), type)
    case .negated(let inner): .negated(part(inner))
    case .shifted(let inner, let step, let count): .shifted(part(inner), step, count: count)
    case .conditional(let test, let then, let otherwise, let type):
      .conditional(part(test), then: part(then), else: part(otherwise), type)
    case .coalesce(let first, let second, let type): .coalesce(part(first), part(second), type)
    }
  }
}
