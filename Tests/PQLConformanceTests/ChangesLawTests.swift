import PQLModel
import PQLTestSupport
import Testing

/// `changes` against plain questions as of its two ends, for days, filters and groups at random.
@Suite struct ChangesLawTests {
  static let filters = [
    nil, "stage >= proposal", "amount > 10k", "hot", "owner is present", "account.industry = soft",
    "pushes = 0", "reached proposal", "created in 2025", "days_in_stage < 40 days",
  ]
  static let keys = [
    nil, "owner", "pipeline", "account.industry", "owner.team", "stage", "hot, pipeline",
  ]
  static let periods = ["2025", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2025-10", "2026"]

  /// What one line of `changes` asks.
  private struct Case {
    let period, opening, closing: String
    let filter, key: String?

    init(_ random: inout SeededRandom) {
      let days = [Int32(random.number(100...300)), Int32(random.number(301...440))]
      (period, filter, key) = (
        random.pick(periods), random.pick(filters), random.pick(keys)
      )
      (opening, closing) = (
        KeptCRM.text(KeptCRM.first + days[0]), KeptCRM.text(KeptCRM.first + days[1])
      )
    }

    var by: String { key.map { " by \($0)" } ?? "" }
    var and: String { filter.map { " and \($0)" } ?? "" }
    var names: [String] { key?.split(separator: ",").map { $0.filter { $0 != " " } } ?? [] }

    var changes: String {
      "changes\(filter.map { " where \($0)" } ?? "")\(by) during \(period) "
        + "since \(opening) until \(closing)"
    }

    /// The pipeline at an end.
    func pipeline(_ day: String) -> String {
      "count, sum amount where open and close_date in \(period)\(and)\(by) as of \(day)"
    }
  }

  @Test(
    "opening and causes are the closing, and the ends those of plain questions", arguments: 1...4)
  func ends(seed: UInt64) throws {
    let crm = KeptCRM(seed: seed, deals: 60)
    var random = SeededRandom(seed: seed)
    var asked = try Asked(crm)
    for _ in 0..<15 {
      let one = Case(&random)
      let rows = try asked.rows(one.changes).get()
      let groups = Dictionary(grouping: rows) { row in one.names.map { row[$0] } }
      for (group, rows) in groups {
        let closing = rows.filter { $0["cause"] == .text("closing") }
        let rest = rows.filter { $0["cause"] != .text("closing") }
        #expect(cents(rest) == cents(closing), "\(one.changes), \(group), seed \(seed)")
        #expect(count(rest) == count(closing), "\(one.changes), \(group), seed \(seed)")
      }
      for (cause, day) in [("opening", one.opening), ("closing", one.closing)] {
        // Where nobody knows what is asked the plain question is refused.
        guard case .success(let plain) = asked.rows(one.pipeline(day)) else { continue }
        let expected = plain.filter { $0["count"]?.double != 0 }.map { row in
          Line(
            key: one.names.map { row[$0] }, deals: row["count"], amount: row["sum_amount"])
        }
        let found = rows.filter { $0["cause"] == .text(cause) && $0["deals"]?.double != 0 }
          .map { row in
            Line(key: one.names.map { row[$0] }, deals: row["deals"], amount: row["amount"])
          }
        #expect(Set(found) == Set(expected), "\(cause) of \(one.changes), seed \(seed)")
      }
    }
  }

  @Test("what is won is what was booked in between, of deals in scope", arguments: 1...4)
  func won(seed: UInt64) throws {
    let crm = KeptCRM(seed: seed, deals: 60)
    var random = SeededRandom(seed: seed &+ 99)
    var asked = try Asked(crm)
    for _ in 0..<12 {
      let one = Case(&random)
      let opening = asked.rows(
        "deals where open and close_date in \(one.period)\(one.and) show id as of \(one.opening)")
      guard case .success(let scope) = opening else { continue }
      let inScope = Set(scope.map { $0["id"] })
      let wins = try asked.rows(
        """
        deals where won\(one.and) show id, amount, \
        booked: closed_on > \(one.opening) and closed_on in \(one.period) as of \(one.closing)
        """
      ).get().filter { inScope.contains($0["id"]) || $0["booked"] == .boolean(true) }
      let won = try asked.rows(one.changes).get().filter { $0["cause"] == .text("won") }
      let booked = wins.reduce(0.0) { $0 + ($1["amount"]?.double ?? 0) * 100 }
      #expect(
        won.reduce(0) { $0 + Int($1["deals"]?.double ?? 0) } == wins.count,
        "\(one.changes), seed \(seed)")
      #expect(-cents(won) == Int(booked.rounded()), "\(one.changes), seed \(seed)")
    }
  }

  private struct Line: Hashable {
    var key: [MachineValue?]
    var deals: MachineValue?
    var amount: MachineValue?
  }

  private func cents(_ rows: [[String: MachineValue]]) -> Int {
    Int(rows.reduce(0.0) { $0 + ($1["amount"]?.double ?? 0) * 100 }.rounded())
  }

  /// How many deals came in, less those that went out.
  private func count(_ rows: [[String: MachineValue]]) -> Int {
    rows.reduce(0) { sum, row in
      let deals = Int(row["deals"]?.double ?? 0)
      switch row["cause"]?.string {
      case "moved out", "won", "lost", "left": return sum - deals
      case "increased", "decreased", "exchange": return sum
      default: return sum + deals
      }
    }
  }
}
