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
    switch part {
    case .comparison(.equal, let left, .constant(.text(let text), _)):
      try suggestValue(like: text, of: left, frame)
    case .membership(let left, let values):
      guard case .text(let text)? = values.first, values.count == 1 else { return }
      try suggestValue(like: text, of: left, frame)
    case .textTest(let test, let term, let text, _) where test != .matches:
      try suggestValue(passing: test, text, of: [term], frame)
    case .some(let parts):
      // A relation is asked by what is recorded and by the name of the record.
      let terms = parts.compactMap { part -> Term? in
        if case .textTest(_, let term, _, _) = part { term } else { nil }
      }
      guard terms.count == parts.count, case .textTest(let test, _, let text, _)? = parts.first,
        test != .matches
      else { return }
      try suggestValue(passing: test, text, of: terms, frame)
    default: return
    }
  }

  /// The value that an equality most likely means.
  private func suggestValue(
    like wanted: String, of term: Term, _ frame: Frame
  ) throws(EvaluationFailure) {
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
    let used = usedValues(column)
    let near =
      Spelling.nearest(to: wanted, in: used, limit: 1).first
      ?? valuePassing(.contains, wanted, among: used)
    if let near { note(Note(.nearValue, [.text("value", near)])) }
  }

  /// A value that a test of text misses by case, accents or marks alone.
  private func suggestValue(
    passing test: TextTest, _ wanted: String, of terms: [Term], _ frame: Frame
  ) throws(EvaluationFailure) {
    for term in terms {
      guard case .text(let column) = try evaluate(term, in: frame) else { continue }
      let used = usedValues(column)
      let near =
        valuePassing(test, wanted, among: used)
        ?? Spelling.nearest(to: wanted, in: used.lazy.flatMap(Self.words), limit: 1).first
        .flatMap { word in used.first { Self.words(of: $0).contains(word) } }
      if let near {
        note(Note(.nearValue, [.text("value", near)]))
        return
      }
    }
  }

  private func usedValues(_ column: TextColumn) -> [String] {
    let used = Set(column.codes)
    let values = column.dictionary.values
    return values.indices.filter { used.contains(Int32($0)) }.map { values[$0] }
  }

  private static func words(of value: String) -> [String] {
    value.split(separator: " ").map(String.init)
  }

  /// The first value that passes a test when letters and digits alone count.
  private func valuePassing(
    _ test: TextTest, _ wanted: String, among values: [String]
  ) -> String? {
    let wanted = Spelling.folded(wanted)
    guard !wanted.isEmpty else { return nil }
    return values.first { value in
      let folded = Spelling.folded(value)
      return switch test {
      case .contains: folded.contains(wanted)
      case .startsWith: folded.hasPrefix(wanted)
      case .endsWith: folded.hasSuffix(wanted)
      case .matches: false
      }
    }
  }
}
