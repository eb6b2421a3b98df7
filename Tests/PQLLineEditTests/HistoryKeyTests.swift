import Foundation
import PQLLineEdit
import PQLTerminalSupport
import Testing

extension OnATerminal {
  @Suite struct Recalling {
    /// A session that has entered three statements and shows an empty prompt at the top.
    private func session(columns: Int = 60) throws -> EditorSession {
      let session = try EditorSession(columns: columns, behavior: sample)
      for statement in ["first deals;\r", "second\rforecast;\r", "third stage;\r"] {
        _ = session.outcome(after: statement)
      }
      _ = session.shows(">", after: Keys.control("L"))
      return session
    }

    @Test func upRecallsAStatementOfManyRowsWhole() throws {
      let session = try session()
      #expect(session.shows("> third stage;", after: Keys.up) == "> third stage;")
      let two = "> second\n. forecast;"
      #expect(session.shows(two, after: Keys.up) == two)
      #expect(session.outcome(after: "\r") == .statement("second\nforecast;"))
    }

    @Test func upGoesThroughTheRowsOfAStatementFirst() throws {
      let session = try session()
      _ = session.shows("> second\n. forecast;", after: Keys.up + Keys.up)
      #expect(session.stands(behind: "> second", after: Keys.up))
      #expect(session.shows("> first deals;", after: Keys.up) == "> first deals;")
      #expect(session.shows("> second\n. forecast;", after: Keys.down).hasPrefix("> second"))
    }

    @Test func downComesBackToWhatWasTyped() throws {
      let session = try session()
      _ = session.stands(behind: "> new", after: "new")
      _ = session.shows("> third stage;", after: Keys.up)
      #expect(session.shows("> new", after: Keys.down) == "> new")
    }

    @Test func controlRFindsAndControlRGoesOn() throws {
      let session = try session()
      let third = "search back `s`: third stage;"
      #expect(session.shows(third, after: Keys.control("R") + "s") == third)
      let second = "search back `s`: second\n. forecast;"
      #expect(session.shows(second, after: Keys.control("R")) == second)
      #expect(session.outcome(after: "\r") == .statement("second\nforecast;"))
    }

    @Test func aFailedSearchSaysSo() throws {
      let session = try session()
      let failed = "search back, not found `sx`: third stage;"
      #expect(session.shows(failed, after: Keys.control("R") + "sx") == failed)
      let found = "search back `s`: third stage;"
      #expect(session.shows(found, after: Keys.backspace) == found)
    }

    @Test func controlGLeavesTheSearchWithTheOldText() throws {
      let session = try session()
      _ = session.stands(behind: "> mine", after: "mine")
      _ = session.shows("search back `third`: third stage;", after: Keys.control("R") + "third")
      #expect(session.shows("> mine", after: Keys.control("G")) == "> mine")
    }

    @Test func escapeLeavesTheSearchWithTheFind() throws {
      let session = try session()
      _ = session.shows("search back `third`: third stage;", after: Keys.control("R") + "third")
      #expect(session.shows("> third stage;", after: Keys.escape) == "> third stage;")
      #expect(session.outcomes.count == 3)
    }

    @Test func controlCInASearchDropsTheStatement() throws {
      let session = try session()
      _ = session.shows("search back `third`: third stage;", after: Keys.control("R") + "third")
      #expect(session.outcome(after: Keys.control("C")) == .interrupted)
    }

    @Test func searchesForWideText() throws {
      let session = try session()
      _ = session.outcome(after: "不好;\r")
      let found = "search back `不`: 不好;"
      _ = session.shows(">", after: Keys.control("L"))
      #expect(session.shows(found, after: Keys.control("R") + "不") == found)
    }

    @Test func theRestOfAnEntryIsSuggestedAndTaken() throws {
      let session = try session()
      #expect(session.shows("> first deals;", after: "fir") == "> first deals;")
      #expect(session.screen.beforeCursor == "> fir")
      #expect(session.stands(behind: "> first deals;", after: Keys.right))
      #expect(session.outcome(after: "\r") == .statement("first deals;"))
    }

    @Test func theStartOfAnEntryRecallsIt() throws {
      let session = try session()
      _ = session.stands(behind: "> sec", after: "sec")
      #expect(session.shows("> second\n. forecast;", after: Keys.alt("p")).hasSuffix("forecast;"))
      #expect(session.screen.beforeCursor == "> sec")
    }
  }

  @Suite struct Pasting {
    @Test func pastedLineBreaksDoNotSubmit() throws {
      let session = try EditorSession()
      let shown = "> one\n. two\n. three"
      #expect(session.shows(shown, after: Keys.pasted("one\r\ntwo\nthree")) == shown)
      #expect(session.outcomes == [])
      #expect(session.outcome(after: "\r") == .statement("one\ntwo\nthree"))
    }

    @Test func pastedControlCharactersAreNoKeys() throws {
      let session = try EditorSession()
      let hostile = "a\u{03}\u{04}\u{1B}]0;title\u{07}\u{1B}[2Jb"
      _ = session.stands(behind: "b", after: Keys.pasted(hostile))
      #expect(session.outcome(after: "\r") == .statement("a]0;title[2Jb"))
      #expect(session.screen.unknown == [])
    }

    @Test func aStatementTallerThanTheScreenShowsTheCursorAndLaterItsStart() throws {
      let session = try EditorSession(rows: 5)
      let rows = (1...12).map { "row \($0)" }
      _ = session.stands(behind: ". row 12", after: Keys.pasted(rows.joined(separator: "\n")))
      #expect(session.screen.lines.first == ". row 8")
      let ups = String(repeating: Keys.up, count: 11)
      #expect(session.stands(behind: "> row 1", after: ups))
      #expect(session.screen.cursorRow == 0)
      #expect(session.outcome(after: "\r") == .statement(rows.joined(separator: "\n")))
      #expect(session.stands(behind: "> "))
      #expect(session.screen.scrolledOff.suffix(8).first == "> row 1")
    }
  }

  @Suite struct Resizing {
    private static let text = "deals by owner 日本語 and more to fill rows"

    @Test func theTextIsBrokenAnew() throws {
      let session = try EditorSession(columns: 30)
      _ = session.outcome(after: "earlier\r")
      let wide = "> earlier\n> deals by owner 日本語 and mo\nre to fill rows"
      #expect(session.shows(wide, after: Self.text) == wide)
      session.terminal.resize(columns: 20, rows: 12)
      let narrow = "> earlier\n> deals by owner 日\n本語 and more to fil\nl rows"
      #expect(session.terminal.settles(on: narrow) == narrow)
      session.terminal.resize(columns: 30, rows: 12)
      #expect(session.terminal.settles(on: wide) == wide)
      #expect(session.outcome(after: "\r") == .statement(Self.text))
    }

    @Test func wideTextThatBreaksUnevenlyLeavesNothingBehind() throws {
      let session = try EditorSession(columns: 40)
      _ = session.outcome(after: "earlier\r")
      let text = String(repeating: "日本語", count: 8)
      _ = session.stands(behind: "日本語", after: text)
      session.terminal.resize(columns: 9, rows: 12)
      let first = "> 日本語"
      #expect(session.terminal.waits { $0.lines.dropFirst().first == first })
      #expect(session.screen.lines.first == "> earlier")
      #expect(session.screen.lines.filter { $0.hasPrefix(">") }.count == 2)
      #expect(session.outcome(after: "\r") == .statement(text))
    }

    @Test func theCursorStaysInItsPlace() throws {
      let session = try EditorSession(columns: 30)
      _ = session.stands(behind: "rows", after: Self.text)
      _ = session.stands(
        behind: "deals by ", after: Keys.home + Keys.alt("f") + Keys.alt("f") + Keys.right)
      session.terminal.resize(columns: 12, rows: 12)
      #expect(
        session.terminal.waits { $0.beforeCursor == "> deals by" || $0.text.hasSuffix("rows") })
      #expect(
        session.outcome(after: "X\r") == .statement("deals by Xowner 日本語 and more to fill rows"))
    }
  }
}
