import PQLModel
import PQLTestSupport

/// A made-up data file of deals, and what a right load makes of it.
///
/// The maker knows what each cell means, so that nothing here reads text: what it expects comes from
/// the meaning, and what it writes from the manner of writing.
struct RandomTable {
  /// How the values of a column are meant and written.
  enum Manner: CaseIterable {
    case integer, decimal, words, isoDate, ordered, boolean, percent, dollars, milliseconds
    case zeros, oddNumber, openThousands
  }

  /// One column beside the id.
  struct TestColumn {
    var name: String
    var manner: Manner
    /// As written, by record; nil is missing.
    var texts: [String?]
    /// As loaded, when the column gets its type.
    var meanings: [String?]
  }

  let name: String
  private(set) var text = ""
  private(set) var ids: [String?] = []
  private(set) var columns: [TestColumn] = []
  /// Whether decimals stand behind a comma, and days before months.
  let usesComma: Bool
  let dayFirst: Bool
  let isCSV: Bool
  /// The line each record begins on.
  private(set) var lines: [Int] = []
  /// Records that are the same as an earlier one, without any value, and with a key twice.
  private(set) var repeats: Set<Int> = []
  private(set) var empty: Set<Int> = []
  /// The lines between the records that cannot be read.
  private(set) var broken: [Int] = []
  private(set) var shortCount = 0
  private(set) var doubledCount = 0
  private var random: SeededRandom

  init(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    isCSV = random.chance(60)
    name = isCSV ? "deals.csv" : "deals.ndjson"
    let prefersComma = random.chance(40)
    usesComma = isCSV && prefersComma
    dayFirst = random.chance(50)
    self.random = random
    let count = self.random.number(isCSV ? 0...40 : 1...40)
    let width = self.random.number(1...6)
    for index in 0..<width { addColumn(index, count) }
    addRecords(count)
    if isCSV { writeCSV() } else { writeJSON() }
  }

  /// The records that a right load takes.
  var kept: [Int] {
    ids.indices.filter { ids[$0] != nil && !repeats.contains($0) && !empty.contains($0) }
  }

  /// The records that it rejects.
  var rejected: [Int] { ids.indices.filter { ids[$0] == nil } }

  // MARK: - values

  private mutating func addColumn(_ index: Int, _ count: Int) {
    let manner = random.pick(Manner.allCases)
    var column = TestColumn(
      name: "x\(index)" + (manner == .milliseconds ? "_at" : ""), manner: manner, texts: [],
      meanings: [])
    for _ in 0..<count {
      let (text, meaning): (String?, String?) = random.chance(15) ? (nil, nil) : value(manner)
      column.texts.append(text)
      column.meanings.append(meaning)
    }
    columns.append(column)
  }

  private mutating func value(_ manner: Manner) -> (String?, String?) {
    switch manner {
    case .integer:
      let value = random.number(-999...999)
      return ("\(value)", "\(Double(value))")
    case .decimal:
      // One or two decimals, the last no 0, can be read in one way only.
      let (whole, rest) = (random.number(0...99_999), random.number(1...9))
      let mark = usesComma ? "," : "."
      let grouped =
        whole > 999 && isCSV && random.chance(50)
        ? "\(whole / 1000)\(usesComma ? "." : ",")\(padded(whole % 1000, 3))" : "\(whole)"
      return ("\(grouped)\(mark)\(rest)", "\((Double(whole * 10 + rest)) / 10)")
    case .words:
      let word = random.pick(["alpha", "say \"hi\"", "a,b;c", "two\nlines", "ümlaut", "x\ty", "|"])
      return (word, word)
    case .isoDate:
      let date = day()
      return (date.text, date.text)
    case .ordered:
      let date = day()
      let (first, second) = dayFirst ? (date.day, date.month) : (date.month, date.day)
      return ("\(first)/\(padded(second, 2))/\(date.year)", date.text)
    case .boolean:
      let value = random.chance(50)
      return (value ? "true" : "FALSE", "\(value)")
    case .percent:
      let value = random.number(0...120)
      return ("\(value)\(random.chance(30) ? " " : "")%", "\(Double(value) / 100)")
    case .dollars:
      let value = random.number(1...999)
      let isNegative = random.chance(20)
      return (isNegative ? "-$\(value)" : "$\(value)", "\(isNegative ? -value : value)e-0")
    case .milliseconds:
      let seconds = random.number(1_500_000_000...1_900_000_000)
      let (day, rest) = (seconds / 86_400, seconds % 86_400)
      let clock = "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
      return ("\(seconds)000", "\(CivilDate(dayNumber: Int32(day)).text)T\(clock)")
    case .zeros:
      let value = "00\(random.number(1...99))"
      return (value, value)
    case .oddNumber:
      if random.chance(20) { return (random.pick(["n/a", "tbd", "?"]), nil) }
      let value = random.number(1...9)
      return ("\(value)", "\(Double(value))")
    case .openThousands:
      let (high, low) = (random.number(1...999), random.number(0...999))
      return ("\(high)\(usesComma ? "." : ",")\(padded(low, 3))", "\(Double(high * 1000 + low))")
    }
  }

  private mutating func day() -> CivilDate {
    CivilDate(
      year: random.number(1990...2030), month: random.number(1...12), day: random.number(1...28))
  }

  // MARK: - records

  private mutating func addRecords(_ count: Int) {
    for record in 0..<count {
      // The first has an id, so that the data have a field for it.
      let dice = record == 0 ? 50 : random.number(1...100)
      ids.append(dice <= 8 ? nil : "D\(record)")
      if dice <= 3 {
        empty.insert(record)
        for index in columns.indices {
          columns[index].texts[record] = nil
          columns[index].meanings[record] = nil
        }
      } else if dice > 92, record > 0, ids[record - 1] != nil {
        ids[record] = ids[record - 1]
        repeats.insert(record)
        for index in columns.indices {
          columns[index].texts[record] = columns[index].texts[record - 1]
          columns[index].meanings[record] = columns[index].meanings[record - 1]
        }
      }
    }
  }

  // MARK: - writing

  private mutating func writeCSV() {
    let delimiter = random.pick([",", ";", "\t", "|"])
    let end = random.chance(50) ? "\r\n" : "\n"
    if random.chance(30) { text += "\u{FEFF}" }
    text += (["id"] + columns.map(\.name)).joined(separator: delimiter) + end
    var line = 2
    for record in ids.indices {
      if random.chance(5) {
        text += end
        line += 1
      }
      if random.chance(3) {
        text += Array(repeating: "x", count: columns.count + 2).joined(separator: delimiter) + end
        broken.append(line)
        line += 1
      }
      lines.append(line)
      var cells = ([ids[record]] + columns.map { $0.texts[record] }).map { cell in
        cell.map { quoted($0, delimiter) } ?? ""
      }
      if cells.count > 1, cells.last == "", ids[record] != nil, random.chance(50) {
        cells.removeLast()
        shortCount += 1
      }
      let written = cells.joined(separator: delimiter)
      text += written + end
      line += 1 + written.utf8.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    }
  }

  private mutating func quoted(_ cell: String, _ delimiter: String) -> String {
    let mustQuote =
      cell.utf8.contains { [0x22, 0x0A, 0x0D].contains($0) } || cell.contains(delimiter)
    guard mustQuote || random.chance(10) else { return cell }
    var out = "\""
    for character in cell { out += character == "\"" ? "\"\"" : String(character) }
    return out + "\""
  }

  private mutating func writeJSON() {
    for record in ids.indices {
      if random.chance(3) {
        broken.append(lines.count + broken.count + 1)
        text += random.pick(["{\"id\": \"z\"", "noise", "{\"id\": \"\\q\"}", "17"]) + "\n"
      }
      lines.append(lines.count + broken.count + 1)
      var members: [String] = []
      if let id = ids[record] { members.append("\"id\": \"\(id)\"") }
      for column in columns {
        guard let text = column.texts[record] else {
          if random.chance(50) { members.append("\"\(column.name)\": null") }
          continue
        }
        let isBare = [.integer, .milliseconds].contains(column.manner) && random.chance(50)
        members.append("\"\(column.name)\": \(isBare ? text : json(text))")
      }
      if let id = ids[record], random.chance(4) {
        members.insert("\"id\": \"\(id)x\"", at: 0)
        doubledCount += 1
      }
      text += "{" + members.joined(separator: ", ") + "}\n"
    }
  }

  private func json(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\n": out += "\\n"
      case "\t": out += "\\t"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
