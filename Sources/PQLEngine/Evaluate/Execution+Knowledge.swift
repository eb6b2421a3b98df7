import PQLModel
import PQLPlan

/// Which rows a condition holds for, and for which it cannot be told because a value is missing.
///
/// A query asks in two values, where a comparison with what is missing is false. A count of rows for
/// which nothing was to be told is no 0, though, and that takes a third.
struct Knowledge {
  var holds: Bitmap
  var unknown: Bitmap

  /// The rows for which it is known not to hold.
  var refuted: Bitmap { ~(holds | unknown) }
}

extension Execution {
  /// What is known of a condition over rows of an entity.
  func knowledge(of term: Term, in frame: Frame) throws(EvaluationFailure) -> Knowledge {
    switch term {
    case .not(let inner):
      let known = try knowledge(of: inner, in: frame)
      return Knowledge(holds: known.refuted, unknown: known.unknown)
    case .all(let parts):
      var (holds, refuted) = (bits(true, frame), bits(false, frame))
      for part in parts {
        let known = try knowledge(of: part, in: frame)
        holds = holds & known.holds
        refuted = refuted | known.refuted
      }
      return Knowledge(holds: holds, unknown: ~(holds | refuted))
    case .some(let parts):
      var (holds, refuted) = (bits(false, frame), bits(true, frame))
      for part in parts {
        let known = try knowledge(of: part, in: frame)
        holds = holds | known.holds
        refuted = refuted & known.refuted
      }
      return Knowledge(holds: holds, unknown: ~(holds | refuted))
    default:
      if let definition = condition(behind: term) {
        return try knowledge(of: definition, in: frame)
      }
      var unknown = bits(false, frame)
      for value in values(read: term) {
        if let present = try evaluate(value, in: frame).validity { unknown = unknown | ~present }
      }
      return Knowledge(holds: try condition(term, in: frame) & ~unknown, unknown: unknown)
    }
  }

  /// The rows that a condition is really about, those that meet each of its parts that is known of every
  /// row, and which of these it cannot be told of.
  func asked(
    by term: Term, in frame: Frame
  ) throws(EvaluationFailure) -> (asked: Bitmap, unknown: Bitmap) {
    var asked = bits(true, frame)
    var unknown = bits(false, frame)
    for part in conjuncts(of: term) {
      let known = try knowledge(of: part, in: frame)
      if known.unknown.setCount == 0 {
        asked = asked & known.holds
      } else {
        unknown = unknown | known.unknown
      }
    }
    return (asked, unknown & asked)
  }

  /// The parts that must all hold, those of definitions among them.
  func conjuncts(of term: Term) -> [Term] {
    if case .all(let parts) = term { return parts.flatMap(conjuncts) }
    return condition(behind: term).map(conjuncts) ?? [term]
  }

  /// What a name stands for that a row can be asked of alone.
  private func condition(behind term: Term) -> Term? {
    guard case .computed(let reference) = term, let definition = definitions[reference],
      definition.type == .boolean, !definition.looksAcrossRows
    else { return nil }
    return definition
  }

  /// The values that a test cannot do without.
  private func values(read term: Term) -> [Term] {
    switch term {
    case .comparison(_, let left, let right): [left, right]
    case .membership(let value, _), .listContains(let value, _), .within(let value, _),
      .textTest(_, let value, _, _):
      [value]
    case .field, .computed, .follow: [term]
    default: []
    }
  }

  private func bits(_ value: Bool, _ frame: Frame) -> Bitmap {
    Bitmap(repeating: value, count: frame.count)
  }
}
