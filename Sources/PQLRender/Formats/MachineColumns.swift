import PQLModel

/// The columns of an answer as programs read them, with the currencies beside the money.
struct MachineColumns: Sendable {
  var columns: [MachineColumn]

  /// How the currency of money columns is told.
  enum Currencies {
    /// Told elsewhere; only rows that differ get a column of currencies.
    case withColumn
    /// In the rows: one last column `currency`, or one beside each money column.
    case inRows
  }

  /// Adds columns for the currencies to those of the answer.
  init(_ answer: Answer, _ currencies: Currencies, as dialect: MachineDialect) {
    columns = []
    let names = Set(answer.columns.map(\.name))
    let shared =
      currencies == .inRows && !names.contains("currency")
      ? MachineColumns.sharedCurrency(answer) : nil
    for column in answer.columns {
      columns.append(MachineColumn(column, calendar: answer.calendar, dialect))
      guard let money = MoneyCells(column), shared == nil else { continue }
      if money.isMixed || (currencies == .inRows && money.commonCurrency != nil) {
        let name = MachineColumns.free("\(column.name)_currency", names)
        columns.append(
          MachineColumn(currencyOf: money, column: column.column, name: name, dialect))
      }
    }
    if let shared { columns.append(MachineColumn(constant: shared, name: "currency", dialect)) }
  }

  /// The currency that all the money of the answer has, if it does.
  static func sharedCurrency(_ answer: Answer) -> String? {
    let moneys = answer.columns.compactMap { MoneyCells($0) }
    guard let first = moneys.first?.commonCurrency else { return nil }
    return moneys.allSatisfy { $0.commonCurrency == first } ? first : nil
  }

  private static func free(_ name: String, _ taken: Set<String>) -> String {
    taken.contains(name) ? free(name + "_", taken) : name
  }
}

/// One column as programs read it.
final class MachineColumn: Sendable {
  let name: String
  let type: ValueType
  let currency: String?
  private let content: Content
  private let calendar: BusinessCalendar
  private let dialect: MachineDialect

  private enum Content: Sendable {
    case values(Column)
    /// each different value once, and by row which one it is, -1 where missing
    case repeated([String], Buffer<Int32>)
    case money(MoneyCells, Column)
    case currencies(MoneyCells, Column)
    case constant(String)
  }

  /// A column of the answer.
  init(_ column: AnswerColumn, calendar: BusinessCalendar, _ dialect: MachineDialect) {
    name = column.name
    type = column.type
    self.calendar = calendar
    self.dialect = dialect
    let money = MoneyCells(column)
    currency = money?.commonCurrency
    content =
      money.map { .money($0, column.column) }
      ?? MachineColumn.repeated(column, calendar, dialect) ?? .values(column.column)
  }

  /// The values of a column that has fewer different ones than rows; nil for others.
  private static func repeated(
    _ column: AnswerColumn, _ calendar: BusinessCalendar, _ dialect: MachineDialect
  ) -> Content? {
    switch column.column {
    case .text(let texts):
      guard texts.dictionary.count <= texts.codes.count else { return nil }
      let cells = texts.dictionary.values.map { text in
        var cell = ""
        dialect.append(text: text, to: &cell)
        return cell
      }
      return .repeated(cells, texts.codes)
    case .day(let days):
      let present = days.values.indices.lazy.filter { days.validity?[$0] ?? true }
        .map { days.values[$0] }
      guard let first = present.min(), let last = present.max(),
        Int(last) - Int(first) < days.values.count
      else { return nil }
      let cells = (first...last).map { day in
        var cell = ""
        dialect.append(
          token: MomentText.token(day: day, type: column.type, calendar: calendar), to: &cell)
        return cell
      }
      let codes = days.values.indices.map { row in
        days.validity?[row] ?? true ? days.values[row] - first : -1
      }
      return .repeated(cells, Buffer(codes))
    default: return nil
    }
  }

  /// The currencies of a money column; missing where the amount is.
  init(currencyOf money: MoneyCells, column: Column, name: String, _ dialect: MachineDialect) {
    self.dialect = dialect
    self.name = name
    type = .category
    currency = nil
    calendar = BusinessCalendar()
    content = .currencies(money, column)
  }

  /// The same text in every row.
  init(constant: String, name: String, _ dialect: MachineDialect) {
    self.dialect = dialect
    self.name = name
    type = .category
    currency = nil
    calendar = BusinessCalendar()
    content = .constant(constant)
  }

  /// Adds the value; false, and nothing added, when it is missing.
  func append(_ row: Int, to output: inout String) -> Bool {
    switch content {
    case .repeated(let cells, let codes):
      let code = codes[row]
      guard code >= 0 else { return false }
      output += cells[Int(code)]
    case .constant(let currency):
      dialect.append(text: currency, to: &output)
    case .currencies(let money, let column):
      guard column.isPresent(row), let currency = money.currency(row) else { return false }
      dialect.append(text: currency, to: &output)
    case .money(let money, let column):
      guard column.isPresent(row) else { return false }
      let places = money.recordedDigits(row)
      NumberText.append(
        units: money.units(row, places: places), places: places, trimmed: true, grouped: false,
        to: &output)
    case .values(let column):
      guard column.isPresent(row) else { return false }
      return append(column, row, to: &output)
    }
    return true
  }

  private func append(_ column: Column, _ row: Int, to output: inout String) -> Bool {
    switch column {
    case .text(let texts): dialect.append(text: texts[row] ?? "", to: &output)
    case .number(let numbers):
      return NumberText.appendShortest(numbers.values[row], to: &output)
    case .boolean(let booleans): output += booleans.values[row] ? "true" : "false"
    case .day(let days): dialect.append(token: token(days.values[row]), to: &output)
    case .second(let seconds):
      dialect.append(token: MomentText.token(second: seconds.values[row]), to: &output)
    case .list(let lists):
      let range = Int(lists.offsets[row])..<Int(lists.offsets[row + 1])
      dialect.append(list: range.lazy.map { lists.elements[$0] }, to: &output)
    case .money, .exact: return false
    }
    return true
  }

  private func token(_ day: Int32) -> String {
    MomentText.token(day: day, type: type, calendar: calendar)
  }
}

/// How text stands in a format for programs.
enum MachineDialect: Sendable {
  case csv, json

  /// Adds a text, quoted where it must be.
  func append(text: String, to output: inout String) {
    switch self {
    case .csv: CSVFormat.append(text, to: &output)
    case .json: JSONText.append(text, to: &output)
    }
  }

  /// Adds a text that holds nothing to escape.
  func append(token: String, to output: inout String) {
    switch self {
    case .csv: output += token
    case .json:
      output += "\""
      output += token
      output += "\""
    }
  }

  /// Adds a list: an array in JSON, the text of one in CSV.
  func append(list: some Sequence<String?>, to output: inout String) {
    switch self {
    case .json: JSONText.append(list: list, to: &output)
    case .csv:
      var text = ""
      JSONText.append(list: list, to: &text)
      append(text: text, to: &output)
    }
  }
}
