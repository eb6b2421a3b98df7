import PQLIngest
import PQLModel
import Testing

/// What a right load makes of one column, by the meaning of the values that are kept.
private struct Expectation {
  var types: Set<ValueType>
  var values: [String?]
  /// A warning behind the name of the field.
  var warning: String?
}

extension RandomTable {
  /// How a message shows a record, or the cell of a record, which may stand some lines below.
  private func place(_ record: Int?, _ column: TestColumn? = nil) -> String {
    guard let record else { return name }
    let before = columns.prefix { isCSV && $0.name != column?.name }
    let breaks = column == nil ? 0 : before.count { $0.texts[record]?.contains("\n") ?? false }
    return "\(name) line \(lines[record] + breaks)"
  }

  /// Whether some column of kept values proves how decimals, or dates, are written.
  private func proves(_ manner: Manner, _ isProof: (String) -> Bool) -> Bool {
    columns.contains { column in
      column.manner == manner && kept.contains { column.texts[$0].map(isProof) ?? false }
    }
  }

  private func isDayProof(_ text: String) -> Bool {
    text.split(separator: "/").prefix(2).contains { (Int($0) ?? 0) > 12 }
  }

  fileprivate func expectation(of column: TestColumn) -> Expectation {
    let texts = kept.map { column.texts[$0] }
    let meanings = kept.map { column.meanings[$0] }
    let asText = Expectation(types: [.text, .category], values: texts)
    if texts.allSatisfy({ $0 == nil }) { return asText }
    switch column.manner {
    case .integer, .decimal: return Expectation(types: [.number], values: meanings)
    case .words, .zeros: return asText
    case .isoDate: return Expectation(types: [.date], values: meanings)
    case .boolean: return Expectation(types: [.boolean], values: meanings)
    case .percent: return Expectation(types: [.percent], values: meanings)
    case .dollars: return Expectation(types: [.money], values: meanings)
    case .milliseconds: return Expectation(types: [.timestamp], values: meanings)
    case .ordered:
      if proves(.ordered, isDayProof) { return Expectation(types: [.date], values: meanings) }
      var expected = asText
      expected.warning =
        "dates such as `\(texts.lazy.compactMap { $0 }.first ?? "")` can be read in two ways and "
        + "are kept as text; \"dates\": \"dmy\", or mdy, in the model file says which"
      return expected
    case .oddNumber: return oddNumbers(column, asText, meanings)
    case .openThousands: return openThousands(column, asText, meanings)
    }
  }

  private func oddNumbers(
    _ column: TestColumn, _ asText: Expectation, _ meanings: [String?]
  ) -> Expectation {
    let present = kept.filter { column.texts[$0] != nil }
    let odd = present.filter { column.meanings[$0] == nil }
    guard let first = odd.first else { return Expectation(types: [.number], values: meanings) }
    var expected = asText
    if (present.count - odd.count) * 2 >= present.count {
      expected.warning =
        "\(odd.count) of \(present.count) values are not numbers, first "
        + "`\(column.texts[first] ?? "")` at \(place(first, column)); the column is text"
    }
    return expected
  }

  private func openThousands(
    _ column: TestColumn, _ asText: Expectation, _ meanings: [String?]
  ) -> Expectation {
    let first = kept.first { column.texts[$0] != nil }
    let text = first.flatMap { column.texts[$0] } ?? ""
    if proves(.decimal, { _ in true }) {
      let (mark, other) = usesComma ? ("point", "1,234.5") : ("comma", "1.234,5")
      return Expectation(
        types: [.number], values: meanings,
        warning: "every number could have thousands or decimals behind its \(mark), first "
          + "`\(text)` at \(place(first, column)); they are read as thousands, as other numbers of "
          + "deals show, and \"numbers\": \"\(other)\" in the model file says otherwise")
    }
    guard usesComma else {
      var expected = asText
      expected.warning =
        "numbers such as `\(text)` can be read in two ways and are kept as text; "
        + "\"numbers\": \"1,234.5\", or \"1.234,5\", in the model file says which"
      return expected
    }
    return Expectation(
      types: [.number],
      values: kept.map { column.texts[$0].flatMap { Double($0) }.map { "\($0)" } },
      warning: "every number could have thousands or decimals behind its point, first `\(text)` at "
        + "\(place(first, column)); they are read as decimals, and \"numbers\": \"1.234,5\" in the model "
        + "file says otherwise")
  }

  /// Every warning of a right load.
  fileprivate var warnings: [String] {
    let bare = rejected.filter { record in columns.allSatisfy { $0.texts[record] == nil } }
    let nameless = rejected.filter { !bare.contains($0) }
    var all: [String] = []
    if let first = broken.first {
      all.append(
        "deals: \(broken.count) of \(ids.count + broken.count) records are rejected: they cannot be "
          + "read, first at \(name) line \(first)")
    }
    for (records, reason) in [
      (bare, "every field is missing"), (nameless, "`id` is missing"),
    ] where !records.isEmpty {
      all.append(
        "deals: \(records.count) of \(ids.count + broken.count) records are rejected: \(reason), "
          + "first at \(place(records[0]))")
    }
    if doubledCount > 0 {
      all.append("deals: \(doubledCount) keys stand twice in their record; the last counts")
    }
    if shortCount > 0 {
      all.append(
        "deals: \(shortCount) lines have fewer cells than the header; what they lack is missing")
    }
    if let first = repeats.min() {
      all.append(
        "deals: \(repeats.count) records are exact repeats of another, first at \(place(first)); "
          + "each is counted once")
    }
    for column in columns {
      if let warning = expectation(of: column).warning {
        all.append("deals.\(column.name): \(warning)")
      }
    }
    return all
  }
}

@Suite("random tables are loaded as their maker means them")
struct RandomTableTests {
  @Test(arguments: 0..<20)
  func typesValuesCountsRemarksAndRejects(block: UInt64) throws {
    for seed in block * 50..<(block + 1) * 50 {
      let table = RandomTable(seed: seed)
      let files = MemoryFiles([table.name: table.text])
      let model = try Loader(files: files).load([table.name], keepingRejects: true)
      let deals = try #require(model[.deals])
      let context: Comment = "seed \(seed)\n\(table.text)"
      #expect(deals.texts("id") == table.kept.map { table.ids[$0] }, context)
      for column in table.columns where table.isCSV || deals.field(column.name) != nil {
        let expected = table.expectation(of: column)
        let type = try #require(deals.field(column.name)?.type)
        #expect(expected.types.contains(type), "\(column.name) is \(type); \(context)")
        #expect(deals.texts(column.name) == expected.values, "\(column.name) of \(context)")
      }
      let warnings = model.notes.filter { $0.severity == .warning }.map(\.message)
      // The reader's own reason stands behind the last colon.
      let plain = warnings.map { warning in
        guard warning.contains("they cannot be read") else { return warning }
        return warning.split(separator: ":").prefix(3).joined(separator: ":")
      }
      #expect(plain.sorted() == table.warnings.sorted(), context)
      let lines = table.rejected.map { table.lines[$0] } + table.broken
      #expect(model.rejections.map(\.line) == lines.sorted(), context)
      #expect(model.rejections.allSatisfy { $0.file == table.name && $0.kind == .deals })
      #expect(
        model.report.files == [
          LoadedFile(
            name: table.name, kind: .deals, read: table.ids.count + table.broken.count,
            taken: table.kept.count, repeated: table.repeats.count,
            rejected: table.rejected.count + table.broken.count)
        ], context)
      for file in model.report.files {
        #expect(file.read == file.taken + file.repeated + file.rejected, context)
      }
    }
  }
}
