import PQLSyntax

extension NaiveEvaluator {
  /// The name of the record that a relation leads to, where the data record something else in any
  /// row, as an id; nil for every other expression.
  func recordName(_ expression: Expression, _ place: NaivePlace) throws -> ByteText? {
    if case .parenthesized(let inner) = expression.kind { return try recordName(inner, place) }
    guard case .name(let parts) = expression.kind, case .row(let table, let row) = place,
      var entity = table.entity, parts.first?.text != "raw",
      !table.columns.contains(where: { $0.name == parts.map(\.text).joined(separator: ".") })
    else { return nil }
    var record = table.rows[row].record
    for part in parts.dropLast() {
      guard let target = model.field(part.text, of: entity)?.target,
        let next = links["\(entity).\(part.text)"]?[record]
      else { return nil }
      (entity, record) = (target, next)
    }
    guard let last = parts.last?.text, let target = model.field(last, of: entity)?.target,
      !isByName(entity, last, target), let row = links["\(entity).\(last)"]?[record],
      case .text(let name) = raw("name", target, row)
    else { return nil }
    return name
  }

  /// Whether every value of a relation that finds its record is the record's name.
  private func isByName(_ entity: String, _ field: String, _ target: String) -> Bool {
    guard model.field("name", of: target) != nil else { return true }
    let rows = links["\(entity).\(field)"] ?? []
    return rows.indices.allSatisfy { record in
      guard let row = rows[record] else { return true }
      return raw(field, entity, record) == raw("name", target, row)
    }
  }

  /// Whether two texts are equal where either may be a relation: a literal meets the value as
  /// recorded or the name, two fields meet by name.
  func areEqual(
    _ one: ByteText, _ left: Expression, _ other: ByteText, _ right: Expression,
    _ place: NaivePlace
  ) throws -> Bool {
    if case .text = right.kind {
      return try one == other || recordName(left, place) == other
    }
    if case .text = left.kind {
      return try one == other || recordName(right, place) == one
    }
    return try (recordName(left, place) ?? one) == (recordName(right, place) ?? other)
  }
}
