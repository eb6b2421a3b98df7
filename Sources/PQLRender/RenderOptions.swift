/// What the place an answer or a message is written to can show.
package struct RenderOptions: Sendable {
  /// Columns of the terminal; nil for no limit.
  package var width: Int?
  /// Whether to style the text with escape sequences.
  package var color: Bool
  /// Whether CSV has columns for the currencies of its money.
  package var currencyBesideMoney: Bool
  /// Whether whoever reads has seen enough, asked every few thousand rows.
  package var isStopped: @Sendable () -> Bool

  /// Plain text without a limit unless told otherwise.
  package init(
    width: Int? = nil, color: Bool = false, currencyBesideMoney: Bool = true,
    isStopped: @escaping @Sendable () -> Bool = { false }
  ) {
    self.width = width
    self.color = color
    self.currencyBesideMoney = currencyBesideMoney
    self.isStopped = isStopped
  }

  /// Whether to go on at a row; a long answer can be broken off.
  func goesOn(at row: Int) -> Bool { row & 0xFFF != 0xFFF || !isStopped() }

  var theme: Theme { Theme(isColored: color) }
}
