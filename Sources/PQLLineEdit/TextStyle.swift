/// How a span of text looks on the terminal.
package struct TextStyle: Sendable, Hashable {
  /// One of the colours that every terminal theme defines.
  package enum Color: Int, Sendable, CaseIterable {
    case black
    case red
    case green
    case yellow
    case blue
    case magenta
    case cyan
    case white
  }

  /// The colour of the letters; nil for the terminal's own.
  package var color: Color?
  package var isBold: Bool
  package var isDim: Bool
  package var isItalic: Bool
  package var isUnderlined: Bool
  package var isInverse: Bool

  /// The terminal's own style.
  package static let plain = Self()

  package init(
    color: Color? = nil,
    isBold: Bool = false,
    isDim: Bool = false,
    isItalic: Bool = false,
    isUnderlined: Bool = false,
    isInverse: Bool = false
  ) {
    self.color = color
    self.isBold = isBold
    self.isDim = isDim
    self.isItalic = isItalic
    self.isUnderlined = isUnderlined
    self.isInverse = isInverse
  }

  /// The sequence that turns the style on, from whatever was on before.
  var sequence: String {
    var parameters = "0"
    if isBold { parameters += ";1" }
    if isDim { parameters += ";2" }
    if isItalic { parameters += ";3" }
    if isUnderlined { parameters += ";4" }
    if isInverse { parameters += ";7" }
    if let color { parameters += ";\(30 + color.rawValue)" }
    return "\u{1B}[\(parameters)m"
  }
}

/// A span of the text and its style.
package struct StyledSpan: Sendable, Hashable {
  /// Offsets into the UTF-8 of the text.
  package var range: Range<Int>
  package var style: TextStyle

  package init(range: Range<Int>, style: TextStyle) {
    self.range = range
    self.style = style
  }
}
