import PQLShell
import PQLTestSupport
import Testing

/// Completion at `^`.
private func words(_ marked: String, after statements: String...) throws -> [String] {
  let host = TestHost(SmallPipeline.files)
  var session = Session(host: host, settings: SessionSettings(isInteractive: true))
  try session.load(["m/model.json"])
  for statement in statements { session.ask(statement) }
  let parts = marked.split(separator: "^", omittingEmptySubsequences: false)
  let text = parts.joined()
  return Completer(session).completions(in: text, at: parts[0].utf8.count).candidates.map(\.text)
}

@Suite struct CompleterTests {
  @Test(arguments: [
    ("^", ["deals", "leads", "sum", "count", "forecast", "let", "help", ".schema"]),
    ("su^", ["sum"]),
    ("de^", ["deals", "define", "describe"]),
    ("deals | ^", ["count", "sum", "where", "let", "sort", "export"]),
    ("deals where ^", ["stage", "amount", "open", "account", "count(", "not", "month("]),
    ("deals where st^", ["stage"]),
    ("deals where open and am^", ["amount"]),
    ("deals where (open or ^", ["amount", "won"]),
    ("sum ^", ["amount"]),
    ("sum amount by ^", ["stage", "owner", "month("]),
    ("sum amount by owner, ^", ["region"]),
    ("sum amount per ^", ["month", "quarter", "fiscal_quarter", "region"]),
    ("sum amount by owner sort -^", ["sum_amount", "owner"]),
    ("deals sort ^", ["amount", "close_date"]),
    ("deals top 3 by am^", ["amount"]),
    ("deals top 3 ^", ["by"]),
    ("deals top 3 by amount ^", ["per", "with others", "where"]),
    ("deals show am^", ["amount"]),
    ("deals show a: amount, ^", ["owner", "rank("]),
    ("deals where amount > avg(amount over ^", ["all", "region"]),
    ("deals where account.^", ["industry", "employees", "name"]),
    ("deals where account.ind^", ["industry"]),
    ("deals where count(^", ["activities"]),
    ("deals where count(activities where ^", ["type", "at"]),
    ("deals where count(activities where type = ^", ["call", "email"]),
    ("deals where count(activities during ^", ["this quarter"]),
    ("deals where stage >= ^", ["lead", "in_talks", "won", "lost"]),
    ("deals where stage >= in^", ["in_talks"]),
    ("deals where region = ^", ["emea", "apac", "north_america"]),
    ("deals where region = \"no^", ["\"North America\""]),
    ("deals where region in (^", ["emea"]),
    ("deals where region in (emea, ^", ["apac"]),
    ("deals where owner = ^", ["\"Ann Lee\"", "\"Bob\""]),
    ("deals where owner = a^", ["\"Ann Lee\""]),
    ("deals where account = \"gl^", ["\"Globex \\\"G\\\"\""]),
    ("deals where account.industry = s^", ["software"]),
    ("count of ^", ["deals", "leads"]),
    ("count as ^", ["table", "json", "of"]),
    ("sum amount in ^", ["EUR", "USD"]),
    ("sum amount where won in ^", ["EUR", "USD"]),
    ("count during ^", ["this quarter", "last 12 months"]),
    ("count during last 12 ^", ["months", "quarters"]),
    ("count during this ^", ["quarter", "fiscal quarter"]),
    ("count during this quarter on ^", ["created", "close_date"]),
    ("count during this quarter vs ^", ["last quarter"]),
    ("deals where created in ^", ["this quarter", "last 12 months"]),
    ("deals where created >= ^", ["today", "close_date"]),
    ("deals since ^", ["today", "yesterday"]),
    ("deals where amount ^", [">", "between", "is missing"]),
    ("deals where stage ^", [">=", "in", "is missing"]),
    ("deals where open ^", ["and", "or", "show", "sort"]),
    ("count where open ^", ["and", "by", "of"]),
    ("deals where amount is ^", ["missing", "present"]),
    ("deals where amount between 1 ^", ["and"]),
    (".^", [".load", ".schema", ".quit"]),
    (".sch^", [".schema"]),
    (".schema ^", ["deals", "accounts"]),
    (".as ^", ["table", "csv"]),
    (".timer ^", ["on", "off"]),
    ("help fore^", ["forecast"]),
    (".load m/mo^", ["m/model.json"]),
    (".read m/^", ["m/rules.pql"]),
    ("use \"m/^", ["\"m/rules.pql\""]),
    ("set ^", ["today"]),
    ("define x for ^", ["deals", "accounts"]),
    ("define x for accounts = ^", ["industry", "employees"]),
    ("metric m = ^", ["count(", "sum("]),
    ("metric m = sum(^", ["amount"]),
    ("expect count(^", ["deals", "leads"]),
    ("expect count(deals where ^", ["stage", "amount"]),
    ("let x = ^", ["deals", "leads"]),
    ("let x = deals where ^", ["amount"]),
    ("param p: ^", ["text", "money"]),
    ("sum amount by owner | where ^", ["sum_amount", "owner"]),
    ("sum amount by owner | where owner = ^", ["\"Ann Lee\""]),
    ("sum amount by owner | let x = sum_amount / 2 | sort ^", ["x", "sum_amount"]),
    ("deals | sum amount by owner sort ^", ["sum_amount"]),
    ("deals where `Deal S^", ["`Deal Size`"]),
  ])
  func proposes(_ marked: String, _ wanted: [String]) throws {
    let found = try words(marked)
    for word in wanted { #expect(found.contains(word), "\(marked): \(found)") }
  }

  @Test(arguments: [
    ("count where ^ of leads", ["status", "source"], ["amount", "stage"]),
    ("count of leads by ^", ["status"], ["amount"]),
    ("leads where status = ^", ["new", "open"], ["emea"]),
    ("sum ^", ["amount"], ["owner", "stage", "created"]),
    ("deals where region ^", ["=", "in"], [">=", "*"]),
    ("deals where won ^", ["and"], ["=", ">"]),
    ("count where open by stage ^", ["sort"], ["where", "by"]),
    ("count where ^ by stage", ["amount"], []),
    ("count by stage ^ where open", ["sort"], ["where"]),
    ("deals where win_^", [], ["win_chance"]),
    ("sum amount by owner | where ^", ["sum_amount"], ["amount", "stage"]),
    ("deals show amount | sort ^", ["amount"], ["owner"]),
    ("need^", [], ["need"]),
  ])
  func knowsTheScope(_ marked: String, _ wanted: [String], _ unwanted: [String]) throws {
    let found = try words(marked)
    for word in wanted { #expect(found.contains(word), "\(marked): \(found)") }
    for word in unwanted { #expect(!found.contains(word), "\(marked): \(found)") }
  }

  @Test func knowsWhatWasDefined() throws {
    let define = [
      "let big = deals where amount > 100", "define size for deals = amount / 2",
      "metric loss = count(lost) / count(closed)", "param who = \"Bob\"", "let bad = [\"EMEA\"]",
    ]
    func found(_ marked: String) throws -> [String] {
      try words(marked, after: define[0], define[1], define[2], define[3], define[4])
    }
    #expect(try found("^").contains("big"))
    #expect(try found("^").contains("loss"))
    #expect(try found("count of ^").contains("big"))
    #expect(try found("count of big where ^").contains("size"))
    #expect(try found("deals where owner = $^") == ["$who"])
    #expect(try found("deals where region in ^").contains("bad"))
  }

  @Test func completesALineThatRefines() throws {
    let query = "sum amount by owner"
    #expect(try words("| sort ^", after: query).contains("sum_amount"))
    #expect(try words("sort ^", after: query).contains("sum_amount"))
    #expect(try words("where ^", after: query).contains("stage"))
    #expect(try words("where stage = in^", after: query) == ["in_talks"])
    #expect(try words("dur^", after: query) == ["during"])
  }

  @Test func replacesTheWholeWord() throws {
    let (session, _) = try SmallPipeline.session()
    let completer = Completer(session)
    #expect(completer.completions(in: "deals where sta", at: 15).range == 12..<15)
    #expect(completer.completions(in: "deals where stxx = 1", at: 14).range == 12..<16)
    #expect(completer.completions(in: "deals where owner = \"an by", at: 23).range == 20..<23)
    #expect(completer.completions(in: "deals where ", at: 12).range == 12..<12)
    #expect(completer.completions(in: "", at: 5).range == 0..<0)
  }

  @Test func prefersBeginningsThenPartsThenLetters() throws {
    #expect(try words("deals where clos^").allSatisfy { $0.hasPrefix("clos") })
    #expect(try words("deals where date^").contains("date("))
    #expect(try words("deals where _date^") == ["close_date", "missing_close_date"])
    #expect(try words("deals where amt^") == ["amount"])
    #expect(try words("deals where zzz^").isEmpty)
  }

  @Test func leadsThroughARule() throws {
    #expect(try words("rul^").contains("rule"))
    #expect(try words("rule large ^") == ["for", "when"])
    #expect(try words("rule large for deals ^") == ["when"])
    #expect(try words("rule large for deals when am^").contains("amount"))
    let behind = try words("rule large for deals when amount > 50k ^")
    #expect(["and", "or", "warn", "info", "because"].allSatisfy(behind.contains))
    #expect(try words("problems wh^").contains("where"))
    #expect(try words("deals where missing_a^") == ["missing_amount"])
  }

  @Test func suggestsOnlyWhatIsSure() throws {
    let (session, _) = try SmallPipeline.session()
    let completer = Completer(session)
    #expect(completer.suggestion(for: "deals where amo") == "unt")
    #expect(completer.suggestion(for: "deals where clo") == nil)
    #expect(completer.suggestion(for: "deals where ") == nil)
    #expect(completer.suggestion(for: "") == nil)
  }

  /// Binding writes columns and periods as they stand in the text; it once looked for them in another.
  @Test(arguments: [
    (
      "sum amount by month(closed_on) during FY2026 | let so_far = running(sum_amount)^",
      "sum_amount"
    ),
    ("count by month(created) during 2026 | where ^", "created_month"),
    ("sum(amount where won) by owner | sort ^", "`sum(amount where won)`"),
    ("sum amount during FY2026 vs FY2025 | show ^", "sum_amount"),
  ])
  func bindsTheTextThatIsCompleted(marked: String, wanted: String) throws {
    let found = try words(marked)
    #expect(marked.hasSuffix(")^") || found.contains(wanted), "\(found)")
  }

  @Test func readsAnythingWithoutHarm() throws {
    let (session, _) = try SmallPipeline.session("sum amount by owner")
    let completer = Completer(session)
    let texts = [
      "deals where account.industry in (software, \"x\") | sum amount by owner | sort -sum_amount",
      "))]} | | by by where ,,, of of", "let x = \"\u{1B}[31m", "policy p for leads { +1 when ",
      "count(((((", "\"", "`", "$", "größe where ", "top 3 by", "a . b . c .", "expect count(",
    ]
    for text in texts {
      for cursor in 0...text.utf8.count {
        let result = completer.completions(in: text, at: cursor)
        #expect(result.range.lowerBound >= 0 && result.range.upperBound <= text.utf8.count)
        _ = completer.suggestion(for: String(decoding: text.utf8.prefix(cursor), as: UTF8.self))
      }
    }
  }

  /// Some milliseconds in a release build; the bound is for a debug build on a busy machine.
  @Test func isFastOnManyRecords() throws {
    var files = SmallPipeline.files
    files["m/accounts.csv"] =
      "id,name,industry,employees\n"
      + (0..<20_000).map { "\($0),Account \($0 * 7_919 % 20_000),software,1\n" }.joined()
    files["m/deals.csv"] =
      "id,name,stage,amount,created,owner,account,region\n"
      + (0..<20_000).map { "\($0),n\($0),Lead,5,2026-01-01,Bob,Account \($0),EMEA\n" }.joined()
    let host = TestHost(files)
    var session = Session(host: host, settings: SessionSettings(isInteractive: true))
    try session.load(["m/model.json"])
    let completer = Completer(session)
    let texts = [
      "deals where account = ", "deals where account = \"account 19", "deals where name = \"zz",
      "sum amount by owner | where owner = ", "accounts where name = ", "deals where ",
    ]
    for text in texts {
      let time = ProcessorTime.seconds {
        _ = completer.completions(in: text, at: text.utf8.count)
      }
      // Ten times what it needs, and far less than a look at each value for each other.
      #expect(time < 2, "\(text)")
    }
  }
}
