import PQLModel
import PQLPlan

extension Execution {
  /// A value over the rows of the frame, one a row.
  func window(_ window: WindowTerm, in frame: Frame) throws(EvaluationFailure) -> Column {
    var keys: [Column] = []
    for key in window.over { keys.append(try evaluate(key, in: frame)) }
    let grouping = Grouping(keys, count: frame.count)
    var argument: Column?
    if let term = window.argument { argument = try evaluate(term, in: frame) }
    switch window.kind {
    case .aggregate(let name, let parameter):
      guard let definition = library.aggregate(name) else { throw .fault("no aggregate \(name)") }
      var groups = grouping.groups
      if let condition = window.condition {
        keepGroups(&groups, of: try self.condition(condition, in: frame))
      }
      let folded = try definition.kernel(
        AggregateInput(
          argument: argument, groups: groups, groupCount: grouping.count, parameter: parameter))
      return folded.gathered(grouping.groups)
    case .rank: return ranks(argument, grouping)
    case .running: return try running(argument, grouping)
    case .previous: return previous(argument, grouping)
    }
  }

  /// The largest is 1; equal values share a rank, and the next one counts them.
  private func ranks(_ argument: Column?, _ grouping: Grouping) -> Column {
    guard let argument else { return missingColumn(.number, count: grouping.groups.count) }
    let order = RowOrder([SortColumn(argument, isDescending: true)])
    var values = [Double](repeating: 0, count: grouping.groups.count)
    for rows in grouping.rowsByGroup {
      let sorted = rows.filter { argument.isPresent(Int($0)) }.sorted {
        order.comparison(Int($0), Int($1)) < 0
      }
      var rank = 0
      for (place, row) in sorted.enumerated() {
        if place == 0 || order.comparison(Int(sorted[place - 1]), Int(row)) != 0 {
          rank = place + 1
        }
        values[Int(row)] = Double(rank)
      }
    }
    return .number(NumberColumn(values: values, validity: argument.validity))
  }

  private func running(
    _ argument: Column?, _ grouping: Grouping
  ) throws(EvaluationFailure) -> Column {
    guard let argument else { return missingColumn(.number, count: grouping.groups.count) }
    if case .number(let numbers) = argument {
      var totals = [Double](repeating: 0, count: grouping.count)
      let values = numbers.values.enumerated().map { row, value in
        let group = Int(grouping.groups[row])
        if argument.isPresent(row) { totals[group] += value }
        return totals[group]
      }
      return .number(NumberColumn(values: values))
    }
    var totals = [Int128](repeating: 0, count: grouping.count)
    var values: [Int128] = []
    for (row, value) in argument.exactValues.enumerated() {
      let group = Int(grouping.groups[row])
      if argument.isPresent(row) {
        let (sum, overflow) = totals[group].addingReportingOverflow(value)
        if overflow { throw .overflow("a running sum") }
        totals[group] = sum
      }
      values.append(totals[group])
    }
    return .exact(ExactColumn(values: values))
  }

  private func previous(_ argument: Column?, _ grouping: Grouping) -> Column {
    guard let argument else { return missingColumn(.number, count: grouping.groups.count) }
    var last = [Int32](repeating: -1, count: grouping.count)
    let rows = grouping.groups.enumerated().map { row, group -> Int32 in
      defer { last[Int(group)] = Int32(row) }
      return last[Int(group)]
    }
    return argument.gathered(rows)
  }
}
