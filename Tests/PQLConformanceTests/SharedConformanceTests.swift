import Foundation
import PQLTestSupport
import Testing

/// The questions that another engine answered too, kept beside the repository.
@Suite(.enabled(if: Repository.hasShared("conformance/cases.ndjson"), "no folder `conformance`"))
struct SharedConformanceTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var id: String
    var group: String
    var query: String
    var ordered: Bool
    var dropsZero: Bool
    var rows: [[String: MachineValue]]
    var testDescription: String { "\(id): \(query)" }

    private enum CodingKeys: String, CodingKey {
      case id, group, query, ordered, rows
      case dropsZero = "drop_zero"
    }
  }

  struct Refusal: Decodable, Sendable, CustomTestStringConvertible {
    var query: String
    var mentions: [String]
    var testDescription: String { query }
  }

  /// The groups of what is built: neither the past, the pipeline's verbs, nor policies.
  static let built: Set<String> = [
    "aggregate", "list", "relation", "script", "stage", "time", "where",
  ]

  /// The pipeline's verbs that are built.
  static let builtVerbs: Set<String> = ["attainment", "cohort", "coverage", "funnel", "velocity"]

  static let cases: [Case] = lines("cases.ndjson").filter { question in
    built.contains(question.group)
      || question.group == "verb" && builtVerbs.contains { question.query.hasPrefix($0) }
  }
  static let refusals: [Refusal] = lines("refused.ndjson")

  @Test func `there are cases`() {
    #expect(SharedConformanceTests.cases.count >= 60)
    #expect(SharedConformanceTests.refusals.count >= 20)
  }

  @Test(arguments: cases)
  func `a question has the answer of the other engine`(question: Case) throws {
    var golden = try SharedConformanceTests.session()
    expect(try golden.rows(question.query).get(), of: question)
  }

  @Test(arguments: cases)
  func `the answer does not go by the order of the records`(question: Case) throws {
    var golden = try SharedConformanceTests.session(shuffledBy: 1)
    expect(try golden.rows(question.query).get(), of: question)
  }

  private func expect(_ rows: [[String: MachineValue]], of question: Case) {
    var found = rows
    var wanted = question.rows
    if question.dropsZero {
      found.removeAll(where: isZero)
      wanted.removeAll(where: isZero)
    }
    if !question.ordered {
      let names = wanted.first.map { $0.keys.sorted() } ?? []
      found.sort { key($0, names) < key($1, names) }
      wanted.sort { key($0, names) < key($1, names) }
    }
    #expect(found.count == wanted.count)
    for (row, expected) in zip(found, wanted) {
      // A verb may have more columns than the other engine was asked for.
      #expect(question.group == "verb" || Set(row.keys) == Set(expected.keys))
      for (name, value) in expected where !isSame(row[name] ?? .missing, value) {
        Issue.record("`\(name)` is \(row[name] ?? .missing), not \(value)")
      }
    }
  }

  @Test(arguments: refusals)
  func `a wrong line is refused in the words it needs`(refusal: Refusal) throws {
    var golden = try SharedConformanceTests.session()
    let said = golden.run(refusal.query, as: .ndjson)
    #expect(golden.session.hasFailed)
    let text = said.map(\.text).joined().lowercased()
    for word in refusal.mentions { #expect(text.contains(word.lowercased()), "\(text)") }
  }

  private static func session(shuffledBy seed: UInt64? = nil) throws -> GoldenSession {
    try GoldenSession(
      data: Repository.shared + "/conformance/model.json", today: "2026-07-15", shuffledBy: seed)
  }

  private static func lines<Line: Decodable>(_ name: String) -> [Line] {
    let path = Repository.shared + "/conformance/" + name
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap {
      try? JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
  }

  /// Amounts agree to six digits or a cent's half.
  private func isSame(_ one: MachineValue, _ other: MachineValue) -> Bool {
    guard let left = one.double, let right = other.double else { return one == other }
    return abs(left - right) <= max(1e-6 * max(abs(left), abs(right)), 0.006)
  }

  private func isZero(_ row: [String: MachineValue]) -> Bool {
    row.values.allSatisfy { $0 == .missing || $0 == .number(0) || $0.string != nil }
  }

  /// The texts of a row, to sort by.
  private func key(_ row: [String: MachineValue], _ names: [String]) -> String {
    names.compactMap { name in
      switch row[name] {
      case .text(let text): "\(name)=\(text)"
      case .missing, nil: "\(name)=\u{10FFFF}"
      default: nil
      }
    }.joined(separator: "\u{1}")
  }
}
