import Foundation
import PQLTestSupport
import Testing

/// Every transcript of Conformance/ and Examples/.
@Suite struct GoldenTests {
  static let paths =
    Repository.files(below: "Tests/Conformance", ending: ".pql")
    + Repository.files(below: "Examples", ending: ".pql")

  /// How many goldens there are at least: a number that only grows.
  static let fewest = 54

  @Test func `no golden has been lost`() {
    #expect(GoldenTests.paths.count >= GoldenTests.fewest)
  }

  @Test(arguments: paths)
  func `a transcript answers as it says`(path: String) throws {
    let text = try String(contentsOfFile: Repository.root + "/" + path, encoding: .utf8)
    let run = try GoldenRun(GoldenScript(path: path, text: text))
    if Repository.isRecording {
      if try run.record() { issue(path, 1, "recorded anew; look at the difference") }
    } else {
      for failure in run.differences { issue(path, failure.line, failure.message) }
    }
    for failure in try GoldenLadder.failures(of: run) { issue(path, failure.line, failure.message) }
  }

  private func issue(_ path: String, _ line: Int, _ message: String) {
    let name = path.split(separator: "/").last ?? ""
    Issue.record(
      Comment(rawValue: message),
      sourceLocation: SourceLocation(
        fileID: "PQLConformanceTests/\(name)", filePath: Repository.root + "/" + path, line: line,
        column: 1))
  }
}
