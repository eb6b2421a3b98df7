import Testing

@testable import PQLLineEdit

@Suite struct DraftTests {
  @Test(arguments: ["", "a", "one\ntwo", "\n", "日本\n語\n"])
  func aTextComesBack(text: String) {
    #expect(Draft(text).text == text)
    for offset in 0...text.utf8.count where text.utf8.isBoundary(offset, of: text) {
      #expect(Draft(text, cursor: offset).offset == offset)
    }
  }

  @Test func lineBreaksOfAnyKindPartRows() {
    #expect(Draft("a\r\nb\rc\0\u{9B}").text == "a\nb\nc")
    var draft = Draft("xy", cursor: 1)
    draft.insert("1\r\n2")
    #expect(draft.text == "x1\n2y")
    #expect(draft.offset == 4)
  }

  @Test func aRangeIsReplaced() {
    var draft = Draft("deals by ow\nx")
    draft.replace(9..<11, with: "owner\n")
    #expect(draft.text == "deals by owner\n\nx")
    #expect(draft.offset == 15)
    draft.replace(-5..<999, with: "y")
    #expect(draft.text == "y")
  }

  @Test func clustersAreDeletedWhole() {
    var draft = Draft("a👨‍👩‍👧")
    let done = [draft.deleteBackward(), draft.text == "a", draft.deleteBackward()]
    #expect(done == [true, true, true])
    let isDone = draft.deleteBackward()
    #expect(!isDone)
  }

  @Test func goingDownKeepsTheColumnOfTheScreen() {
    var draft = Draft("abcd\n日本語", cursor: 3)
    let hasMoved = draft.moveVertically(by: 1, towards: draft.displayColumn)
    #expect(hasMoved)
    #expect(draft.displayColumn == 2)
    let hasMovedOn = draft.moveVertically(by: 1, towards: 2)
    #expect(!hasMovedOn)
  }

  @Test func aRowWithLineBreaksIsSplit() {
    var draft = Draft("x\ny")
    draft.takeRow(Array("ab\ncd\u{81}\0".unicodeScalars), cursor: 4)
    #expect(draft.text == "x\nab\ncd")
    #expect(draft.offset == 6)
  }

  @Test func aCursorInsideAClusterGoesOnAsItWent() {
    var draft = Draft("é", cursor: 0)
    let scalars = Array("e\u{301}".unicodeScalars)
    draft.takeRow(scalars, cursor: 1)
    #expect(draft.column == 2)
    draft.takeRow(scalars, cursor: 1)
    #expect(draft.column == 0)
  }

  @Test func typingIsTakenBackWordByWord() {
    var undo = UndoStack()
    var draft = Draft()
    for letter in "one two" {
      draft.insert(String(letter))
      undo.record(draft)
    }
    let states = (0..<4).map { _ in undo.takeBack()?.text }
    #expect(states == ["one ", "one", "", nil])
  }
}

extension String.UTF8View {
  /// Whether an offset is between two scalars.
  fileprivate func isBoundary(_ offset: Int, of text: String) -> Bool {
    index(startIndex, offsetBy: offset).samePosition(in: text.unicodeScalars) != nil
  }
}
