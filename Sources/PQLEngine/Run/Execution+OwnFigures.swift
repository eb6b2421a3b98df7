import PQLModel
import PQLPlan

/// What says that all rows of a figure are in one currency.
enum CurrencyBasis {
  /// a condition: `where currency = USD`, of the query or of the figure
  case fixed(String)
  /// a key: `by currency`
  case key(Int)
}

extension Execution {
  /// Every aggregate over given groups, in the answer's currency; where a rate is missing and the query
  /// says of a figure which currency its rows are in, in that one.
  func foldInSomeCurrency(
    _ node: AggregateNode, _ input: Frame, _ groups: [Int32], _ completion: GroupCompletion,
    rowCounts: [Int32]?
  ) throws(EvaluationFailure) -> (figures: [Column], missing: [MissingRows?], isOwn: Bool) {
    do throws(EvaluationFailure) {
      let (figures, missing) = try fold(
        node, input, groups, completion.count, rowCounts: rowCounts)
      return (figures, missing, false)
    } catch {
      guard case .missingRate(let one, let other, _) = error, mayKeepOwnCurrencies(node) else {
        throw error
      }
      let (figures, missing) = try fold(
        node, input, groups, completion.count, rowCounts: rowCounts, ownKeys: completion.columns)
      if figures.contains(where: { $0.currencyNames.count > 1 }) {
        note(Note(.ownCurrencies, [.text("one", one), .text("other", other)]))
      }
      return (figures, missing, true)
    }
  }

  /// Whether figures of a node may stay in the currency of their rows.
  func mayKeepOwnCurrencies(_ node: AggregateNode) -> Bool {
    keepsOwnCurrencies && node.aggregates.contains { currencyBasis(of: $0, in: node) != nil }
  }

  /// What says in which currency the rows of an aggregate are; nil where nothing does.
  func currencyBasis(of aggregate: AggregateTerm, in node: AggregateNode) -> CurrencyBasis? {
    guard let argument = aggregate.argument else { return nil }
    switch argument.type {
    case .money, .number, .percent: break
    default: return nil
    }
    let conditions = (aggregate.condition.map { [$0] } ?? []) + node.input.conditionsOnRecords
    if let name = conditions.lazy.compactMap(fixedCurrency).first { return .fixed(name) }
    return node.keys.firstIndex { isCurrency($0.term) }.map { .key($0) }
  }

  /// The argument of an aggregate, each row in the currency that the query says it is in.
  func ownArgument(
    _ term: Term, _ basis: CurrencyBasis, _ node: AggregateNode, _ input: Frame,
    _ groups: [Int32]
  ) throws(EvaluationFailure) -> (column: Column, rows: RowCurrencies) {
    var rows: RowCurrencies
    switch basis {
    case .fixed(let name): rows = RowCurrencies(groups.map { min($0, 0) }, names: [name])
    case .key(let key):
      guard case .text(let texts) = try evaluate(node.keys[key].term, in: input) else {
        throw .fault("a currency that is no text")
      }
      rows = RowCurrencies(texts, base: model.currency.base)
      for row in groups.indices where groups[row] < 0 { rows.codes[row] = -1 }
    }
    return (try evaluate(term, in: input, by: rows), rows)
  }

  /// A figure with the currency of each group, which the rows of a group must agree in.
  ///
  /// Without rows a group's currency is what its key says, else that of the other groups.
  func named(
    _ figure: Column, of aggregate: AggregateTerm, _ argument: Column?, _ groups: [Int32],
    _ rows: RowCurrencies?, _ basis: CurrencyBasis?, _ keys: [Column]
  ) throws(EvaluationFailure) -> Column {
    guard figure.isMoney, figure.currencies == nil, let argument,
      var rows = rows ?? argument.currencies.map({ RowCurrencies($0, base: valueCurrency) })
    else { return figure }
    var codes = [Int32](repeating: -1, count: figure.count)
    for row in groups.indices where groups[row] >= 0 && argument.isPresent(row) {
      let group = Int(groups[row])
      guard codes[group] < 0 || codes[group] == rows.codes[row] else {
        throw .mixedCurrencies(
          aggregate.text, [codes[group], rows.codes[row]].map { rows.names[Int($0)] })
      }
      codes[group] = rows.codes[row]
    }
    for row in groups.indices where groups[row] >= 0 && codes[Int(groups[row])] < 0 {
      codes[Int(groups[row])] = rows.codes[row]
    }
    let used = RowCurrencies(codes, names: rows.names).used
    for group in codes.indices where codes[group] < 0 {
      if case .key(let key)? = basis, keys.indices.contains(key), case .text(let texts) = keys[key]
      {
        codes[group] = rows.place(of: texts[group] ?? model.currency.base)
      } else {
        codes[group] =
          used.count == 1 ? used[0] : rows.place(of: basis?.name ?? valueCurrency)
      }
    }
    rows.codes = codes
    return figure.naming(rows, unless: valueCurrency)
  }

  /// Whether a term is the currency of its record, or of one it belongs to.
  private func isCurrency(_ term: Term) -> Bool {
    switch term {
    case .field(let field): field.name == "currency" && field.type.isTextual
    case .follow(_, let inner): isCurrency(inner)
    case .computed(let reference): definitions[reference].map(isCurrency) ?? false
    default: false
    }
  }

  /// The one currency of the rows for which a condition holds, if it says one.
  private func fixedCurrency(_ condition: Term) -> String? {
    switch condition {
    case .all(let parts): parts.lazy.compactMap(fixedCurrency).first
    case .comparison(.equal, let term, .constant(.text(let name), _)) where isCurrency(term): name
    case .comparison(.equal, .constant(.text(let name), _), let term) where isCurrency(term): name
    case .membership(let term, let values) where isCurrency(term) && values.count == 1:
      if case .text(let name) = values[0] { name } else { nil }
    case .computed(let reference): definitions[reference].flatMap(fixedCurrency)
    default: nil
    }
  }
}

extension CurrencyBasis {
  fileprivate var name: String? { if case .fixed(let name) = self { name } else { nil } }
}

extension PlanNode {
  /// The conditions that every record of the node's rows meets; none where the rows are no records.
  fileprivate var conditionsOnRecords: [Term] {
    switch self {
    case .filter(let input, let condition): input.conditionsOnRecords + [condition]
    case .sort(let input, _), .limit(let input, _), .extend(let input, _):
      input.conditionsOnRecords
    case .top(let top): top.input.conditionsOnRecords
    default: []
    }
  }
}
