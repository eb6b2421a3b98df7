/// How tightly an operator binds, the loosest first.
package enum Precedence: Int, Sendable, Comparable {
  case or, and, not, comparison, range, coalesce, sum, product, minus

  package static func < (left: Precedence, right: Precedence) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The next tighter one.
  var tighter: Precedence { Precedence(rawValue: rawValue + 1) ?? .minus }
}

/// One row of the operator table.
package struct OperatorRow: Sendable {
  /// What an operator makes of its operands.
  package enum Operation: Sendable, Hashable {
    case binary(BinaryOperator)
    case range(includesEnd: Bool)
    case between
    case membership
    case presence
    case text(TextTest)
  }

  /// A word or sign, or two words.
  package var spelling: String
  package var precedence: Precedence
  package var operation: Operation
}

/// The operators between operands: the parser, the printer and the grammar read this table.
package enum Operators {
  package static let rows: [OperatorRow] = [
    OperatorRow(spelling: "or", precedence: .or, operation: .binary(.or)),
    OperatorRow(spelling: "and", precedence: .and, operation: .binary(.and)),
    OperatorRow(spelling: "=", precedence: .comparison, operation: .binary(.equal)),
    OperatorRow(spelling: "!=", precedence: .comparison, operation: .binary(.notEqual)),
    OperatorRow(spelling: "<", precedence: .comparison, operation: .binary(.less)),
    OperatorRow(spelling: "<=", precedence: .comparison, operation: .binary(.lessOrEqual)),
    OperatorRow(spelling: ">", precedence: .comparison, operation: .binary(.greater)),
    OperatorRow(spelling: ">=", precedence: .comparison, operation: .binary(.greaterOrEqual)),
    OperatorRow(spelling: "between", precedence: .comparison, operation: .between),
    OperatorRow(spelling: "in", precedence: .comparison, operation: .membership),
    OperatorRow(spelling: "is", precedence: .comparison, operation: .presence),
    OperatorRow(spelling: "contains", precedence: .comparison, operation: .text(.contains)),
    OperatorRow(spelling: "ends with", precedence: .comparison, operation: .text(.endsWith)),
    OperatorRow(spelling: "matches", precedence: .comparison, operation: .text(.matches)),
    OperatorRow(spelling: "starts with", precedence: .comparison, operation: .text(.startsWith)),
    OperatorRow(spelling: "..", precedence: .range, operation: .range(includesEnd: true)),
    OperatorRow(spelling: "..<", precedence: .range, operation: .range(includesEnd: false)),
    OperatorRow(spelling: "??", precedence: .coalesce, operation: .binary(.coalesce)),
    OperatorRow(spelling: "+", precedence: .sum, operation: .binary(.add)),
    OperatorRow(spelling: "-", precedence: .sum, operation: .binary(.subtract)),
    OperatorRow(spelling: "*", precedence: .product, operation: .binary(.multiply)),
    OperatorRow(spelling: "/", precedence: .product, operation: .binary(.divide)),
  ]

  private static let bySpelling = Dictionary(
    uniqueKeysWithValues: rows.map { ($0.spelling, $0) })

  private static let bySign = Dictionary(
    uniqueKeysWithValues: Sign.allCases.compactMap { sign in
      bySpelling[sign.native ?? sign.rawValue].map { (sign, $0) }
    })

  /// The row of a sign, also of one that others write.
  static func row(_ sign: Sign) -> OperatorRow? { bySign[sign] }

  /// The row of a word; of two words the first is given.
  static func row(_ keyword: Keyword) -> OperatorRow? {
    switch keyword {
    case .starts: bySpelling["starts with"]
    case .ends: bySpelling["ends with"]
    case .or, .and, .between, .in, .is, .contains, .matches: bySpelling[keyword.rawValue]
    default: nil
    }
  }
}
