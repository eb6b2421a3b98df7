import PQLRender
import PQLShell
import PQLSyntax
import PQLTestSupport
import Testing

/// What the pages of the messages show, carried out.
@Suite struct DiagnosticPageExamplesTests {
  static let executable = DiagnosticPage.all.filter { $0.isExecutable }

  @Test(arguments: executable)
  func `what a page calls wrong brings its code`(page: DiagnosticPage) throws {
    let wrong = try #require(page.wrong)
    let said = try said(of: wrong, checked: page.code)
    #expect(said.contains("[\(page.code.rawValue)]"), "\(wrong)\n\(said)")
  }

  @Test(arguments: executable)
  func `what a page calls right has no message`(page: DiagnosticPage) throws {
    let right = try #require(page.right)
    let said = try said(of: right, checked: page.code)
    #expect(!said.contains("error[") && !said.contains("warning["), "\(right)\n\(said)")
  }

  /// What is said of a text on the model that the pages have in mind; the faults of a run are met
  /// only by running.
  private func said(of text: String, checked code: MessageCode) throws -> String {
    var golden = try GoldenSession(
      data: "Tests/Conformance/models/pages.json", today: "2026-06-30")
    let source = SourceText(name: "page.pql", text: text)
    if code.rawValue.hasPrefix("PQL3") {
      golden.session.run(source)
    } else {
      golden.session.check(source)
    }
    return golden.host.takeText(.errors)
  }
}
