import PQLModel
import PQLText

/// One column of a table on the screen.
struct TableColumn {
  var title: String
  /// Columns of the terminal: the widest cell or the title, less where it had to shrink.
  var width: Int
  let cells: HumanCells
  /// The row of the answer for each line, -1 for an empty cell; nil where they are the same.
  let rows: [Int32]?

  /// Measures every cell once.
  init(
    title: String, cells: HumanCells, rows: [Int32]?, lineCount: Int, options: RenderOptions
  ) {
    self.title = title
    self.cells = cells
    self.rows = rows
    width = DisplayWidth.columns(of: title)
    var scratch = ""
    for line in 0..<lineCount {
      guard options.goesOn(at: line) else { break }
      let row = rows.map { Int($0[line]) } ?? line
      if row < 0 { continue }
      scratch.removeAll(keepingCapacity: true)
      width = max(width, cells.append(row, to: &scratch))
    }
  }
}

/// Which columns a table has and how wide they are.
struct TableLayout {
  /// Spaces between columns.
  static let gap = 2
  /// Text is not cut below this many columns.
  static let narrowest = 8

  private(set) var columns: [TableColumn]
  /// The titles of the columns that did not fit.
  private(set) var dropped: [String] = []
  let lineCount: Int

  /// Arranges an answer, spread where it asks for it, within so many columns.
  init(_ answer: Answer, options: RenderOptions) {
    if let spread = answer.spread, let arranged = TableSpread(answer, spread) {
      lineCount = arranged.keyRows.count
      columns = TableLayout.columns(answer, spread, arranged, options)
    } else {
      lineCount = answer.rowCount
      columns = answer.columns.map { column in
        TableColumn(
          title: TableLayout.title(column),
          cells: HumanCells(column, calendar: answer.calendar, options: options), rows: nil,
          lineCount: answer.rowCount, options: options)
      }
    }
    if let width = options.width { fit(into: width) }
  }

  private static func columns(
    _ answer: Answer, _ spread: Answer.Spread, _ arranged: TableSpread, _ options: RenderOptions
  ) -> [TableColumn] {
    let lines = arranged.keyRows.count
    let keyRows = arranged.keyRows.map(Int32.init)
    var columns = spread.keys.map { index in
      TableColumn(
        title: title(answer.columns[index]),
        cells: HumanCells(answer.columns[index], calendar: answer.calendar, options: options),
        rows: keyRows,
        lineCount: lines, options: options)
    }
    let values = answer.columns.indices.filter {
      $0 != spread.across && !spread.keys.contains($0)
    }
    let cells = values.map {
      HumanCells(answer.columns[$0], calendar: answer.calendar, options: options)
    }
    for head in arranged.across {
      for (index, cells) in zip(values, cells) {
        let name = title(answer.columns[index])
        columns.append(
          TableColumn(
            title: values.count == 1 ? head.title : "\(head.title) \(name)", cells: cells,
            rows: head.rows, lineCount: lines, options: options))
      }
    }
    return columns
  }

  /// The name of a column, and its currency where all its rows have one.
  static func title(_ column: AnswerColumn) -> String {
    let currency = MoneyCells(column)?.commonCurrency.map { " \($0)" } ?? ""
    return VisibleText.shown(column.name + currency)
  }

  private var total: Int {
    columns.reduce(0) { $0 + $1.width } + TableLayout.gap * max(0, columns.count - 1)
  }

  /// Cuts the widest texts, evenly, and leaves columns out from the right where that is not enough.
  private mutating func fit(into width: Int) {
    while columns.count > 1, narrowestTotal > width {
      dropped.insert(columns.removeLast().title, at: 0)
    }
    let excess = total - width
    guard excess > 0 else { return }
    let texts = columns.indices.filter { columns[$0].cells.isText }
    let cap = widestAllowed(texts.map { columns[$0].width }, excess: excess)
    for index in texts { columns[index].width = min(columns[index].width, cap) }
  }

  private var narrowestTotal: Int {
    columns.reduce(TableLayout.gap * (columns.count - 1)) { sum, column in
      sum + (column.cells.isText ? min(column.width, TableLayout.narrowest) : column.width)
    }
  }

  /// The largest width that, when no text is wider, takes away at least `excess` columns.
  private func widestAllowed(_ widths: [Int], excess: Int) -> Int {
    var cap = widths.max() ?? 0
    while cap > 1, widths.reduce(0, { $0 + max(0, $1 - cap) }) < excess { cap -= 1 }
    return max(cap, min(TableLayout.narrowest, widths.max() ?? 1))
  }
}
