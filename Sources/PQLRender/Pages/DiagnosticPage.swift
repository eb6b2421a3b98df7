package import PQLModel
package import PQLSyntax
import PQLText

/// The code of a message, of a text or of a load.
package struct MessageCode: Sendable, Hashable {
  /// As `PQL2104`.
  package let rawValue: String
  /// A readable name, as `unknown-stage`.
  package let slug: String

  package init(_ code: DiagnosticCode) { (rawValue, slug) = (code.rawValue, code.slug) }
  package init(_ code: LoadCode) { (rawValue, slug) = (code.rawValue, code.slug) }

  /// Every code there is.
  package static let all =
    DiagnosticCode.allCases.map { MessageCode($0) } + LoadCode.allCases.map { MessageCode($0) }
}

/// What a code means, with a text that brings it and the text as it should be.
///
/// The only place these facts stand: `pql explain CODE` and the files in Documentation/Diagnostics
/// are both made from it.
package struct DiagnosticPage: Sendable, Hashable {
  package let code: MessageCode
  /// The fault in a few words, lower case.
  package let title: String
  /// Two to six sentences.
  package let meaning: String
  /// A text that brings the code; nil where a text alone cannot.
  package let wrong: String?
  /// The text mended.
  package let right: String?
  /// Whether resolving `wrong` against the sample pipeline is enough to bring the code.
  package let isExecutable: Bool

  init(
    _ code: DiagnosticCode, _ title: String, _ meaning: String, wrong: String? = nil,
    right: String? = nil, isExecutable: Bool = true
  ) {
    self.code = MessageCode(code)
    self.title = title
    self.meaning = meaning
    self.wrong = wrong
    self.right = right
    self.isExecutable = isExecutable && wrong != nil
  }

  /// The page of something that a load says; no text of PQL brings it.
  init(_ code: LoadCode, _ title: String, _ meaning: String) {
    self.code = MessageCode(code)
    self.title = title
    self.meaning = meaning
    (wrong, right, isExecutable) = (nil, nil, false)
  }

  /// Every page, by code.
  package static let all: [DiagnosticPage] =
    words + grammar + names + types + clauses + running
    + loadFiles + loadRecords + loadModelFile + loadFields + loadPipelines + loadMoney

  /// The page of a code.
  package static func page(for code: DiagnosticCode) -> DiagnosticPage? {
    page(for: MessageCode(code))
  }

  /// The page of a code.
  package static func page(for code: MessageCode) -> DiagnosticPage? {
    all.first { $0.code == code }
  }

  /// The page of a code as written on the command line: `PQL2104`, `pql2104`, `2104` or
  /// `unknown-stage`.
  package static func named(_ text: String) -> DiagnosticPage? {
    let text = text.lowercased()
    return all.first {
      let code = $0.code.rawValue.lowercased()
      return text == code || text == code.dropFirst(3) || text == $0.code.slug
    }
  }

  /// The name of the page's file.
  package var fileName: String { "\(code.rawValue).md" }

  /// The list of all pages as a Markdown file.
  package static var index: String {
    var lines = [
      origin, "", "# Messages by code", "",
      "`pql explain CODE` shows the same pages: 1xxx text and grammar, 2xxx names, types and clauses,",
      "3xxx running, 4xxx not yet built, 5xxx loading data.", "", "| code | name | meaning |",
      "| --- | --- | --- |",
    ]
    for page in all {
      let link = "[\(page.code.rawValue)](\(page.fileName))"
      lines.append("| \(link) | `\(page.code.slug)` | \(page.title.replacing("|", with: "\\|")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The first line of every file that is made from here.
  private static let origin =
    "<!-- Made from Sources/PQLRender/Pages by `PQL_RECORD=1 swift test --filter PQLRenderTests` -->"

  /// The page as its Markdown file.
  package var markdown: String {
    var lines = [
      DiagnosticPage.origin, "", "# \(code.rawValue): \(title)", "", "Name: `\(code.slug)`", "",
    ]
    lines += Paragraph.wrapped(meaning, width: 100)
    if let wrong { lines += ["", "Refused:", "", "```pql", wrong, "```"] }
    if let right { lines += ["", "As it should be:", "", "```pql", right, "```"] }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The page for the terminal.
  package func text(options: RenderOptions = RenderOptions()) -> String {
    let theme = options.theme
    let width = max(30, min(options.width ?? 80, 80))
    var lines = [
      theme.styled(code.rawValue, .error) + theme.styled(": \(title)", .header),
      theme.styled(code.slug, .note), "",
    ]
    lines += Paragraph.wrapped(meaning, width: width)
    lines += example("refused", wrong, .caret, theme)
    lines += example("as it should be", right, .help, theme)
    return lines.joined(separator: "\n") + "\n"
  }

  private func example(
    _ heading: String, _ text: String?, _ style: Style, _ theme: Theme
  ) -> [String] {
    guard let text else { return [] }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return ["", theme.styled("\(heading):", style)] + lines.map { $0.isEmpty ? "" : "    " + $0 }
  }
}

/// Prose in lines of some width.
enum Paragraph {
  /// Breaks a text at its spaces; a word that is too long has a line of its own.
  static func wrapped(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      if line.isEmpty {
        line = String(word)
      } else if DisplayWidth.columns(of: line) + 1 + DisplayWidth.columns(of: word) <= width {
        line += " " + word
      } else {
        lines.append(line)
        line = String(word)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines
  }
}
