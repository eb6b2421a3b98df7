/// Decision tables.
extension Parser {
  /// table = "table" name [ "for" name ] [ name ] [ "complete" ] "{" table-head { table-row } "}".
  func table() -> StatementKind {
    advance()
    let name = definedName()
    let entity = entity(.table)
    let hitPolicy = keyword == .complete ? nil : takeName()
    let isComplete = take(.complete)
    var table = TableStatement(
      name: name, entity: entity, hitPolicy: hitPolicy, isComplete: isComplete, inputs: [],
      results: [], rows: [])
    guard need(.openBrace, .table) else { return .unreadable }
    var isHead = true
    inBraces(.table, isTable: true) { parser in
      if isHead {
        parser.tableHead(&table)
        isHead = false
      } else if let row = parser.tableRow(table) {
        table.rows.append(row)
      }
    }
    if table.inputs.isEmpty, diagnostics.last?.code != .malformedDefinition {
      malformed(.table, expected: "a first line that names the columns, as in `region => team`")
    }
    return .table(table)
  }

  /// table-head = expression { "|" expression } "=>" name { "|" name }.
  private func tableHead(_ table: inout TableStatement) {
    repeat {
      table.inputs.append(expression())
    } while take(.pipe)
    guard need(.arrow, .table) else { return }
    repeat {
      guard let result = takeName() else {
        malformed(.table, expected: "the name of a result")
        return
      }
      table.results.append(result)
    } while take(.pipe)
  }

  /// table-row = table-cell { "|" table-cell } "=>" expression { "|" expression }.
  private func tableRow(_ table: TableStatement) -> TableRow? {
    let start = position
    var cells: [TableCell] = []
    var results: [Expression] = []
    repeat {
      cells.append(tableCell())
    } while take(.pipe)
    guard need(.arrow, .table) else { return nil }
    repeat {
      results.append(expression())
    } while take(.pipe)
    if isAtEnd, cells.count != table.inputs.count || results.count != table.results.count {
      diagnostics.append(
        .tableRowWidth(
          cells: cells.count, results: results.count, table: table, at: span(from: start)))
    }
    return TableRow(cells: cells, results: results)
  }

  /// table-cell = "-" | comparison-sign operand | "in" … | operand.
  private func tableCell() -> TableCell {
    if sign == .minus, sign(at: position + 1) == .pipe || sign(at: position + 1) == .arrow {
      advance()
      return .anything
    }
    if let sign, let row = Operators.row(sign), case .binary(let operation) = row.operation,
      row.precedence == .comparison
    {
      advance()
      return .comparison(operation, binary(.range))
    }
    if take(.in) { return .membership(membershipOperand()) }
    return .value(binary(.range))
  }
}
