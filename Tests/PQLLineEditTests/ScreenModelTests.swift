import PQLTerminalSupport
import Testing

/// The instruments of the other tests.
@Suite struct ScreenModelTests {
  private func screen(_ text: String, columns: Int = 5, rows: Int = 3) -> ScreenModel {
    var screen = ScreenModel(columns: columns, rows: rows)
    screen.feed(Array(text.utf8))
    return screen
  }

  @Test func aFullRowWrapsWithTheNextCharacter() {
    #expect(screen("12345").cursorRow == 0)
    #expect(screen("123456").text == "12345\n6")
    #expect(screen("12345\r\n6").text == "12345\n6")
  }

  @Test func theTopScrollsOff() {
    let screen = screen("a\r\nb\r\nc\r\nd")
    #expect(screen.text == "b\nc\nd")
    #expect(screen.scrolledOff == ["a"])
  }

  @Test func wideCharactersFillTwoCells() {
    #expect(screen("日本x").text == "日本x")
    #expect(screen("日本語").text == "日本\n語")
    #expect(screen("日\rx").text == "x")
  }

  @Test func sequencesMoveAndErase() {
    #expect(screen("abc\u{1B}[2Dx").text == "axc")
    #expect(screen("abc\u{1B}[2G\u{1B}[K").text == "a")
    #expect(screen("a\r\nb\u{1B}[A\u{1B}[J").text == "a")
    #expect(screen("\u{1B}]0;x\u{07}").unknown == ["escape 93"])
  }

  @Test func longRowsAreBrokenByANarrowWindow() {
    var screen = screen("abcde\r\nf")
    screen.resize(columns: 3, rows: 4)
    #expect(screen.text == "abc\nde\nf")
    #expect(screen.cursorRow == 2)
  }

  @Test func aProgramRunsOnATerminalOfItsOwn() throws {
    let terminal = try PseudoTerminal(
      spawning: "/bin/sh", arguments: ["-c", "stty size; read line; echo $line $MARK; exit 3"],
      environment: ["MARK": "mark", "PATH": "/usr/bin:/bin"])
    #expect(terminal.settles(on: "12 60") == "12 60")
    terminal.type("text\r")
    #expect(terminal.settles(on: "12 60\ntext\ntext mark") == "12 60\ntext\ntext mark")
    #expect(terminal.exitCode() == 3)
  }
}
