import PQLText

extension String {
  /// The text broken at spaces into rows of at most so many columns, all but the first indented.
  ///
  /// A word that is longer than a row keeps one for itself; nil leaves the text as it is.
  package func wrapped(to width: Int?, indent: Int = 0) -> String {
    guard let width, DisplayWidth.columns(of: self) > width else { return self }
    let limit = max(width, 20)
    let margin = String(repeating: " ", count: min(indent, limit / 2))
    var rows: [String] = []
    var row = String(prefix { $0 == " " })
    var columns = row.utf8.count
    var isEmpty = true
    for word in dropFirst(columns).split(separator: " ", omittingEmptySubsequences: false) {
      let length = DisplayWidth.columns(of: word)
      if !isEmpty, columns + 1 + length > limit {
        while row.last == " " { row.removeLast() }
        rows.append(row)
        (row, columns, isEmpty) = (margin, margin.utf8.count, true)
      }
      // Of several spaces those at a row's start go.
      if isEmpty, word.isEmpty { continue }
      row += isEmpty ? String(word) : " " + word
      columns += length + (isEmpty ? 0 : 1)
      isEmpty = false
    }
    return (rows + [row]).joined(separator: "\n")
  }
}
