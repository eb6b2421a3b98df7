import PQLModel
import PQLRender

/// A transcript: a script with what it must answer in the comment lines behind its statements.
///
/// Lines that begin with `#>` are standard output, `#!` standard error, `#=` the text of a file that
/// was exported. Lines of statements up to an empty line or an expected one are a block, which is
/// carried out at once. Directives begin with `#:` and stand anywhere above the first block.
package struct GoldenScript: Sendable {
  /// Lines that are carried out together, and what they must answer.
  package struct Block: Sendable {
    /// Indexes of the lines of its statements.
    package var lines: Range<Int>
    /// Indexes of the lines behind them that say what is expected.
    package var expected: Range<Int>
  }

  /// The path from the root of the repository on.
  package let path: String
  package let lines: [String]
  package private(set) var blocks: [Block] = []
  /// Data to load; empty for the model.json beside the script, if there is one.
  package private(set) var data: [String] = []
  package private(set) var parameters: [String: String] = [:]
  package private(set) var settings = SessionChoices()
  /// Whether each block is typed at a prompt, as with `.schema` and lines that refine.
  package private(set) var isTyped = false
  /// Whether something in the script is meant to fail.
  package private(set) var mayFail = false
  /// Directives that could not be read, by line.
  package private(set) var unread: [Int] = []

  /// What a script says about how it is to be run.
  package struct SessionChoices: Sendable {
    package var today: String?
    package var format = OutputFormat.table
    package var width: Int?
    package var errorsAsJSON = false
  }

  /// Splits a script into its blocks.
  package init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var next = 0
    while next < lines.count {
      if lines[next].hasPrefix("#:") { take(directive: next) }
      guard GoldenScript.isStatement(lines[next]) else {
        next += 1
        continue
      }
      let start = next
      while next < lines.count, !lines[next].isEmpty, !GoldenScript.isExpected(lines[next]) {
        next += 1
      }
      let end = next
      while next < lines.count, GoldenScript.isExpected(lines[next]) { next += 1 }
      blocks.append(Block(lines: start..<end, expected: end..<next))
    }
  }

  /// The name of the script without its folder.
  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The folder of the script from the root of the repository on.
  package var folder: String { String(path.dropLast(name.count + 1)) }

  /// The whole text.
  package var text: String { lines.joined(separator: "\n") }

  /// The text of the script with all but one block blanked, so that places stay what they are.
  package func text(of block: Block) -> String {
    lines.enumerated().map { place, line in
      block.lines.contains(place) ? line : String(repeating: " ", count: line.utf8.count)
    }.joined(separator: "\n")
  }

  /// The statements of a block as they were typed.
  package func typed(_ block: Block) -> String {
    lines[block.lines].joined(separator: "\n")
  }

  /// The script with other answers behind its blocks.
  package func recorded(_ answers: [[String]]) -> String {
    var result: [String] = []
    var next = 0
    for (block, answer) in zip(blocks, answers) {
      result += lines[next..<block.lines.upperBound]
      result += answer
      next = block.expected.upperBound
    }
    return (result + lines[next...]).joined(separator: "\n")
  }

  private static func isExpected(_ line: String) -> Bool {
    ["#>", "#!", "#="].contains { line == $0 || line.hasPrefix($0 + " ") }
  }

  private static func isStatement(_ line: String) -> Bool {
    line.first.map { $0 != "#" } ?? false && !line.allSatisfy(\.isWhitespace)
  }

  private mutating func take(directive line: Int) {
    let words = lines[line].dropFirst(2).split(separator: " ").map(String.init)
    let values = Array(words.dropFirst())
    switch words.first {
    case "data": data = values
    case "today": settings.today = values.first
    case "as": settings.format = values.first.flatMap(OutputFormat.named) ?? .table
    case "width": settings.width = values.first.flatMap { Int($0) }
    case "errors": settings.errorsAsJSON = values == ["json"]
    case "typed": isTyped = true
    case "fails": mayFail = true
    case "param":
      for value in values {
        let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
        if parts.count == 2 { parameters[parts[0]] = parts[1] } else { unread.append(line) }
      }
    default: unread.append(line)
    }
  }
}
