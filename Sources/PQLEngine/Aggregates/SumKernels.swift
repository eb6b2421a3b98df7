import PQLModel
import PQLPlan

/// Totals by group: `count`, `sum`, `avg`.
enum SumKernels {
  /// Rows in each group, in O(rows).
  static func count(_ input: AggregateInput) -> Column {
    let values =
      input.rowCounts?.map(Double.init)
      ?? counts(input.groups, input.groupCount).map(Double.init)
    return .number(NumberColumn(values: values))
  }

  /// Rows with a value in each group; without an argument all rows.
  static func counts(_ groups: [Int32], _ groupCount: Int, where validity: Bitmap? = nil) -> [Int] {
    var counts = [Int](repeating: 0, count: groupCount)
    if let validity {
      forEachSet(in: validity) { row in
        if groups[row] >= 0 { counts[Int(groups[row])] += 1 }
      }
    } else {
      for group in groups where group >= 0 { counts[Int(group)] += 1 }
    }
    return counts
  }

  /// The sum of each group's values, 0 for none; exact for money; O(rows).
  static func sum(_ input: AggregateInput) throws(EvaluationFailure) -> Column {
    guard let argument = input.argument else { throw .fault("a sum of nothing") }
    if case .number(let numbers) = argument {
      return .number(NumberColumn(values: sums(numbers, input)))
    }
    if case .money(let money) = argument, let totals = narrowSums(money, input) {
      return .money(MoneyColumn(units: totals, scale: money.scale))
    }
    return .exact(ExactColumn(values: try exactSums(argument, input)))
  }

  /// The mean of each group's values, missing for none.
  static func average(_ input: AggregateInput) throws(EvaluationFailure) -> Column {
    guard let argument = input.argument else { throw .fault("an average of nothing") }
    let counts = counts(input.groups, input.groupCount, where: argument.validity)
    let validity = packedBits(count: counts.count) { counts[$0] > 0 }
    if case .number(let numbers) = argument {
      let values = zip(sums(numbers, input), counts).map { $1 > 0 ? $0 / Double($1) : 0 }
      return .number(NumberColumn(values: values, validity: validity))
    }
    let values = zip(try exactSums(argument, input), counts).map { total, count in
      count > 0 ? Money.dividedHalfEven(total, by: Int128(count)) : 0
    }
    return .exact(ExactColumn(values: values, validity: validity))
  }

  /// Sums in row order with Neumaier's compensation, so that the order of rows hardly matters.
  private static func sums(_ numbers: NumberColumn, _ input: AggregateInput) -> [Double] {
    var totals = [Double](repeating: 0, count: input.groupCount)
    var lost = [Double](repeating: 0, count: input.groupCount)
    let values = numbers.values
    forEachPresent(input.groups, numbers.validity) { row, group in
      let value = values[row]
      let total = totals[group] + value
      lost[group] +=
        totals[group].magnitude >= value.magnitude
        ? (totals[group] - total) + value : (value - total) + totals[group]
      totals[group] = total
    }
    return zip(totals, lost).map { $0 + $1 }
  }

  private static func exactSums(
    _ column: Column, _ input: AggregateInput
  ) throws(EvaluationFailure) -> [Int128] {
    let groups = input.groups
    if case .money(let money) = column {
      var totals = unitSums(money, input)
      let step = Money.powerOfTen(Money.digits - money.scale)
      for group in totals.indices {
        let (value, overflow) = totals[group].multipliedReportingOverflow(by: step)
        if overflow { throw .overflow("a sum of amounts") }
        totals[group] = value
      }
      return totals
    }
    var totals = [Int128](repeating: 0, count: input.groupCount)
    let values = column.exactValues
    var hasOverflown = false
    forEachPresent(groups, column.validity) { row, group in
      let (value, overflow) = totals[group].addingReportingOverflow(values[row])
      totals[group] = value
      hasOverflown = hasOverflown || overflow
    }
    if hasOverflown { throw .overflow("a sum of amounts") }
    return totals
  }

  /// Sums in the column's own units.
  private static func unitSums(_ money: MoneyColumn, _ input: AggregateInput) -> [Int128] {
    if let narrow = narrowSums(money, input) { return narrow.map { Int128($0) } }
    let units = money.units
    // 2^63 units of at most 2^63 rows stay far inside 128 bits: no overflow to look for.
    var totals = [Int128](repeating: 0, count: input.groupCount)
    forEachPresent(input.groups, money.validity) { row, group in
      totals[group] &+= Int128(units[row])
    }
    return totals
  }

  /// The same in 64 bits; nil when one does not fit.
  private static func narrowSums(_ money: MoneyColumn, _ input: AggregateInput) -> [Int64]? {
    let units = money.units.span
    var totals = [Int64](repeating: 0, count: input.groupCount)
    var hasOverflown = false
    unsafe totals.withUnsafeMutableBufferPointer { totals in
      // A pointer of its own: an array would be asked at each row whether it is shared.
      let totals = unsafe totals
      forEachPresent(input.groups, money.validity) { row, group in
        precondition(group < totals.count, "a group below the count")
        let (total, overflow) = unsafe totals[group].addingReportingOverflow(units[row])
        unsafe totals[group] = total
        hasOverflown = hasOverflown || overflow
      }
    }
    return hasOverflown ? nil : totals
  }
}
