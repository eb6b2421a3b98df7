/// Tests of policies and tables.
extension Parser {
  /// test = "test" text "for" name "{" "given" record { "expect" expectation { "," … } } "}".
  func test() -> StatementKind {
    advance()
    let title = takeText()?.0 ?? ""
    let subject = entity(.test)
    var given: Expression?
    var expectations: [TestExpectation] = []
    guard need(.openBrace, .test) else { return .unreadable }
    allowsRecords = true
    inBraces(.test) { parser in
      parser.testItem(&given, &expectations)
    }
    allowsRecords = false
    return .test(
      TestStatement(
        title: title, subject: subject,
        given: given ?? Expression(.record([]), Span(span.start, span.start)),
        expectations: expectations))
  }

  private func testItem(
    _ given: inout Expression?, _ expectations: inout [TestExpectation]
  ) {
    if take(.given) {
      guard sign == .openBrace else {
        malformed(.test, expected: "a record, as in `given { title: \"VP\" }`")
        return
      }
      if given != nil { malformed(.test, expected: "one `given`") }
      given = record()
    }
    if take(.expect) {
      expectations += commaSeparated { $0.expectation() }
    } else if !isAtEnd {
      malformed(.test, expected: "`given` or `expect`")
      position = stop
    }
  }

  /// expectation = [ "not" ] "fired" name | expression.
  private func expectation() -> TestExpectation {
    let isNegated = keyword == .not && keyword(at: position + 1) == .fired
    let fired = position + (isNegated ? 1 : 0)
    if keyword(at: fired) == .fired, isName(at: fired + 1) {
      var name = name(at: fired + 1)
      position = fired + 2
      while sign == .dot, kind(at: position + 1) == .number || isName(at: position + 1) {
        name.text += "." + text(at: position + 1)
        name.span = name.span.through(span(at: position + 1))
        position += 2
      }
      return .fired(name, isNegated: isNegated)
    }
    return .condition(expression())
  }
}
