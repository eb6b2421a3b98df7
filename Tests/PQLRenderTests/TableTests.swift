import PQLModel
import PQLRender
import Testing

@Suite struct TableTests {
  @Test func `every type as a table`() {
    var answer = SampleAnswers.everyType
    answer.columns.removeFirst(3)
    #expect(
      rendered(answer, as: .table) == """
                           score  sum_amount EUR    rate  open    created     at                   \
           age  quarter  tags
        ────────────────────────  ──────────────  ──────  ──────  ──────────  ───────────────────  \
        ──────  ───────  ────────
                        12,345.5    1,234,567.12   32.6%  yes     2026-06-30  2026-06-30T14:05     \
        37.5 d  2026-Q3  a, b "c"
                          (none)          (none)  (none)  (none)  (none)      (none)               \
        (none)  (none)   (none)
        10,000,000,000,000,000.0         -120.00    7.0%  no      1969-12-31  1969-12-31T23:59:59  \
         4.0 d  2026-Q4
        3 rows
        open deals; 31 closed deals not counted

        """)
  }

  @Test func `columns that do not fit are left out from the right, and named`() {
    #expect(
      rendered(SampleAnswers.everyType, as: .table, options: RenderOptions(width: 80)) == """
        name           product  stage                      score  sum_amount EUR    rate
        ─────────────  ───────  ──────  ────────────────────────  ──────────────  ──────
        Acme           GTX Pro  won                     12,345.5    1,234,567.12   32.6%
        (none)         (none)   (none)                    (none)          (none)  (none)
        日本 ␛[31m|"…  =1+1     lost    10,000,000,000,000,000.0         -120.00    7.0%
        3 rows
        not shown for lack of width: open, created, at, age, quarter, tags
        open deals; 31 closed deals not counted

        """)
  }

  @Test(arguments: 1...120)
  func `no line of the table is wider than asked, and no number is cut`(width: Int) {
    var answer = SampleAnswers.everyType
    answer.columns[0].column = .text(TextColumn(["a long name of a deal", nil, "日本日本日本日本"]))
    let text = rendered(answer, as: .table, options: RenderOptions(width: width))
    let lines = text.split(separator: "\n")
    let rule = lines[1].count
    #expect(rule <= max(width, 8))
    if rule > 50 { #expect(text.contains(" 10,000,000,000,000,000.0")) }
  }

  @Test func `one number that is too wide is shown all the same`() {
    #expect(
      rendered(SampleAnswers.numbers([1_234_567]), as: .table, options: RenderOptions(width: 4))
        == """
                x
        ─────────
        1,234,567
        1 row

        """)
  }

  @Test func `one aggregate spread over months`() {
    #expect(
      rendered(SampleAnswers.spread(1), as: .table) == """
        owner   2026-01  2026-02  2026-03
        ──────  ───────  ───────  ───────
        Ana           3        4
        (none)                 5        6
        Bo            7
        3 rows

        """)
  }

  @Test func `two aggregates spread over months`() {
    var answer = SampleAnswers.spread(2)
    answer.columns[3].name = "won"
    #expect(
      rendered(answer, as: .table) == """
        owner   2026-01 count  2026-01 won EUR  2026-02 count  2026-02 won EUR  2026-03 count  \
        2026-03 won EUR
        ──────  ─────────────  ───────────────  ─────────────  ───────────────  ─────────────  \
        ───────────────
        Ana                 3              100              4              200
        (none)                                              5           (none)              6  \
                    400
        Bo                  7            1,500
        3 rows

        """)
  }

  @Test func `rows of one place are not spread, so that none is lost`() {
    var answer = SampleAnswers.spread(1)
    answer.columns[1].column = .day(DayColumn(values: [0, 0, 0, 0, 0]))
    #expect(rendered(answer, as: .table).hasSuffix("5 rows\n"))
  }

  @Test func `colour changes nothing but the colour`() {
    let plain = rendered(SampleAnswers.everyType, as: .table)
    let styled = rendered(SampleAnswers.everyType, as: .table, options: RenderOptions(color: true))
    #expect(styled.contains("\u{1b}[2m(none)\u{1b}[0m"))
    #expect(styled.replacing(/\u{1b}\[[0-9;]*m/, with: "") == plain)
  }

  @Test(
    arguments: [
      ("abc", 3), ("日本", 4), ("e\u{301}", 1), ("👩‍👩‍👧‍👦", 2), ("🇳🇱", 2), ("👍🏽", 2), ("❤️", 2),
      ("❤", 1), ("한국", 4), ("\u{1112}\u{1161}\u{11ab}", 2), ("ｱ", 1), ("Ａ", 2), ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 2),
      ("\u{200b}", 8), ("a\u{1b}", 2), ("\u{85}", 6), ("\u{2066}x\u{2069}", 17), ("é", 1),
      ("क्षि", 2), ("\u{ad}", 6), ("\u{7f}", 1), ("\t", 1), ("\r\n", 2),
    ])
  func `the rule is as wide as the text on a terminal`(text: String, columns: Int) {
    let lines = rendered(SampleAnswers.texts([text]), as: .table).split(separator: "\n")
    #expect(lines[1].count == columns)
  }

  @Test func `titles and notes cannot steer the terminal`() {
    var answer = SampleAnswers.texts(["\u{9b}31m"])
    answer.columns[0].name = "a\u{1b}[2J"
    answer.notes = [Note(NoteForm("x", "b\u{7}{what}"), [.text("what", "\u{202e}")])]
    for format in [OutputFormat.table, .markdown] {
      let text = rendered(answer, as: format)
      #expect(
        !text.unicodeScalars.contains { "\u{1b}\u{7}\u{9b}\u{202e}".unicodeScalars.contains($0) })
    }
  }
}
