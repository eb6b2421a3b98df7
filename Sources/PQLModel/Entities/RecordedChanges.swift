/// The changes of one field of the deals, as the history records them.
package struct RecordedChanges: Sendable {
  /// By row of the history the deal, -1 for none.
  package let deals: Buffer<Int32>
  /// Which field changed; `code` is the one that is asked about.
  package let field: TextColumn
  package let code: Int32
  /// What it became, and when.
  package let to: TextColumn
  package let at: SecondColumn

  /// Nil when the history records no change of a field of this name; O(different fields).
  package init?(_ model: Model, of name: String) {
    guard let history = model[.history], let link = model.link(.history, "deal"),
      link.target == .deals, case .text(let field)? = history.field("field")?.column,
      case .text(let to)? = history.field("to")?.column,
      case .second(let at)? = history.field("at")?.column,
      let code = field.dictionary.code(of: name)
    else { return nil }
    deals = link.rows
    (self.field, self.to, self.at, self.code) = (field, to, at, code)
  }
}
