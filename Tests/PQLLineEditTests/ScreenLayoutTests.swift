import Testing

@testable import PQLLineEdit

@Suite struct ScreenLayoutTests {
  @Test(arguments: [
    ("\u{1B}", "^["), ("\0", "^@"), ("\u{7F}", "^?"), ("\u{9B}", "\u{FFFD}"),
    ("\u{202E}", "\u{FFFD}"), ("\u{301}", "\u{25CC}\u{301}"), ("\r\n", "^J"),
  ])
  func whatCouldSteerTheTerminalIsShown(character: Character, text: String) {
    #expect(ScreenLayout.cell(of: character).text == text)
  }

  @Test func aNarrowScreenIsNoTrap() {
    var layout = ScreenLayout(columns: 1, color: true, movesColumns: true)
    layout.add("日本語\t")
    #expect(layout.frame().rows.count >= 3)
  }
}

@Suite struct EditRCTests {
  @Test func quotesKeepSpaces() {
    #expect(EditRC.words(of: #"bind "^[[A" 'a b' c\ d """#) == ["bind", "^[[A", "a b", "c d", ""])
  }

  @Test func theLastWordOnTheMapCounts() {
    let lines = EditRC.lines(of: "bind -v\n# bind -v\nother:bind -v\n*:bind -e\n")
    #expect(!EditRC.asksForVi(lines, programName: "demo"))
    #expect(EditRC.asksForVi([["demo:bind", "-v"]], programName: "demo"))
  }

  @Test(arguments: [
    (["bind", "^[[A", "ed-prev-history"], ["bind", "\u{81}", "edit-history-previous"]),
    (["bind", "-k", "up", "ed-prev-line"], ["bind", "\u{81}", "edit-up"]),
    (["bind", "-s", "^T", "ed-newline"], ["bind", "-s", "^T", "ed-newline"]),
    (["bind", "-a", "\\e[H", "vi-undo"], ["bind", "-a", "\u{85}", "edit-undo"]),
  ])
  func keysAndFunctionsBecomeOurs(line: [String], adapted: [String]) {
    #expect(EditRC.adapted(line, programName: "demo") == adapted)
  }

  @Test(arguments: [["bind", "-v"], ["edit", "off"], ["other:bind", "^T", "x"], ["bind"]])
  func otherLinesAreLeftOut(line: [String]) {
    #expect(EditRC.adapted(line, programName: "demo") == nil)
  }
}
