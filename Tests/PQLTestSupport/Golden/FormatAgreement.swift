import Foundation
import PQLRender

/// Whether an answer says the same in every format.
enum FormatAgreement {
  /// What does not agree.
  static func problems(_ texts: [OutputFormat: String]) -> [String] {
    let document = texts[.json].flatMap(MachineValue.init(json:))?.members ?? [:]
    guard let values = document["rows"]?.elements?.compactMap(\.members),
      let names = document["columns"]?.elements?.compactMap({ $0.members?["name"]?.string })
    else { return ["the JSON is none"] }
    var problems: [String] = []
    let lines = (texts[.ndjson] ?? "").split(separator: "\n")
    if lines.map({ MachineValue(json: String($0))?.members }) != values {
      problems.append("NDJSON and JSON differ")
    }
    let csv = cells(csv: texts[.csv] ?? "")
    problems += csvProblems(csv, names, values)
    if problems.isEmpty { problems += tableProblems(texts[.table] ?? "", names, csv) }
    return problems
  }

  private static func csvProblems(
    _ csv: [[String]], _ names: [String], _ values: [[String: MachineValue]]
  ) -> [String] {
    guard let header = csv.first else { return ["the CSV is empty"] }
    guard header.filter({ !isCurrency($0, beside: names) }) == names else {
      return ["CSV has the columns \(header), JSON \(names)"]
    }
    guard csv.count - 1 == values.count else {
      return ["CSV has \(csv.count - 1) rows, JSON \(values.count)"]
    }
    var problems: [String] = []
    for (cells, row) in zip(csv.dropFirst(), values) {
      for (name, cell) in zip(header, cells) where names.contains(name) {
        if row[name]?.isWritten(inCSV: cell) != true {
          problems.append("`\(name)` is `\(cell)` in CSV and \(row[name] ?? .missing) in JSON")
        }
      }
    }
    return problems
  }

  private static func isCurrency(_ name: String, beside names: [String]) -> Bool {
    !names.contains(name) && (name == "currency" || name.hasSuffix("_currency"))
  }

  // MARK: - The table for people

  /// Compares each cell of a table with the CSV, numbers to the digits that the table shows.
  private static func tableProblems(
    _ table: String, _ names: [String], _ csv: [[String]]
  ) -> [String] {
    let lines = table.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    guard lines.count > 2 else { return ["the table has no rows line"] }
    let columns = ranges(lines[1])
    // `per` spreads rows into columns: the rows are then fewer, and only the figures are compared.
    guard columns.count == names.count, csv[0].count >= names.count else {
      return spreadProblems(lines, csv)
    }
    // Wide characters take two places: a table with them has no columns of characters.
    guard !table.unicodeScalars.contains(where: { $0.value > 0x2E80 || $0.value == 0x200B }) else {
      return []
    }
    var problems: [String] = []
    for (place, row) in csv.dropFirst().enumerated() {
      guard place + 2 < lines.count else { return ["the table has too few rows"] }
      let shown = columns.map { cell(lines[place + 2], $0) }
      let wanted = zip(csv[0], row).filter { names.contains($0.0) }.map(\.1)
      for (one, other) in zip(shown, wanted) where !agrees(one, other) {
        problems.append("the table shows `\(one)`, CSV has `\(other)`")
      }
    }
    let count = csv.count - 1
    let said = String(lines[min(count + 2, lines.count - 1)])
    if said != (count == 1 ? "1 row" : "\(count) rows") {
      problems.append("the table says `\(said)` of \(count) rows")
    }
    return problems
  }

  private static func spreadProblems(_ lines: [[Character]], _ csv: [[String]]) -> [String] {
    let columns = ranges(lines[1])
    let rows = lines.dropFirst(2).prefix { line in
      !(String(line).hasSuffix(" rows") || String(line) == "1 row")
    }
    var shown: [String] = rows.flatMap { line in columns.map { cell(line, $0) } }
    // Each figure of the CSV must be somewhere in the table, once for each time.
    let figures = csv[0].indices.filter { place in
      csv.dropFirst().allSatisfy { $0[place].isEmpty || Decimal(whole: $0[place]) != nil }
    }
    for row in csv.dropFirst() {
      for place in figures where !row[place].isEmpty {
        guard let found = shown.firstIndex(where: { agrees($0, row[place]) }) else {
          return ["the table lacks the `\(row[place])` of the CSV"]
        }
        shown.remove(at: found)
      }
    }
    return []
  }

  /// The columns that a line of rules marks out.
  private static func ranges(_ rule: [Character]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    for (place, character) in (rule + [" "]).enumerated() {
      if character == " " {
        if let begin = start { ranges.append(begin..<place) }
        start = nil
      } else if start == nil {
        start = place
      }
    }
    return ranges
  }

  private static func cell(_ line: [Character], _ range: Range<Int>) -> String {
    guard range.lowerBound < line.count else { return "" }
    return String(line[range.lowerBound..<min(range.upperBound, line.count)])
      .trimmingCharacters(in: .whitespaces)
  }

  /// Whether a cell for people and one for programs are the same value.
  private static func agrees(_ shown: String, _ written: String) -> Bool {
    if shown == written.trimmingCharacters(in: .whitespaces) { return true }
    if shown == "(none)" || shown.isEmpty { return written.isEmpty }
    if ["yes", "no"].contains(shown) { return written == (shown == "yes" ? "true" : "false") }
    if written.hasPrefix("[") || written.hasPrefix("{") { return true }
    guard let value = Decimal(whole: written) else {
      // What would break the table's lines is shown escaped, and time stands without its `T`.
      return written.contains { $0.isNewline || $0 == "\t" }
        || shown.replacing(" ", with: "T") == written
    }
    let isPercent = shown.contains("%")
    let digits = shown.filter { $0.isNumber || $0 == "." || $0 == "-" }
    guard let number = Decimal(whole: String(digits)) else { return false }
    let places = digits.split(separator: ".").dropFirst().first?.count ?? 0
    let tolerance = pow(Decimal(10), -places) / (isPercent ? 100 : 1)
    return abs(number / (isPercent ? 100 : 1) - value) <= tolerance
  }
}
