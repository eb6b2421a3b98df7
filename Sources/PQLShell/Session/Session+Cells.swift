import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax
import PQLText

extension Session {
  /// Takes a cell of the last answer down to its rows.
  mutating func explain(_ cell: Cell, of source: SourceText, _ timer: inout StatementTimer) {
    guard let last = lastAnswer else {
      return report([.noAnswerYet(cell.span)], in: source)
    }
    let name = cell.column.dotted
    guard let column = last.answer.columns.firstIndex(where: { $0.name == name }) else {
      let span = cell.column[0].span.through(cell.column[cell.column.count - 1].span)
      return report(
        [.unknownColumn(cell.column, span, candidates: last.answer.columns.map(\.name))],
        in: source)
    }
    do throws(UnfoundRow) {
      var plan = last.plan
      plan.explanation = .cell(row: try row(of: cell, in: last, source), column: column)
      plan.export = nil
      plan.format = nil
      answer(plan, cell.span, source, &timer)
    } catch {
      report([error.message], in: source)
    }
  }

  /// The row that a cell names, by its number as shown or by what stands in its first columns.
  private func row(
    of cell: Cell, in last: (plan: Plan, answer: Answer), _ source: SourceText
  ) throws(UnfoundRow) -> Int {
    let answer = last.answer
    let span = cell.keys[0].span.through(cell.keys[cell.keys.count - 1].span)
    if cell.keys.count == 1, case .number(let number) = cell.keys[0].kind {
      let format = last.plan.format.flatMap(OutputFormat.named) ?? settings.format
      if let spread = answer.spread, format == .table || format == .markdown {
        throw UnfoundRow(
          message: .rowOfSpread(
            span, across: answer.columns[spread.across].name, of: answer.rowCount))
      }
      guard number >= 1, number <= Double(answer.rowCount), number == number.rounded() else {
        throw UnfoundRow(message: .noSuchRow(span, rows: answer.rowCount, near: []))
      }
      return Int(number) - 1
    }
    guard cell.keys.count < answer.columns.count else {
      throw UnfoundRow(message: .noSuchRow(span, rows: answer.rowCount, near: []))
    }
    var rows = Array(0..<answer.rowCount)
    for (key, column) in zip(cell.keys, answer.columns) {
      let shown = ShownCells(column, calendar: answer.calendar)
      let kept = rows.filter { shown.agrees($0, with: key, source) }
      if kept.isEmpty {
        throw UnfoundRow(
          message: .noSuchRow(key.span, rows: answer.rowCount, near: shown.near(key, among: rows)))
      }
      rows = kept
    }
    guard rows.count == 1 else {
      throw UnfoundRow(message: .severalSuchRows(span, rows: rows.map { $0 + 1 }))
    }
    return rows[0]
  }
}

/// Why a cell is not in an answer.
private struct UnfoundRow: Error {
  var message: Diagnostic
}

/// The cells of a column as they are written, to be found by a key.
private struct ShownCells {
  private let column: Column
  /// As formats for people and for programs write them; nil where the cells are texts themselves.
  private let written: [[Substring]]?

  init(_ column: AnswerColumn, calendar: BusinessCalendar) {
    self.column = column.column
    guard column.column.texts == nil else {
      written = nil
      return
    }
    let answer = Answer(columns: [column], rowCount: column.column.count, calendar: calendar)
    written = [(OutputFormat.table, 2), (.ndjson, 0)].map { format, header in
      rendered(answer, as: format).split(separator: "\n").dropFirst(header).map { line in
        // A row of NDJSON is an object of one member.
        format == .table
          ? line[...] : line.drop { $0 != ":" }.dropFirst().dropLast().drop { $0 == " " }
      }
    }
  }

  /// Whether a cell is what a key says.
  func agrees(_ row: Int, with key: Expression, _ source: SourceText) -> Bool {
    switch key.kind {
    case .missing: return !column.isPresent(row)
    case .boolean(let truth):
      guard case .boolean(let bits) = column else { return false }
      return column.isPresent(row) && bits.values[row] == truth
    case .text(let text): return column.isPresent(row) && isWritten(text, row)
    default:
      let text = source.slice(key.span).uppercased()
      return column.isPresent(row) && isWritten(text, row)
    }
  }

  private func isWritten(_ text: String, _ row: Int) -> Bool {
    guard let written else { return column.texts?[row] == text }
    let bare = { (cell: Substring) in
      cell.filter { $0 != "\"" && $0 != " " }.uppercased()
    }
    return written.contains { cells in
      cells.indices.contains(row) && bare(cells[row]) == bare(text[...])
    }
  }

  /// Texts of the rows that come near a key.
  func near(_ key: Expression, among rows: [Int]) -> [String] {
    guard case .text(let text) = key.kind, let texts = column.texts else { return [] }
    var known: [String] = []
    for row in rows.prefix(10_000) {
      if let value = texts[row], !known.contains(value) { known.append(value) }
    }
    return Spelling.nearest(to: text, in: known, limit: 3)
  }
}

extension Diagnostic {
  fileprivate static func noAnswerYet(_ span: Span) -> Diagnostic {
    Diagnostic(
      .notExplained, span, "there is no answer yet whose cell this could be",
      label: "a cell of the last answer",
      suggestions: [Suggestion("a question asked before it, and answered, has such cells")])
  }

  fileprivate static func noSuchRow(_ span: Span, rows: Int, near: [String]) -> Diagnostic {
    Diagnostic(
      .notExplained, span, "the last answer has no such row", label: "no row of it",
      notes: ["it has \(rows) rows"],
      suggestions: near.map { text in
        let quoted = "\"\(text)\""
        return Suggestion(
          "\(quoted) is a row", edits: [Suggestion.Edit(span: span, replacement: quoted)])
      })
  }

  fileprivate static func severalSuchRows(_ span: Span, rows: [Int]) -> Diagnostic {
    let numbers = rows.prefix(5).map { "\($0)" }.joined(separator: ", ")
    return Diagnostic(
      .notExplained, span, "\(rows.count) rows of the last answer are meant", label: "which one?",
      notes: ["rows \(numbers)" + (rows.count > 5 ? ", …" : "")],
      suggestions: [Suggestion("a further key behind a comma, or the row's number")])
  }

  fileprivate static func rowOfSpread(_ span: Span, across name: String, of rows: Int) -> Diagnostic
  {
    Diagnostic(
      .notExplained, span, "the rows of the last answer are spread by `\(name)`",
      label: "several cells",
      suggestions: [
        Suggestion("name the keys: `explain \"Ana\", 2026-Q1.count`, `\(name)` the last")
      ])
  }
}
