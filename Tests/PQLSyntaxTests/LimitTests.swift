import Foundation
import PQLSyntax
import PQLTestSupport
import Testing

/// Texts made to hurt: deep, long and broken.
@Suite struct LimitTests {
  static let deep: [String] = {
    func times(_ text: String, _ count: Int = 30_000) -> String {
      String(repeating: text, count: count)
    }
    return [
      "count where " + times("(") + "a" + times(")"),
      "count where " + times("a or b and not c = d .. e ?? f + g * -(", 4000),
      "count where " + times("not ") + "a",
      "count where " + times("- ") + "a",
      "count where a" + times(" + a"),
      "count where a" + times(" and a"),
      "count where a" + times(" < a"),
      "count where " + times("if a then ") + "b",
      "count where " + times("sum("),
      "let x = " + times("["),
      "test \"x\" for p { given " + times("{a: "),
      "count where " + times("+") + "a",
      "policy p { " + times("group g { "),
      "count " + times("| "),
      "count " + times("if ("),
      times("! "), times("^"), times(") "), times("\"a"), times("'"), times("count (\n"),
    ]
  }()

  @Test func `hostile texts are refused on a small stack`() async {
    for text in Self.deep {
      let isRefused = await withCheckedContinuation { continuation in
        let thread = Thread {
          let tree = read(text)
          _ = format(tree)
          continuation.resume(returning: !tree.diagnostics.isEmpty)
        }
        thread.stackSize = 512 * 1024
        thread.start()
      }
      #expect(isRefused, "\(text.prefix(40))")
    }
  }

  @Test func `what is just allowed can be read and written on a small stack`() async {
    let texts = [
      "count where " + String(repeating: "(", count: 100) + "a"
        + String(repeating: ")", count: 100),
      "count where a" + String(repeating: " or a", count: 490),
      "count where " + String(repeating: "sum(", count: 55) + "a"
        + String(repeating: ")", count: 55),
    ]
    for text in texts {
      let isRight = await withCheckedContinuation { continuation in
        let thread = Thread {
          let tree = read(text)
          let isSame = format(tree).replacing("\n", with: " ").split(separator: " ")
            .elementsEqual(text.split(separator: " "))
          continuation.resume(returning: tree.diagnostics.isEmpty && isSame)
        }
        thread.stackSize = 512 * 1024
        thread.start()
      }
      #expect(isRight, "\(text.prefix(40))")
    }
  }

  @Test func `reading takes time in proportion to the text`() {
    let line =
      "deals where open and amount > 50k show name, late: today - close_date sort -amount\n"
    func seconds(_ lines: Int) -> Double {
      let text = String(repeating: line, count: lines)
      return ProcessorTime.seconds { _ = format(read(text)) }
    }
    let small = seconds(500)
    let large = seconds(4000)
    #expect(large < small * 8 * 3)
  }
}
