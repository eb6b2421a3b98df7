import PQLSyntax
import Testing

@Suite struct LexerTests {
  private func kinds(_ text: String) -> [TokenKind] {
    Lexer.lex(SourceText(name: "", text: text)).tokens.dropLast().map(\.kind)
  }

  static let valid: [(String, [TokenKind])] = [
    ("10k..<50k", [.number, .sign, .number]),
    ("1_000 2.5 3M 4B", [.number, .number, .number, .number]),
    ("20% 30d 2w 1mo 1q 1y 5bd", [.percent] + Array(repeating: .duration, count: 6)),
    ("2026-06-30", [.date]),
    ("2026-06-30T14:05 2026-06-30T14:05:30", [.timestamp, .timestamp]),
    ("2026-Q3 2026-06 FY2026 FY2026-Q3", [.period, .period, .period, .period]),
    ("2026-01-01..2026-03-31", [.date, .sign, .date]),
    ("2026 fy2026 FY26", [.number, .word, .word]),
    ("amount-2026", [.word, .sign, .number]),
    ("10-5", [.number, .sign, .number]),
    ("2026-10k", [.number, .sign, .number]),
    ("a.b", [.word, .sign, .word]),
    ("été 名前 _x x1", [.word, .word, .word, .word]),
    ("`Deal Amount`", [.quotedWord]),
    ("$region", [.parameter]),
    ("\"a\\n\\t\\\"\\\\\\u{1F600}\"", [.text]),
    ("name matches /a\\/b/i", [.word, .word, .pattern]),
    ("not matches /x/", [.word, .word, .pattern]),
    ("sum(matches / 2 / 3)", [.word, .sign, .word, .sign, .number, .sign, .number, .sign]),
    ("a / b / c", [.word, .sign, .word, .sign, .word]),
    ("#!/usr/bin/env pql\ncount", [.word]),
    ("\u{FEFF}count", [.word]),
    ("#> out\n## more", []),
  ]

  @Test(arguments: valid)
  func `text is cut into tokens`(_ text: String, _ expected: [TokenKind]) {
    #expect(kinds(text) == expected)
    #expect(Lexer.lex(SourceText(name: "", text: text)).diagnostics.isEmpty)
  }

  static let wrong: [(String, DiagnosticCode, String)] = [
    ("30m", .unknownNumberSuffix, "30mo"),
    ("30m", .unknownNumberSuffix, "minutes"),
    ("10K", .unknownNumberSuffix, "10k"),
    ("30days", .unknownNumberSuffix, "30 days"),
    ("5h", .unknownNumberSuffix, "hours"),
    (".5", .unknownNumberSuffix, "0.5"),
    ("2026-13-41", .impossibleDate, "01 to 12"),
    ("2026-02-30", .impossibleDate, "28 days"),
    ("2024-02-30", .impossibleDate, "29 days"),
    ("2026-6-3", .impossibleDate, "2026-06-03"),
    ("2026-6", .impossibleDate, "2026-06"),
    ("2026-13", .impossibleDate, "01 to 12"),
    ("2026-Q5", .impossibleDate, "Q1 to Q4"),
    ("FY2026-Q7", .impossibleDate, "Q1 to Q4"),
    ("FY2026-P00", .impossibleDate, "P01 to P13"),
    ("FY2026-P14", .impossibleDate, "P01 to P13"),
    ("FY2026-P3", .impossibleDate, "FY2026-P03"),
    ("FY2026-P03x", .impossibleDate, "not a date"),
    ("2026-06-30T25:00", .impossibleDate, "23:59"),
    ("2026-06-30T14:05Z", .impossibleDate, "not a date"),
    ("'Ana Ruiz'", .singleQuotedText, "\"Ana Ruiz\""),
    ("'Ana Ruiz'", .singleQuotedText, "`Ana Ruiz`"),
    ("'Cy O''Neil'", .singleQuotedText, "\"Cy O'Neil\""),
    ("\"abc", .unterminatedText, "closing quote"),
    ("\"a\\q\"", .unknownEscape, "\\q"),
    ("\"\\u{110000}\"", .unknownEscape, "u{"),
    ("a == b", .foreignOperator, "`=`"),
    ("a === b", .foreignOperator, "`=`"),
    ("a && b", .foreignOperator, "`and`"),
    ("a || b", .foreignOperator, "`or`"),
    ("!a", .foreignOperator, "`not`"),
    ("a <> b", .foreignOperator, "`!=`"),
    ("a ≥ b", .unexpectedCharacter, "`>=`"),
    ("“a”", .unexpectedCharacter, "\"a\""),
    ("a\u{A0}b", .unexpectedCharacter, "U+A0"),
    ("x matches /a", .unterminatedPattern, "closing"),
    ("x matches /a/g", .unterminatedPattern, "`i`"),
    ("``", .invalidName, "at least one"),
    ("`a", .invalidName, "closing backtick"),
    ("^^^", .unexpectedCharacter, "^^^"),
    ("$50k", .unexpectedCharacter, "USD 50k"),
    ("1" + String(repeating: "0", count: 400), .numberOutOfRange, "too large"),
  ]

  @Test(arguments: wrong)
  func `what is no token is told with its fix`(
    _ text: String, _ code: DiagnosticCode, _ mention: String
  ) {
    let lexed = Lexer.lex(SourceText(name: "", text: text))
    #expect(lexed.diagnostics.first?.code == code)
    #expect(lexed.diagnostics.contains { words($0).contains(mention) })
  }

  @Test func `the fix of a foreign word makes the text right`() {
    for text in ["a == 1", "a <> 1", "!a", "a = 'x'", "a = 2026-6-3", "a = 10K", "a \u{2264} .5"] {
      let query = "count where " + text
      var bytes = Array(query.utf8)
      for diagnostic in read(query).diagnostics.reversed() {
        for edit in diagnostic.suggestions[0].edits {
          bytes.replaceSubrange(edit.span.start..<edit.span.end, with: Array(edit.replacement.utf8))
        }
      }
      #expect(read(String(decoding: bytes, as: UTF8.self)).diagnostics.isEmpty, "\(text)")
    }
  }

  @Test func `numbers are scaled as exactly as their digits`() {
    let tree = read("let x = [1_000, 1.1k, 0.1M, 20%, 2.5]")
    guard case .letList(_, let list)? = tree.statements.first?.kind,
      case .list(let elements) = list.kind
    else {
      Issue.record("no list")
      return
    }
    #expect(
      elements.map(\.kind) == [
        .number(1000), .number(1100), .number(100_000), .percent(0.2), .number(2.5),
      ])
  }
}
