import PQLText

extension String {
  /// The text broken at spaces into rows of at most so many columns, all but the first indented.
  ///
  /// A word that is longer than a row keeps one for itself; nil leaves the text as it is.
  package func wrapped(to width: Int?, indent: Int = 0) -> String {
    guard let width, DisplayWidth.columns(of: self) > width else { return self }
    let margin = String(repeating: " ", count: min(indent, width / 2))
    let limit = max(width, 20)
    var rows: [String] = []
    var row = ""
    var columns = 0
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      let length = DisplayWidth.columns(of: word)
      if columns > 0, columns + 1 + length > limit, row.contains(where: { $0 != " " }) {
        // Spaces before a break are no part of either row.
        while row.last == " " { row.removeLast() }
        rows.append(row)
        row = margin + word
        columns = margin.utf8.count + length
      } else {
        row += row.isEmpty ? String(word) : " " + word
        columns += (columns == 0 ? 0 : 1) + length
      }
    }
    return (rows + [row]).joined(separator: "\n")
  }
}
