import PQLSyntax
import Testing

@Suite struct DiagnosticTests {
  /// The text marked with `«…»` is where the first message must point.
  static let cases: [(String, DiagnosticCode, String)] = [
    ("count where «10k < amount < 50k»", .chainedComparison, "amount between 10k and 50k"),
    ("count where «10k <= amount < 50k»", .chainedComparison, "amount in 10k..<50k"),
    ("count where «50k > amount >= 10k»", .chainedComparison, "amount in 10k..<50k"),
    ("count where not «a < b < c»", .chainedComparison, "(b > a and b < c)"),
    ("sum amount «group by» owner", .foreignClause, "by owner"),
    ("deals «sort by» amount", .foreignClause, "sort amount"),
    ("deals «order by» amount desc, name", .foreignClause, "sort -amount, name"),
    ("deals sort amount «desc»", .foreignClause, "-amount"),
    ("sum amount by owner «having» sum_amount > 5", .foreignClause, "| where sum_amount > 5"),
    ("«select» name from deals where open", .foreignClause, "deals where open show name"),
    ("«from» deals select name", .foreignClause, "deals show name"),
    ("count where open «where» won", .repeatedClause, "twice"),
    ("count where «(»open and won", .unclosedBracket, "not closed"),
    ("count where a«)»", .unclosedBracket, "closes nothing"),
    ("let «where» = deals", .invalidName, "reserved"),
    ("let «limit» = deals", .invalidName, "clause"),
    ("count where created in last 3 «qarters»", .unknownUnit, "quarters"),
    ("count during last «qarter»", .unknownUnit, "quarter"),
    ("count where x > 30 «dais» ago", .unknownUnit, "days"),
    ("count where x = «30m»", .unknownNumberSuffix, "30mo"),
    ("count where x = «2026-02-30»", .impossibleDate, "28 days"),
    ("count by«»", .missingExpression, "key"),
    ("count where a =«»", .missingExpression, "after `=`"),
    ("count where a between 1 «or» 2", .unexpectedToken, "and"),
    ("deals top 3«»", .missingExpression, "by"),
    ("count(«*»)", .unexpectedToken, "count"),
    ("count where name «like» \"x\"", .foreignOperator, "contains"),
    ("count where a «=>» 3", .foreignOperator, ">="),
    ("count «|»", .missingExpression, "step"),
    ("define x«»", .malformedDefinition, "define NAME for ENTITY"),
    ("define x = 1 «\"a\"»", .malformedDefinition, "metric"),
    ("metric x = 1 \"a\" «\"b\"»", .malformedDefinition, "one description"),
    ("policy p { «5» when x }", .malformedDefinition, "+5"),
    ("policy p { grade A «80» }", .malformedDefinition, "from"),
    ("pql «2»", .unsupportedVersion, "1"),
    ("count\n«pql 1»", .unsupportedVersion, "first line"),
    ("table t {\n a => b\n «1 | 2 => 3»\n}", .malformedDefinition, "2 condition"),
    ("count where («a», b)", .unexpectedToken, ""),
    ("count where x > «eur 50k»", .unexpectedToken, "EUR 50k"),
    ("count where x in («)»", .missingExpression, "after `(`"),
    ("deals show if a then 1«»", .unexpectedToken, "else"),
  ]

  @Test(arguments: cases)
  func `a message points at its place and says what helps`(
    _ marked: String, _ code: DiagnosticCode, _ mention: String
  ) throws {
    let start = try #require(marked.utf8.firstRange(of: "«".utf8)).lowerBound
    let end = try #require(marked.utf8.firstRange(of: "»".utf8)).lowerBound
    let text = marked.filter { $0 != "«" && $0 != "»" }
    let first = marked.utf8.distance(from: marked.startIndex, to: start)
    let last = marked.utf8.distance(from: marked.startIndex, to: end) - 2
    let tree = read(text)
    let found = try #require(tree.diagnostics.first)
    #expect(found.code == code)
    if !mention.isEmpty { #expect(found.span == Span(first, last)) }
    #expect(words(found).contains(mention) || mention.isEmpty)
    #expect(tree.diagnostics.count == 1)
  }

  @Test(arguments: cases)
  func `messages keep to the house style`(_ marked: String, _ code: DiagnosticCode, _ hint: String)
  {
    for found in read(marked.filter { $0 != "«" && $0 != "»" }).diagnostics {
      #expect(found.suggestions.count <= 3)
      #expect(!found.message.hasSuffix("."))
      #expect(found.message.first?.isUppercase != true)
      #expect(!found.message.lowercased().contains("you"))
      #expect(!found.message.isEmpty && !found.label.isEmpty)
    }
  }

  @Test func `several errors are told in one run`() {
    let tree = read("count where a = 2026-13-41 and b == 1 by\nlet by = deals\nsum(")
    #expect(tree.diagnostics.count == 5)
    #expect(tree.diagnostics.map(\.span.start) == tree.diagnostics.map(\.span.start).sorted())
  }
}
