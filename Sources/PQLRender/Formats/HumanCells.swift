import PQLModel
import PQLText

/// The cells of a column as people read them.
///
/// All cells of a column have the same number of digits behind the point: as many as the most
/// exact one needs, within the limit of its kind.
struct HumanCells {
  /// What a missing value is shown as.
  static let missing = "(none)"

  let isRightAligned: Bool
  /// Whether the cells may be cut short.
  let isText: Bool
  private let column: Column
  private let content: Content

  private enum Content {
    /// a text and its columns for every code, or for every row where those are fewer
    case texts([(text: String, columns: Int)], byRow: Bool)
    case numbers(places: Int, shift: Int, unit: String)
    case money(MoneyCells, showsMinor: Bool)
    case booleans
    case days(ValueType, BusinessCalendar)
    case seconds
    case lists
  }

  /// Looks at every value of a column once to choose its digits.
  init(_ answer: AnswerColumn, calendar: BusinessCalendar, options: RenderOptions) {
    column = answer.column
    content = HumanCells.content(answer, calendar: calendar, options)
    switch content {
    case .numbers, .money: (isRightAligned, isText) = (true, false)
    case .texts, .lists: (isRightAligned, isText) = (false, true)
    case .booleans, .days, .seconds: (isRightAligned, isText) = (false, false)
    }
  }

  /// Whether the row holds a value.
  func isPresent(_ row: Int) -> Bool { column.isPresent(row) }

  /// Adds the cell of a row and tells how many columns it takes.
  func append(_ row: Int, to output: inout String) -> Int {
    guard column.isPresent(row) else {
      output += HumanCells.missing
      return HumanCells.missing.utf8.count
    }
    if case .texts(let texts, let byRow) = content, case .text(let codes) = column {
      let (text, columns) = texts[byRow ? row : Int(codes.codes[row])]
      output += text
      return columns
    }
    if case .list(let lists) = column {
      let text = HumanCells.text(of: lists, row)
      output += text
      return DisplayWidth.columns(of: text)
    }
    let start = output.utf8.count
    appendScalar(row, to: &output)
    return output.utf8.count - start
  }

  /// Adds a value that is written in ASCII.
  private func appendScalar(_ row: Int, to output: inout String) {
    switch (content, column) {
    case (.numbers(let places, let shift, let unit), .number(let numbers)):
      if HumanCells.append(numbers.values[row], places, shift, to: &output) { output += unit }
    case (.money(let money, let showsMinor), _):
      let minor = money.minorDigits(row)
      let units = money.units(row, places: minor)
      NumberText.append(
        units: units, places: minor, trimmed: !showsMinor, grouped: true, to: &output)
      if money.isMixed, let currency = money.currency(row) {
        output += " " + VisibleText.shown(currency)
      }
    case (.booleans, .boolean(let booleans)): output += booleans.values[row] ? "yes" : "no"
    case (.days(let type, let calendar), .day(let days)):
      output += MomentText.token(day: days.values[row], type: type, calendar: calendar)
    case (.seconds, .second(let seconds)):
      output += MomentText.token(second: seconds.values[row])
    default: break
    }
  }

  private static func content(
    _ answer: AnswerColumn, calendar: BusinessCalendar, _ options: RenderOptions
  ) -> Content {
    switch answer.column {
    case .text(let texts): return self.texts(texts, options)
    case .number(let numbers):
      switch answer.type {
      case .percent: return .numbers(places: places(numbers, 1, shift: 2), shift: 2, unit: "%")
      case .duration: return .numbers(places: places(numbers, 1, shift: 0), shift: 0, unit: " d")
      default:
        return .numbers(places: places(numbers, limit(numbers), shift: 0), shift: 0, unit: "")
      }
    case .money, .exact: return money(answer)
    case .boolean: return .booleans
    case .day: return .days(answer.type, calendar)
    case .second: return .seconds
    case .list: return .lists
    }
  }

  private static func texts(_ column: TextColumn, _ options: RenderOptions) -> Content {
    let byRow = column.codes.count < column.dictionary.count
    let count = byRow ? column.codes.count : column.dictionary.count
    var cells: [(text: String, columns: Int)] = []
    cells.reserveCapacity(count)
    for index in 0..<count {
      // Nobody will look at the rest.
      guard options.goesOn(at: index) else { break }
      let text = VisibleText.shown((byRow ? column[index] : column.dictionary[index]) ?? "")
      cells.append((text, DisplayWidth.columns(of: text)))
    }
    while cells.count < count { cells.append(("", 0)) }
    return .texts(cells, byRow: byRow)
  }

  private static func money(_ answer: AnswerColumn) -> Content {
    guard let money = MoneyCells(answer) else { return .lists }
    let showsMinor = (0..<answer.column.count).contains { row in
      guard answer.column.isPresent(row) else { return false }
      let minor = money.minorDigits(row)
      return minor > 0
        && !money.units(row, places: minor).isMultiple(of: Money.powerOfTen(minor))
    }
    return .money(money, showsMinor: showsMinor)
  }

  /// Two digits behind the point, or four where all numbers are below 1.
  private static func limit(_ numbers: NumberColumn) -> Int {
    numbers.values.contains { $0.magnitude >= 1 } ? 2 : 4
  }

  /// The digits behind the point that some number of the column needs, `limit` at most.
  private static func places(_ numbers: NumberColumn, _ limit: Int, shift: Int) -> Int {
    var needed = 0
    for (row, number) in numbers.values.enumerated() {
      if NumberText.whole(number) != nil || !number.isFinite { continue }
      if numbers.validity?[row] == false { continue }
      var digits = DecimalDigits(number)
      digits.point += shift
      needed = max(needed, digits.rounded(places: limit).fractionCount)
      if needed == limit { break }
    }
    return needed
  }

  /// Adds a number; false where it is none and so counts as missing.
  private static func append(
    _ number: Double, _ places: Int, _ shift: Int, to output: inout String
  ) -> Bool {
    if places == 0, shift == 0, let whole = NumberText.whole(number) {
      NumberText.appendCount(whole, to: &output)
    } else if number.isFinite {
      var digits = DecimalDigits(number)
      if !digits.isZero { digits.point += shift }
      NumberText.appendRounded(digits, places: places, to: &output)
    } else {
      output += missing
      return false
    }
    return true
  }

  private static func text(of lists: ListColumn, _ row: Int) -> String {
    let range = Int(lists.offsets[row])..<Int(lists.offsets[row + 1])
    return range.map { VisibleText.shown(lists.elements[$0] ?? missing) }
      .joined(separator: ", ")
  }
}
