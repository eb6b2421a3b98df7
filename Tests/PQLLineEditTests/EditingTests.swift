import PQLLineEdit
import PQLTerminalSupport
import Testing

/// The editor as a user sees it, on a pseudo-terminal.
///
/// One after the other: libedit and the terminal library under it keep state for the process.
@Suite(.serialized) enum OnATerminal {}

/// Statements end in `;`, and words complete from a short list.
let sample = EditorBehavior(
  highlight: { text in
    text.hasPrefix("deals") ? [StyledSpan(range: 0..<5, style: TextStyle(color: .green))] : []
  },
  complete: { text, cursor in
    let head = String(decoding: text.utf8.prefix(cursor), as: UTF8.self)
    let word = head.split(separator: " ", omittingEmptySubsequences: false).last ?? ""
    let words = [
      ("amount", "money"), ("forecast", "what is to come"), ("forecast weighted", "by chance"),
      ("owner", "who sells"), ("stage", "how far"), ("stages", "all of them"),
      ("zone\u{1B}[31m", "a hostile name"), ("zoo", "animals"),
    ]
    return Completion(
      range: (cursor - word.utf8.count)..<cursor,
      candidates: words.filter { $0.0.hasPrefix(word) }.map { Candidate(text: $0, detail: $1) })
  },
  isComplete: { $0.isEmpty || $0.hasSuffix(";") })

extension OnATerminal {
  @Suite struct Typing {
    @Test func textAppearsBehindThePrompt() throws {
      let session = try EditorSession()
      #expect(session.shows("> deals", after: "deals") == "> deals")
      #expect(session.screen.cursorColumn == 7)
    }

    @Test func enterGivesTheStatement() throws {
      let session = try EditorSession()
      #expect(session.outcome(after: "deals by owner\r") == .statement("deals by owner"))
    }

    @Test func anUnfinishedStatementGetsAnotherRow() throws {
      let session = try EditorSession(behavior: sample)
      #expect(
        session.shows("> deals\n. by owner", after: "deals\rby owner") == "> deals\n. by owner")
      #expect(session.outcome(after: ";\r") == .statement("deals\nby owner;"))
    }

    @Test func longTextWraps() throws {
      let session = try EditorSession(columns: 20)
      let text = "abcdefghijklmnopqrstuvwxyz"
      #expect(session.shows("> abcdefghijklmnopqr\nstuvwxyz", after: text).hasSuffix("stuvwxyz"))
      #expect(session.stands(behind: "> ", after: Keys.home))
      #expect(
        session.shows("> Xabcdefghijklmnopq\nrstuvwxyz", after: "X")
          == "> Xabcdefghijklmnopq\nrstuvwxyz")
    }

    @Test func theCursorGoesBelowAFullRow() throws {
      let session = try EditorSession(columns: 10)
      _ = session.shows("> 12345678", after: "12345678")
      #expect(session.terminal.waits { $0.cursorRow == 1 && $0.cursorColumn == 0 })
    }

    @Test func wideTextWrapsWhole() throws {
      let session = try EditorSession(columns: 11)
      #expect(session.shows("> 日本語の\nテキスト", after: "日本語のテキスト") == "> 日本語の\nテキスト")
      _ = session.stands(behind: "> ", after: Keys.home)
      #expect(session.shows("> 界日本語\nのテキスト", after: "界") == "> 界日本語\nのテキスト")
    }

    @Test(arguments: ["é", "👨‍👩‍👧", "🇩🇪", "👍🏽", "한", "क्षि"])
    func backspaceDeletesAWholeCluster(cluster: String) throws {
      let session = try EditorSession()
      _ = session.stands(behind: "b", after: "a\(cluster)b")
      #expect(session.outcome(after: Keys.left + Keys.backspace + "\r") == .statement("ab"))
    }

    @Test func textAfterAJoinedEmojiStaysInItsColumn() throws {
      let session = try EditorSession()
      #expect(session.stands(behind: "x", after: "👨‍👩‍👧x"))
      #expect(session.screen.cursorColumn == 5)
    }

    @Test func charactersOfLatinOneAreNoCommands() throws {
      let session = try EditorSession()
      #expect(session.outcome(after: "naïve ÿ âäß\r") == .statement("naïve ÿ âäß"))
    }

    @Test func aCharacterWithTheLowByteOfEnterIsText() throws {
      let session = try EditorSession()
      #expect(session.outcome(after: "不\r") == .statement("不"))
    }

    @Test func controlCharactersAreShownWithACaret() throws {
      let session = try EditorSession()
      #expect(session.shows("> a^[b", after: "a" + Keys.control("V") + "\u{1B}b") == "> a^[b")
      #expect(session.screen.unknown == [])
    }

    @Test func anUnknownSequenceDoesNothing() throws {
      let session = try EditorSession()
      #expect(session.shows("> ab", after: "a\u{1B}[99;5Zb\u{1B}[1;2P").hasPrefix("> ab"))
      #expect(session.outcome(after: "\r") == .statement("ab"))
    }
  }

  @Suite struct Moving {
    @Test func homeAndEndGoToTheEndsOfTheRow() throws {
      let session = try EditorSession(behavior: sample)
      _ = session.shows("> one\n. two", after: "one\rtwo")
      #expect(session.stands(behind: ". ", after: Keys.home))
      #expect(session.stands(behind: "> ", after: Keys.up))
      #expect(session.stands(behind: "> one", after: Keys.end))
    }

    @Test func wordsAreSkipped() throws {
      let session = try EditorSession()
      _ = session.stands(behind: "three", after: "one two three")
      #expect(session.stands(behind: "two ", after: Keys.alt("b")))
      #expect(session.stands(behind: "> one ", after: "\u{1B}[1;5D"))
      #expect(session.stands(behind: "> one two", after: Keys.alt("f")))
    }

    @Test func leftCrossesTheStartOfARow() throws {
      let session = try EditorSession(behavior: sample)
      _ = session.stands(behind: ". ", after: "one\r")
      #expect(session.stands(behind: "> one", after: Keys.left))
      #expect(session.stands(behind: ". ", after: Keys.right))
    }

    @Test func backspaceJoinsRows() throws {
      let session = try EditorSession(behavior: sample)
      _ = session.stands(behind: ". two", after: "one\rtwo")
      #expect(session.shows("> onetwo", after: Keys.home + Keys.backspace) == "> onetwo")
    }

    @Test func cutTextComesBack() throws {
      let session = try EditorSession()
      _ = session.stands(behind: "two", after: "one two")
      #expect(session.shows("> one", after: Keys.control("W")) == "> one")
      let twice = Keys.control("Y") + Keys.control("Y")
      #expect(session.shows("> one twotwo", after: twice) == "> one twotwo")
      #expect(session.shows(">", after: Keys.control("U")) == ">")
      #expect(session.shows("> one twotwo", after: Keys.control("Y")) == "> one twotwo")
    }

    @Test func cuttingToTheEndStopsAtTheRow() throws {
      let session = try EditorSession(behavior: sample)
      _ = session.shows("> one\n. two", after: "one\rtwo")
      _ = session.stands(behind: "> ", after: Keys.up + Keys.home)
      #expect(session.shows(">\n. two", after: Keys.control("K")) == ">\n. two")
      #expect(session.shows("> two", after: Keys.control("K")) == "> two")
    }

    @Test func aChangeIsTakenBack() throws {
      let session = try EditorSession()
      _ = session.stands(behind: "two", after: "one two")
      _ = session.shows("> one", after: Keys.control("W"))
      #expect(session.shows("> one two", after: Keys.control("_")) == "> one two")
    }

    @Test func clearingTheScreenKeepsTheText() throws {
      let session = try EditorSession()
      _ = session.outcome(after: "one\r")
      _ = session.stands(behind: "> two", after: "two")
      #expect(session.shows("> two", after: Keys.control("L")) == "> two")
      #expect(session.screen.cursorRow == 0)
    }
  }

  @Suite struct Ending {
    @Test func controlCDropsTheStatement() throws {
      let session = try EditorSession()
      _ = session.stands(behind: "deals", after: "deals")
      #expect(session.outcome(after: Keys.control("C")) == .interrupted)
      #expect(session.shows("> deals\n>", after: "") == "> deals\n>")
    }

    @Test func controlDEndsTheInputOfAnEmptyStatement() throws {
      let session = try EditorSession()
      #expect(session.outcome(after: Keys.control("D")) == .endOfInput)
    }

    @Test func controlDDeletesElsewhere() throws {
      let session = try EditorSession()
      _ = session.stands(behind: "ab", after: "ab")
      #expect(session.shows("> b", after: Keys.home + Keys.control("D")) == "> b")
      #expect(session.outcomes == [])
    }

    @Test func aTerminalThatHangsUpEndsTheInput() throws {
      let session = try EditorSession()
      session.terminal.hangUp()
      #expect(session.terminal.waits { _ in session.outcomes == [.endOfInput] })
    }

    @Test func betweenStatementsControlCIsASignal() throws {
      let session = try EditorSession()
      #expect(!session.terminal.isCooked)
      session.holdsAfterStatement(true)
      _ = session.outcome(after: "one\r")
      #expect(session.terminal.isCooked)
      #expect(!session.screen.isPasteBracketed)
      session.holdsAfterStatement(false)
      #expect(session.terminal.waits { $0.isPasteBracketed })
    }

    @Test func stoppingGivesTheTerminalBack() throws {
      let seen = Seen()
      let terminal = try EditorSession { settings in
        settings.suspend = { seen.note() }
      }
      _ = terminal.stands(behind: "text", after: "text")
      #expect(terminal.shows("> text\n> text", after: Keys.control("Z")) == "> text\n> text")
      #expect(seen.count == 1)
      #expect(!terminal.terminal.isCooked)
    }

    @Test func aFileIsNoTerminal() {
      #expect(throws: EditorFailure.notATerminal) {
        var editor = try LineEditor(input: -1, output: -1)
        _ = editor.readStatement()
      }
    }
  }
}
