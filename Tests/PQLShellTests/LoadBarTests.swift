import PQLIngest
import PQLShell
import Testing

@Suite struct LoadBarTests {
  private static let second: UInt64 = 1_000_000_000

  /// A load of 10 MB of which a part has been read when it is 0.6 seconds old.
  private func bar(reading bytes: Int, width: Int) -> String? {
    var bar = LoadBar()
    _ = bar.text(after: .expects(10_000_000), at: 7 * Self.second, width: width)
    return bar.text(
      after: .hasRead(bytes), at: 7 * Self.second + 600_000_000, width: width)
  }

  @Test func saysNothingOfAShortLoad() {
    var bar = LoadBar()
    #expect(bar.text(after: .expects(100), at: 5, width: 80) == nil)
    #expect(bar.text(after: .hasRead(90), at: 499_999_999, width: 80) == nil)
    #expect(bar.text(after: .ended, at: 499_999_999, width: 80) == nil)
  }

  @Test func showsHowFarALongLoadIs() {
    let cells = String(repeating: "█", count: 15) + String(repeating: "░", count: 15)
    #expect(bar(reading: 5_000_000, width: 80) == "\r\u{1B}[Kloading 5.0 of 10.0 MB " + cells)
  }

  @Test(arguments: [0, 1, 8, 24, 29, 30, 40, 54])
  func staysInsideTheWidth(_ width: Int) throws {
    let text = try #require(bar(reading: 2_500_000, width: width))
    #expect(text.dropFirst("\(LoadBar.eraser)".count).count <= max(width - 1, 0))
  }

  @Test func neverTellsOfMoreThanThereIs() throws {
    let text = try #require(bar(reading: 25_000_000, width: 80))
    #expect(text.contains("10.0 of 10.0 MB") && !text.contains("░"))
  }

  @Test func drawsTenTimesASecondAndIsErasedAtTheEnd() {
    var bar = LoadBar()
    _ = bar.text(after: .expects(1_000_000), at: 0, width: 80)
    let texts = (0..<2_000).compactMap { millisecond in
      bar.text(after: .hasRead(500), at: UInt64(millisecond) * 1_000_000, width: 80)
    }
    #expect(texts.count == 15)
    #expect(bar.isShown)
    #expect(bar.text(after: .ended, at: 2 * Self.second, width: 80) == "\(LoadBar.eraser)")
    #expect(!bar.isShown)
  }
}
