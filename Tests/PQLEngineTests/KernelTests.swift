import PQLModel
import PQLPlan
import Testing

@testable import PQLEngine

/// The fast kernels say what the plain way of asking says.
struct KernelTests {
  @Test(arguments: [0, 1, 63, 64, 65, 127, 128, 200])
  func `bits are packed alike by value and by row`(count: Int) {
    let values = (0..<count).map { ($0 * 7919) % 13 }
    #expect(packedBits(values) { $0 < 5 } == packedBits(count: count) { values[$0] < 5 })
  }

  @Test(arguments: [0.5, 0.05, 1, 0, -0.25, 0.123456, 0.1234567, 1.0 / 3, 3e9, 1e-9])
  func `an amount times a number is what Money makes of it`(factor: Double) throws {
    for scale in [0, 2, 4, 6] {
      let units: [Int64] = [0, 1, -1, 12_345, -99_999_999_999, 7_777_777_777_777]
      let money = MoneyColumn(units: units, scale: scale)
      let found = try products(money, Buffer(repeating: factor, count: units.count), nil)
        .exactValues
      let step = Money.powerOfTen(Money.digits - scale)
      #expect(found.elementsEqual(units.map { Money.product(Int128($0) * step, factor) ?? -1 }))
    }
  }

  @Test func `products that need more than 64 bits are exact, beside missing ones`() throws {
    let large: Int64 = 4_000_000_000_000_000_000
    let validity = Bitmap([true, true, false])
    let money = MoneyColumn(units: [large, 100, .max], scale: 2, validity: validity)
    let found = try products(money, [0.5, 0.25, 1e300], validity)
    #expect(found.validity == validity)
    let step = Money.powerOfTen(Money.digits - 2)
    #expect(found.exactValues.prefix(2).elementsEqual([Int128(large) / 2 * step, 25 * step]))
  }

  @Test func `sums that need more than 64 bits are exact`() throws {
    let units: [Int64] = [.max, .max, -5, .min, .min]
    let groups: [Int32] = [0, 0, 1, 2, -1]
    let sums = try SumKernels.sum(
      AggregateInput(
        argument: .money(MoneyColumn(units: units, scale: 2)), groups: groups, groupCount: 4))
    let step = Money.powerOfTen(Money.digits - 2)
    let expected = [Int128(Int64.max) * 2, -5, Int128(Int64.min), 0].map { $0 * step }
    #expect(sums.exactValues.elementsEqual(expected))
  }

  @Test func `amounts of one scale stay narrow when they are joined, others do not`() {
    func money(_ units: Int64, scale: Int) -> Column {
      .money(MoneyColumn(units: [units], scale: scale))
    }
    let alike = Column.joined([money(7, scale: 2), money(9, scale: 2)])
    #expect(alike == .money(MoneyColumn(units: [7, 9], scale: 2)))
    let wide = Column.exact(ExactColumn(values: [Money.one]))
    for others in [
      [money(7, scale: 2), money(9, scale: 3)], [money(7, scale: 2), wide],
      [wide, money(7, scale: 2)],
    ] {
      let values = others.flatMap(\.exactValues)
      #expect(Column.joined(others) == .exact(ExactColumn(values: values)))
    }
  }

  @Test(arguments: [
    [], [2], [-1], [0, 3], [3, 3], [-1, 4, 2], [0, 1, 2, 3], [0, 1, 2, 3, 4, -1],
  ])
  func `rows of a set of codes are those whose code is in it`(codes: [Int32]) {
    let column = Buffer((0..<200).map { Int32($0 * 7 % 6) - 1 })
    let expected = Bitmap(count: 200) { codes.contains(column[$0]) }
    #expect(CodeSet(codes).rows(in: column) == expected)
    let marks = Bitmap((-1..<5).map { codes.contains($0) })
    #expect(CodeSet(marked: marks).rows(in: column) == expected)
  }

  @Test(arguments: ["b", "ab", "ba", "platform q3", "é", "xé", "k", "i", "3"])
  func `a search of the arena finds what lower case finds`(wanted: String) throws {
    let texts = [
      "", "AB", "A", "B", "abab", "New PLATFORM Q3", "platform", " q3", "É", "xÉx", "XE\u{301}",
      "a much longer text than sixteen bytes, with ab at its very end: aB", "日本 K", "@ab[", "`3`",
    ]
    let dictionary = TextDictionary(texts)
    let lowered = Array(wanted.utf8)
    func expected(_ test: (String) -> Bool) -> [Bool] { texts.map { test($0.lowercased()) } }
    let matcher = try TextMatcher(.contains, wanted, ignoresCase: false)
    let slow = texts.indices.map { matcher.matches(dictionary, $0) }
    if let found = matcher.passing(dictionary, texts.indices) { #expect(found == slow) }
    if let found = matcher.passing(dictionary, 3..<9) { #expect(found == Array(slow[3..<9])) }
    guard let search = ArenaSearch(dictionary, lowered: lowered) else { return }
    #expect(search.starting() == expected { $0.utf8.starts(with: lowered) })
    #expect(
      search.ending() == expected { $0.utf8.reversed().starts(with: lowered.reversed()) })
  }

  @Test func `texts whose lower case has new ASCII are not searched`() {
    #expect(!ArenaSearch.canSearch(TextDictionary(["300 \u{212A}"])))
    #expect(!ArenaSearch.canSearch(TextDictionary(["\u{130}zmir"])))
    #expect(ArenaSearch.canSearch(TextDictionary(["\u{131}zmir", "300 K"])))
  }

  @Test func `the first rows are those of the whole order`() {
    let numbers = (0..<500).map { Double(($0 * 7919) % 37) - 18 }
    let validity = Bitmap(count: 500) { $0 % 11 != 0 }
    let texts = TextColumn((0..<500).map { "text \(($0 * 31) % 97)" as String? })
    for isDescending in [false, true] {
      let order = RowOrder([
        SortColumn(
          .number(NumberColumn(values: numbers, validity: validity)), isDescending: isDescending),
        SortColumn(.text(texts), isDescending: false),
      ])
      let all = order.sorted(count: 500)
      #expect(order.sorted(count: 500, limit: 20) == Array(all.prefix(20)))
      #expect(zip(all, all.dropFirst()).allSatisfy { order.comparison(Int($0), Int($1)) <= 0 })
      #expect(all.suffix(46).allSatisfy { $0 % 11 == 0 })
    }
  }

  @Test func `groups of two keys are numbered by first appearance`() {
    let first = TextColumn(["b", "a", nil, "b", "b", nil])
    let second = DayColumn(
      values: [7, 7, 9, 9, 7, 9], validity: Bitmap([true, true, true, false, true, true]))
    let grouping = Grouping([.text(first), .day(second)], count: 6)
    #expect(grouping.groups == [0, 1, 2, 3, 0, 2])
    #expect(grouping.representatives == [0, 1, 2, 3])
  }

  @Test func `an index finds the rows of a text`() {
    let texts: [String?] = (0..<300).map { $0 % 7 == 0 ? nil : "id \(($0 * 31) % 140)" } + ["", ""]
    let distinct = TextColumn(texts)
    // The same texts, each row with a text of its own.
    let plain = TextColumn(
      codes: texts.indices.map { texts[$0] == nil ? -1 : Int32($0) },
      dictionary: TextDictionary(texts.map { $0 ?? "left out" }), isDistinct: false)
    for column in [distinct, plain] {
      let index = TextIndex(column)
      for wanted in ["id 31", "id 139", "", "none", "left out"] {
        let rows = texts.indices.filter { texts[$0] == wanted }.map(Int32.init)
        #expect(index.rows(of: wanted) == rows, "\(wanted)")
      }
    }
  }

  @Test func `places as groups part rows as numbers do`() throws {
    let first = TextColumn((0..<400).map { $0 % 9 == 0 ? nil : "a\($0 * 7 % 5)" })
    let second = (0..<400).map { Int32($0 % 4) }
    let keys = [Column.text(first), .day(DayColumn(values: second))]
    for keys in [keys, [keys[0]], [keys[1]]] {
      let sparse = try #require(Grouping(byPlaceOf: keys.map { KeyCodes($0) }, count: 400))
      let numbered = Grouping(keys, count: 400)
      let pairs = Set(zip(sparse.groups, numbered.groups).map { [$0, $1] })
      #expect(pairs.count == numbered.count)
      for (group, row) in sparse.representatives.enumerated() where row >= 0 {
        #expect(sparse.groups[Int(row)] == Int32(group))
      }
      #expect(sparse.representatives.count { $0 >= 0 } == numbered.count)
    }
    #expect(Grouping(byPlaceOf: keys.map { KeyCodes($0) }, count: 40) == nil)
  }
}
