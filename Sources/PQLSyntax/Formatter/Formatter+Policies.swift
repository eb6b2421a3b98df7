/// The headers and items of policies and tables.
extension Formatter {
  func header(_ policy: PolicyStatement, _ printer: Printer) -> String {
    var text = "policy \(printer.name(policy.name))"
    if let version = policy.version { text += " v\(version)" }
    text += suffix(policy.entity, printer)
    if let title = policy.title { text += " \(printer.quoted(title))" }
    return text + " {"
  }

  func header(_ table: TableStatement, _ printer: Printer) -> String {
    var text = "table \(printer.name(table.name))\(suffix(table.entity, printer))"
    if let hitPolicy = table.hitPolicy { text += " \(printer.name(hitPolicy))" }
    return text + (table.isComplete ? " complete {" : " {")
  }

  /// The items of a policy, in the order of the source.
  func items(
    _ policy: PolicyStatement, _ printer: Printer, _ open: Int, _ range: Range<Int>
  ) -> [BlockItem] {
    let places = Layout.items(lexed.lexemes, open: open, before: range.upperBound, isTable: false)
    return policy.items.enumerated().map { place, item in
      let tokens = place < places.items.count ? places.items[place] : range
      return self.item(item, printer, tokens)
    }
  }

  private func item(_ item: PolicyItem, _ printer: Printer, _ tokens: Range<Int>) -> BlockItem {
    switch item {
    case .start(let value): return .line("start \(printer.expression(value))")
    case .bounds(let range): return .line("bounds \(printer.expression(range))")
    case .points(let rule): return points(rule, printer)
    case .reject(let condition, let reason):
      return .points(
        label: nil, body: "reject when \(printer.expression(condition))",
        because: because(reason, printer).first)
    case .grade(let steps):
      let texts = steps.map { step in
        printer.name(step.grade)
          + (step.from.map { " from \(printer.expression($0))" } ?? " otherwise")
      }
      return .line("grade " + texts.joined(separator: ", "))
    case .route(let steps):
      let texts = steps.map { step in
        "to \(printer.quoted(step.to))"
          + (step.when.map { " when \(printer.expression($0))" } ?? " otherwise")
      }
      return .line("route " + texts.joined(separator: ", "))
    case .group(let name, let isFirst, let cap, let rules):
      let open = tokens.first { lexed.lexemes[$0].sign == .openBrace } ?? tokens.lowerBound
      let header =
        "group \(printer.name(name))" + (isFirst ? " first" : "")
        + (cap.map { " cap \(printer.expression($0))" } ?? "") + " {"
      return .block(header: header, open: open, items: rules.map { points($0, printer) })
    }
  }

  private func points(_ rule: PointRule, _ printer: Printer) -> BlockItem {
    var parts = [signed(rule.points, printer)]
    switch rule.per {
    case .events(let events, let condition, let during):
      parts.append("per \(printer.expression(events))")
      if let condition { parts.append("where \(printer.expression(condition))") }
      if let during { parts.append("during \(printer.expression(during))") }
    case .unit(let unit, let since):
      parts.append("per \(unit.rawValue) since \(printer.expression(since))")
    case nil: break
    }
    if let maximum = rule.maximum { parts.append("max \(printer.expression(maximum))") }
    if let fading = rule.fadingOver { parts.append("fading over \(printer.expression(fading))") }
    if let condition = rule.when { parts.append("when \(printer.expression(condition))") }
    return .points(
      label: rule.label.map { printer.label($0) }, body: parts.joined(separator: " "),
      because: because(rule.because, printer).first)
  }

  /// Points with their sign, also the plus that numbers have nowhere else.
  private func signed(_ points: Expression, _ printer: Printer) -> String {
    let text = printer.expression(points)
    if text.hasPrefix("+") {
      return "+" + text.dropFirst().drop { $0 == " " }
    }
    return text.hasPrefix("-") ? text : "+\(text)"
  }

  // MARK: - Tables

  /// The lines of a table, its columns aligned.
  func rows(_ table: TableStatement, _ printer: Printer) -> [BlockItem] {
    var grid = [
      table.inputs.map { printer.expression($0) } + table.results.map { printer.name($0) }
    ]
    for row in table.rows {
      grid.append(row.cells.map { cell($0, printer) } + row.results.map { printer.expression($0) })
    }
    let columns = table.inputs.count + table.results.count
    var widths = Array(repeating: 0, count: columns)
    for line in grid {
      for (column, text) in line.enumerated() where column < columns {
        widths[column] = max(widths[column], text.count)
      }
    }
    return grid.map { .line(row($0, widths, inputs: table.inputs.count)) }
  }

  private func row(_ cells: [String], _ widths: [Int], inputs: Int) -> String {
    var text = ""
    for (column, cell) in cells.enumerated() {
      if column > 0 { text += column == inputs ? " => " : " | " }
      text += column == cells.count - 1 ? cell : Self.padded(cell, widths[column])
    }
    return text
  }

  private func cell(_ cell: TableCell, _ printer: Printer) -> String {
    switch cell {
    case .anything: "-"
    case .value(let value): printer.expression(value)
    case .comparison(let operation, let value):
      "\(operation.rawValue) \(printer.expression(value))"
    case .membership(let set): "in \(printer.expression(set))"
    }
  }
}
