import Foundation
import PQLIngest
import PQLShell
import PQLSyntax

/// Something that a golden does not keep, and the line it is seen at.
package struct GoldenFailure: Sendable {
  /// Counted from 1.
  package var line: Int
  package var message: String
}

/// One run of a golden, block by block.
package struct GoldenRun {
  package let script: GoldenScript
  /// What each block answered, as the lines that stand behind it.
  package private(set) var answers: [[String]] = []
  package private(set) var output = ""
  package private(set) var errors = ""
  package private(set) var hasFailed = false
  /// The session as it was before each block.
  package private(set) var sessions: [Session] = []
  package let host: FakeHost

  package init(
    _ script: GoldenScript, fromSnapshot: Bool = false, shuffledBy seed: UInt64? = nil
  ) throws {
    self.script = script
    var golden = try GoldenSession(script, fromSnapshot: fromSnapshot, shuffledBy: seed)
    host = golden.host
    for block in script.blocks {
      sessions.append(golden.session)
      if script.isTyped {
        golden.session.ask(script.typed(block))
      } else {
        golden.session.run(SourceText(name: script.name, text: script.text(of: block)))
      }
      let pieces = golden.host.take()
      output += pieces.text(of: .output)
      errors += pieces.text(of: .errors)
      answers.append(GoldenRun.lines(pieces, golden.host.takeFiles()))
    }
    hasFailed = golden.session.hasFailed
  }

  /// Where the answers are not what the script says.
  package var differences: [GoldenFailure] {
    zip(script.blocks, answers).compactMap { block, answer in
      let expected = Array(script.lines[block.expected])
      guard expected != answer else { return nil }
      let same = zip(expected, answer).prefix { $0 == $1 }.count
      let place = min(block.expected.lowerBound + same, script.lines.count - 1)
      let wanted = same < expected.count ? expected[same] : "nothing more"
      let found = same < answer.count ? answer[same] : "nothing more"
      return GoldenFailure(
        line: place + 1,
        message: """
          expected: \(wanted)
          found:    \(found)
          the whole answer of line \(block.lines.lowerBound + 1):
          \(answer.joined(separator: "\n"))
          """)
    }
  }

  /// Puts these answers into the file; whether that changed it.
  package func record() throws -> Bool {
    let text = script.recorded(answers)
    guard text != script.text else { return false }
    try Data(text.utf8).write(to: URL(filePath: Repository.root + "/" + script.path))
    return true
  }

  /// What was said, as the comment lines that show it.
  private static func lines(
    _ pieces: [FakeHost.Piece], _ files: [FakeHost.WrittenFile]
  ) -> [String] {
    let said = pieces.flatMap { marked($0.text, $0.stream == .output ? "#>" : "#!") }
    return said + files.flatMap { marked($0.text, "#=") }
  }

  private static func marked(_ text: String, _ mark: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { $0.isEmpty ? mark : "\(mark) \($0)" }
  }
}
