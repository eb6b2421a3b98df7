import PQLModel
import PQLPlan
import PQLSyntax
import PQLText

extension Execution {
  /// Says which condition removed the last rows, and the nearest value where it names one.
  func explainEmpty(_ frame: Frame, _ condition: Term) throws(EvaluationFailure) {
    let parts: [Term] = if case .all(let parts) = condition { parts } else { [condition] }
    var rest = frame
    for part in parts {
      let before = rest.count
      rest = rest.filtered(try self.condition(part, in: rest))
      guard rest.count == 0 else { continue }
      note(Note(.nothingMatches, [.text("condition", part.text), .count("rows", before)]))
      try suggestValue(part, frame)
      return
    }
  }

  private func suggestValue(_ part: Term, _ frame: Frame) throws(EvaluationFailure) {
    let term: Term
    let wanted: String
    switch part {
    case .comparison(.equal, let left, .constant(.text(let text), _)): (term, wanted) = (left, text)
    case .membership(let left, let values):
      guard case .text(let text)? = values.first, values.count == 1 else { return }
      (term, wanted) = (left, text)
    default: return
    }
    guard case .text(let column) = try evaluate(term, in: frame) else { return }
    let folded = wanted.lowercased()
    let values = column.dictionary.values
    let alike = values.indices.filter {
      values[$0].lowercased() == folded && values[$0] != wanted
    }
    if !alike.isEmpty {
      let codes = Set(alike.map(Int32.init))
      let rows = column.codes.reduce(0) { $0 + (codes.contains($1) ? 1 : 0) }
      if rows > 0 {
        note(Note(.matchesInOtherCase, [.count("rows", rows), .text("value", values[alike[0]])]))
        return
      }
    }
    let used = Set(column.codes)
    let near = Spelling.nearest(
      to: wanted, in: values.indices.filter { used.contains(Int32($0)) }.map { values[$0] },
      limit: 1)
    if let first = near.first { note(Note(.nearValue, [.text("value", first)])) }
  }
}
