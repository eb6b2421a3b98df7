/// Heads and clauses.
extension Printer {
  func head(_ items: [HeadItem]) -> String {
    items.map { item in
      labelled(item.label) + item.operands.map { expression($0) }.joined(separator: " ")
    }.joined(separator: ", ")
  }

  private func labelled(_ label: Name?) -> String {
    label.map { "\(self.label($0)): " } ?? ""
  }

  private func named(_ items: [NamedExpression]) -> String {
    items.map { labelled($0.label) + expression($0.expression) }.joined(separator: ", ")
  }

  private func keys(_ keys: [SortKey]) -> String {
    keys.map { ($0.isDescending ? "-" : "") + expression($0.expression) }.joined(separator: ", ")
  }

  /// A clause on one line.
  func clause(_ clause: Clause) -> String {
    switch clause.content {
    case .expressions(let keyword, let items): "\(keyword.rawValue) \(named(items))"
    case .of(let source): "of \(expression(source))"
    case .where(let condition): "where \(expression(condition))"
    case .per(let key): "per \(named([key]))"
    case .during(let period, let field):
      "during \(expression(period))" + (field.map { " on \(expression($0))" } ?? "")
    case .since(let day): "since \(expression(day))"
    case .until(let day): "until \(expression(day))"
    case .asOf(let day): "as of \(expression(day))"
    case .vs(let period): "vs \(expression(period))"
    case .using(let items): "using \(head(items))"
    case .sort(let keys): "sort \(self.keys(keys))"
    case .top(let count, let keys, let groups, let withOthers):
      "top \(expression(count)) by \(self.keys(keys))"
        + (groups.isEmpty ? "" : " per \(list(groups))") + (withOthers ? " with others" : "")
    case .limit(let count): "limit \(expression(count))"
    case .inCurrency(let currency): "in \(name(currency))"
    case .asFormat(let format): "as \(name(format))"
    case .let(let columns): "let \(self.columns(columns))"
    case .export(let path, _): "export \(quoted(path))"
    case .unreadable: written(clause.span)
    }
  }

  private func columns(_ columns: [NamedExpression]) -> String {
    columns.map { column in
      let value = expression(column.expression)
      return column.label.map { "\(name($0)) = \(value)" } ?? value
    }.joined(separator: ", ")
  }

  /// Clauses in the order of their words.
  func ordered(_ clauses: [Clause]) -> [Clause] {
    let order = ClauseKeyword.allCases
    func place(_ clause: Clause) -> Int { order.firstIndex(of: clause.keyword) ?? order.count }
    return clauses.enumerated().sorted {
      (place($0.element), $0.offset) < (place($1.element), $1.offset)
    }.map(\.element)
  }
}
