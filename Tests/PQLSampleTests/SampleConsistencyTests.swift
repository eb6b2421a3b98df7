import Foundation
import Testing

@testable import PQLSample

@Suite struct SampleConsistencyTests {
  private static let sample = SampleReading(deals: 1500)

  private static func changes() throws -> [String: [[String: Any]]] {
    Dictionary(grouping: try sample.records("history.ndjson")) { text($0, "deal") ?? "" }
  }

  /// What the history's last change of a field left, as text.
  private static func last(_ field: String, _ changes: [[String: Any]]) -> String? {
    changes.last { text($0, "field") == field }?["to"].map { "\($0)" }
  }

  @Test func `a deal's stage is the one it last entered`() throws {
    let changes = try Self.changes()
    for deal in try Self.sample.records("deals.ndjson") {
      #expect(Self.last("stage", changes[text(deal, "id")!]!) == text(deal, "stage"))
    }
  }

  @Test(arguments: ["amount", "close_date", "owner"])
  func `a deal's field is what it was last changed to`(field: String) throws {
    let changes = try Self.changes()
    for deal in try Self.sample.records("deals.ndjson") {
      guard let last = Self.last(field, changes[text(deal, "id")!]!) else { continue }
      #expect(deal[field].map { "\($0)" } == last)
    }
  }

  @Test func `each change starts where the one before it ended`() throws {
    for (_, changes) in try Self.changes() {
      for (_, steps) in Dictionary(grouping: changes, by: { text($0, "field")! }) {
        for (before, after) in zip(steps, steps.dropFirst()) {
          #expect("\(before["to"]!)" == "\(after["from"]!)")
        }
      }
    }
  }

  @Test func `the changes of a deal are in order of time and none is after the last day`() throws {
    for (_, changes) in try Self.changes() {
      let moments = changes.map { text($0, "at")! }
      #expect(moments == moments.sorted())
      #expect(moments.last! < "2026-07-01")
    }
  }

  @Test func `a deal is created on the day of its first change`() throws {
    let changes = try Self.changes()
    for deal in try Self.sample.records("deals.ndjson") {
      #expect(text(changes[text(deal, "id")!]![0], "at")!.hasPrefix(text(deal, "created")!))
    }
  }

  @Test func `a deal is closed on the day of its last outcome, and only then`() throws {
    let changes = try Self.changes()
    let outcomes: Set = ["Closed Won", "Closed Lost", "Renewed", "Churned"]
    for deal in try Self.sample.records("deals.ndjson") {
      let stages = changes[text(deal, "id")!]!.filter { text($0, "field") == "stage" }
      let isClosed = outcomes.contains(text(deal, "stage")!)
      let day = isClosed ? String(text(stages.last!, "at")!.prefix(10)) : nil
      #expect(text(deal, "closed_on") == day)
    }
  }

  @Test func `the history has moves back, skips, reopenings and pushes`() throws {
    let records = try Self.sample.records("history.ndjson")
    let moves = Set(records.map { "\(text($0, "from") ?? "") > \(text($0, "to") ?? "")" })
    #expect(moves.contains("Proposal > Discovery"))
    #expect(moves.contains("Qualified > Proposal"))
    #expect(moves.contains { $0.hasPrefix("Closed Lost > ") })
    #expect(
      records.contains {
        text($0, "field") == "close_date" && text($0, "to")! > text($0, "from")!
      })
  }

  @Test func `line items add up to their deal's amount`() throws {
    let rows = Self.sample.rows("items.csv").dropFirst()
    var sums: [String: Decimal] = [:]
    for row in rows {
      #expect(Decimal(string: row[3])! * Decimal(string: row[4])! == Decimal(string: row[5])!)
      sums[row[1], default: 0] += Decimal(string: row[5])!
    }
    for deal in try Self.sample.records("deals.ndjson") {
      guard let sum = sums[text(deal, "id")!] else { continue }
      #expect(Decimal(string: "\(deal["amount"]!)") == sum)
    }
  }

  @Test func `what refers to a deal, lead, owner or product finds it`() throws {
    let deals = try Set(Self.sample.records("deals.ndjson").map { text($0, "id")! })
    let leads = try Set(Self.sample.records("leads.ndjson").map { text($0, "id")! })
    let owners = Set(Self.sample.column("name", of: "owners.csv"))
    let products = Set(Self.sample.world.products.map(\.name))
    for activity in try Self.sample.records("activities.ndjson") {
      let deal = text(activity, "deal")
      let lead = text(activity, "lead")
      #expect(deal.map(deals.contains) ?? lead.map(leads.contains) ?? false)
      #expect(text(activity, "owner").map(owners.contains) ?? true)
    }
    for deal in try Self.sample.records("deals.ndjson") {
      #expect(text(deal, "owner").map(owners.contains) ?? true)
    }
    #expect(Set(Self.sample.column("deal", of: "items.csv")).isSubset(of: deals))
    #expect(Set(Self.sample.column("product", of: "items.csv")).isSubset(of: products))
    #expect(Set(Self.sample.column("owner", of: "accounts.csv")).isSubset(of: owners))
    #expect(Set(Self.sample.column("manager", of: "owners.csv")).isSubset(of: owners.union([""])))
  }

  @Test func `a lead that converted became a deal of its account, source and day`() throws {
    let deals = try Dictionary(
      uniqueKeysWithValues: Self.sample.records("deals.ndjson").map { (text($0, "id")!, $0) })
    for lead in try Self.sample.records("leads.ndjson") {
      #expect((lead["converted"] as? Bool) == (text(lead, "converted_deal") != nil))
      guard let id = text(lead, "converted_deal") else { continue }
      let deal = try #require(deals[id])
      #expect(text(lead, "account") == text(deal, "account"))
      #expect(text(deal, "source") == nil || text(deal, "source") == text(lead, "source"))
      #expect(text(lead, "converted_at")!.hasPrefix(text(deal, "created")!))
      #expect(text(lead, "created")! < text(lead, "converted_at")!)
    }
  }

  @Test func `a lead's campaign has its source and runs on the day it was created`() throws {
    let rows = Self.sample.rows("campaigns.csv").dropFirst()
    let campaigns = Dictionary(uniqueKeysWithValues: rows.map { ($0[1], $0) })
    for lead in try Self.sample.records("leads.ndjson") {
      guard let name = text(lead, "campaign") else { continue }
      let campaign = try #require(campaigns[name])
      #expect(campaign[2] == text(lead, "source"))
      #expect((campaign[4]...campaign[5]).contains(String(text(lead, "created")!.prefix(10))))
    }
  }
}
