package import PQLModel
package import PQLSyntax

/// How deals are split between owners.
package struct DealSplits: Sendable {
  /// The type of splits that count; nil where they have no type.
  package var type: String?

  /// The splits of a model; nil where it has none that name deals and owners.
  ///
  /// Those of type revenue count, else those of the first type.
  package init?(_ model: Model) {
    guard let splits = model[.splits], splits.rowCount > 0, model.link(.splits, "deal") != nil,
      splits.field("owner") != nil, splits.field("share") != nil || splits.field("amount") != nil
    else { return nil }
    guard case .text(let types)? = splits.field("type")?.column else { return }
    type =
      types.dictionary.values.first { $0.lowercased() == "revenue" }
      ?? types.codes.first { $0 >= 0 }.map { types.dictionary[Int($0)] }
  }

  /// The condition of deals that are not split, as a line of PQL.
  package var isWhole: String {
    guard let type else { return "count(splits) = 0" }
    return "count(splits where type = \(TextLiteral.quoted(type))) = 0"
  }
}

extension QueryBinder {
  /// Groups of deals that are not split beside the parts of those that are, whose figures add up: what
  /// is asked of an owner is asked of the owner of the split.
  ///
  /// `groups` have a sum of amounts, then counts of deals and of those among them without an amount, and
  /// then further counts; `condition` says in PQL which deals they are about.
  package mutating func addingSplits(
    _ splits: DealSplits, to groups: AggregateNode, of condition: String, verb: Span
  ) throws(Reported) -> PlanNode {
    let asked = try resolveLines(
      [("asked", condition), ("amount", "amount")], in: Scope(entity: .deals), verb: verb)
    let branch = expressions.branch(.scan(.splits))
    let terms = OwnedTerms(.splits, model, branch.definitions)
    var conditions = groups.input.conditions.compactMap { terms.translated($0)?.term }
    if let type = splits.type {
      conditions.append(.membership(terms.stored("type", .category), [.text(type)]))
    }
    let isAsked = terms.ofDeal(asked[0].term)
    let worth = terms.worth(ofDeal: asked[1].term)
    let isUnvalued = Term.all((isAsked.map { [$0] } ?? []) + [.not(.present(worth))])
    let keys = groups.keys.map { key in
      var own = key
      own.term = terms.translated(key.term)?.term ?? .constant(.missing, key.term.type)
      return own
    }
    let aggregates = [
      AggregateTerm(aggregate: "sum", argument: worth, condition: isAsked, type: .money),
      AggregateTerm(aggregate: "count", condition: isAsked, type: .number),
      AggregateTerm(aggregate: "count", condition: isUnvalued, type: .number),
    ]
    let outputs = groups.outputs.enumerated().map { place, output in
      NamedTerm(
        output.name,
        place < aggregates.count
          ? .column(keys.count + place, name: output.name, aggregates[place].type)
          : .constant(.number(0), .number))
    }
    let parts = AggregateNode(
      input: .filter(.scan(.splits), .all(conditions)), keys: keys, aggregates: aggregates,
      outputs: outputs, rates: [])
    return sum(of: groups, and: parts)
  }

  /// Two groupings of the same keys and figures, whose figures add up.
  private func sum(of one: AggregateNode, and other: AggregateNode) -> PlanNode {
    func side(_ node: AggregateNode) -> PairNode.Side {
      PairNode.Side(
        branch: expressions.branch(.aggregate(node)),
        figures: node.outputs.map(PlannedColumn.init), absent: node.ofNothing)
    }
    let keys = one.keys.enumerated().map { place, key in
      NamedTerm(key.name, .column(place, name: key.name, key.term.type))
    }
    let figures = one.outputs.enumerated().map { place, output in
      let (name, type) = (output.name, output.term.type)
      let mine = Term.column(keys.count + place, name: name, type)
      let theirs = Term.column(keys.count + one.outputs.count + place, name: name, type)
      return NamedTerm(name, .arithmetic(.add, mine, theirs, type))
    }
    let pair = PairNode(keys: one.keys, left: side(one), right: side(other))
    return .project(.pair(pair), keys + figures)
  }
}

extension OwnedTerms {
  /// What a split is worth: its share of the deal's amount, else its own amount.
  fileprivate func worth(ofDeal amount: Term) -> Term {
    let (share, own) = (stored("share", .percent), stored("amount", .money))
    guard let whole = ofDeal(amount) else { return own }
    return .coalesce(.arithmetic(.multiply, whole, share, .money), own, .money)
  }
}
