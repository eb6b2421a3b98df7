import PQLModel

/// The rows of `per` spread into columns: `2026-01`, `2026-02`, … side by side.
struct TableSpread {
  /// The row each line takes its keys from.
  var keyRows: [Int]
  /// The columns' heads with, for each line, the row that holds the value, or -1.
  var across: [(title: String, rows: [Int32])]

  /// Arranges the rows; nil when two of them would share a place, and so one be lost.
  init?(_ answer: Answer, _ spread: Answer.Spread) {
    let keys = GroupNumbers(spread.keys.map { answer.columns[$0].column }, rows: answer.rowCount)
    let acrossColumn = answer.columns[spread.across]
    let heads = GroupNumbers([acrossColumn.column], rows: answer.rowCount)
    let lines = keys.firstRows.count
    var places = [[Int32]](
      repeating: [Int32](repeating: -1, count: lines), count: heads.firstRows.count)
    for row in 0..<answer.rowCount {
      let (line, head) = (keys.numbers[row], heads.numbers[row])
      if places[head][line] >= 0 { return nil }
      places[head][line] = Int32(row)
    }
    let titles = HumanCells(
      acrossColumn, calendar: answer.calendar, options: RenderOptions())
    keyRows = keys.firstRows
    across = TableSpread.ordered(heads.firstRows, by: acrossColumn.column).map { head in
      var title = ""
      _ = titles.append(heads.firstRows[head], to: &title)
      return (title, places[head])
    }
  }

  /// The heads by time where they are days or periods, else as they came; missing is last.
  private static func ordered(_ rows: [Int], by column: Column) -> [Int] {
    rows.indices.sorted { left, right in
      let (isLeft, isRight) = (column.isPresent(rows[left]), column.isPresent(rows[right]))
      if isLeft != isRight { return isLeft }
      if isLeft, case .day(let days) = column, days.values[rows[left]] != days.values[rows[right]] {
        return days.values[rows[left]] < days.values[rows[right]]
      }
      return left < right
    }
  }
}

/// Rows numbered by the values of some columns, in the order they first appear.
struct GroupNumbers {
  /// The group of every row.
  var numbers: [Int]
  /// The first row of every group.
  var firstRows: [Int]

  /// Groups the rows; without columns all are one group.
  ///
  /// O(rows × columns).
  init(_ columns: [Column], rows: Int) {
    numbers = [Int](repeating: 0, count: rows)
    firstRows = rows > 0 ? [0] : []
    for column in columns { refine(by: column) }
  }

  private struct Pair: Hashable {
    var group: Int
    var value: CellKey
  }

  private mutating func refine(by column: Column) {
    var groupOf: [Pair: Int] = [:]
    firstRows = []
    for row in numbers.indices {
      let pair = Pair(group: numbers[row], value: CellKey(column, row))
      if let group = groupOf[pair] {
        numbers[row] = group
      } else {
        numbers[row] = firstRows.count
        groupOf[pair] = firstRows.count
        firstRows.append(row)
      }
    }
  }
}

/// A value to group by; texts are one when their bytes are.
private enum CellKey: Hashable {
  case missing
  case bits(UInt64)
  case amount(Int128, currency: String?)
  case bytes([UInt8])

  init(_ column: Column, _ row: Int) {
    guard column.isPresent(row) else {
      self = .missing
      return
    }
    switch column {
    case .text(let texts):
      self =
        texts.isDistinct
        ? .bits(UInt64(texts.codes[row])) : .bytes(Array((texts[row] ?? "").utf8))
    case .number(let numbers): self = .bits(numbers.values[row].bitPattern)
    case .money(let money):
      self = .amount(Int128(money.units[row]), currency: money.currencies?[row])
    case .exact(let exact): self = .amount(exact.values[row], currency: exact.currencies?[row])
    case .boolean(let booleans): self = .bits(booleans.values[row] ? 1 : 0)
    case .day(let days): self = .bits(UInt64(bitPattern: Int64(days.values[row])))
    case .second(let seconds): self = .bits(UInt64(bitPattern: seconds.values[row]))
    case .list(let lists):
      let range = Int(lists.offsets[row])..<Int(lists.offsets[row + 1])
      var text = ""
      JSONText.append(list: range.lazy.map { lists.elements[$0] }, to: &text)
      self = .bytes(Array(text.utf8))
    }
  }
}
