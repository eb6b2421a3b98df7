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
      note("nothing matches: \(part.sentence) keeps 0 of \(before)")
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
        note("\(rows) rows match without regard to case, as \"\(values[alike[0]])\"")
        return
      }
    }
    let used = Set(column.codes)
    let near = Spelling.nearest(
      to: wanted, in: values.indices.filter { used.contains(Int32($0)) }.map { values[$0] },
      limit: 1)
    if let first = near.first { note("did you mean \"\(first)\"?") }
  }
}

extension Term {
  /// The condition in words, for the footer.
  fileprivate var sentence: String {
    switch self {
    case .comparison(let sign, let left, .constant(let value, _)):
      "\(left.label) \(sign.rawValue) \(value.sentence)"
    case .membership(let left, let values) where values.count == 1:
      "\(left.label) = \(values[0].sentence)"
    case .membership(let left, let values):
      "\(left.label) in (\(values.map(\.sentence).joined(separator: ", ")))"
    case .stageOrder(let sign, let stage): "stage \(sign.rawValue) \(stage)"
    case .textTest(.matches, let left, let text, let ignoresCase):
      "\(left.label) matches /\(text)/\(ignoresCase ? "i" : "")"
    case .textTest(let test, let left, let text, _):
      "\(left.label) \(test.rawValue) \"\(text)\""
    case .not(let inner): "not (\(inner.sentence))"
    case .present(let inner): "\(inner.label) is present"
    case .within(let inner, let range):
      (inner.label == "the value" ? "the date" : inner.label)
        + " in \(CivilDate(dayNumber: range.start).text).."
        + CivilDate(dayNumber: range.end - 1).text
    case .all, .some: "the condition"
    default: label == "the value" ? "the condition" : label
    }
  }
}

extension Value {
  /// The value as it may be written in a query.
  var sentence: String {
    switch self {
    case .missing: "missing"
    case .text(let text): "\"\(text)\""
    case .number(let number): number.plainText
    case .percent(let share): share.percentText
    case .money(let units, _): Money.text(units)
    case .boolean(let truth): truth ? "true" : "false"
    case .date(let day): CivilDate(dayNumber: day).text
    case .timestamp(let second): CivilDate(dayNumber: CivilDate.dayNumber(ofSecond: second)).text
    case .duration(let days): days.plainText + " days"
    case .period, .list: "…"
    }
  }
}
