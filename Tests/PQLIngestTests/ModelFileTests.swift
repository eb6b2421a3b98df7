import PQLIngest
import PQLModel
import Testing

@Suite("the model file")
struct ModelFileTests {
  @Test func everySettingIsRead() throws {
    let model = try load([
      "sales/model.json": """
      {"pql":1,"name":"Example","currency":{"base":"EUR","rates":[
        {"currency":"USD","from":"2026-01-01","rate":0.92},{"currency":"GBP","rate":1.2}]},
       "calendar":{"timezone":"UTC","fiscal_year_starts":4,"fiscal_year_named_by":"start",
        "week_starts":"sunday"},
       "pipelines":[{"name":"New","stages":[{"name":"Open","probability":0.2,"category":"pipeline"},
        {"name":"Done","outcome":"won"},"Gone"]}],
       "entities":{"deals":{"file":"d.csv"},"accounts":{"records":[{"id":"A1","name":"Isdom"}]}},
       "relations":{"deals.account":"accounts.name","deals.partner":"accounts.id"}}
      """,
      "sales/d.csv": "id,stage,account,partner\n1,Open,Isdom,A1\n",
    ])
    #expect(model.name == "Example")
    #expect(model.currency.rate(of: "USD", on: 20_500) == 0.92)
    #expect(model.currency.rate(of: "GBP", on: -10_000) == 1.2)
    #expect(model.calendar.fiscalYearStarts == 4)
    #expect(model.calendar.fiscalYearNamedBy == .start)
    #expect(model.calendar.weekStarts == 6)
    #expect(model.pipelines[0].stages.map(\.name) == ["Open", "Done", "Gone"])
    #expect(model.pipelines[0].stages[0].category == "pipeline")
    #expect(model.link(.deals, "account")?.rows == [0])
    #expect(model.link(.deals, "partner")?.rows == [0])
  }

  @Test(arguments: ["", #", "week_starts": "sunday""#])
  func fiscalWeeksAreRead(more: String) throws {
    let model = try load([
      "model.json": """
      {"calendar":{"fiscal":{"pattern":"4-5-4","year_ends":"Saturday nearest January 31"\(more)}},
       "deals":[{"id":"1"}]}
      """
    ])
    #expect(model.calendar.fiscalWeeks?.pattern == .fourFiveFour)
    #expect(model.calendar.fiscalWeeks?.yearEnd.text == "saturday nearest january 31")
    // Weeks by themselves begin where the calendar says.
    #expect(model.calendar.weekStarts == 0)
  }

  @Test func whatIsSaidOfPastDaysAndAges() throws {
    let model = try load([
      "m.json": """
      {"as_of":{"untracked":"as recorded"},"aging":{"days":"business"},
       "pipelines":[{"name":"New","stages":[{"name":"Open","limit_days":21.5},{"name":"Won"}]}],
       "entities":{"deals":{"records":[{"id":"1","stage":"Open","Rival":"X"}],
         "fields":{"competitor":"Rival"},"known_at":{"Rival":"close"}}}}
      """
    ])
    #expect(model.time.takesUntrackedAsRecorded)
    #expect(model.time.agesInBusinessDays)
    #expect(model.time.knownAtClose == [.deals: ["competitor"]])
    #expect(model.pipelines[0].stages.map(\.limitDays) == [21.5, nil])
    let plain = try load(["m.json": #"{"entities":{"deals":{"records":[{"id":"1"}]}}}"#])
    #expect(plain.time == TimeSettings())
  }

  @Test func aDocumentHoldsSettingsAndRecords() throws {
    let model = try load([
      "doc.json": """
      {"pipelines":[{"name":"P","stages":["Open","Won"]}],"deals":[{"id":"a","stage":"Open"}],
       "history":[{"deal":"a","at":"2026-01-01","stage":"Open"}]}
      """
    ])
    #expect(model.name == "doc")
    #expect(model[.deals]?.rowCount == 1)
    #expect(model[.history]?.texts("field") == ["stage"])
  }

  @Test(arguments: [
    (#"{"entites":{},"pipelines":[]}"#, "`entites` is not a setting", "perhaps `entities`"),
    (#"{"entities":{"daels":{"file":"x"}}}"#, "not an entity", "perhaps `deals`"),
    (#"{"entities":{"deals":{"fiels":{}}}}"#, "`fiels`", "perhaps `files`"),
    (#"{"entities":{"deals":{}}}"#, "neither `file`, `files` nor `records`", nil),
    (#"{"entities":{"deals":{"file":"no.csv"}}}"#, "no such file", nil),
    (
      #"{"entities":{"deals":{"records":[{"a":1}],"fields":{"stage":"stg"}}}}"#,
      "`stg`, which the data do not have", "the data have a"
    ),
    (
      #"{"entities":{"deals":{"records":[{"close_dat":1}],"fields":{"close_date":"close_date"}}}}"#,
      "which the data do not have", "perhaps `close_dat`"
    ),
    (
      #"{"entities":{"deals":{"records":[{"a":1}],"types":{"a":"nmber"}}}}"#, "not a type",
      "perhaps `number`"
    ),
    (#"{"entities":{"deals":{"records":[{"a":1}],"types":{"a":"number dmy"}}}}"#, "`dmy`", nil),
    (
      #"{"entities":{"deals":{"records":[{"amt":1}],"types":{"amnt":"money"}}}}"#,
      "`amnt` is not a field of deals", "perhaps `amt`"
    ),
    (#"{"pql":2,"entities":{}}"#, "version 1", nil),
    (#"{"entities":{},"currency":{"base":"euro"}}"#, "not a currency", nil),
    (#"{"entities":{},"calendar":{"week_starts":"mnday"}}"#, "`mnday`", "perhaps `monday`"),
    (
      #"{"entities":{},"calendar":{"timezone":"Europe/Amsterdm"}}"#, "not a time zone",
      "perhaps `Europe/Amsterdam`"
    ),
    (#"{"entities":{},"calendar":{"fiscal_year_starts":13}}"#, "1 to 12", nil),
    (#"{"entities":{},"calendar":{"fiscal":{"pattern":"4-4-5"}}}"#, "`year_ends`", nil),
    (
      #"{"entities":{},"calendar":{"fiscal":{"patern":"4-4-5"}}}"#,
      "`patern` is not a setting of fiscal weeks", "perhaps `pattern`"
    ),
    (
      #"{"entities":{},"calendar":{"fiscal":{"pattern":"4-4-4"}}}"#,
      "`4-4-4` is not one of 4-4-5, 4-5-4, 5-4-4, 13x4", "perhaps `4-4-5`"
    ),
    (
      #"{"entities":{},"calendar":{"fiscal":{"pattern":"4-4-5","year_ends":"last saturday"}}}"#,
      "`last saturday` is not where a fiscal year ends",
      "as `last saturday of january` or `saturday nearest january 31`"
    ),
    (
      #"""
      {"entities":{},"calendar":{"fiscal":{"pattern":"4-4-5","week_starts":"monday",
       "year_ends":"last saturday of january"}}}
      """#, "made of weeks that start on sunday",
      "correct `week_starts` or `year_ends`, or leave `week_starts` out"
    ),
    (
      #"""
      {"entities":{},"calendar":{"fiscal_year_starts":2,"fiscal":{"pattern":"4-4-5",
       "year_ends":"last saturday of january"}}}
      """#, "both say where fiscal years begin", "leave one of them out"
    ),
    (#"{"entities":{},"pipelines":[{"name":"P","stages":[]}]}"#, "no stages", nil),
    (#"{"entities":{},"pipelines":[{"name":"P","stages":["A","A"]}]}"#, "twice", nil),
    (
      #"{"entities":{},"pipelines":[{"stages":[{"name":"A","outcome":"wn"}]}]}"#, "`wn`",
      "perhaps `won`"
    ),
    (
      #"{"entities":{},"pipelines":[{"stages":[{"name":"A","probability":20}]}]}"#,
      "fraction from 0 to 1", nil
    ),
    (
      #"{"entities":{"deals":{"records":[{"owner":"x"}]}},"relations":{"deals.ownr":"owners.name"}}"#,
      "`ownr` is not a field of deals", "perhaps `owner`"
    ),
    (
      #"{"entities":{},"relations":{"dels.owner":"owners.name"}}"#, "`dels.owner`",
      "perhaps `deals.…`"
    ),
    (#"{"entities":{"deals":{"file":"a","file":"b"}}}"#, "stands twice", nil),
    (#"{"entities":{"deals":{"file":"a","records":[]}}}"#, "only one of them", nil),
    (#"{"entities":{},"as_of":{"untraked":"as recorded"}}"#, "`untraked`", "perhaps `untracked`"),
    (
      #"{"entities":{},"as_of":{"untracked":"recorded"}}"#, "`recorded` is not one of",
      "perhaps `as recorded`"
    ),
    (#"{"entities":{},"aging":{"day":"business"}}"#, "`day`", "perhaps `days`"),
    (#"{"entities":{},"aging":{"days":"busines"}}"#, "`busines`", "perhaps `business`"),
    (
      #"{"entities":{},"pipelines":[{"stages":[{"name":"A","limit_day":3}]}]}"#, "`limit_day`",
      "perhaps `limit_days`"
    ),
    (
      #"{"entities":{},"pipelines":[{"stages":[{"name":"A","limit_days":-3}]}]}"#,
      "a number of days", nil
    ),
    (
      #"{"entities":{"deals":{"records":[{"rival":"x"}],"known_at":{"rivl":"close"}}}}"#,
      "`rivl` is not a field of deals", "perhaps `rival`"
    ),
    (
      #"{"entities":{"deals":{"records":[{"rival":"x"}],"known_at":{"rival":"clse"}}}}"#,
      "`clse`", "perhaps `close`"
    ),
    (
      #"{"entities":{"deals":{"records":[{"a":"x"}],"knwon_at":{"a":"close"}}}}"#, "`knwon_at`",
      "perhaps `known_at`"
    ),
    (#"{"entities":{"deals":{"file":5}}}"#, "found a number where text should be", nil),
  ])
  func mistakesAreNamedWithTheNearestRightWord(
    text: String, message: String, advice: String?
  ) throws {
    var files = MemoryFiles(["m.json": text])
    files.zones["Europe/Amsterdam"] = []
    let failure = #expect(throws: LoadFailure.self) { try Loader(files: files).load(["m.json"]) }
    #expect(failure?.message.contains(message) == true, "\(String(describing: failure))")
    if let advice { #expect(failure?.advice == advice) }
  }

  @Test func aFolderLoadsItsModel() throws {
    let files = MemoryFiles([
      "data/deals.csv": "id\n1\n",
      "data/model.json": #"{"entities":{"deals":{"file":"deals.csv"}}}"#,
    ])
    let model = try Loader(files: files).load(["data/"])
    #expect(model[.deals]?.rowCount == 1)
    #expect(model.name == "data")
  }

  @Test func eachLoadIsAModelOfItsOwn() throws {
    let first = try load(["deals.csv": "id\n1\n"])
    let copy = first
    #expect(copy.identity == first.identity)
    #expect(try load(["deals.csv": "id\n1\n"]).identity != first.identity)
  }

  @Test func notesStandInAFixedOrder() throws {
    let files = MemoryFiles([
      "deals.csv": "dealid,stage\n1,Won\n", "accounts.csv": "AccountId\n1\n",
    ])
    let one = try Loader(files: files).load(["deals.csv", "accounts.csv"])
    let other = try Loader(files: files).load(["accounts.csv", "deals.csv"])
    #expect(one.messages == other.messages)
    #expect(
      one.messages == [
        "history: none (no changes; what deals were on an earlier day is not known)",
        "pipeline `Sales`: its stages were inferred from the deals and ordered by first appearance: Won",
        "pipeline `Sales`: by the names `Won` is won",
        "deals: taken from deals.csv",
        "deals: found id in `dealid`", "accounts: taken from accounts.csv",
        "accounts: found id in `AccountId`",
      ])
  }
}

@Suite("a proposed model")
struct ProposalTests {
  @Test func itLoadsAsItStandsAndNamesWhatItFound() throws {
    var files = MemoryFiles([
      "crm/Opportunity.csv":
        "Id,Name,StageName,Amount,CloseDate\n1,N,Prospecting,5,01/02/2026\n2,M,Closed Won,6,03/04/2026\n",
      "crm/Account.csv": "Id,Name\n1,A\n", "crm/readme.txt": "x", "crm/odd.csv": "q,r\n1,2\n",
    ])
    let proposal = try Loader(files: files).proposal(folder: "crm")
    #expect(proposal.text.contains(#""stage": "StageName""#))
    #expect(proposal.text.contains(#"{ "name": "Closed Won", "outcome": "won" }"#))
    #expect(proposal.text.contains(#""close_date": "date mdy""#))
    #expect(proposal.remarks.contains { $0.hasPrefix("odd.csv: left out") })
    #expect(proposal.remarks.contains { $0.contains("should be checked") })
    files.files["crm/model.json"] = Array(proposal.text.utf8)
    let model = try Loader(files: files).load(["crm"])
    #expect(model[.deals]?.texts("close_date") == ["2026-01-02", "2026-03-04"])
    #expect(model[.accounts]?.rowCount == 1)
  }

  @Test func anEmptyFolderIsRefused() {
    let files = MemoryFiles(["crm/readme.txt": "x"])
    #expect(throws: LoadFailure.self) { try Loader(files: files).proposedModel(folder: "crm") }
    #expect(throws: LoadFailure.self) { try Loader(files: files).proposedModel(folder: "none") }
  }
}

@Suite("how values are written, in the model file")
struct WrittenFormTests {
  @Test(arguments: [
    (
      #"{"dates":"dym","deals":[]}"#, "`dym` is not one of iso, dmy, mdy, epoch-ms", "perhaps `dmy`"
    ),
    (#"{"numbers":"1.234.5","deals":[]}"#, "is not one of `1,234.5`, `1.234,5`", "perhaps"),
    (#"{"date":"dmy","deals":[]}"#, "`date` is not a setting", "perhaps `dates`"),
    (
      #"{"entities":{"deals":{"records":[],"number":"1,234.5"}}}"#,
      "`number` is not a setting of an entity", "perhaps `numbers`"
    ),
    (
      #"{"entities":{"deals":{"records":[],"types":{"x":"number dmy"}}}}"#,
      "`dmy` is not a way to write `number`", "numbers, money and percents are `1,234.5`"
    ),
  ])
  func whatIsNoFormIsRefused(text: String, words: String, advice: String) throws {
    let failure = try #require(refusal(["m.json": text]))
    #expect(failure.message.contains(words))
    #expect(failure.advice?.contains(advice) == true)
  }
}
