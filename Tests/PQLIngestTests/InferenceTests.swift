import PQLIngest
import PQLModel
import Testing

/// Loads one column of deals, beside ids.
private func column(_ name: String, _ values: [String]) throws -> (EntityField, EntityTable, Model)
{
  let rows = values.enumerated().map { "d\($0.offset);\"\($0.element)\"" }
  let model = try load(["deals.csv": "id;\(name)\n" + rows.joined(separator: "\n") + "\n"])
  let table = try #require(model[.deals])
  return (try #require(table.field(name)), table, model)
}

@Suite("types are inferred from the whole column")
struct InferenceTests {
  @Test(arguments: [
    (["true", "FALSE", ""], ValueType.boolean), (["1", "-2.5", "1e3"], .number),
    (["2026-01-31", ""], .date), (["2026-01-31", "2026-01-31T10:00"], .timestamp),
    (["2026-01-31 3:15:52"], .timestamp), (["007", "008"], .category),
    (["9007199254740993"], .category), (["1", "x"], .category), (["$5", "$6.50"], .money),
    (["yes", "no"], .category), (["", ""], .text), (["31 Jan 2026", "1 Feb 2026"], .date),
    (["31/01/2026", "01/02/2026"], .date), (["01/02/2026"], .category),
    (["2026-02-30"], .category), (["1,234"], .category), (["12,5", "1.200,75"], .number),
    (["1,200", "12.5"], .number), (["1'000.5"], .number), (["123 456"], .category),
    (["1,2,3"], .category), (["45 %", "0"], .percent), (["45%", "150%"], .percent),
    (["45%", "12"], .category), (["12.5", "0,5"], .category), (["EUR 5", "$6"], .money),
    (["1769947200000"], .number), (["31/31/2026"], .category),
  ])
  func valuesDecide(values: [String], type: ValueType) throws {
    #expect(try column("x", values).0.type == type)
  }

  @Test(arguments: ["customer_id", "PartnerId", "zip", "phone"])
  func namesOfIdsStayText(name: String) throws {
    #expect(try column(name, ["1", "2"]).0.type == .text)
  }

  @Test func fewTextsAreACategoryAndManyAreNot() throws {
    let few = (0..<400).map { "kind \($0 % 200)" }
    #expect(try column("x", few).0.type == .category)
    #expect(try column("x", few + ["one more"]).0.type == .text)
    #expect(try column("x", (0..<60).map { "v\($0 % 40)" }).0.type == .text)
    #expect(try column("description", ["a", "a", "a", "a"]).0.type == .text)
  }

  @Test func cellsOfMereSpacesAreMissingAmongNumbersAndDates() throws {
    #expect(try column("x", ["1", "  ", "2"]).1.texts("x") == ["1.0", nil, "2.0"])
    let (_, table, model) = try column("amount", ["5", " ", "6"])
    #expect(table.texts("amount") == ["5e-0", nil, "6e-0"])
    #expect(!model.messages.contains { $0.contains("not money") })
  }

  @Test func integersBeyond53BitsStayExactAsText() throws {
    #expect(try column("x", ["9007199254740993"]).1.texts("x") == ["9007199254740993"])
    #expect(try column("x", ["9007199254740992"]).0.type == .number)
  }

  @Test func numbersThatNoNumberHoldsAreSaid() throws {
    let (odd, _, model) = try column("x", ["0.1", "1e400", "2", "3"])
    #expect(odd.type == .category)
    let warnings = model.notes.filter { $0.severity == .warning }.map(\.message)
    #expect(
      warnings.contains(
        "deals.x: 1 values have more digits than a number keeps, first `1e400` at deals.csv line 3; "
          + "the column is text"))
    let (_, _, codes) = try column("x", ["12345678901234567890", "9007199254740993"])
    let note = codes.notes.first { $0.message.contains("more digits than a number keeps") }
    #expect(note?.severity == .note)
  }

  /// A dollar beside an amount makes likely what its comma means; the other values prove it.
  @Test(arguments: [
    (["$1.234,50", "$8.331", "$5,123"], ["1234500e-3", "8331000e-3", "5123e-3"]),
    (["12,5 USD", "18,791 USD"], ["12500e-3", "18791e-3"]),
    (["$1,234", "$5"], ["1234e-0", "5e-0"]),
    // Nothing says which of two marks these mean.
    (["$1.234,50", "$1,234.50", "$8.331", "$8,331"], ["12345e-1", "12345e-1", nil, nil]),
    (["1234.5", "12,5", "8.331", "2"], ["12345e-1", "125e-1", nil, "20e-1"]),
    (["€1.234", "$1,234"], [nil, "1234e-0"]),
  ])
  func noValueIsReadAgainstItsColumn(values: [String], amounts: [String?]) throws {
    let (_, table, model) = try column("amount", values)
    #expect(table.texts("amount") == amounts)
    let refused = amounts.filter { $0 == nil }.count
    #expect(model.messages.contains { $0.contains("values are not money") } == (refused > 0))
  }

  @Test func aZeroAmongMillisecondsIsNoDateAndSpoilsNone() throws {
    let (_, table, model) = try column("created", ["1767225600000", "0", "1767312000000", "soon"])
    #expect(table.texts("created") == ["2026-01-01", nil, "2026-01-02", nil])
    #expect(model.messages.contains { $0.contains("2 of 4 values are not dates, first `0`") })
  }

  @Test(arguments: [
    "0.1", "123456.789", "1e-7", "4.35", "0.30000000000000004", "179e306", "5e-324",
  ])
  func numbersAreTheNearest(text: String) throws {
    #expect(try column("x", [text]).1.texts("x") == ["\(try #require(Double(text)))"])
  }

  @Test func declaredTypesOverrule() throws {
    let model = try load([
      "m.json": """
      {"entities":{"deals":{"file":"d.csv","types":{
        "n":"text","p":"percent","d":"date dmy","e":"timestamp epoch-ms","b":"boolean","s":"category"}}}}
      """,
      "d.csv": "id,n,p,d,e,b,s\n1,5,20%,01/02/2026,1769947200123,yes,007\n",
    ])
    let deals = try #require(model[.deals])
    let names = ["n", "p", "d", "e", "b", "s"]
    #expect(
      names.map { deals.field($0)?.type } == [
        .text, .percent, .date, .timestamp, .boolean, .category,
      ])
    #expect(
      names.map { deals.text($0, 0) } == [
        "5", "0.2", "2026-02-01", "2026-02-01T12:00:00", "true", "007",
      ])
  }

  @Test(arguments: [
    (["0.2", "0.5"], ["0.2", "0.5"], ""), (["20", "50"], ["0.2", "0.5"], "0 to 100"),
    (["0", "1"], ["0.0", "1.0"], "only 0 and 1"), (["20%", "5 %"], ["0.2", "0.05"], ""),
    (["45,5 %", "7,25%"], ["0.455", "0.0725"], ""),
    (["20%", "0.3"], ["0.2", "0.3"], "those without are read on a scale of 0 to 1"),
    (["20%", "30", "0"], ["0.2", "0.3", "0.0"], "those without are read on a scale of 0 to 100"),
    (["20", "150"], ["0.2", nil], "1 of 2 values are not percents, first `150`"),
  ])
  func probabilitiesAreOnOneScale(
    values: [String], fractions: [String?], words: String
  ) throws {
    let (field, table, model) = try column("probability", values)
    #expect(field.type == .percent)
    #expect(table.texts("probability") == fractions)
    #expect(words.isEmpty || model.messages.contains { $0.contains(words) })
  }
}

@Suite("money")
struct MoneyTests {
  private func amounts(_ values: [String]) throws -> [String?] {
    try column("amount", values).1.texts("amount")
  }

  @Test func digitsAreExact() throws {
    #expect(try amounts(["0.1", "12", "3.25"]) == ["10e-2", "1200e-2", "325e-2"])
    #expect(try amounts(["10800.0", "4000.00"]) == ["10800e-0", "4000e-0"])
    #expect(try amounts(["92233720368547758.07"]) == ["9223372036854775807e-2"])
    #expect(try amounts(["1e5", "-2"]) == ["100000e-0", "-2e-0"])
    #expect(try amounts(["0.12345678"]) == ["12345678e-8"])
  }

  /// Nothing is wrong with an amount that only another one's decimals leave no room for.
  @Test func amountsTooLargeForTheDecimalsOfAnotherAreSaidToBe() throws {
    let (_, table, model) = try column(
      "amount", ["0.00000001", "99000000000", "-92233720368", "x"])
    #expect(table.texts("amount") == ["1e-8", nil, "-9223372036800000000e-8", nil])
    #expect(
      model.messages.contains(
        "deals.amount: 1 values are too large beside one of 8 decimals, which leave room up to "
          + "92233720368, first `99000000000` at deals.csv line 3; they count as missing"))
    #expect(
      model.messages.contains {
        $0.hasPrefix("deals.amount: 1 of 3 values are not money, first `x` at deals.csv line 5")
      })
  }

  @Test func moreThanEightDecimalsAreRoundedAndSaid() throws {
    let (_, table, model) = try column("amount", ["0.30000000000000004", "1.000000015"])
    #expect(table.texts("amount") == ["30000000e-8", "100000002e-8"])
    #expect(
      model.messages.contains {
        $0 == "deals.amount: 2 values have more than 8 decimals and are rounded there, "
          + "first `0.30000000000000004` at deals.csv line 2"
      })
  }

  @Test(arguments: [
    (["$1,234.56"], ["123456e-2"]), (["1.234,50 €"], ["12345e-1"]), (["€ 7"], ["7e-0"]),
    (["1,234", "1,234.5"], ["12340e-1", "12345e-1"]), (["1.234", "0,5"], ["12340e-1", "5e-1"]),
    (["1.234.567"], ["1234567e-0"]), (["(12.5)"], ["-125e-1"]), (["USD 5"], ["5e-0"]),
    (["1 234,5"], ["12345e-1"]), (["1'234.5"], ["12345e-1"]), (["-$5"], ["-5e-0"]),
    (["$1,200"], ["1200e-0"]), (["€1,200"], [nil]), (["1\u{A0}234,5 €"], ["12345e-1"]),
    (["1\u{202F}234\u{202F}567"], ["1234567e-0"]), (["1,234"], [nil]), (["12%"], [nil]),
    (["1.234", "n.a."], ["1234e-3", nil]), (["-EUR 7"], ["-7e-0"]), (["12,34,567.0"], [nil]),
    (["n/a"], [nil]), (["1.5"], ["15e-1"]),
  ])
  func writtenFormsAreReadWhenTheyHaveOneMeaning(values: [String], units: [String?]) throws {
    #expect(try amounts(values) == units)
  }

  @Test func whatIsNoMoneyIsSaidOnceWithItsPlace() throws {
    let (_, _, model) = try column("amount", ["5", "n/a", "7", "tbd"])
    #expect(
      model.messages.contains(
        "deals.amount: 2 of 4 values are not money, first `n/a` at deals.csv line 3; "
          + "they count as missing"))
    #expect(model.notes.contains { $0.severity == .warning && $0.message.contains("n/a") })
  }

  @Test func aNumberOf400DigitsIsNamed() throws {
    let digits = String(repeating: "7", count: 400)
    let model = try load([
      "deals.json": "[{\"id\":\"a\",\"amount\":5},{\"id\":\"b\",\"amount\":\(digits)}]"
    ])
    #expect(model[.deals]?.texts("amount") == ["5e-0", nil])
    #expect(
      model.messages.contains {
        $0.hasPrefix("deals.amount: 1 of 2 values are not money, first `7777777")
          && $0.contains("deals.json record 2")
      })
  }

  @Test func oneCurrencyEverywhereIsTheBase() throws {
    let model = try load(["deals.csv": "id,amount,currency\n1,5,USD\n2,6,USD\n"])
    #expect(model.currency.base == "USD")
    #expect(model.messages.contains("currency: USD, the only one in the data"))
    guard case .money(let money)? = model[.deals]?.field("amount")?.column else { return }
    #expect(money.currencies == nil)
  }

  @Test func severalCurrenciesStandBesideTheAmounts() throws {
    let model = try load([
      "m.json": #"{"currency":{"base":"EUR"},"entities":{"deals":{"file":"d.csv"}}}"#,
      "d.csv": "id,amount,currency\n1,5,USD\n2,6,EUR\n3,7,\n4,8,usd\n",
    ])
    guard case .money(let money)? = model[.deals]?.field("amount")?.column else {
      Issue.record("no money")
      return
    }
    let currencies = try #require(money.currencies)
    #expect((0..<4).map { currencies[$0] } == ["USD", "EUR", "EUR", "USD"])
  }

  @Test func aSignBesideTheAmountsIsTheBase() throws {
    #expect(try load(["deals.csv": "id,amount\n1,$5\n"]).currency.base == "USD")
  }
}

@Suite("dates")
struct DateTests {
  @Test(arguments: [
    ("2026-06-30", "2026-06-30"), ("2026-06-30T23:30:00Z", "2026-06-30"),
    ("30.6.2026", "2026-06-30"), ("30-Jun-26", "2026-06-30"), ("Jun 30, 2026", "2026-06-30"),
    ("2026/06/30", "2026-06-30"), ("June 30 2026 10:15", "2026-06-30"), ("30/06/69", "1969-06-30"),
  ])
  func oneMeaningIsRead(text: String, date: String) throws {
    #expect(try column("close_date", [text]).1.texts("close_date") == [date])
  }

  @Test func evidenceDecidesTheOrderAndIsSaid() throws {
    let (_, table, model) = try column("close_date", ["01/02/26", "02/23/26 08:55 PM"])
    #expect(table.texts("close_date") == ["2026-01-02", "2026-02-23"])
    #expect(
      model.messages.contains {
        $0.contains("deals.close_date: dates are read as month, day, year, as `02/23/26 08:55 PM`")
      })
  }

  @Test func anotherColumnOfTheEntityMayDecide() throws {
    let model = try load(["deals.csv": "id,created,close_date\n1,01/02/26,13/02/26\n"])
    #expect(model[.deals]?.texts("created") == ["2026-02-01"])
  }

  @Test(arguments: [["01/02/26"], ["13/02/26", "02/13/26"]])
  func twoMeaningsAreRefused(values: [String]) throws {
    let rows = values.enumerated().map { "\($0.offset),\($0.element)" }.joined(separator: "\n")
    let failure = try #require(refusal(["deals.csv": "id,close_date\n" + rows]))
    #expect(failure.advice?.contains("date dmy") == true)
  }

  @Test func milliseconds() throws {
    #expect(
      try column("close_date", ["1769947200000"]).1.texts("close_date") == ["2026-02-01"])
  }

  @Test func unreadableDatesAreMissingAndSaid() throws {
    let (_, table, model) = try column("close_date", ["2026-01-01", "2026-13-41", "soon"])
    #expect(table.texts("close_date") == ["2026-01-01", nil, nil])
    #expect(
      model.messages.contains { $0.contains("2 of 3 values are not dates, first `2026-13-41`") })
  }
}

@Suite("what one value leaves open")
struct OpenFormTests {
  private func load(_ settings: String, _ csv: String) throws -> Model {
    try Loader(
      files: MemoryFiles([
        "m.json": "{\(settings)\"entities\":{\"deals\":{\"file\":\"d.csv\"}}}", "d.csv": csv,
      ])
    ).load(["m.json"])
  }

  private func refusal(_ settings: String, _ csv: String) -> LoadFailure? {
    do {
      _ = try load(settings, csv)
      return nil
    } catch {
      return error as? LoadFailure
    }
  }

  @Test func theModelFileSaysHowDatesAreWritten() throws {
    let csv = "id;close_date;x\n1;01/02/2026;03/04/2026\n"
    for (word, close, other) in [
      ("dmy", "2026-02-01", "2026-04-03"), ("mdy", "2026-01-02", "2026-03-04"),
    ] {
      let deals = try load("\"dates\":\"\(word)\",", csv)[.deals]
      #expect(deals?.texts("close_date") == [close])
      #expect(deals?.texts("x") == [other])
    }
    #expect(refusal("", csv)?.advice?.contains("\"dates\": \"dmy\"") == true)
  }

  @Test func anEntityOverrulesTheModelAndAFieldItsEntity() throws {
    let model = try PQLIngestTests.load([
      "m.json": """
      {"dates":"dmy","entities":{
        "deals":{"file":"d.csv","dates":"mdy","types":{"created":"date dmy"}},
        "leads":{"file":"l.csv"}}}
      """,
      "d.csv": "id,created,close_date\n1,01/02/2026,01/02/2026\n",
      "l.csv": "id,created\n1,01/02/2026\n",
    ])
    #expect(model[.deals]?.texts("created") == ["2026-02-01"])
    #expect(model[.deals]?.texts("close_date") == ["2026-01-02"])
    #expect(model[.leads]?.texts("created") == ["2026-02-01"])
  }

  @Test func datesThatProveTheOppositeAreRefused() throws {
    let csv = "id;close_date\n1;01/02/2026\n2;02/23/2026\n"
    let failure = try #require(refusal("\"dates\":\"dmy\",", csv))
    #expect(failure.message.contains("`02/23/2026`"))
    #expect(failure.advice?.contains("\"close_date\": \"date mdy\"") == true)
    // One value that cannot be, among some that can: it is missing, and said.
    let mixed = try load("\"dates\":\"dmy\",", csv + "3;23/02/2026\n")
    #expect(mixed[.deals]?.texts("close_date") == ["2026-02-01", nil, "2026-02-23"])
  }

  @Test func theModelFileSaysHowNumbersAreWritten() throws {
    let csv = "id;amount;x\n1;1.234;5.678\n2;12;7\n"
    let comma = try load("\"numbers\":\"1.234,5\",", csv)[.deals]
    #expect(comma?.texts("amount") == ["1234e-0", "12e-0"])
    #expect(comma?.texts("x") == ["5678.0", "7.0"])
    let point = try load("\"numbers\":\"1,234.5\",", csv)
    #expect(point[.deals]?.texts("amount") == ["1234e-3", "12000e-3"])
    #expect(!point.messages.contains { $0.contains("thousands") })
    let open = try load("", csv)
    #expect(open[.deals]?.texts("amount") == ["1234e-3", "12000e-3"])
    #expect(open.messages.contains { $0.contains("first `1.234` at d.csv line 2") })
    let grouped = try load("\"numbers\":\"1,234.5\",", "id;amount\n1;1,234\n")
    #expect(grouped[.deals]?.texts("amount") == ["1234e-0"])
  }

  @Test(arguments: ["money 1.234,5", "number 1.234,5"])
  func aFieldSaysHowItsNumbersAreWritten(type: String) throws {
    let model = try PQLIngestTests.load([
      "m.json": "{\"entities\":{\"deals\":{\"file\":\"d.csv\",\"types\":{\"x\":\"\(type)\"}}}}",
      "d.csv": "id;x\n1;1.234\n",
    ])
    #expect(["1234e-0", "1234.0"].contains(model[.deals]?.texts("x").first ?? ""))
  }

  @Test func otherNumbersOfTheEntityDecide() throws {
    let model = try load("", "id;amount;rate\n1;1.234;0,5\n2;950;12,75\n")
    #expect(model[.deals]?.texts("amount") == ["1234e-0", "950e-0"])
    #expect(model.messages.contains { $0.contains("as thousands, as other numbers of deals") })
    let plain = try load("", "id;amount\n1;1.234\n2;12345\n")
    #expect(plain[.deals]?.texts("amount") == ["1234e-3", "12345000e-3"])
    #expect(!plain.messages.contains { $0.contains("thousands") })
  }

  @Test func numbersThatProveTheOppositeAreRefused() throws {
    let failure = try #require(refusal("\"numbers\":\"1.234,5\",", "id;amount\n1;12.5\n"))
    #expect(failure.field == "deals.amount")
    #expect(failure.advice?.contains("\"amount\": \"money 1,234.5\"") == true)
  }

  @Test func aMixedColumnIsTextAndNamesTheFirstOddValue() throws {
    let rows = (1...1000).map { "\($0);\($0 % 100 == 50 ? "n/a" : "\($0)")" }
    let model = try load("", "id;seats\n" + rows.joined(separator: "\n") + "\n")
    #expect(model[.deals]?.field("seats")?.type == .text)
    #expect(
      model.messages.contains(
        "deals.seats: 10 of 1000 values are not numbers, first `n/a` at d.csv line 51; "
          + "the column is text"))
  }

  @Test func millisecondsAreAMomentWhereTheNameSaysSo() throws {
    let model = try load("", "id;last_seen_at;big\n1;1769947200000;1769947200000\n")
    #expect(model[.deals]?.texts("last_seen_at") == ["2026-02-01T12:00:00"])
    #expect(model[.deals]?.field("big")?.type == .number)
  }
}

@Suite("currencies beside amounts")
struct SignTests {
  private func currencies(_ base: String, _ csv: String) throws -> [String?]? {
    let model = try load([
      "m.json":
        "{\"currency\":{\"base\":\"\(base)\"},\"entities\":{\"deals\":{\"file\":\"d.csv\"}}}",
      "d.csv": csv,
    ])
    guard case .money(let money)? = model[.deals]?.field("amount")?.column else { return nil }
    return money.currencies.map { column in (0..<model.rowCount).map { column[$0] } }
  }

  @Test func anAmountIsInTheCurrencyBesideIt() throws {
    #expect(try currencies("EUR", "id,amount\n1,$5\n2,€6\n3,7\n") == ["USD", "EUR", "EUR"])
    #expect(try currencies("USD", "id,amount\n1,$5\n2,6\n") == nil)
  }

  @Test func aSignThatSeveralCurrenciesShareIsTheBaseWhereItCanBe() throws {
    #expect(try currencies("CAD", "id,amount\n1,$5\n") == nil)
    #expect(try currencies("CAD", "id,amount\n1,USD 5\n") == ["USD"])
  }

  @Test func theRecordsOwnFieldComesFirst() throws {
    #expect(
      try currencies("EUR", "id,amount,currency\n1,$5,CAD\n2,$6,\n") == ["CAD", "USD"])
  }
}

extension Model {
  fileprivate var rowCount: Int { self[.deals]?.rowCount ?? 0 }
}
