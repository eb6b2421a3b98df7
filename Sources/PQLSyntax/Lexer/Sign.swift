/// Everything that is written with signs, the language's own and what others write.
package enum Sign: String, Sendable, Hashable, CaseIterable {
  case openRound = "("
  case closeRound = ")"
  case openSquare = "["
  case closeSquare = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case pipe = "|"
  case dot = "."
  case range = ".."
  case halfOpenRange = "..<"
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case coalesce = "??"
  case plus = "+"
  case minus = "-"
  case star = "*"
  case slash = "/"
  /// parts the conditions of a table's row from its results
  case arrow = "=>"
  // What others write
  case doubleEqual = "=="
  case tripleEqual = "==="
  case ampersands = "&&"
  case pipes = "||"
  case bang = "!"
  case angles = "<>"
  case bangDoubleEqual = "!=="
  case equalLess = "=<"

  /// What the language writes for a sign of others.
  package var native: String? {
    switch self {
    case .doubleEqual, .tripleEqual: "="
    case .ampersands: "and"
    case .pipes: "or"
    case .bang: "not"
    case .angles, .bangDoubleEqual: "!="
    case .equalLess: "<="
    default: nil
    }
  }

  /// Signs by their spelling.
  static let bySpelling = Dictionary(
    uniqueKeysWithValues: allCases.map { (Array($0.rawValue.utf8), $0) })

  /// Whether a line that ends in the sign goes on in the next.
  var continuesLine: Bool {
    switch self {
    case .closeRound, .closeSquare, .openBrace, .closeBrace, .semicolon: false
    default: true
    }
  }

  /// The sign that closes this one.
  var closer: Sign? {
    switch self {
    case .openRound: .closeRound
    case .openSquare: .closeSquare
    case .openBrace: .closeBrace
    default: nil
    }
  }

  /// Whether the sign closes a bracket.
  var isCloser: Bool { self == .closeRound || self == .closeSquare || self == .closeBrace }
}
