import Foundation
import PQLRender
import PQLShell
import PQLSyntax
import PQLTestSupport
import Testing

/// The law of suggestions: a replacement that is offered, applied, leaves fewer errors or none.
@Suite struct SuggestionLawTests {
  /// What was tried, and what broke the law.
  private struct Tally {
    var replacements = 0
    var clean = 0
    var broken: [String] = []
  }

  @Test func `every replacement of the pages leads on`() throws {
    let golden = try GoldenSession(data: "Tests/Conformance/models/pages.json", today: "2026-06-30")
    let tally = tried(DiagnosticPage.all.compactMap(\.wrong), golden.session)
    print("suggestions of pages: \(tally.replacements) tried, \(tally.clean) check clean")
    #expect(tally.broken.isEmpty, "\(tally.broken.joined(separator: "\n"))")
    #expect(tally.replacements > 40)
  }

  /// One in so many mutants is tried; `PQL_MUTATIONS=all` tries each.
  static let stride = GoldenMutationTests.stride == 1 ? 1 : 30

  @Test(arguments: 0..<GoldenMutationTests.parts)
  func `every replacement of a mutated golden leads on`(part: Int) throws {
    let golden = try GoldenSession(data: "Tests/Conformance/models/traps.json", today: "2026-06-30")
    var texts: [String] = []
    for place in GoldenMutationTests.texts.indices
    where place % GoldenMutationTests.parts == part {
      let text = GoldenMutationTests.texts[place]
      texts.append(text)
      for (number, mutant) in GoldenMutationTests.mutants(of: text).enumerated()
      where (number + place) % Self.stride == 0 {
        texts.append(mutant)
      }
    }
    let tally = tried(texts, golden.session)
    print(
      "suggestions of mutants, part \(part): \(tally.replacements) tried in \(texts.count) texts,"
        + " \(tally.clean) check clean")
    #expect(tally.broken.isEmpty, "\(tally.broken.joined(separator: "\n"))")
    #expect(tally.replacements > 10)
  }

  private func tried(_ texts: [String], _ session: Session) -> Tally {
    var tally = Tally()
    for text in texts {
      let source = SourceText(name: "law.pql", text: text)
      let before = errors(source, session)
      for diagnostic in session.diagnostics(of: source) where diagnostic.severity == .error {
        for suggestion in diagnostic.suggestions where !suggestion.edits.isEmpty {
          tally.replacements += 1
          let changed = suggestion.edits.applied(to: text)
          let after = changed.map { errors(SourceText(name: "law.pql", text: $0), session) }
          if after == 0 { tally.clean += 1 }
          if (after ?? Int.max) >= before {
            tally.broken.append(
              "\(diagnostic.code.rawValue) \(suggestion.message): \(before) errors, then"
                + " \(after.map(String.init) ?? "none of it")\n\(text)\n→\n\(changed ?? "")\n")
          }
        }
      }
    }
    return tally
  }

  private func errors(_ source: SourceText, _ session: Session) -> Int {
    session.diagnostics(of: source, trials: 0).count { $0.severity == .error }
  }
}
