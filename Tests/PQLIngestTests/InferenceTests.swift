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
    (["2026-02-30"], .category), (["1,234"], .category),
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
    #expect(model.notes.allSatisfy { $0.severity == .note })
  }

  @Test func integersBeyond53BitsStayExactAsText() throws {
    #expect(try column("x", ["9007199254740993"]).1.texts("x") == ["9007199254740993"])
    #expect(try column("x", ["9007199254740992"]).0.type == .number)
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
    (["0", "1"], ["0.0", "1.0"], "only 0 and 1"), (["20%", "5 %"], ["0.2", "0.05"], "0 to 100"),
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
    (["1 234,5"], ["12345e-1"]), (["1'234.5"], ["12345e-1"]), (["-$5"], [nil]),
    (["1,234"], [nil]), (["12,34,567.0"], [nil]), (["n/a"], [nil]), (["1.5"], ["15e-1"]),
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
