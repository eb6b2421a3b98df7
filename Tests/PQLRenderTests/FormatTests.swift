import PQLModel
import PQLRender
import Synchronization
import Testing

@Suite struct FormatTests {
  @Test func `names are lower case, unique and found again`() {
    let names = OutputFormat.all.map(\.name)
    #expect(names == ["table", "csv", "json", "ndjson", "markdown"])
    for format in OutputFormat.all {
      #expect(OutputFormat.named(format.name) == format)
      #expect(OutputFormat.named(format.name.uppercased()) == format)
      #expect(!format.summary.hasSuffix(".") && !format.summary.contains("\n"))
    }
    #expect(OutputFormat.named("xml") == nil)
  }

  @Test func `a file's ending names a format`() {
    #expect(OutputFormat.forFile(named: "out/deals.CSV") == .csv)
    #expect(OutputFormat.forFile(named: "deals.jsonl") == .ndjson)
    #expect(OutputFormat.forFile(named: "deals") == nil)
    #expect(OutputFormat.forFile(named: "deals.") == nil)
    let endings = OutputFormat.all.flatMap(\.fileEndings)
    #expect(Set(endings).count == endings.count)
  }

  @Test func `notes stand in the output or beside it`() {
    let answer = SampleAnswers.everyType
    #expect(OutputFormat.all.filter { $0.notesPlace == .besideOutput } == [.csv, .ndjson])
    #expect(
      OutputFormat.csv.notesBeside(answer).map(\.text) == [
        "open deals; 31 closed deals not counted"
      ])
    #expect(
      OutputFormat.ndjson.notesBeside(answer).map(\.text)
        == ["open deals; 31 closed deals not counted", "money in EUR"])
    #expect(OutputFormat.ndjson.notesBeside(SampleAnswers.mixedMoney) == [])
    #expect(OutputFormat.table.notesBeside(answer) == [])
  }

  @Test func `every type as CSV`() {
    #expect(
      rendered(SampleAnswers.everyType, as: .csv) == ##"""
        name,product,stage,score,sum_amount,rate,open,created,at,age,quarter,tags,currency
        Acme,GTX Pro,won,12345.5,1234567.12,0.326,true,2026-06-30,2026-06-30T14:05,37.5,2026-Q3,\##
        "[""a"", ""b \""c\""""]",EUR
        ,,,,,,,,,,,,EUR
        "日本 \##u{1b}[31m|""a"",
        \##u{202e}b",=1+1,lost,10000000000000000,-120,0.07,false,1969-12-31,1969-12-31T23:59:59,4,\##
        2026-Q4,[],EUR

        """##)
  }

  @Test func `currencies that differ stand beside the amounts`() {
    #expect(
      rendered(SampleAnswers.mixedMoney, as: .csv) == """
        deal,amount,amount_currency
        a,12.5,USD
        b,7000.49,JPY
        c,,
        d,1,EUR

        """)
    #expect(
      rendered(SampleAnswers.mixedMoney, as: .ndjson).hasPrefix(
        #"{"deal": "a", "amount": 12.5, "amount_currency": "USD"}"#))
    #expect(
      rendered(SampleAnswers.mixedMoney, as: .table) == """
        deal     amount
        ────  ─────────
        a     12.50 USD
        b     7,000 JPY
        c        (none)
        d      1.00 EUR
        4 rows

        """)
  }

  @Test func `a CSV without columns for currencies`() {
    let options = RenderOptions(currencyBesideMoney: false)
    let header = rendered(SampleAnswers.everyType, as: .csv, options: options).prefix { $0 != "\n" }
    #expect(header.hasSuffix("quarter,tags"))
  }

  @Test func `a column that is called currency keeps its name`() {
    var answer = SampleAnswers.everyType
    answer.columns[0].name = "currency"
    let header = rendered(answer, as: .csv).prefix { $0 != "\n" }
    #expect(header.hasPrefix("currency,product,"))
    #expect(header.contains("sum_amount,sum_amount_currency,rate"))
  }

  @Test func `empty text and missing differ in CSV, and no line is empty`() {
    #expect(rendered(SampleAnswers.texts(["", nil]), as: .csv) == "x\n\"\"\n\"\"\n")
    var answer = SampleAnswers.texts(["", nil])
    answer.columns.append(AnswerColumn(name: "y", type: .text, column: answer.columns[0].column))
    #expect(rendered(answer, as: .csv) == "x,y\n\"\",\"\"\n,\n")
  }

  @Test func `every type as Markdown`() {
    #expect(
      rendered(SampleAnswers.everyType, as: .markdown) == #"""
        | name | product | stage | score | sum_amount EUR | rate | open | created | at | age | \#
        quarter | tags |
        | --- | --- | --- | ---: | ---: | ---: | --- | --- | --- | ---: | --- | --- |
        | Acme | GTX Pro | won | 12,345.5 | 1,234,567.12 | 32.6% | yes | 2026-06-30 | \#
        2026-06-30T14:05 | 37.5 d | 2026-Q3 | a, b "c" |
        | (none) | (none) | (none) | (none) | (none) | (none) | (none) | (none) | (none) | \#
        (none) | (none) | (none) |
        | 日本 ␛\[31m\|"a",␊\\u{202e}b | =1+1 | lost | 10,000,000,000,000,000.0 | -120.00 | 7.0% | \#
        no | 1969-12-31 | 1969-12-31T23:59:59 | 4.0 d | 2026-Q4 |  |

        *open deals; 31 closed deals not counted*

        """#)
  }

  @Test func `Markdown signs are shown, not obeyed`() {
    let answer = SampleAnswers.texts(["<b>*x*</b> & _y_ a_b", "`c`~~d~~ \\"])
    #expect(
      rendered(answer, as: .markdown).hasSuffix(
        #"""
        | &lt;b>\*x\*&lt;/b> &amp; \_y\_ a_b |
        | \`c\`\~\~d\~\~ \\ |

        """#))
  }

  @Test(arguments: OutputFormat.all)
  func `an answer is the same in pieces as at once`(format: OutputFormat) {
    let answer = SampleAnswers.numbers((0..<20_000).map(Double.init))
    var pieces = Pieces()
    #expect(render(answer, as: format, into: &pieces))
    #expect(pieces.all.joined() == rendered(answer, as: format))
    #expect(pieces.all.count > 2)
    #expect(pieces.all.allSatisfy { $0.utf8.count < 40_000 })
  }

  @Test(arguments: OutputFormat.all)
  func `an answer that is stopped is cut short`(format: OutputFormat) {
    let answer = SampleAnswers.numbers((0..<20_000).map(Double.init))
    let options = RenderOptions(isStopped: { true })
    var pieces = Pieces()
    #expect(!render(answer, as: format, options: options, into: &pieces))
    #expect(pieces.all.isEmpty)
    let reader = Reader()
    let later = RenderOptions(isStopped: { reader.hasSeenEnough() })
    #expect(!render(answer, as: format, options: later, into: &pieces))
    #expect(pieces.all.joined().utf8.count < rendered(answer, as: format).utf8.count)
  }

  @Test func `recorded money goes to programs with all of its digits`() {
    let money = MoneyColumn(units: Buffer([1234, 5, 500, 1000]), scale: 3)
    let column = AnswerColumn(
      name: "amount", type: .money, column: .money(money), currency: "EUR")
    let answer = Answer(columns: [column], rowCount: 4, calendar: BusinessCalendar())
    #expect(
      rendered(answer, as: .csv)
        == "amount,currency\n1.234,EUR\n0.005,EUR\n0.5,EUR\n1,EUR\n")
    #expect(rendered(answer, as: .ndjson).hasPrefix("{\"amount\": 1.234}\n{\"amount\": 0.005}"))
    #expect(rendered(answer, as: .table).contains("1.23"))
  }

  @Test(arguments: OutputFormat.all)
  func `no rows and no columns are no accident`(format: OutputFormat) {
    let none = Answer(columns: [], rowCount: 0, calendar: BusinessCalendar())
    _ = rendered(none, as: format)
    let text = rendered(SampleAnswers.texts([]), as: format)
    #expect(text.isEmpty == (format == .ndjson))
  }

  /// Has seen enough when asked for the third time.
  private final class Reader: Sendable {
    private let asked = Atomic(0)

    func hasSeenEnough() -> Bool { asked.add(1, ordering: .relaxed).oldValue >= 2 }
  }

  private struct Pieces: TextOutputStream {
    var all: [String] = []
    mutating func write(_ string: String) { all.append(string) }
  }
}
