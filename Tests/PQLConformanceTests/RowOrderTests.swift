import Foundation
import PQLModel
import PQLTestSupport
import Testing

/// No answer goes by the order in which the files hold the records, but where a listing shows it.
@Suite struct RowOrderTests {
  /// The transcripts on the sample.
  static let scripts = GoldenTests.paths.compactMap { path -> GoldenScript? in
    guard let text = try? String(contentsOfFile: Repository.root + "/" + path, encoding: .utf8)
    else { return nil }
    let script = GoldenScript(path: path, text: text)
    return script.data.contains { $0.hasSuffix("sample/model.json") } ? script : nil
  }

  @Test func `there are transcripts on the sample`() {
    #expect(RowOrderTests.scripts.count >= 14)
  }

  @Test(arguments: scripts.map(\.path))
  func `a transcript answers the same when the records stand in another order`(path: String) throws
  {
    let script = try #require(RowOrderTests.scripts.first { $0.path == path })
    let plain = try GoldenRun(script)
    for seed: UInt64 in [1, 2] {
      let shuffled = try GoldenRun(script, shuffledBy: seed)
      for (block, (one, other)) in zip(script.blocks, zip(plain.answers, shuffled.answers))
      where one != other {
        if RowOrderTests.showsOrder(script.typed(block)), one.sorted() == other.sorted() {
          continue
        }
        let differing = zip(one, other).first { $0 != $1 }
        Issue.record(
          """
          seed \(seed), line \(block.lines.lowerBound + 1): \(script.typed(block))
          in order: \(differing?.0 ?? "more lines")
          shuffled: \(differing?.1 ?? "fewer lines")
          """)
      }
    }
  }

  /// Whether a question lists records as they stand: in no order of its own, or group by group as these
  /// first appear.
  private static func showsOrder(_ questions: String) -> Bool {
    questions.split(separator: "\n").contains { question in
      let first = question.prefix { !$0.isWhitespace }
      guard EntityKind(rawValue: String(first)) != nil, !question.contains("sort ") else {
        return false
      }
      return !question.contains("top ") || question.contains(" per ")
    }
  }
}
