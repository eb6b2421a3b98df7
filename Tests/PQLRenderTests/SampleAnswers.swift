import PQLModel

/// Answers that the tests render.
enum SampleAnswers {
  static let closedNote = Note(
    NoteForm("closed-left-out", "open deals; {n:# closed deal|# closed deals} not counted"),
    [.count("n", 31)])

  /// A column of every type; the second row is missing throughout, the third is hostile.
  static let everyType = Answer(
    columns: [
      AnswerColumn(
        name: "name", type: .text,
        column: .text(TextColumn(["Acme", nil, "日本 \u{1b}[31m|\"a\",\n\u{202e}b"]))),
      AnswerColumn(
        name: "product", type: .category, column: .text(TextColumn(["GTX Pro", nil, "=1+1"]))),
      AnswerColumn(name: "stage", type: .stage, column: .text(TextColumn(["won", nil, "lost"]))),
      AnswerColumn(
        name: "score", type: .number,
        column: .number(NumberColumn(values: [12345.5, 0, 1e16], validity: second))),
      AnswerColumn(
        name: "sum_amount", type: .money,
        column: .exact(
          ExactColumn(
            values: [Int128(1_234_567_125) * 10_000_000, 0, Int128(-120) * Money.one],
            validity: second)), currency: "EUR"),
      AnswerColumn(
        name: "rate", type: .percent,
        column: .number(NumberColumn(values: [0.326, 0, 0.07], validity: second))),
      AnswerColumn(
        name: "open", type: .boolean,
        column: .boolean(BooleanColumn(values: Bitmap([true, false, false]), validity: second))),
      AnswerColumn(
        name: "created", type: .date,
        column: .day(DayColumn(values: [20_634, 0, -1], validity: second))),
      AnswerColumn(
        name: "at", type: .timestamp,
        column: .second(SecondColumn(values: [1_782_828_300, 0, -1], validity: second))),
      AnswerColumn(
        name: "age", type: .duration,
        column: .number(NumberColumn(values: [37.5, 0, 4], validity: second))),
      AnswerColumn(
        name: "quarter", type: .period(.quarter),
        column: .day(DayColumn(values: [2026 * 4 + 2, 0, 2026 * 4 + 3], validity: second))),
      AnswerColumn(
        name: "tags", type: .list,
        column: .list(
          ListColumn(
            offsets: [0, 2, 2, 2], elements: TextColumn(["a", "b \"c\""]), validity: second))),
    ],
    rowCount: 3, notes: [SampleAnswers.closedNote], calendar: BusinessCalendar())

  /// Money whose rows have currencies of their own, one of them without minor units.
  static let mixedMoney = Answer(
    columns: [
      AnswerColumn(name: "deal", type: .text, column: .text(TextColumn(["a", "b", "c", "d"]))),
      AnswerColumn(
        name: "amount", type: .money,
        column: .money(
          MoneyColumn(
            units: [1250, 700_049, 0, 100], scale: 2,
            validity: Bitmap([true, true, false, true]),
            currencies: TextColumn(["USD", "JPY", nil, nil]))), currency: "EUR"),
    ],
    rowCount: 4, calendar: BusinessCalendar())

  /// Two aggregates by owner per month, with a combination that is not there.
  static func spread(_ aggregates: Int) -> Answer {
    let january: Int32 = 2026 * 12
    let columns = [
      AnswerColumn(
        name: "owner", type: .text, column: .text(TextColumn(["Ana", "Ana", nil, nil, "Bo"]))),
      AnswerColumn(
        name: "month", type: .period(.month),
        column: .day(DayColumn(values: [january, january + 1, january + 1, january + 2, january]))),
    ]
    let values = [
      AnswerColumn(
        name: "count", type: .number, column: .number(NumberColumn(values: [3, 4, 5, 6, 7]))),
      AnswerColumn(
        name: "sum_amount", type: .money,
        column: .exact(
          ExactColumn(
            values: [100, 200, 0, 400, 1500].map { Int128($0) * Money.one },
            validity: Bitmap([true, true, false, true, true]))), currency: "EUR"),
    ]
    return Answer(
      columns: columns + values.prefix(aggregates), rowCount: 5,
      spread: Answer.Spread(across: 1, keys: [0]), calendar: BusinessCalendar())
  }

  /// One column of numbers.
  static func numbers(_ values: [Double], _ type: ValueType = .number) -> Answer {
    Answer(
      columns: [
        AnswerColumn(name: "x", type: type, column: .number(NumberColumn(values: values)))
      ], rowCount: values.count, calendar: BusinessCalendar())
  }

  /// One column of texts.
  static func texts(_ values: [String?]) -> Answer {
    Answer(
      columns: [AnswerColumn(name: "x", type: .text, column: .text(TextColumn(values)))],
      rowCount: values.count, calendar: BusinessCalendar())
  }

  private static let second = Bitmap([true, false, true])
}
