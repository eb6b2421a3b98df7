import PQLIngest
import PQLModel
import Testing

@Suite("the conformance data", .enabled(if: DataFolders.has("conformance"), "no shared data"))
struct ConformanceDataTests {
  let model: Model

  init() throws {
    model = try DataFolders.load(DataFolders.shared + "/conformance/model.json")
  }

  @Test func everyEntityHasItsRows() {
    #expect(model[.deals]?.rowCount == 500)
    #expect(model[.leads]?.rowCount == 500)
    #expect(model[.owners]?.rowCount == 5)
    #expect(model[.products]?.rowCount == 4)
    for note in model.notes { print(note.severity, note.message) }
    for kind in model.entities {
      guard let table = model[kind] else { continue }
      print(kind, table.rowCount, table.fields.map { "\($0.name)\($0.aliases):\($0.type.keyword)\($0.target.map { ">\($0)" } ?? "")" })
    }
  }
}

@Suite("the maven data", .enabled(if: DataFolders.has("data/maven-crm"), "no shared data"))
struct MavenDataTests {
  let model: Model

  init() throws {
    model = try DataFolders.load(DataFolders.repository + "/Tests/Fixtures/maven/model.json")
  }

  @Test func stagesHaveTheKnownCounts() throws {
    let deals = try #require(model[.deals])
    #expect(deals.rowCount == 8800)
    var counts: [String: Int] = [:]
    for stage in deals.texts("stage") { counts[stage ?? "-", default: 0] += 1 }
    #expect(counts == ["Prospecting": 500, "Engaging": 1589, "Won": 4238, "Lost": 2473])
  }

  @Test func wonAmountsAddUp() throws {
    let deals = try #require(model[.deals])
    guard case .money(let amount)? = deals.field("amount")?.column else {
      Issue.record("amount is no money")
      return
    }
    let stages = deals.texts("stage")
    let sum = amount.units.indices.reduce(0) { $0 + (stages[$1] == "Won" ? amount.units[$1] : 0) }
    #expect(sum == 10_005_534)
    #expect(amount.scale == 0)
    for note in model.notes { print(note.severity, note.message) }
    for kind in model.entities {
      guard let table = model[kind] else { continue }
      print(kind, table.rowCount, table.fields.map { "\($0.name)\($0.aliases):\($0.type.keyword)\($0.target.map { ">\($0)" } ?? "")" })
    }
  }
}
