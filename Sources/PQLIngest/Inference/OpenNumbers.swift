/// The numbers of a column that could be others by a factor of a thousand, taken file by file.
///
/// Files of one folder need not come from one program. So what one of them proves decides for a file
/// that proves nothing, but is not taken for its word.
struct OpenNumbers {
  /// A text that could have thousands or decimals behind its mark.
  struct Place {
    var text: String
    var row: Int
    /// Whether the mark is a comma.
    var isComma: Bool
  }

  /// The first text of each file in which every number is open.
  private(set) var places: [Place] = []
  /// Whether some file tells how its numbers are written.
  private(set) var isProven = false

  /// Looks at a column, in each file until one of its numbers proves something.
  init(_ table: RawTable, _ column: Int) {
    for part in table.parts.indices {
      var place: Place?
      let isOpen = table.forEachValue(column, of: part) { row, whole in
        // Numbers of JSON are written in one way.
        guard whole.kind != .number else { return false }
        let text = whole.trimmed
        // Up to three bytes hold a bare integer, which proves nothing, or a decimal, which does.
        if NumberStyle.isOpen(text) {
          if place == nil {
            place = Place(text: text.shown, row: row, isComma: NumberStyle.hasComma(text))
          }
          return true
        }
        return NumberStyle.marks(of: text) == nil && !NumberStyle.isUngrouped(text)
      }
      if !isOpen { isProven = true } else if let place { places.append(place) }
    }
  }
}

extension RawTable {
  /// The first text of a column that could have thousands or decimals behind its mark; nil when there
  /// is none, or some other value proves which it is.
  func openNumber(_ column: Int) -> OpenNumbers.Place? {
    let open = OpenNumbers(self, column)
    return open.isProven ? nil : open.places.first
  }
}
