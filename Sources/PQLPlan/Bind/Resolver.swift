package import PQLModel
package import PQLSyntax

/// Binds statements: every name once, every type checked, and all that is wrong told in one go.
///
/// It holds what the three binders of names, expressions and queries share, and what a statement defines.
package struct Resolver: Sendable {
  var queries: QueryBinder

  package init(
    catalog: Catalog, model: Model, today: Int32, now: Int64, source: SourceText,
    environment: Environment
  ) {
    let names = NameBinder(catalog: catalog, model: model, environment: environment)
    queries = QueryBinder(
      ExpressionBinder(names: names, today: today, now: now, source: source))
  }

  /// What names mean.
  package var names: NameBinder { expressions.names }
  package var catalog: Catalog { names.catalog }
  package var model: Model { names.model }
  package var today: Int32 { expressions.today }
  package var now: Int64 { expressions.now }

  package internal(set) var environment: Environment {
    get { names.environment }
    _modify { yield &queries.expressions.names.environment }
  }

  /// What was told of the statements bound so far.
  package var diagnostics: [Diagnostic] { expressions.sink.messages }

  var source: SourceText {
    get { expressions.source }
    set { queries.source = newValue }
  }

  var expressions: ExpressionBinder {
    get { queries.expressions }
    _modify { yield &queries.expressions }
  }

  /// Adds a message; what it gives is to be thrown.
  mutating func report(_ message: Diagnostic) -> Reported {
    expressions.report(message)
  }

  func text(of expression: Expression) -> String { expressions.text(of: expression) }
}
