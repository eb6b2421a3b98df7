import PQLModel
import PQLSyntax
import PQLText

// Values beside what the data record: names that several bear, and those written nearly so.
extension ExpressionBinder {
  /// Refuses a literal name that several of the records bear to which a relation leads.
  mutating func refuseAmbiguousName(
    _ term: Term, _ value: Value, _ span: Span
  ) throws(Reported) {
    guard case .text(let text) = value, let name = names.recordName(of: term),
      let field = names.domainField(of: name), let column = names.recordedText(field),
      let code = column.dictionary.code(of: text)
    else { return }
    let count = column.codes.reduce(0) { $0 + ($1 == code ? 1 : 0) }
    guard count > 1 else { return }
    throw report(.ambiguousName(text, field.entity, count, span))
  }

  /// How many values are looked through for one that is written nearly so.
  private static let mostCompared = 100_000

  /// Refuses a text that no record has, where one has it in another case or with other marks.
  ///
  /// Asked of categories and of the names of records, whose values are known; free text may be
  /// anything.
  mutating func refuseNearMiss(
    _ value: Value, of term: Term, _ operand: Expression, _ expression: Expression
  ) throws(Reported) {
    guard case .text(let text) = value, case .text = expression.kind,
      let field = names.domainField(of: term), field.type == .category || names.isRelation(field)
    else { return }
    let columns =
      [field]
      + (names.recordName(of: term).flatMap { names.domainField(of: $0) }.map { [$0] } ?? [])
    let dictionaries = columns.compactMap { names.recordedText($0)?.dictionary }
    guard dictionaries.allSatisfy({ $0.code(of: text) == nil && $0.count <= Self.mostCompared })
    else { return }
    let wanted = Spelling.folded(text)
    guard !wanted.isEmpty,
      let near = dictionaries.lazy.flatMap(\.values).first(where: {
        Spelling.folded($0) == wanted
      })
    else { return }
    throw report(
      .nearValue(text, expression.span, field: field.name, operand: operand.span, value: near))
  }

  /// Says in the footer which of the values no record has, where the values are a closed set.
  mutating func noteUnknown(_ values: [Value], of term: Term, in place: Place) {
    guard term.type == .category, let domain = domain(of: term, in: place) else { return }
    let unknown = values.compactMap { value -> String? in
      guard case .text(let text) = value, !domain.values.contains(text) else { return nil }
      return TextLiteral.quoted(text)
    }
    guard !unknown.isEmpty else { return }
    let remark = Note(
      .unknownValue,
      [.text("field", domain.name), .text("values", unknown.joined(separator: ", "))])
    if !remarks.contains(remark) { remarks.append(remark) }
  }
}
