import PQLIngest
import PQLModel
import PQLSample
import PQLSnapshot
import PQLTestSupport
import Testing

/// What is written is what is read.
@Suite struct RoundTripTests {
  private func roundTrip(_ model: Model) throws -> Model {
    let snapshot = try Snapshot(SnapshotMemory(try SnapshotWriting(of: model).bytes))
    try snapshot.verify()
    return snapshot.model
  }

  @Test func `a column of every type`() throws {
    let model = SmallModels.everything()
    let back = try roundTrip(model)
    #expect(areSame(back, model))
    #expect(back.link(.deals, "owner")?.unmatchedCount == 1)
  }

  @Test func `nothing at all`() throws {
    for model in SmallModels.empty() { #expect(areSame(try roundTrip(model), model)) }
  }

  @Test func `columns of many pages begin on one`() throws {
    let model = SmallModels.large()
    let bytes = try SnapshotWriting(of: model).bytes
    #expect(areSame(try Snapshot(SnapshotMemory(bytes)).model, model))
    let sections = SnapshotFile(bytes).sections
    #expect(sections.contains { $0.length >= 4096 })
    for section in sections {
      #expect(section.offset % (section.length >= 4096 ? 4096 : 64) == 0)
    }
  }

  @Test func `the same model gives the same bytes`() throws {
    let first = try SnapshotWriting(of: SmallModels.everything()).bytes
    let second = try SnapshotWriting(of: SmallModels.everything()).bytes
    #expect(first == second)
    let again = try SnapshotWriting(of: Snapshot(SnapshotMemory(first)).model).bytes
    #expect(again == first)
  }

  @Test func `what it was made of`() throws {
    let origin = SnapshotOrigin(
      program: "p", request: ["a", "b"],
      observations: [.init(question: "kind", subject: "a", answer: "file")])
    let bytes = try SnapshotWriting(of: .empty, origin: origin).bytes
    #expect(try Snapshot(SnapshotMemory(bytes)).origin == origin)
  }

  @Test func `a whole sample`() throws {
    var files = MemoryFiles()
    for file in SamplePipeline(deals: 300, seed: 7).files() {
      var bytes: [UInt8] = []
      file.write { bytes += $0 }
      files.files["s/" + file.name] = bytes
    }
    let disk = PosixFiles()
    files.zones["Europe/Amsterdam"] = disk.timeZone("Europe/Amsterdam")
    let model = try Loader(files: files).load(["s"])
    #expect(areSame(try roundTrip(model), model))
  }

  @Test(
    .enabled(if: Repository.hasShared("data"), "no folder `data`"),
    arguments: [
      "Tests/Fixtures/maven/model.json", "../shared/data/salesforce-history-sample",
      "../shared/data/salesforce-tree-export", "../shared/data/dbt-hubspot-seeds",
    ])
  func `exports of other systems`(path: String) throws {
    let model = try Loader(files: RootedFiles(folder: Repository.root)).load([path])
    #expect(areSame(try roundTrip(model), model))
  }

  /// Whoever adds a part to a model adds it to its `pass` too, raises `SnapshotFormat.version`, and
  /// then this count.
  @Test func `no part of a model is forgotten`() throws {
    let model = SmallModels.everything()
    let table = try #require(model[.deals])
    let stage = Stage(name: "")
    let report = model.report
    let parts: [(Any, Int)] = [
      // Rejections are not stored, damage is of the open file alone, and what is written has been read
      // whole, so that no entity and no name was left unread.
      (model, 15), (model.currency, 2), (model.currency.rates[0], 3), (model.calendar, 5),
      (model.pipelines[0], 3), (stage, 6), (model.time, 4), (try #require(model.past), 2),
      (model.notes[0], 5), (report, 4),
      (model.notes[1].place, 10), (model.notes[1].concerns[0], 3),
      (report.tables[0], 8), (report.files[0], 7), (report.leftAside[0], 2),
      // Of a table the index, of a field the count of a column that is not read yet are derived.
      (table, 5), (table.fields[0], 6), (try #require(model.link(.deals, "owner")), 5),
    ]
    for (part, count) in parts {
      #expect(Mirror(reflecting: part).children.count == count, "\(type(of: part))")
    }
  }

  /// Whoever changes what is written raises `SnapshotFormat.version`, and then these figures.
  @Test func `the bytes are those of the version`() throws {
    let bytes = try SnapshotWriting(of: SmallModels.everything()).bytes
    #expect(SnapshotFormat.version == 5)
    #expect(bytes.count == 11_216)
    #expect(Checksum.of(bytes: bytes) == 17_983_047_367_296_730_209)
  }
}
