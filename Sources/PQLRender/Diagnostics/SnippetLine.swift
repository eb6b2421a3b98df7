import PQLSyntax

/// A place on one line, with its underline and what is said about it.
struct Mark {
  var columns: Range<Int>
  var text: String
  var isPrimary: Bool

  var sign: String { isPrimary ? "^" : "-" }
  var style: Style { isPrimary ? .caret : .secondary }
}

/// The rows under a source line: the underlines, and the words that belong to them.
///
/// The words of the last mark stand behind it; those of the others hang below their own mark, the
/// last of them first.
struct SnippetLine {
  /// Ascending by column.
  private let marks: [Mark]
  private let theme: Theme

  init(_ marks: [Mark], theme: Theme) {
    self.marks = marks.sorted { left, right in
      (left.columns.lowerBound, left.isPrimary ? 1 : 0)
        < (right.columns.lowerBound, right.isPrimary ? 1 : 0)
    }
    self.theme = theme
  }

  /// The rows, without the gutter.
  func rows() -> [String] {
    var rows = [underlines()]
    var hanging = marks.dropLast().filter { !$0.text.isEmpty }
    while let mark = hanging.popLast() {
      var row = ""
      var column = 0
      for other in hanging where other.columns.lowerBound < mark.columns.lowerBound {
        guard other.columns.lowerBound >= column else { continue }
        row += spaces(other.columns.lowerBound - column) + theme.styled("|", other.style)
        column = other.columns.lowerBound + 1
      }
      row += spaces(mark.columns.lowerBound - column)
      rows.append(row + theme.styled(mark.text, mark.style))
    }
    return rows
  }

  /// The row of carets and dashes; where two marks overlap the carets win.
  private func underlines() -> String {
    let end = marks.map(\.columns.upperBound).max() ?? 0
    var owners = [Int?](repeating: nil, count: end)
    for (index, mark) in marks.enumerated() {
      for column in mark.columns {
        if let owner = owners[column], marks[owner].isPrimary { continue }
        owners[column] = index
      }
    }
    var row = ""
    var column = 0
    while column < end {
      let first = column
      while column < end, owners[column] == owners[first] { column += 1 }
      guard let owner = owners[first] else {
        row += spaces(column - first)
        continue
      }
      let signs = String(repeating: marks[owner].sign, count: column - first)
      row += theme.styled(signs, marks[owner].style)
    }
    if let last = marks.last, !last.text.isEmpty {
      row += " " + theme.styled(last.text, last.style)
    }
    return row
  }

  private func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
}
