import PQLModel
import PQLThreads

extension RawTable {
  /// The early form of a column, when it holds every row of the parts.
  private func early(_ column: Int) -> EarlyColumn? {
    guard !columns[column].isChanged, rowCount > 0 else { return nil }
    let whole: EarlyColumn
    if parts.count == 1 {
      whole = parts[0].early[columns[column].indexes[0]]
    } else {
      whole = combined.column(column) { combine(column) }
    }
    return whole.shape == .givenUp || whole.shape == .undecided ? nil : whole
  }

  private func combine(_ column: Int) -> EarlyColumn {
    let whole = EarlyColumn()
    for (number, part) in parts.enumerated() {
      let index = columns[column].indexes[number]
      if index < 0 {
        whole.appendMissing(part.readCount)
      } else {
        whole.append(part.early[index], GrowingValues())
      }
    }
    return whole
  }

  /// Turns columns into what fields of these types will ask for, side by side, so that whoever asks
  /// finds it done; `nil` stands for a type that the values will tell.
  func turnEarly(_ fields: [(column: Int, type: ValueType?)], threads: ThreadCount) {
    guard parts.count == 1, rowCount >= RawTable.fewRows else { return }
    // Two fields of one column would turn it at the same time.
    let uses = Dictionary(fields.map { ($0.column, 1) }, uniquingKeysWith: +)
    let fields = fields.filter { uses[$0.column] == 1 }
    _ = SideBySide.results(fields.count, threads: threads) { index in
      guard let early = early(fields[index].column) else { return }
      switch (early.shape, fields[index].type) {
      case (.decimals, .money): _ = early.money
      case (.decimals, .percent), (.decimals, .number), (.decimals, .duration), (.decimals, nil):
        _ = early.numbers
      case (.days, .date), (.days, nil): _ = early.days
      default: break
      }
    }
  }

  /// So few rows are turned sooner than a thread begins.
  private static let fewRows = 1 << 16

  /// A column without the rows that were taken out.
  private func left(_ column: Column) -> Column { remaining.map(column.gathered) ?? column }

  /// The column as text; `mayRepeat` allows two codes for one text, where the texts hardly repeat.
  func earlyText(_ column: Int, mayRepeat: Bool) -> TextColumn? {
    if let replaced = columns[column].replacedText, case .text(let text) = left(.text(replaced)) {
      return text
    }
    guard let early = early(column), early.shape == .text else { return nil }
    let whole = TextColumn(
      codes: early.codes.buffer, dictionary: early.dictionary,
      isDistinct: !early.isPlain || early.isAscending)
    guard case .text(var text) = left(.text(whole)) else { return nil }
    if !text.isDistinct { text.isDistinct = text.dictionary.isProvenDistinct(wholly: !mayRepeat) }
    return text.isDistinct || mayRepeat ? text : text.recoded
  }

  /// The column as lists.
  func earlyLists(_ column: Int) -> ListColumn? {
    guard let early = early(column), early.shape == .list,
      case .list(let lists) = left(.list(early.lists))
    else { return nil }
    return lists
  }

  /// Whether every value of the column is a list, as far as that is known.
  func isEarlyList(_ column: Int) -> Bool { early(column)?.shape == .list }

  /// The column as days; moments give theirs on the wall clock unless `strictly`.
  func earlyDays(_ column: Int, _ zone: ZoneClock, strictly: Bool) -> DayColumn? {
    guard let early = early(column) else { return nil }
    let whole: DayColumn
    if early.shape == .days {
      whole = early.days
    } else if !strictly, early.shape == .seconds {
      let moments = early.seconds(zone)
      whole = DayColumn(
        values: moments.values.mapped { dayNumber(ofSeconds: $0) }, validity: moments.validity)
    } else {
      return nil
    }
    guard case .day(let days) = left(.day(whole)) else { return nil }
    return days
  }

  /// The column as moments on the wall clock.
  func earlySeconds(_ column: Int, _ zone: ZoneClock) -> SecondColumn? {
    guard let early = early(column), early.shape == .days || early.shape == .seconds,
      case .second(let seconds) = left(.second(early.seconds(zone)))
    else { return nil }
    return seconds
  }

  /// The column as truth values.
  func earlyBooleans(_ column: Int) -> BooleanColumn? {
    guard let early = early(column), early.shape == .booleans else { return nil }
    guard case .boolean(let booleans) = left(.boolean(early.booleans)) else { return nil }
    return booleans
  }

  /// The column as numbers; nil when one of them is not exact in 53 bits and would need its text.
  func earlyNumbers(_ column: Int, strictly: Bool) -> NumberColumn? {
    guard let early = early(column), !strictly || !early.hasTextualNumber,
      let whole = early.numbers, case .number(let numbers) = left(.number(whole))
    else { return nil }
    return numbers
  }

  /// The column as money; nil when a number has more decimals than are kept, or is too large.
  func earlyMoney(_ column: Int) -> MoneyColumn? {
    guard let early = early(column), let whole = early.money,
      case .money(let money) = left(.money(whole))
    else { return nil }
    return money
  }
}
