/// A question in pieces of canonical text: a line that refines it changes some, and the rest stays.
///
/// Pieces are texts and no trees, because the parts of a tree lie in the source they were read
/// from, and a refined question has parts of several.
package struct RefinedQuery: Sendable, Hashable {
  private var head: String
  /// The clauses but `where`, each of one word, in the formatter's order.
  private var clauses: [Piece]
  /// What must hold, each part of a chain of `and` by itself.
  private var conditions: [String]
  private var steps: [Filtered]

  private struct Piece: Sendable, Hashable {
    var keyword: ClauseKeyword
    var text: String
  }

  /// A step; one that says nothing but `where` is known by its conditions.
  private enum Filtered: Sendable, Hashable {
    case conditions([String])
    case step(String)
  }

  /// The pieces of a query that was read without an error.
  package init(_ query: Query, of source: SourceText) {
    let printer = Printer(source: Array(source.text.utf8))
    head = printer.head(query.head)
    clauses = printer.ordered(query.clauses).filter { $0.keyword != .where }
      .map { Piece(keyword: $0.keyword, text: printer.clause($0)) }
    conditions = query.clauses.flatMap { printer.conditions(of: $0) }
    steps = query.steps.map { step in
      if step.head.isEmpty, let only = step.clauses.first, step.clauses.count == 1,
        only.keyword == .where
      {
        return .conditions(printer.conditions(of: only))
      }
      let parts = [printer.head(step.head)] + printer.ordered(step.clauses).map(printer.clause)
      return .step(parts.filter { !$0.isEmpty }.joined(separator: " "))
    }
  }

  /// Takes over the clauses and steps of a line: a clause in the place of the one of its word, a
  /// further `where` narrowing, a step behind the last.
  package mutating func take(_ line: RefinedQuery) {
    clauses = clauses.filter { old in !line.clauses.contains { $0.keyword == old.keyword } }
    clauses += line.clauses
    conditions = Self.joined(conditions, line.conditions)
    for step in line.steps {
      if case .conditions(let new) = step, case .conditions(let old)? = steps.last {
        steps[steps.count - 1] = .conditions(Self.joined(old, new))
      } else {
        steps.append(step)
      }
    }
  }

  /// Conditions that hold together; what is said already is not said again.
  private static func joined(_ old: [String], _ new: [String]) -> [String] {
    new.reduce(into: old) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The question on one line.
  package var text: String {
    let order = ClauseKeyword.allCases
    var pieces = clauses
    if !conditions.isEmpty { pieces.append(Piece(keyword: .where, text: Self.where(conditions))) }
    pieces.sort {
      (order.firstIndex(of: $0.keyword) ?? 0) < (order.firstIndex(of: $1.keyword) ?? 0)
    }
    let behind = steps.map { step in
      switch step {
      case .conditions(let conditions): "| " + Self.where(conditions)
      case .step(let text): "| " + text
      }
    }
    return ([head] + pieces.map(\.text) + behind).joined(separator: " ")
  }

  private static func `where`(_ conditions: [String]) -> String {
    "where " + conditions.joined(separator: " and ")
  }
}

extension Printer {
  /// The parts of a `where` that `and` joins, each so that it may stand between further ones; none
  /// for another clause.
  fileprivate func conditions(of clause: Clause) -> [String] {
    guard case .where(let condition) = clause.content else { return [] }
    return conjuncts(of: condition).map { part in
      part.needsBrackets ? "(\(expression(part)))" : expression(part)
    }
  }

  /// Chains grow to the left, so the walk needs stack for brackets alone, which the parser bounds.
  private func conjuncts(of condition: Expression) -> [Expression] {
    var parts: [Expression] = []
    var rest = condition.withoutBrackets
    while case .binary(.and, _, let left, let right) = rest.kind {
      parts.insert(contentsOf: conjuncts(of: right), at: 0)
      rest = left.withoutBrackets
    }
    return [rest] + parts
  }
}

extension Expression {
  /// What stands in brackets that hold nothing else.
  fileprivate var withoutBrackets: Expression {
    var inner = self
    while case .parenthesized(let next) = inner.kind { inner = next }
    return inner
  }

  /// Whether an `and` or a clause behind the expression would become a part of it, or tear it apart.
  fileprivate var needsBrackets: Bool {
    switch kind {
    case .binary(.or, _, _, _), .conditional: true
    case .unary(_, let last), .binary(_, _, _, let last), .range(_, let last, _),
      .between(_, _, let last, _), .textTest(_, _, let last, _):
      last.needsBrackets
    // Outside brackets `in EUR` is a clause.
    case .membership(_, let set, _): set.isCurrencyCode || set.needsBrackets
    default: false
    }
  }

  private var isCurrencyCode: Bool {
    guard let word else { return false }
    return word.text.utf8.count == 3 && word.text.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5A }
  }
}
