/// What the place an answer or a message is written to can show.
package struct RenderOptions: Sendable, Hashable {
  /// Columns of the terminal; nil for no limit.
  package var width: Int?
  /// Whether to style the text with escape sequences.
  package var color: Bool
  /// Whether CSV has columns for the currencies of its money.
  package var currencyBesideMoney: Bool

  /// Plain text without a limit unless told otherwise.
  package init(width: Int? = nil, color: Bool = false, currencyBesideMoney: Bool = true) {
    self.width = width
    self.color = color
    self.currencyBesideMoney = currencyBesideMoney
  }

  var theme: Theme { Theme(isColored: color) }
}
