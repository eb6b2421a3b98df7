import PQLIngest
import PQLModel
import Testing

/// Which files make a model, and what becomes of the others.
@Suite struct DiscoveryTests {
  private static let deals = "id,stage,amount\nD1,Open,5\nD2,Won,7\n"
  private static let more = "id,stage,amount\nD3,Lost,1\n"

  @Test func aFolderNeedsNoModel() throws {
    let model = try load(
      [
        "x/deals.csv": Self.deals, "x/accounts.csv": "name,industry\nIsdom,software\n",
        "x/notes.json": "[{\"colour\":\"red\"}]", "x/README.md": "words",
      ], path: "x/")
    #expect(model.name == "x")
    #expect(model.entities == [.deals, .accounts])
    #expect(model.report.leftAside.map(\.file) == ["notes.json"])
    #expect(model.historyQuality == .none)
  }

  @Test func aPatternIsLookedUpWhereTheShellDidNot() throws {
    let files: KeyValuePairs<String, String> = [
      "x/deals-1.csv": Self.deals, "x/deals-2.csv": Self.more, "x/other.csv": "id,stage\nX,Open\n",
    ]
    #expect(try load(files, path: "x/deals-*.csv")[.deals]?.texts("id") == ["D1", "D2", "D3"])
    #expect(try load(files, path: "x/deals-?.csv")[.deals]?.rowCount == 3)
    #expect(throws: LoadFailure.self) { try load(files, path: "x/none*.csv") }
  }

  @Test func partsOfOneTableAreOneAndOthersAreNot() throws {
    let model = try load(
      [
        "x/deals-2025.csv": Self.deals, "x/deals-2026.csv": "id,stage\nD3,Lost\n",
        "x/deal_targets.csv": "deal_id,target\nD1,5\n", "x/old_deals.csv": "id,stage\nD9,Open\n",
      ], path: "x")
    #expect(model[.deals]?.texts("id") == ["D1", "D2", "D3"])
    #expect(model.report.leftAside.map(\.file) == ["old_deals.csv"])
    #expect(model[.quotas]?.rowCount == 1)
  }

  @Test func aBrokenFileIsLeftAsideInAFolderAndRefusedByName() throws {
    let files: KeyValuePairs<String, String> = [
      "x/deals.csv": Self.deals, "x/leads.json": "[{\"id\":1,",
    ]
    let model = try load(files, path: "x")
    #expect(model.entities == [.deals])
    #expect(model.report.leftAside.map(\.file) == ["leads.json"])
    #expect(model.notes.contains { $0.severity == .warning && $0.message.contains("leads.json") })
    #expect(throws: LoadFailure.self) {
      try Loader(files: MemoryFiles(files)).load(["x/deals.csv", "x/leads.json"])
    }
  }

  @Test func aFileAmongSeveralThatNothingTellsIsLeftAside() throws {
    let files = MemoryFiles(["deals.csv": Self.deals, "colours.csv": "colour\nred\n"])
    let model = try Loader(files: files).load(["deals.csv", "colours.csv"])
    #expect(model[.deals]?.rowCount == 2)
    #expect(
      model.notes.contains(
        LoadNote(
          .filesLeftAside,
          "left aside: colours.csv; neither the name of the file nor its fields tell what it holds",
          severity: .warning, place: LoadPlace(file: "colours.csv", count: 1))))
    #expect(throws: LoadFailure.self) { try Loader(files: files).load(["colours.csv"]) }
  }

  @Test func nothingRecognisedIsAFailureWithReasons() {
    let failure = refusal(
      ["x/colours.csv": "colour\nred\n", "x/sizes.csv": "size\n1\n"], path: "x")
    #expect(failure?.message.contains("colours.csv: neither the name") == true)
    #expect(refusal(["x/README.md": "words"], path: "x")?.message == "the folder has no data file")
  }

  @Test func noNameIsNoFile() {
    for paths in [[], [""], ["deals.csv", ""]] {
      let failure = #expect(throws: LoadFailure.self) {
        try Loader(files: MemoryFiles(["deals.csv": Self.deals])).load(paths)
      }
      #expect(failure?.message == "no file is named")
      #expect(failure?.file == nil)
    }
  }

  @Test func aNameIsNearOnlyWithALetterInCommon() {
    #expect(nearestName(to: "", among: ["f"]) == nil)
    #expect(nearestName(to: "x", among: ["f", "y"]) == nil)
    #expect(nearestName(to: "x", among: ["f", "xs"]) == "xs")
    #expect(nearestName(to: "ab", among: ["cd", "ba"]) == "ba")
    #expect(nearestName(to: "X", among: ["x"]) == "x")
  }

  @Test func theSameFileTwiceIsOnce() throws {
    let files = MemoryFiles(["x/deals.csv": Self.deals])
    #expect(try Loader(files: files).load(["x/deals.csv", "x"])[.deals]?.rowCount == 2)
  }

  @Test func partsWhoseFieldsDifferInTypeKeepBoth() throws {
    let model = try load(
      [
        "x/Opportunity.csv": "Id,StageName,CloseDate\n1,Won,2026-01-01\n",
        "x/Task.csv": """
        Id,WhatId,Priority,Score,Cost,ActivityDate
        T1,1,High,7,$1.50,2026-01-02
        """,
        "x/Event.csv": """
        Id,WhatId,DurationInMinutes,Score,Cost,ActivityDate
        E1,1,30,low,$2,2026-01-03
        """,
      ], path: "x")
    let activities = try #require(model[.activities])
    #expect(activities.texts("id") == ["E1", "T1"])
    #expect(activities.texts("Score") == ["low", nil])
    #expect(activities.texts("Score_2") == [nil, "7.0"])
    #expect(activities.texts("Cost") == ["20e-1", "15e-1"])
    #expect(activities.texts("at") == ["2026-01-03T00:00:00", "2026-01-02T00:00:00"])
  }

  @Test(arguments: [0, 1, 2])
  func whatInitWritesLoadsToTheSame(number: Int) throws {
    let folders: [KeyValuePairs<String, String>] = [
      [
        "x/deals-1.csv": Self.deals, "x/deals-2.csv": Self.more,
        "x/history.csv": "deal_id,changed_at,stage\nD1,2026-01-01,Open\nD2,2026-01-02,Won\n",
      ],
      [
        "x/deals.json": """
        {"success":true,"data":[{"id":1,"title":"One","value":5,"stage_id":3,"status":"won"},
        {"id":2,"title":"Two","value":6,"stage_id":3,"status":"open"}]}
        """
      ],
      [
        "x/opportunities.csv": """
        Opportunity ID;Deal Stage;Close Value;Date Closed;Sales Agent
        1;Won;1.250,50;31/01/2026;Ann
        2;Open;7,5;;Bo
        """,
        "x/agents.csv": "sales_agent,team\nAnn,North\nBo,South\n",
      ],
    ]
    try expectInitLoadsTheSame(MemoryFiles(folders[number]), "x")
  }
}

/// The failure of loading a path among these texts.
private func refusal(_ files: KeyValuePairs<String, String>, path: String) -> LoadFailure? {
  do {
    _ = try load(files, path: path)
    return nil
  } catch {
    return error
  }
}
