import Foundation
import Testing

@testable import PQLSample

@Suite struct SampleFilesTests {
  private static let sample = SampleReading(deals: 400)

  @Test(
    arguments: ["deals.ndjson", "leads.ndjson", "activities.ndjson", "history.ndjson"])
  func `every line is a JSON record`(name: String) throws {
    #expect(try !Self.sample.records(name).isEmpty)
  }

  @Test(
    arguments: [
      "accounts.csv", "contacts.csv", "items.csv", "owners.csv", "quotas.csv", "campaigns.csv",
    ])
  func `every row has a cell for each column`(name: String) {
    let rows = Self.sample.rows(name)
    #expect(rows.count > 1)
    #expect(rows.allSatisfy { $0.count == rows[0].count })
  }

  @Test func `the model file names every other file`() throws {
    let model = try #require(try Self.sample.document("model.json") as? [String: Any])
    let entities = try #require(model["entities"] as? [String: [String: Any]])
    let named = Set(entities.values.compactMap { $0["file"] as? String })
    let written = SamplePipeline(deals: 1).files().map(\.name).filter { $0 != "model.json" }
    #expect(named == Set(written))
  }

  @Test func `the model file mends the product that is spelt in two ways`() throws {
    let spelt = try Set(Self.sample.records("deals.ndjson").compactMap { text($0, "product") })
    let products = try #require(
      try Self.sample.document("products.json") as? [[String: Any]])
    let listed = Set(products.compactMap { text($0, "name") })
    #expect(spelt.subtracting(listed) == ["AtlasCRM"])
    #expect(listed.contains("Atlas CRM"))
  }

  @Test func `names with quotes, commas and wide characters come back whole`() {
    let names = Self.sample.column("name", of: "accounts.csv")
    #expect(names.contains("\"Kwik\" Couriers, Inc."))
    #expect(names.contains("東京精密株式会社"))
  }

  @Test(
    arguments: [
      ("accounts.csv", "name"), ("owners.csv", "name"), ("campaigns.csv", "name"),
      ("contacts.csv", "id"), ("items.csv", "id"),
    ])
  func `no two rows bear the same name`(name: String, column: String) {
    let cells = Self.sample.column(column, of: name)
    #expect(Set(cells).count == cells.count)
  }

  @Test func `company names are all different in a large sample too`() {
    let count = 100_000
    #expect(Set((0..<count).map { CompanyNames.name(of: $0) }).count == count)
  }

  @Test(arguments: ["deals.ndjson", "leads.ndjson", "activities.ndjson"])
  func `no two records have the same id`(name: String) throws {
    let ids = try Self.sample.records(name).map { text($0, "id") }
    #expect(Set(ids).count == ids.count)
  }

  @Test func `the tables grow with the number of deals`() {
    let world = SampleReading(deals: 600).world
    #expect(world.accountCount == 80)
    #expect(world.owners.count == 12)
    #expect(world.products.count == 8)
  }

  @Test func `a quota is given to every owner in every fiscal quarter`() {
    let owners = Set(Self.sample.column("owner", of: "quotas.csv"))
    let from = Self.sample.column("from", of: "quotas.csv")
    #expect(owners.count == Self.sample.world.owners.count - 1)
    #expect(from.first == "2023-07-01")
    #expect(Self.sample.column("until", of: "quotas.csv").last == "2027-03-31")
    #expect(from.count == owners.count * Set(from).count)
  }
}
