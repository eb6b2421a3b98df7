/// Queries, heads and steps.
extension Parser {
  /// query = [ head ] { clause } { "|" step }.
  func query() -> Query {
    let start = position
    let wasInQuery = isInQuery
    isInQuery = true
    defer { isInQuery = wasInQuery }
    if let query = foreignQuery() { return query }
    let head = beginsWithClause() ? [] : head()
    let clauses = clauses(inStep: false)
    var steps: [Step] = []
    while sign == .pipe { steps.append(step()) }
    return Query(head: head, clauses: clauses, steps: steps, span: span(from: start))
  }

  /// Whether clauses stand here without a head, as behind `|` or in a line that refines a query.
  private func beginsWithClause() -> Bool {
    if sign == .pipe { return true }
    guard keyword?.clause != nil else { return beginsForeignClause(at: position) }
    return beginsClause(at: position) || beginsForeignClause(at: position)
  }

  /// step = "|" [ head ] { clause }.
  func step() -> Step {
    let start = position
    advance()
    if isAtEnd || sign == .pipe {
      report(.emptyStep(at: span(at: start)))
      return Step(head: [], clauses: [], span: span(from: start))
    }
    let isLet = keyword == .let && isName(at: position + 1) && sign(at: position + 2) == .equal
    let isExport = keyword == .export && kind(at: position + 1) == .text
    let head = isLet || isExport || beginsWithClause() ? [] : head()
    let clauses = clauses(inStep: true)
    return Step(head: head, clauses: clauses, span: span(from: start))
  }

  /// head = head-item { "," head-item }.
  func head() -> [HeadItem] {
    var items: [HeadItem] = []
    repeat {
      items.append(headItem())
    } while take(.comma)
    return items
  }

  /// head-item = [ name ":" ] expression { expression }.
  ///
  /// Further operands stand only behind a bare name: `sum amount`, `need 20 wins`.
  func headItem() -> HeadItem {
    let start = position
    let label = label()
    let first = expression()
    var operands = [first]
    if first.word != nil {
      while beginsSideOperand() {
        let before = position
        operands.append(expression())
        assert(position > before, "an operand has at least one token")
        if position == before { break }
      }
    }
    return HeadItem(label: label, operands: operands, span: span(from: start))
  }

  /// label = name ":".
  func label() -> Name? {
    guard isName(at: position), sign(at: position + 1) == .colon else { return nil }
    let label = takeName()
    advance()
    return label
  }

  /// named-expression = [ name ":" ] expression.
  func namedExpression() -> NamedExpression {
    let start = position
    let label = label()
    let expression = expression()
    return NamedExpression(label: label, expression: expression, span: span(from: start))
  }

  /// One element or more, parted by commas.
  func commaSeparated<Element>(_ element: (Parser) -> Element) -> [Element] {
    var elements: [Element] = []
    repeat {
      elements.append(element(self))
    } while take(.comma)
    return elements
  }
}
