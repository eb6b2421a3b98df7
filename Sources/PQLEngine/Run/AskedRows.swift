import PQLModel
import PQLPlan

/// What an aggregate is asked of.
struct AskedRows {
  /// By row its group, -1 for a row that is not asked.
  var groups: [Int32]
  /// The value of each row; nil where rows are counted.
  var argument: Column?
  /// What gives `first` and `last` their order.
  var order: [Column]
  /// The currency of each row where amounts stay in their own, and what says so.
  var currencies: RowCurrencies?
  var basis: CurrencyBasis?

  /// Some of the rows, all in one group.
  func selecting(_ rows: [Int32]) -> AskedRows {
    AskedRows(
      groups: rows.map { _ in 0 }, argument: argument?.gathered(rows),
      order: order.map { $0.gathered(rows) },
      currencies: currencies.map { own in
        RowCurrencies(rows.map { own.codes[Int($0)] }, names: own.names)
      }, basis: basis)
  }
}

extension Execution {
  /// The rows that an aggregate of a node is asked of, each with its value.
  ///
  /// With `keepsOwn` amounts are in the currency that the query says they are in.
  func asked(
    _ aggregate: AggregateTerm, of node: AggregateNode, _ input: Frame, _ groups: [Int32],
    keepsOwn: Bool
  ) throws(EvaluationFailure) -> AskedRows {
    var asked = AskedRows(groups: groups, order: [])
    if let condition = aggregate.condition {
      keepGroups(&asked.groups, of: try self.condition(condition, in: input))
    }
    if keepsOwn { asked.basis = currencyBasis(of: aggregate, in: node) }
    if let term = aggregate.argument {
      if let basis = asked.basis {
        (asked.argument, asked.currencies) = try ownArgument(
          term, basis, node, input, asked.groups)
      } else {
        asked.argument = try ofGroups(term, asked.groups, in: input)
      }
    }
    if let term = aggregate.order { asked.order = [try evaluate(term, in: input)] + ids(input) }
    return asked
  }

  /// The figure of each group.
  ///
  /// `keys` are those of the groups, where amounts stay in their own currency; `rowCounts` the rows of
  /// each, where they have been counted.
  func figure(
    of aggregate: AggregateTerm, _ asked: AskedRows, groupCount: Int, keys: [Column] = [],
    rowCounts: [Int32]? = nil
  ) throws(EvaluationFailure) -> Column {
    guard let definition = library.aggregate(aggregate.aggregate) else {
      throw .fault("no aggregate \(aggregate.aggregate)")
    }
    let figure = try definition.kernel(
      AggregateInput(
        argument: asked.argument, groups: asked.groups, groupCount: groupCount,
        parameter: aggregate.parameter, order: asked.order, rowCounts: rowCounts))
    return try named(
      figure, of: aggregate, asked.argument, asked.groups, asked.currencies, asked.basis, keys)
  }
}
