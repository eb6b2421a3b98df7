import Foundation
import PQLShell
import PQLSyntax
import PQLTestSupport
import Testing

/// Lines as people type them who know SQL, spreadsheets or another system, or write German or
/// Spanish: each is refused, and what is offered for it is right.
@Suite struct ForeignLinesTests {
  /// A row of the table: the line typed, ` => `, and the line it becomes.
  static let file = Repository.root + "/Tests/Fixtures/foreign-lines.txt"

  @Test func `each line has a suggestion that leads on`() throws {
    let golden = try GoldenSession(data: "Examples/sample", today: "2026-06-30")
    let rows = try String(contentsOfFile: Self.file, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var written: [String] = []
    var count = 0
    for row in rows {
      guard !row.isEmpty, !row.hasPrefix("#") else {
        written.append(row)
        continue
      }
      let parts = row.components(separatedBy: " => ")
      let found = mended(parts[0], golden.session)
      written.append("\(parts[0]) => \(found ?? "nothing")")
      #expect(found == (parts.count > 1 ? parts[1] : nil), "\(parts[0])")
      count += 1
    }
    print("foreign lines: \(count) with a suggestion that leads on")
    #expect(count >= 150)
    guard ProcessInfo.processInfo.environment["PQL_RECORD"] != nil else { return }
    try written.joined(separator: "\n").write(toFile: Self.file, atomically: true, encoding: .utf8)
    Issue.record("recorded")
  }

  /// The line with the first suggestion that makes it right, or with the first of each message;
  /// nil where none does, or the line is right as it is.
  private func mended(_ line: String, _ session: Session) -> String? {
    let source = SourceText(name: "line.pql", text: line)
    let errors = session.diagnostics(of: source).filter { $0.severity == .error }
    guard !errors.isEmpty else { return nil }
    let offered = errors.map { $0.suggestions.map(\.edits).filter { !$0.isEmpty } }
    for edits in offered.flatMap(\.self) + [offered.compactMap(\.first).flatMap(\.self)] {
      guard let text = edits.applied(to: line) else { continue }
      let left = session.diagnostics(of: SourceText(name: "line.pql", text: text), trials: 0)
      if !left.contains(where: { $0.severity == .error }) { return text }
    }
    return nil
  }
}
