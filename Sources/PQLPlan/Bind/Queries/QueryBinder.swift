package import PQLModel
package import PQLSyntax

/// Binds queries to plans: heads, clauses, steps, groups; a verb's own file is given it.
///
/// Expressions in them are bound by the expression binder, which is told where they stand.
package struct QueryBinder: Sendable, Binding {
  var expressions: ExpressionBinder
  /// The date that `during` and `per` go by where the query does not say.
  var dates = DateUse.usual
  /// The currency of the answer.
  var currency: String
  /// Whether `in` named it.
  var namesCurrency = false

  init(_ expressions: ExpressionBinder) {
    self.expressions = expressions
    currency = expressions.model.currency.base
  }

  package var sink: MessageSink {
    get { expressions.sink }
    set { expressions.sink = newValue }
  }

  package var source: SourceText {
    get { expressions.source }
    set { expressions.source = newValue }
  }

  package var openCount: Int { expressions.openCount }

  var names: NameBinder { expressions.names }
  var catalog: Catalog { names.catalog }
  package var model: Model { names.model }
  var environment: Environment { names.environment }
  /// Day number of `today`.
  package var today: Int32 { expressions.today }

  /// Where an expression over the rows of a scope stands.
  func place(_ scope: Scope) -> Place {
    Place(scope, dates: dates)
  }
}
