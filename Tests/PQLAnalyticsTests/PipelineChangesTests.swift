import PQLAnalytics
import PQLTestSupport
import Testing

/// Each cause on one deal, and that every table adds up.
@Suite struct PipelineChangesTests {
  typealias End = PipelineChanges.End

  private static func end(
    _ group: Int = 0, open: Bool = true, due: Bool = true, meant: Bool = true, won: Bool = false,
    booked: Bool = false, _ amount: Int128 = 10
  ) -> End {
    End(
      group: group, isOpen: open, isDue: due, isMeant: meant, isWon: won, isBooked: booked,
      amount: amount)
  }

  /// The causes of one deal, as `group cause amount`.
  private func causes(_ opening: End?, _ closing: End?, exchange: Int128 = 0) -> [String] {
    var changes = PipelineChanges(groupCount: 2)
    changes.add(7, opening: opening, closing: closing, exchange: exchange)
    #expect(changes.parts.allSatisfy { $0.deal == 7 })
    return changes.parts.map { "\($0.group) \($0.cause.text) \($0.amount)" }
      .filter { !$0.contains("opening") && !$0.contains("closing") }
  }

  @Test("a deal comes in by one cause")
  func entries() {
    #expect(causes(nil, Self.end()) == ["0 created 10"])
    #expect(causes(Self.end(due: false, 3), Self.end()) == ["0 moved in 10"])
    #expect(causes(Self.end(meant: false), Self.end()) == ["0 moved in 10"])
    #expect(causes(Self.end(open: false), Self.end()) == ["0 reopened 10"])
    #expect(causes(Self.end(open: false, meant: false), Self.end()) == ["0 reopened 10"])
  }

  @Test("a deal goes out by one cause, at its opening amount unless it is won")
  func exits() {
    let opening = Self.end(0, 10)
    #expect(causes(opening, nil) == ["0 left -10"])
    #expect(causes(opening, Self.end(due: false, 12)) == ["0 moved out -10"])
    #expect(causes(opening, Self.end(due: false, meant: false, 12)) == ["0 moved out -10"])
    #expect(causes(opening, Self.end(meant: false, 12)) == ["0 left -10"])
    #expect(causes(opening, Self.end(open: false, 12)) == ["0 lost -10"])
    #expect(causes(opening, Self.end(open: false, meant: false, won: true, 12)) == ["0 left -10"])
    #expect(
      causes(opening, Self.end(open: false, won: true, booked: true, 12))
        == ["0 increased 2", "0 won -12"])
    #expect(
      causes(opening, Self.end(open: false, won: true, 7), exchange: -1)
        == ["0 exchange -1", "0 decreased -2", "0 won -7"])
  }

  @Test("a deal that changes its group leaves one and comes into the other")
  func groups() {
    #expect(causes(Self.end(0, 10), Self.end(1, 12)) == ["0 moved out -10", "1 moved in 12"])
    #expect(
      causes(Self.end(0, 10), Self.end(1, open: false, won: true, 12))
        == ["0 moved out -10", "1 moved in 12", "1 won -12"])
  }

  @Test("a deal that came and closed in between stands on both sides")
  func between() {
    let won = Self.end(open: false, due: false, won: true, booked: true, 12)
    #expect(causes(nil, won) == ["0 created 12", "0 won -12"])
    #expect(causes(Self.end(due: false), won) == ["0 moved in 12", "0 won -12"])
    #expect(causes(Self.end(open: false), won) == ["0 reopened 12", "0 won -12"])
    let lost = Self.end(open: false, booked: true, 12)
    #expect(causes(nil, lost) == ["0 created 12", "0 lost -12"])
    #expect(causes(nil, Self.end(open: false, won: true, 12)).isEmpty)
    #expect(causes(nil, Self.end(open: false, meant: false, won: true, booked: true)).isEmpty)
  }

  @Test("deals that closed without meeting the condition are counted apart")
  func leftClosed() {
    var changes = PipelineChanges(groupCount: 1)
    changes.add(
      0, opening: Self.end(), closing: Self.end(open: false, meant: false, won: true), exchange: 0)
    changes.add(1, opening: Self.end(), closing: Self.end(open: false, meant: false), exchange: 0)
    changes.add(2, opening: Self.end(), closing: Self.end(meant: false), exchange: 0)
    #expect((changes.leftWon, changes.leftLost) == (1, 1))
    #expect(changes.deals[changes.cell(0, .left)] == 3)
  }

  @Test("opening and all causes are the closing, group by group", arguments: 1...20)
  func balance(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var changes = PipelineChanges(groupCount: 3)
    func end(_ random: inout SeededRandom) -> End? {
      guard random.chance(85) else { return nil }
      return Self.end(
        random.number(0...2), open: random.chance(60), due: random.chance(70),
        meant: random.chance(80), won: random.chance(50), booked: random.chance(70),
        Int128(random.number(-5...1000)))
    }
    for deal in 0..<200 {
      let (opening, closing) = (end(&random), end(&random))
      changes.add(
        deal, opening: opening, closing: closing,
        exchange: opening == nil || closing == nil ? 0 : Int128(random.number(-3...3)))
    }
    for group in 0..<3 {
      func sum(_ causes: [PipelineChanges.Cause]) -> Int128 {
        causes.reduce(0) { $0 + changes.amounts[changes.cell(group, $1)] }
      }
      let causes = PipelineChanges.Cause.allCases.filter { $0 != .closing }
      #expect(sum(causes) == sum([.closing]), "group \(group), seed \(seed)")
      #expect(
        changes.parts.filter { $0.group == group && $0.cause == .won }.count
          == changes.deals[changes.cell(group, .won)])
    }
  }
}
