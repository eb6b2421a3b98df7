import PQLSyntax

/// The lines of source a diagnostic speaks of, with its places underlined.
struct DiagnosticSnippet {
  private struct Place {
    var span: Span
    var text: String
    var isPrimary: Bool
  }

  private let index: LineIndex
  private let theme: Theme
  /// Columns for the source itself.
  private let width: Int
  private let places: [Place]
  private let lines: [Int]
  private let gutter: Int

  init(_ diagnostic: Diagnostic, _ index: LineIndex, _ options: RenderOptions) {
    self.index = index
    theme = options.theme
    var places = diagnostic.labels.map {
      Place(span: index.pointed($0.span), text: VisibleText.shown($0.text), isPrimary: false)
    }
    places.append(
      Place(
        span: index.pointed(diagnostic.span), text: VisibleText.shown(diagnostic.label),
        isPrimary: true))
    self.places = places
    lines = Set(places.flatMap { DiagnosticSnippet.lines(of: $0.span, index) }).sorted()
    gutter = String((lines.last ?? 0) + 1).utf8.count
    width = max(20, (options.width ?? 120) - gutter - 5)
  }

  /// The rows of the snippet, with their gutter.
  func rows() -> [String] {
    var rows: [String] = []
    var previous: Int?
    for line in lines {
      if let previous, line > previous + 1 { rows.append(theme.styled("  ...", .gutter)) }
      rows += self.rows(ofLine: line)
      previous = line
    }
    return rows
  }

  private func rows(ofLine line: Int) -> [String] {
    let source = SourceLine(index.text(ofLine: line), bytes: index.bytes(ofLine: line))
    let marks = places.compactMap { mark($0, on: line, source) }
    let window = self.window(source, marks)
    let number = String(line + 1)
    let padding = String(repeating: " ", count: gutter - number.utf8.count)
    let text = source.text(in: window)
    let head = theme.styled("  \(padding)\(number) |", .gutter)
    let bar = theme.styled("  \(String(repeating: " ", count: gutter)) |", .gutter)
    return [text.isEmpty ? head : head + " " + text]
      + SnippetLine(marks.compactMap { clipped($0, to: window) }, theme: theme).rows()
      .map { bar + " " + $0 }
  }

  /// The part of a place on a line; its words stand on its last line.
  private func mark(_ place: Place, on line: Int, _ source: SourceLine) -> Mark? {
    let first = index.line(at: place.span.start)
    let last = DiagnosticSnippet.lastLine(of: place.span, index)
    guard (first...last).contains(line) else { return nil }
    let start = line == first ? place.span.start : source.firstInked
    let end = line == last ? place.span.end : source.bytes.upperBound
    return Mark(
      columns: source.columns(of: Span(start, max(start, end))),
      text: line == last ? place.text : "", isPrimary: place.isPrimary)
  }

  /// The columns of a long line that are shown: those round its main place.
  private func window(_ source: SourceLine, _ marks: [Mark]) -> Range<Int> {
    guard source.width > width else { return 0..<max(source.width, 1) }
    guard let main = marks.first(where: \.isPrimary) ?? marks.first else { return 0..<width }
    let wanted = main.columns.lowerBound - width / 3
    let start = min(max(0, wanted), max(0, source.width + 1 - width))
    return start..<start + width
  }

  private func clipped(_ mark: Mark, to window: Range<Int>) -> Mark? {
    // One past the end is where the end of the text is pointed at.
    let limit = window.upperBound + 1
    let start = max(mark.columns.lowerBound, window.lowerBound)
    let end = min(mark.columns.upperBound, limit)
    guard start < end else { return nil }
    var clipped = mark
    clipped.columns = start - window.lowerBound..<end - window.lowerBound
    return clipped
  }

  /// The lines of a span; of a long one the first two and the last.
  private static func lines(of span: Span, _ index: LineIndex) -> [Int] {
    let first = index.line(at: span.start)
    let last = lastLine(of: span, index)
    return last - first < 4 ? Array(first...last) : [first, first + 1, last]
  }

  /// The line of the last byte that is no line end.
  private static func lastLine(of span: Span, _ index: LineIndex) -> Int {
    let last = index.line(at: max(span.start, span.end - 1))
    return max(index.line(at: span.start), last)
  }
}
