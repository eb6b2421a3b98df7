import Foundation
import PQLTestSupport
import Testing

/// Figures of a public data set of a hardware maker's pipeline, kept beside the repository.
@Suite(.enabled(if: Repository.hasShared("data/maven-crm"), "no folder `maven-crm`"))
struct MavenTests {
  private func rows(_ query: String) throws -> [[String: MachineValue]] {
    var golden = try GoldenSession(
      data: "Tests/Fixtures/maven/model.json", today: "2017-12-31")
    return try golden.rows(query).get()
  }

  private func texts(_ rows: [[String: MachineValue]], _ name: String) -> [String?] {
    rows.map { $0[name]?.string }
  }

  private func numbers(_ rows: [[String: MachineValue]], _ name: String) -> [Double?] {
    rows.map { $0[name]?.double }
  }

  @Test func `deals by stage`() throws {
    let rows = try rows("count by stage")
    #expect(texts(rows, "stage") == ["Prospecting", "Engaging", "Won", "Lost"])
    #expect(numbers(rows, "count") == [500, 1589, 4238, 2473])
  }

  @Test func `what was won in all`() throws {
    #expect(try numbers(rows("sum amount where won"), "sum_amount") == [10_005_534])
  }

  @Test func `the owners who won most`() throws {
    let rows = try rows("sum amount where won by owner top 3 by sum_amount")
    #expect(numbers(rows, "sum_amount") == [1_153_214, 478_396, 454_298])
  }

  @Test func `a quarter by manager`() throws {
    let rows = try rows(
      "sum amount, count, median cycle where won by owner.manager during 2017-Q3")
    #expect(
      numbers(rows, "sum_amount") == [767_754, 588_947, 518_767, 490_519, 330_820, 285_448])
    #expect(numbers(rows, "count") == [288, 220, 222, 174, 147, 206])
    #expect(numbers(rows, "median_cycle") == [47, 37.5, 60, 55, 39, 48.5])
  }

  @Test func `won and closed by industry`() throws {
    let rows = try rows("won: count(won), closed: count(closed) by account.industry")
    func figures(_ industry: String) -> [Double?] {
      let row = rows.first { $0["account.industry"]?.string == industry }
      return [row?["won"]?.double, row?["closed"]?.double]
    }
    #expect(figures("retail") == [799, 1267])
    #expect(figures("technolgy") == [671, 1058])
    #expect(figures("medical") == [592, 950])
    #expect(figures("employment") == [179, 286])
    #expect(rows.compactMap { $0["won"]?.double }.reduce(0, +) == 4238)
  }

  @Test(
    arguments: [
      ("count where account = \"Isdom\"", 119.0),
      ("count where not account = \"Isdom\"", 8681),
      ("count where account is missing", 1425),
    ])
  func `a condition and its opposite part the rows`(query: String, count: Double) throws {
    #expect(try numbers(rows(query), "count") == [count])
  }

  @Test func `a forecast of deals of which nothing is known`() throws {
    var golden = try GoldenSession(data: "Tests/Fixtures/maven/model.json", today: "2017-12-31")
    let query = "forecast where stage >= engaging by product"
    let rows = try golden.rows(query).get()
    let deals = Dictionary(
      uniqueKeysWithValues: rows.map { ($0["product"]?.string ?? "", $0["deals"]?.double ?? -1) })
    #expect(
      deals == [
        "GTX Basic": 337, "MG Special": 308, "GTX Plus Basic": 258, "GTX Pro": 253,
        "MG Advanced": 242, "GTX Plus Pro": 176, "GTK 500": 15,
      ])
    #expect(numbers(rows, "no_amount") == numbers(rows, "deals"))
    // No open deal is due or overdue, since none has a close date; what the undated are worth is not
    // known.
    #expect(rows.allSatisfy { $0["undated"] == .missing })
    for name in ["open", "weighted", "overdue"] {
      #expect(numbers(rows, name) == rows.map { _ in 0 }, "\(name) of no deals is 0")
    }
    #expect(numbers(rows, "expected") == numbers(rows, "won"))
    #expect((rows.compactMap { $0["won"]?.double }.reduce(0, +)) > 0)
    let notes = golden.run(query).text(of: .output)
    #expect(notes.contains("all 1589 open deals lack an amount and a close date"))
  }
}
