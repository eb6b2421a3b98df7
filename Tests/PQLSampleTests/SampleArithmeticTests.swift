import Foundation
import Testing

@testable import PQLSample

@Suite struct SampleArithmeticTests {
  @Test func `the exponential agrees with the C library's`() {
    for x in stride(from: -40.0, through: 40, by: 0.37) {
      #expect(abs(Elementary.exponential(x) / exp(x) - 1) < 1e-13)
    }
  }

  @Test func `the logarithm agrees with the C library's`() {
    for x in stride(from: 0.001, through: 50, by: 0.0173) {
      #expect(abs(Elementary.logarithm(x) - log(x)) < 1e-14 * max(abs(log(x)), 1))
    }
  }

  @Test func `every day of eight centuries is the day it was made from`() {
    for number in -150_000..<150_000 {
      let date = SampleDay(number: number).date
      #expect(SampleDay(year: date.year, month: date.month, day: date.day).number == number)
    }
  }

  @Test func `known days have their numbers and weekdays`() {
    #expect(SampleDay(year: 1970, month: 1, day: 1).number == 0)
    #expect(SampleDay(year: 2000, month: 2, day: 29).number == 11_016)
    #expect(SampleDay(year: 2026, month: 6, day: 30).weekday == 1)
    #expect(SampleDay(year: 2024, month: 14, day: 1) == SampleDay(year: 2025, month: 2, day: 1))
    #expect(SampleDay(year: 2024, month: 2, day: 10).endOfMonth.date.day == 29)
  }

  @Test func `money is written to the cent and no further`() {
    func written(_ minor: Int) -> String {
      var text = RowText()
      text.append(minor: minor)
      return String(decoding: text.bytes, as: UTF8.self)
    }
    #expect(
      [0, 5, 100, 12_345, 1_000_050, -250].map(written) == [
        "0", "0.05", "1", "123.45", "10000.50", "-2.50",
      ])
  }

  @Test func `normal draws have mean 0 and variance 1`() {
    var random = SampleRandom(seed: 5, purpose: .story, index: 0)
    let draws = (0..<20_000).map { _ in random.normal() }
    let mean = draws.reduce(0, +) / 20_000
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    #expect(abs(mean) < 0.03)
    #expect(abs(variance - 1) < 0.04)
  }

  @Test func `streams of neighbours share nothing`() {
    var one = SampleRandom(seed: 1, purpose: .story, index: 1)
    var two = SampleRandom(seed: 1, purpose: .story, index: 2)
    let first = Set((0..<1000).map { _ in one.next() })
    let second = Set((0..<1000).map { _ in two.next() })
    #expect(first.isDisjoint(with: second))
  }
}
