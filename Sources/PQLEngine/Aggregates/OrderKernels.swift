import PQLAnalytics
import PQLModel
import PQLPlan

/// Values picked out of each group: `min`, `max`, `median`, `percentile`, `first`, `last`, ….
enum OrderKernels {
  /// The value of the row that comes first or last in time, rows without a time behind the others.
  ///
  /// Ties go by `id`, else by the value itself, so that the order of the rows decides nothing; only where
  /// rows have no time at all, as groups, is it theirs.
  static func inTime(_ input: AggregateInput, last: Bool) throws(EvaluationFailure) -> Column {
    guard let argument = input.argument else { throw .fault("a first of nothing") }
    guard !input.order.isEmpty else { return picked(input, argument) { _, _ in last } }
    let order = RowOrder((input.order + [argument]).map { SortColumn($0, isDescending: last) })
    return picked(input, argument) { order.comparison($0, $1) < 0 }
  }

  private static func picked(
    _ input: AggregateInput, _ argument: Column, _ wins: (_ challenger: Int, _ holder: Int) -> Bool
  ) -> Column {
    var rows = [Int32](repeating: -1, count: input.groupCount)
    for row in input.groups.indices where input.groups[row] >= 0 && argument.isPresent(row) {
      let group = Int(input.groups[row])
      if rows[group] < 0 || wins(row, Int(rows[group])) { rows[group] = Int32(row) }
    }
    return argument.gathered(rows)
  }

  /// Whether any row is in the group.
  static func any(_ input: AggregateInput) -> Column {
    let counts = SumKernels.counts(input.groups, input.groupCount)
    return .boolean(BooleanColumn(values: packedBits(count: counts.count) { counts[$0] > 0 }))
  }

  /// How many different values each group has; missing is none of them; O(rows).
  static func distinct(_ input: AggregateInput) throws(EvaluationFailure) -> Column {
    guard let argument = input.argument else { throw .fault("distinct of nothing") }
    let codes = KeyCodes(argument).codes
    var seen = KeyTable()
    var counts = [Double](repeating: 0, count: input.groupCount)
    for (row, group) in input.groups.enumerated() where group >= 0 && codes[row] >= 0 {
      if seen.number(of: paired(group, codes[row])).isNew { counts[Int(group)] += 1 }
    }
    return .number(NumberColumn(values: counts))
  }

  /// The quantile of each group's values at `level` percent, missing for none; O(n log n).
  static func quantile(
    _ input: AggregateInput, level: Double
  ) throws(EvaluationFailure) -> Column {
    guard let argument = input.argument else { throw .fault("a quantile of nothing") }
    if case .number(let numbers) = argument {
      let sorted = sortedByGroup(numbers.values, argument, input)
      let values = sorted.map { Quantile.of(sorted: $0, level: level) }
      return .number(
        NumberColumn(
          values: values.map { $0 ?? 0 },
          validity: packedBits(count: values.count) { values[$0] != nil }))
    }
    let sorted = sortedByGroup(argument.exactValues, argument, input)
    var values: [Int128?] = []
    for mine in sorted {
      do throws(AmountOverflow) {
        values.append(try Quantile.of(sorted: mine, level: level))
      } catch {
        throw .overflow("a quantile of amounts")
      }
    }
    return .exact(
      ExactColumn(
        values: values.map { $0 ?? 0 },
        validity: packedBits(count: values.count) { values[$0] != nil }))
  }

  private static func sortedByGroup<Element: Comparable>(
    _ values: Buffer<Element>, _ argument: Column, _ input: AggregateInput
  ) -> [[Element]] {
    var groups = [[Element]](repeating: [], count: input.groupCount)
    let validity = argument.validity
    for row in input.groups.indices where input.groups[row] >= 0 && (validity?[row] ?? true) {
      groups[Int(input.groups[row])].append(values[row])
    }
    return groups.map { $0.sorted() }
  }
}
