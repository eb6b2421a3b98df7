import CScan
import PQLModel
import PQLTestSupport
import Testing

@testable import PQLIngest

/// Reading two records at once, and looking at 16 or 32 bytes at once, comes to what reading one by
/// one does.
@Suite struct WalkTests {
  /// What has been read of some bytes.
  struct Reading: Equatable {
    var columns: [String: [String?]] = [:]
    var order: [String] = []
    var starts: [UInt32] = []
    var rejected: [String] = []
    var failure: String?
    var duplicateKeys = 0
    /// Whether some two were read together.
    var hasPairs = false
  }

  private func read(
    _ bytes: [UInt8], looksWide: Bool, together: Bool
  ) -> Reading {
    let file = FileBytes(bytes)
    let view = file.view
    var reader = RecordReader(view, .lines, looksWide: looksWide) { _ in true }
    if !together { reader.alone = .max }
    let piece = RecordPiece()
    piece.begin(at: 0, reader: 0, columnCount: 0)
    reader.read(piece, to: view.count)
    var reading = Reading()
    for (name, column) in zip(piece.newColumns, piece.columns) {
      reading.order.append(name)
      reading.columns[name] = values(column)
    }
    reading.starts = (0..<piece.rowCount).map { piece.starts[$0] }
    reading.rejected = piece.rejected.map { "\($0.index) \($0.start) \($0.failure.message)" }
    reading.failure = piece.failure?.message ?? piece.firstInvalid.map { "no text at \($0)" }
    reading.duplicateKeys = piece.duplicateKeys
    reading.hasPairs = together && reader.alone <= 0
    withExtendedLifetime(file) {}
    return reading
  }

  private func values(_ column: EarlyColumn) -> [String?] {
    func text(_ code: Int32) -> String {
      let (bytes, offsets) = column.texts
      return bytes.view.string(offsets[Int(code)], offsets[Int(code) + 1])
    }
    return (0..<column.rowCount).map { row in
      if column.isMissing(row) { return nil }
      switch column.shape {
      case .text: return text(column.codes[row])
      case .list:
        let start = row == 0 ? 0 : column.ends[row - 1]
        let first = start < 0 ? ~start : start
        return (first..<column.ends[row]).map { text(column.codes[Int($0)]) }.joined(separator: "|")
      case .days: return "\(column.codes[row])"
      case .seconds: return "\(column.wide[row])"
      case .decimals: return "\(column.wide[row])e-\(column.small[row])"
      case .booleans: return "\(column.small[row])"
      case .undecided, .givenUp: return nil
      }
    }
  }

  private func expectOneReading(_ bytes: [UInt8]) -> Reading {
    let single = read(bytes, looksWide: false, together: false)
    for looksWide in Set([false, MemberWalk.looksWide]) {
      for together in [false, true] {
        var other = read(bytes, looksWide: looksWide, together: together)
        other.hasPairs = single.hasPairs
        #expect(other == single, "wide \(looksWide), together \(together)")
      }
    }
    return single
  }

  /// Records of one system, with all that makes one unlike the one before it.
  private struct Lines {
    var numbers: QuickReadingTests.Numbers
    /// How many of a thousand values, keys and lines are unusual.
    var oddities: Int

    mutating func one(of texts: [String]) -> String {
      texts[Int.random(in: 0..<texts.count, using: &numbers)]
    }

    mutating func isOdd() -> Bool { Int.random(in: 0..<1000, using: &numbers) < oddities }

    mutating func text() -> String {
      let length = Int.random(in: 0...(isOdd() ? 90 : 40), using: &numbers)
      var text = (0..<length).map { _ in
        one(of: ["a", "B", "7", " ", ",", "]", "}", "é", "–", "🎯", "東"])
      }.joined()
      if isOdd() { text += one(of: ["\\n", "\\\"", "\\u00e9", "\\\\"]) }
      return text
    }

    mutating func list() -> String {
      let count = Int.random(in: 0...4, using: &numbers)
      let texts = (0..<count).map { _ in
        isOdd() ? text() : one(of: ["hot", "rfp", "x", "", "a]b", "c,d"])
      }
      return "[" + texts.map { "\"\($0)\"" }.joined(separator: isOdd() ? ", " : ",") + "]"
    }

    mutating func number() -> String {
      let sign = isOdd() ? "-" : ""
      let whole = "\(Int.random(in: 0..<1_000_000, using: &numbers))"
      let rest = Bool.random(using: &numbers) ? ".\(Int.random(in: 0..<1000, using: &numbers))" : ""
      return sign + whole + rest + (isOdd() ? "e2" : "")
    }

    mutating func record(_ row: Int) -> String {
      var members = [
        "\"id\":\"D-\(row)\"", "\"name\":\"\(text())\"", "\"amount\":\(number())",
        "\"a key of many bytes\":\"\(text())\"",
        "\"closed\":\(Bool.random(using: &numbers) ? "null" : "\"2026-01-0\(row % 9 + 1)\"")",
        "\"custom\":{\"industry\":\"\(text())\",\"size\":\(number())}", "\"tags\":\(list())",
        "\"is_new\":\(Bool.random(using: &numbers))", "\"stage\":\"\(text())\"",
      ]
      if isOdd() { members.remove(at: Int.random(in: 0..<members.count, using: &numbers)) }
      if isOdd() { members.swapAt(2, Int.random(in: 0..<members.count, using: &numbers)) }
      if isOdd() { members.append("\"stage\":\"again\"") }
      if isOdd() { members.append("\"new_\(row)\":1") }
      if isOdd() { members.append("\"custom\":{\"size\":1,\"more\":{\"x\":\"\(text())\"}}") }
      if isOdd() { members.insert("\"empty\":{}", at: 1) }
      return "{" + members.joined(separator: isOdd() ? " , " : ",") + "}"
    }

    mutating func line(_ row: Int) -> String {
      var line = record(row)
      if isOdd() { line = "  " + line }
      if isOdd() { line += one(of: [" ", "\r", "\t"]) }
      if isOdd() { line += " " + record(row) }
      if isOdd() { line.removeLast() }
      if isOdd() { line.insert(",", at: line.index(after: line.startIndex)) }
      if isOdd() { line += "\n" }
      if isOdd() { line = line.replacing(",\"", with: "\n,\"", maxReplacements: 1) }
      return line
    }
  }

  @Test(arguments: [0, 2, 20, 150])
  func twoRecordsAtOnceAreWhatEachIsByItself(oddities: Int) {
    var rejected = 0
    for seed in 1...12 {
      var lines = Lines(numbers: .init(state: UInt64(seed * 1000 + oddities)), oddities: oddities)
      let text = (0..<700).map { lines.line($0) + "\n" }.joined()
      let reading = expectOneReading(Array(text.utf8))
      rejected += reading.rejected.count
      #expect(reading.failure == nil)
      #expect(reading.columns["name"]?.count == reading.starts.count)
      #expect(reading.starts.count + reading.rejected.count >= 700)
    }
    #expect((rejected > 0) == (oddities > 0))
  }

  /// Spaced anew in each record no key is met by the bytes that led to it before, so that none is
  /// passed by the walk.
  @Test func theWalkReadsWhatIsReadWithoutIt() {
    var lines = Lines(numbers: .init(state: 99), oddities: 0)
    let records = (0..<1500).map { lines.record($0) }
    var spaced: [String] = []
    for (row, record) in records.enumerated() {
      var inText = false
      spaced.append(
        record.map { character in
          if character == "\"" { inText.toggle() }
          let spaces = String(repeating: " ", count: row % 7 + 1)
          return !inText && ":,".contains(character)
            ? spaces + String(character) : String(character)
        }.joined())
    }
    let compact = expectOneReading(Array(records.joined(separator: "\n").utf8))
    var other = read(Array(spaced.joined(separator: "\n").utf8), looksWide: false, together: false)
    other.starts = compact.starts
    #expect(other == compact)
    #expect(compact.columns["name"]?.compactMap { $0 }.count ?? 0 > 1400)
  }

  @Test func aByteThatIsNoTextIsFoundInEitherRecord() {
    var lines = Lines(numbers: .init(state: 5), oddities: 1)
    let bytes = Array((0..<24).map { lines.line($0) + "\n" }.joined().utf8)
    for place in stride(from: 0, to: bytes.count, by: 23) {
      for wrong: [UInt8] in [[0xE9], [0xC3], [0xED, 0xA0, 0x80], [0x80], [0xF4, 0x90]] {
        var changed = bytes
        changed.replaceSubrange(place..<min(place + wrong.count, bytes.count), with: wrong)
        _ = expectOneReading(changed)
      }
    }
  }

  @Test(arguments: [10, 11])
  func aValueThatIsTooLongIsTheSameRecords(row: Int) {
    let long = String(repeating: "x", count: ReadingLimit.value + 1)
    let lines = (0..<20).map { "{\"id\":\"D\($0)\",\"n\":\"\($0 == row ? long : "y")\"}\n" }
    let reading = expectOneReading(Array(lines.joined().utf8))
    #expect(reading.failure != nil && reading.starts.count == row)
  }

  @Test func usualRecordsAreReadTogether() {
    let lines = (0..<300).map { "{\"id\":\"D\($0)\",\"n\":\($0),\"o\":{\"x\":null}}\n" }
    let bytes = Array(lines.joined().utf8)
    #expect(read(bytes, looksWide: false, together: true).hasPairs)
    #expect(read(bytes, looksWide: MemberWalk.looksWide, together: true).hasPairs)
  }

  /// Too long for a value, it is told where it stands, and not at the record read beside it.
  @Test(arguments: [100, 101]) func aLongValueIsItsOwnRecords(row: Int) {
    var lines = (0..<120).map { "{\"id\":\"D\($0)\",\"name\":\"x\"}\n" }
    let long = String(repeating: "y", count: ReadingLimit.value + 1)
    lines[row] = "{\"id\":\"L\",\"name\":\"\(long)\"}\n"
    let bytes = Array(lines.joined().utf8)
    for together in [false, true] {
      let reading = read(bytes, looksWide: MemberWalk.looksWide, together: together)
      #expect(reading.starts.count == row)
      #expect(reading.failure?.contains("too long") == true)
    }
  }

  @Test func manyFieldsTimesManyShortLinesAreTooManyForAPiece() {
    let fields = (0..<3000).map { "\"k\($0)\":1" }.joined(separator: ",")
    let reading = expectOneReading(
      Array(("{\(fields)}\n" + String(repeating: "{}\n", count: 5000)).utf8))
    #expect(reading.failure?.contains("cells, too many") == true)
    #expect(reading.starts.count < 2000)
  }

  @Test func recordsOnOneLineAreReadOneByOne() {
    let bytes = Array(String(repeating: "{\"id\":\"D\",\"n\":1} ", count: 60_000).utf8)
    let reading = read(bytes, looksWide: MemberWalk.looksWide, together: true)
    #expect(reading.starts.count == 60_000 && !reading.hasPairs)
  }

  @Test func aCellsKindsAreTheWalks() {
    #expect(Cell.Kind.text.rawValue == UInt8(scan_cell_text))
    #expect(Cell.Kind.number.rawValue == UInt8(scan_cell_number))
    #expect(Cell.Kind.array.rawValue == UInt8(scan_cell_array))
    let cell = Cell(.text, offset: 5, length: 3)
    #expect(
      cell.bits
        == UInt64(scan_cell_text) | 3 << scan_cell_length_shift | 5 << scan_cell_offset_shift)
  }
}
