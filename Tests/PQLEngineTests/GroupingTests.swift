import PQLModel
import PQLPlan
import PQLSyntax
import PQLTestSupport
import PQLThreads
import Testing

@testable import PQLEngine

/// Groups of columns are those of values compared one by one, however many there are.
@Suite struct GroupingTests {
  /// So many rows that keys with as many values are hashed, and few enough to compare them plainly.
  private static let count = 1500

  private static func column(_ kind: String, _ random: inout SeededRandom) -> Column {
    let values = (0..<count).map { _ in
      Int.random(in: 0..<[3, 40, 100_000][Int.random(in: 0..<3, using: &random)], using: &random)
    }
    let present = Bitmap(count: count) { values[$0] % 17 != 1 }
    switch kind {
    case "text": return .text(TextColumn(values.map { $0 % 17 == 1 ? nil : "text \($0)" }))
    case "texts with two codes":
      return .text(
        TextColumn(
          codes: values.indices.map { values[$0] % 17 == 1 ? -1 : Int32($0) },
          dictionary: TextDictionary(values.map { "text \($0 / 2)" }), isDistinct: false))
    case "few rows of many texts":
      let texts = (0..<3 * count).map { "text \($0 % 700)" }
      return .text(
        TextColumn(
          codes: values.map { Int32($0 % texts.count) }, dictionary: TextDictionary(texts),
          isDistinct: false))
    case "number":
      return .number(
        NumberColumn(values: values.map { $0 == 0 ? -0.0 : Double($0 / 2) }, validity: present))
    case "money":
      return .money(MoneyColumn(units: values.map { Int64($0) }, scale: 2, validity: present))
    case "money in two currencies":
      return .money(
        MoneyColumn(
          units: values.map { Int64($0 / 3) }, scale: 2, validity: present,
          currencies: TextColumn(values.map { $0 % 3 == 0 ? "EUR" : "USD" })))
    case "wide amounts":
      return .exact(ExactColumn(values: values.map { Int128($0 % 5 - 2) << 64 | Int128($0 / 5) }))
    case "truth":
      return .boolean(
        BooleanColumn(values: Bitmap(values.map { $0 % 2 == 0 }), validity: present))
    case "days": return .day(DayColumn(values: values.map { Int32($0) }, validity: present))
    case "days far apart":
      return .day(DayColumn(values: values.map { Int32($0 % 50) * 40_000_000 }))
    case "moments":
      return .second(SecondColumn(values: values.map { Int64($0) << 33 }, validity: present))
    default:
      let lists = values.map { value in (0..<value % 4).map { "tag \(value >> $0 & 3)" } }
      var offsets: [Int32] = [0]
      for list in lists { offsets.append((offsets.last ?? 0) + Int32(list.count)) }
      return .list(
        ListColumn(
          offsets: offsets, elements: TextColumn(lists.flatMap { $0 }), validity: present))
    }
  }

  static let kinds = [
    "text", "texts with two codes", "few rows of many texts", "number", "money",
    "money in two currencies", "wide amounts", "truth", "days", "days far apart", "moments",
    "lists",
  ]

  /// A row's value in words; different values have different ones.
  private static func words(_ column: Column, _ row: Int) -> String {
    guard column.isPresent(row) else { return "missing" }
    switch column {
    case .text(let texts): return "text " + (texts[row] ?? "")
    case .number(let numbers): return "\(numbers.values[row] + 0)"
    case .money(let money): return "\(money.units[row]) \(money.currencies?[row] ?? "")"
    case .exact(let exact): return "\(exact.values[row])"
    case .boolean(let truth): return "\(truth.values[row])"
    case .day(let days): return "\(days.values[row])"
    case .second(let seconds): return "\(seconds.values[row])"
    case .list(let lists):
      let places = Int(lists.offsets[row])..<Int(lists.offsets[row + 1])
      return "\(places.map { lists.elements[$0] ?? "" })"
    }
  }

  @Test(arguments: kinds) func `groups are numbered by the first rows of equal keys`(kind: String) {
    var random = SeededRandom(seed: UInt64(kind.utf8.count))
    for others in [[], ["text"], ["days", "money"], [kind, "truth", "number"]] {
      let keys = ([kind] + others).map { Self.column($0, &random) }
      var numbers: [[String]: Int32] = [:]
      var firsts: [Int32] = []
      let expected = (0..<Self.count).map { row -> Int32 in
        let key = keys.map { Self.words($0, row) }
        if let known = numbers[key] { return known }
        numbers[key] = Int32(firsts.count)
        firsts.append(Int32(row))
        return Int32(firsts.count - 1)
      }
      let grouping = Grouping(keys, count: Self.count)
      #expect(grouping.groups == expected, "\(others)")
      #expect(grouping.representatives == firsts, "\(others)")
      #expect(grouping.count == firsts.count, "\(others)")
    }
  }

  @Test(arguments: kinds) func `different values are counted`(kind: String) throws {
    var random = SeededRandom(seed: 5)
    let column = Self.column(kind, &random)
    let groups = (0..<Self.count).map { Int32($0 % 5 - 1) }
    let found = try OrderKernels.distinct(
      AggregateInput(argument: column, groups: groups, groupCount: 4))
    let expected = (0..<Int32(4)).map { group in
      let rows = groups.indices.filter { groups[$0] == group && column.isPresent($0) }
      return Double(Set(rows.map { Self.words(column, $0) }).count)
    }
    #expect(found == .number(NumberColumn(values: expected)))
  }

  @Test(arguments: kinds, [false, true])
  func `rows stand in the order of their values`(kind: String, isDescending: Bool) {
    var random = SeededRandom(seed: 11)
    let prefix = String(repeating: "the same beginning ", count: 3)
    let texts = (0..<Self.count).map { row -> String? in
      guard row % 13 != 0 else { return nil }
      let text = prefix + "\(row * 7 % 90)\0\0"
      return String(text.prefix(Int.random(in: 0..<70, using: &random)))
    }
    let extremes: [Int64] = [.max, .min, 0, 1]
    let amounts = (0..<Self.count).map { extremes[$0 % 3 + $0 % 2] }
    let columns: [Column] = [
      Self.column(kind, &random), .text(TextColumn(texts)),
      .money(
        MoneyColumn(units: amounts, scale: 2, validity: Bitmap(count: Self.count) { $0 % 7 != 0 })),
    ]
    for columns in [columns, columns.reversed(), [columns[1], columns[2], columns[0]]] {
      let order = RowOrder(columns.map { SortColumn($0, isDescending: isDescending) })
      let sorted = order.sorted(count: Self.count)
      #expect(sorted.sorted() == (0..<Int32(Self.count)).map { $0 })
      #expect(
        zip(sorted, sorted.dropFirst()).allSatisfy { first, second in
          let result = order.comparison(Int(first), Int(second))
          return result != 0 ? result < 0 : first < second
        })
      #expect(order.sorted(count: Self.count, limit: 30) == Array(sorted.prefix(30)))
    }
  }

  @Test(
    "groups made in blocks are those made at once",
    arguments: [
      "count by name", "count by name | limit 7", "sum amount by id", "count by name, owner",
      "count, sum amount, max created by owner, created", "count by month(created), name",
      "count by lower(name)", "count by amount", "count by length(name), owner",
      "sum amount by name sort -sum_amount limit 9", "count by name sort -name",
      "sum amount by name top 5 by sum_amount", "count where amount > 300 by name",
    ])
  func blocks(query: String) throws {
    let whole = try ask(query, blockSize: 1 << 17, threads: .one)
    #expect(whole.count > 4)
    for threads in [ThreadCount.one, ThreadCount(2)] {
      #expect(try ask(query, blockSize: 64, threads: threads) == whole)
    }
  }

  @Test func `a text that has two codes is one value for describe`() throws {
    let fields = try ask("describe", blockSize: 64, threads: .one)
    let names = Self.names.map { $0 ?? "" }.filter { !$0.isEmpty }
    let row = try #require(fields.first { $0[0] == .text("name") })
    #expect(row[4] == .number(Double(Set(names).count)))
    let counts = Dictionary(grouping: names) { $0 }.mapValues(\.count)
    let most = counts.values.max()
    #expect(row[8] == names.first { counts[$0] == most }.map { .text($0) })
  }

  private static let names = (0..<count).map { row in
    row % 50 == 7 ? nil : "Großkunde \(row * row % 611)"
  }

  private var model: Model {
    let rows = 0..<Self.count
    let names = TextColumn(
      codes: rows.map { Self.names[$0] == nil ? -1 : Int32($0) },
      dictionary: TextDictionary(Self.names.map { $0 ?? "" }), isDistinct: false)
    let columns: [(String, ValueType, Column)] = [
      ("id", .text, .text(TextColumn(rows.map { "D-\($0 * 7919 % Self.count)" }))),
      ("name", .text, .text(names)),
      ("owner", .text, .text(TextColumn(rows.map { $0 % 9 == 0 ? nil : "owner \($0 % 70)" }))),
      (
        "amount", .money,
        .money(MoneyColumn(units: rows.map { Int64($0 * 31 % 977) * 100 }, scale: 2))
      ),
      ("created", .date, .day(DayColumn(values: rows.map { Int32(20_000 + $0 * 13 % 400) }))),
    ]
    return Model(
      name: "groups", currency: CurrencySettings(base: "EUR"), calendar: BusinessCalendar(),
      pipelines: [],
      tables: [
        EntityTable(
          kind: .deals, rowCount: Self.count,
          fields: columns.map { EntityField(name: $0.0, type: $0.1, column: $0.2) })
      ])
  }

  private func ask(
    _ text: String, blockSize: Int, threads: ThreadCount
  ) throws -> [[NaiveValue]] {
    let source = SourceText(name: "groups", text: text)
    let statement = try #require(parse(source).statements.first)
    guard case .query(let query) = statement.kind else { return [] }
    let catalog = Library.standard.catalog(formats: [])
    let model = model
    var resolver = Resolver(
      catalog: catalog, model: model, today: 20_500, now: 20_500 * 86_400, source: source,
      environment: Environment())
    guard let plan = resolver.plan(query) else {
      Issue.record("\(text): \(resolver.diagnostics.map(\.message))")
      return []
    }
    let engine = Engine(model: model, threads: threads, blockSize: blockSize)
    return AnswerDifference.values(try engine.run(plan))
  }
}
