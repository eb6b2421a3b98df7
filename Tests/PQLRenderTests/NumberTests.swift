import Foundation
import PQLModel
import PQLRender
import Testing

@Suite struct NumberTests {
  @Test(
    arguments: [
      (0, "0"), (-0.0, "0"), (1, "1"), (-12_000, "-12000"), (0.1, "0.1"), (251_350.76, "251350.76"),
      (1e15, "1000000000000000"), (1e16, "10000000000000000"), (1.5e20, "150000000000000000000"),
      (1e22, "1e22"), (1.25e300, "1.25e300"), (0.00001, "0.00001"), (-1.5e-7, "-0.00000015"),
      (.leastNonzeroMagnitude, "5e-324"), (1.0 / 3, "0.3333333333333333"), (.nan, "null"),
      (.infinity, "null"),
    ])
  func `a number for programs reads back as itself`(number: Double, text: String) {
    #expect(ndjson(number) == "{\"x\": \(text)}\n")
    if number.isFinite { #expect(Double(text) == number) }
  }

  @Test func `a thousand numbers read back as themselves`() {
    var generator = Generator(state: 7)
    for _ in 0..<1000 {
      let number = Double(bitPattern: generator.next())
      guard number.isFinite else { continue }
      let text = ndjson(number).dropFirst(6).dropLast(2)
      #expect(Double(text) == number)
    }
  }

  @Test(
    arguments: [
      ([1234.5, 2], ["1,234.5", "2.0"]), ([0.125, 0.5], ["0.125", "0.500"]),
      ([2.675, 1], ["2.68", "1.00"]), ([2.665, 1], ["2.66", "1.00"]), ([1, 2], ["1", "2"]),
      ([999.999, 0.001], ["1,000", "0.001"]), ([-0.004, 3], ["-0.004", "3"]),
      ([0.00003], ["0.00003"]), ([1.23e-9], ["1.2e-9"]), ([1e21], ["1e21"]),
      ([-1_234_567], ["-1,234,567"]), ([12.345], ["12.34"]), ([9.999], ["10"]),
    ] as [([Double], [String])])
  func `numbers for people`(numbers: [Double], texts: [String]) {
    #expect(cells(SampleAnswers.numbers(numbers)) == texts)
  }

  @Test(
    arguments: [
      ([0.07, 0.2], ["7%", "20%"]), ([0.3256, 0.2], ["32.6%", "20.0%"]), ([1, 0], ["100%", "0%"]),
      ([0.0001], ["0.01%"]), ([-0.125], ["-12.5%"]), ([12.5], ["1,250%"]), ([0.29], ["29%"]),
    ] as [([Double], [String])])
  func `percents for people`(numbers: [Double], texts: [String]) {
    #expect(cells(SampleAnswers.numbers(numbers, .percent)) == texts)
  }

  @Test(
    arguments: [
      (1_234_500_000_000, "EUR", "123.45", "123.45"), (10_050_000_000, "EUR", "1", "1"),
      (10_150_000_000, "EUR", "1.02", "1.02"), (10_250_000_000, "EUR", "1.02", "1.02"),
      (15_000_000_000, "JPY", "2", "2"), (25_000_000_000, "JPY", "2", "2"),
      (10_005_000_000, "KWD", "1", "1"), (10_015_000_000, "KWD", "1.002", "1.002"),
      (-10_150_000_000, "EUR", "-1.02", "-1.02"), (-40_000_000, "EUR", "0", "0"),
      (Int128.max / 100 * 100, "EUR", "17014118346046923173168730371.59", ""),
    ] as [(Int128, String, String, String)])
  func `money is rounded half to even at the minor unit, once`(
    units: Int128, currency: String, machine: String, people: String
  ) {
    let answer = Answer(
      columns: [
        AnswerColumn(
          name: "x", type: .money, column: .exact(ExactColumn(values: [units])), currency: currency)
      ], rowCount: 1, calendar: BusinessCalendar())
    #expect(rendered(answer, as: .ndjson) == "{\"x\": \(machine)}\n")
    if !people.isEmpty { #expect(cells(answer) == [people]) }
  }

  @Test(arguments: [0, 1, 2, 4, 10, 18, 40])
  func `loaded money of any scale`(scale: Int) {
    let column = MoneyColumn(units: [Int64.max, 5, -15], scale: scale)
    let answer = Answer(
      columns: [AnswerColumn(name: "x", type: .money, column: .money(column), currency: "EUR")],
      rowCount: 3, calendar: BusinessCalendar())
    let lines = rendered(answer, as: .ndjson).split(separator: "\n")
    let exact = Decimal(sign: .plus, exponent: -scale, significand: Decimal(Int64.max))
    var rounded = Decimal()
    var source = exact
    NSDecimalRound(&rounded, &source, max(2, min(scale, 10)), .bankers)
    #expect(lines[0] == "{\"x\": \(rounded)}")
  }

  private func ndjson(_ number: Double) -> String {
    rendered(SampleAnswers.numbers([number]), as: .ndjson)
  }

  private func cells(_ answer: Answer) -> [String] {
    rendered(answer, as: .table).split(separator: "\n").dropFirst(2).dropLast()
      .map { $0.trimmingCharacters(in: .whitespaces) }
  }

  /// SplitMix64.
  private struct Generator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
      return mixed ^ (mixed >> 31)
    }
  }
}
