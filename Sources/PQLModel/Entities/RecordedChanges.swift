/// The changes of one field of one entity, as the history records them, in the order of the file.
package struct RecordedChanges: Sendable {
  /// By row of the history the record that changed, -1 for none.
  package let records: Buffer<Int32>
  /// What the field became, and what it was before where the history ever says that.
  package let to: TextColumn
  package let from: TextColumn?
  package let at: SecondColumn
  private let field: TextColumn
  /// By code of `field` plus one, whether it is the one that is asked about.
  private let isAsked: [Bool]

  /// Nil when the history records no change of the field under any of its names; O(different fields).
  package init?(_ model: Model, of name: String, in entity: EntityKind = .deals) {
    guard let history = model[.history], let link = model.link(.history, entity.singular),
      link.target == entity, case .text(let field)? = history.field("field")?.column,
      case .text(let to)? = history.field("to")?.column,
      case .second(let at)? = history.field("at")?.column
    else { return nil }
    let stored = model[entity]?.field(name)
    let names = Set([name] + (stored.map { [$0.name] + $0.aliases } ?? []))
    let isAsked = [false] + field.dictionary.values.map(names.contains)
    guard isAsked.contains(true) else { return nil }
    (records, self.to, self.at, self.field) = (link.rows, to, at, field)
    from = history.field("from")?.column.texts
    self.isAsked = isAsked
  }

  /// Calls for each change with a record and a moment, in the order of the file.
  ///
  /// O(rows).
  @inline(__always)
  package func forEachChange(_ body: (_ row: Int, _ record: Int, _ moment: Int64) -> Void) {
    let (records, fields, moments) = (records.span, field.codes.span, at.values.span)
    let validity = at.validity
    for row in 0..<records.count where isAsked[Int(fields[row]) &+ 1] && records[row] >= 0 {
      if let validity, !validity[row] { continue }
      body(row, Int(records[row]), moments[row])
    }
  }
}
