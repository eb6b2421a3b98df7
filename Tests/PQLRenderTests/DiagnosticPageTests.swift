import Foundation
import PQLRender
import PQLSyntax
import Testing

@Suite struct DiagnosticPageTests {
  @Test(arguments: MessageCode.all)
  func `every code has one page`(code: MessageCode) {
    #expect(DiagnosticPage.all.filter { $0.code == code }.count == 1)
  }

  @Test func `no two codes or names are the same`() {
    #expect(Set(MessageCode.all.map(\.rawValue)).count == MessageCode.all.count)
    #expect(Set(MessageCode.all.map(\.slug)).count == MessageCode.all.count)
  }

  @Test func `pages stand in the order of their codes`() {
    let codes = DiagnosticPage.all.map(\.code.rawValue)
    #expect(codes == codes.sorted())
  }

  @Test(arguments: DiagnosticPage.all)
  func `a page is short and names nobody`(page: DiagnosticPage) {
    #expect(page.title.first?.isUppercase == false)
    #expect(!page.title.hasSuffix("."))
    #expect(page.meaning.hasSuffix("."))
    let sentences = page.meaning.replacing("\n", with: " ").components(separatedBy: ". ")
    #expect((2...6).contains(sentences.count))
    let words = page.meaning.lowercased().split { !$0.isLetter }
    #expect(!words.contains("you") && !words.contains("your"))
    #expect((page.wrong == nil) == (page.right == nil))
    #expect(page.wrong == nil || page.wrong != page.right)
  }

  @Test func `a page is found by its code in any spelling, and by its name`() {
    for text in ["PQL2104", "pql2104", "2104", "unknown-stage"] {
      #expect(DiagnosticPage.named(text)?.code == MessageCode(.unknownStage))
    }
    for text in ["PQL5002", "5002", "file-not-found"] {
      #expect(DiagnosticPage.named(text)?.code == MessageCode(.fileNotFound))
    }
    #expect(DiagnosticPage.named("PQL9999") == nil)
    #expect(DiagnosticPage.named("") == nil)
  }

  @Test func `the page on the terminal`() {
    let page = DiagnosticPage.page(for: MessageCode(.unknownStage))
    #expect(
      page?.text(options: RenderOptions(width: 60)) == """
        PQL2104: a word that is not a stage
        unknown-stage

        Opposite a stage, a bare word must name a stage of the
        pipeline. Capitals, spaces, `_` and `-` make no difference,
        spelling does. The message lists the stages in their order,
        because a misspelt stage would otherwise keep no deals, or
        the wrong ones.

        refused:
            deals where stage >= propsal

        as it should be:
            deals where stage >= proposal

        """)
  }

  /// `PQL_RECORD=1` rewrites the files and fails, so that a recording run is never taken for a pass.
  @Test func `the files of the pages are up to date`() throws {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Documentation/Diagnostics")
    if ProcessInfo.processInfo.environment["PQL_RECORD"] == "1" {
      try record(in: folder)
      Issue.record("the pages were written; run again without PQL_RECORD")
    }
    for (name, text) in files {
      let found = try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
      #expect(found == text, "\(name) is stale: PQL_RECORD=1 swift test --filter PQLRenderTests")
    }
    #expect(
      try Set(FileManager.default.contentsOfDirectory(atPath: folder.path)) == Set(files.keys))
  }

  private var files: [String: String] {
    var files = ["README.md": DiagnosticPage.index]
    for page in DiagnosticPage.all { files[page.fileName] = page.markdown }
    return files
  }

  private func record(in folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where name.hasPrefix("PQL") && files[name] == nil {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
    for (name, text) in files {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
  }
}
