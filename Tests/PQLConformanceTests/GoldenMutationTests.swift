import Foundation
import PQLShell
import PQLSyntax
import PQLTestSupport
import Testing

/// Each token of each golden deleted, doubled, swapped with the next, and replaced by another of its
/// kind, then parsed, resolved and run: never a trap, always a message or an answer.
@Suite struct GoldenMutationTests {
  /// One in so many mutations is run, so that the suite stays quick.
  ///
  /// `PQL_MUTATIONS=all` runs each one.
  static let stride = ProcessInfo.processInfo.environment["PQL_MUTATIONS"] == "all" ? 1 : 29

  /// The texts of the blocks of all goldens that are not typed at a prompt.
  static let texts: [String] = {
    var texts: [String] = []
    for path in GoldenTests.paths {
      let file = Repository.root + "/" + path
      guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { continue }
      let script = GoldenScript(path: path, text: text)
      guard !script.isTyped else { continue }
      texts += script.blocks.map(script.typed).filter { !$0.contains("use \"") }
    }
    return Array(Set(texts)).sorted()
  }()

  /// The texts in as many parts as run side by side.
  static let parts = 8

  @Test(arguments: 0..<parts)
  func `a mutated golden is answered or refused`(part: Int) throws {
    let golden = try GoldenSession(
      data: "Tests/Conformance/models/traps.json", today: "2026-06-30")
    var tally = (run: 0, answered: 0, refused: 0, silent: 0)
    for place in GoldenMutationTests.texts.indices
    where place % GoldenMutationTests.parts == part {
      let mutants = GoldenMutationTests.mutants(of: GoldenMutationTests.texts[place])
      for (number, mutant) in mutants.enumerated()
      where (number + place) % GoldenMutationTests.stride == 0 {
        var session = golden.session
        session.run(SourceText(name: "mutant.pql", text: mutant))
        let said = golden.host.take()
        _ = golden.host.takeFiles()
        tally.run += 1
        #expect(!session.hasMetFault, "a fault: \(mutant)")
        let errors = said.text(of: .errors)
        if session.hasFailed {
          tally.refused += 1
          #expect(!errors.isEmpty, "failed without a word: \(mutant)")
        } else if said.text(of: .output).isEmpty {
          tally.silent += 1
          #expect(GoldenMutationTests.mayBeSilent(mutant), "nothing said: \(mutant)")
        } else {
          tally.answered += 1
        }
      }
    }
    print(
      "mutation \(part): \(tally.run) run, \(tally.answered) answered, \(tally.refused) refused,"
        + " \(tally.silent) definitions")
    #expect(tally.run > 100 && tally.answered > 0 && tally.refused > 0)
  }

  /// A text with no query says nothing.
  static func mayBeSilent(_ text: String) -> Bool {
    parse(SourceText(name: "mutant.pql", text: text)).statements.allSatisfy {
      if case .query(let query) = $0.kind {
        query.steps.contains { $0.clauses.contains { $0.keyword == .export } }
      } else {
        true
      }
    }
  }

  /// Every text with one token deleted, doubled, swapped with the next, or replaced by the next of
  /// its kind, from the beginning again behind the last.
  static func mutants(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    let tokens = parse(SourceText(name: "mutant.pql", text: text)).tokens.dropLast()
    let spans = tokens.map(\.span)
    var mutants: [[UInt8]] = []
    for (place, span) in spans.enumerated() {
      mutants.append(Array(bytes[..<span.start] + bytes[span.end...]))
      mutants.append(Array(bytes[..<span.end] + [0x20] + bytes[span.start...]))
      let others = tokens[(place + 1)...] + tokens[..<place]
      let other = others.first {
        $0.kind == tokens[place].kind && isKeyword($0, bytes) == isKeyword(tokens[place], bytes)
      }
      if let other = other?.span {
        mutants.append(
          Array(bytes[..<span.start] + bytes[other.start..<other.end] + bytes[span.end...]))
      }
      guard place + 1 < spans.count else { continue }
      let next = spans[place + 1]
      mutants.append(
        Array(
          bytes[..<span.start] + bytes[next.start..<next.end] + bytes[span.end..<next.start]
            + bytes[span.start..<span.end] + bytes[next.end...]))
    }
    return mutants.map { String(decoding: $0, as: UTF8.self) }
  }

  private static func isKeyword(_ token: Token, _ bytes: [UInt8]) -> Bool {
    Keyword(word: String(decoding: bytes[token.span.start..<token.span.end], as: UTF8.self)) != nil
  }
}
