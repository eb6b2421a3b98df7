import PQLLineEdit
import PQLTerminalSupport
import Testing

extension OnATerminal {
  @Suite struct Completing {
    @Test func oneCandidateIsInserted() throws {
      let session = try EditorSession(behavior: sample)
      #expect(session.shows("> by owner", after: "by ow\t") == "> by owner")
    }

    @Test func theSharedStartIsInserted() throws {
      let session = try EditorSession(behavior: sample)
      #expect(session.shows("> forecast", after: "f\t") == "> forecast")
    }

    @Test func aMenuShowsTheCandidatesWithTheirDetails() throws {
      let session = try EditorSession(behavior: sample)
      let menu = "> stage\n  stage   how far\n  stages  all of them"
      #expect(session.shows(menu, after: "st\t\t") == menu)
      #expect(session.stands(behind: "> stage"))
    }

    @Test func tabGoesRoundTheMenu() throws {
      let session = try EditorSession(behavior: sample)
      _ = session.stands(behind: "> stage", after: "stage\t")
      #expect(session.stands(behind: "> stage", after: "\t"))
      #expect(session.stands(behind: "> stages", after: "\t"))
      #expect(session.stands(behind: "> stage", after: "\t"))
      #expect(session.stands(behind: "> stages", after: Keys.shiftTab))
    }

    @Test func enterTakesTheCandidateAndDoesNotSubmit() throws {
      let session = try EditorSession(behavior: sample)
      _ = session.stands(behind: "> stages", after: "stage\t\t\t")
      #expect(session.shows("> stages", after: "\r") == "> stages")
      #expect(session.outcome(after: ";\r") == .statement("stages;"))
    }

    @Test(arguments: [Keys.escape, Keys.control("G")])
    func theMenuIsLeftWithTheOldText(key: String) throws {
      let session = try EditorSession(behavior: sample)
      _ = session.stands(behind: "> stages", after: "stage\t\t\t")
      #expect(session.shows("> stage", after: key) == "> stage")
      #expect(session.outcome(after: ";\r") == .statement("stage;"))
    }

    @Test func typingGoesOnBehindTheCandidate() throws {
      let session = try EditorSession(behavior: sample)
      _ = session.stands(behind: "> stages", after: "stage\t\t\t")
      #expect(session.shows("> stages x", after: " x") == "> stages x")
    }

    @Test func aHostileNameIsNotObeyed() throws {
      let session = try EditorSession(behavior: sample)
      let menu = "> zo\n  zone^[[31m  a hostile name\n  zoo         animals"
      #expect(session.shows(menu, after: "z\t\t") == menu)
      #expect(session.shows("> zone^[[31m", after: "\t\r") == "> zone^[[31m")
      #expect(session.screen.unknown == [])
    }

    @Test func nothingToProposeRingsTheBell() throws {
      let session = try EditorSession(behavior: sample)
      _ = session.stands(behind: "> qq", after: "qq\t")
      #expect(session.terminal.waits { $0.bellCount == 1 })
    }

    @Test func aMenuAtTheBottomKeepsTheText() throws {
      let session = try EditorSession(rows: 4, behavior: sample)
      for _ in 0..<3 { _ = session.outcome(after: "x;\r") }
      _ = session.stands(behind: "> stages", after: "stage\t\t\t")
      let menu = "> x;\n> stages\n  stage   how far\n  stages  all of them"
      #expect(session.terminal.settles(on: menu) == menu)
      #expect(session.shows("> x;\n> stages", after: "\r") == "> x;\n> stages")
    }
  }

  @Suite struct UserKeys {
    private func session(_ text: String, behavior: EditorBehavior = sample) throws
      -> (EditorSession, TemporaryFolder)
    {
      let folder = try TemporaryFolder()
      try folder.write(text, to: "editrc")
      let session = try EditorSession(behavior: behavior) {
        $0.editrcPath = folder.path("editrc")
        $0.programName = "demo"
      }
      return (session, folder)
    }

    @Test func viKeysMoveAndDelete() throws {
      let (session, _) = try session("bind -v\n")
      _ = session.stands(behind: "three", after: "one two three")
      _ = session.stands(behind: "> one two thre", after: Keys.escape)
      #expect(session.shows("> one three", after: "bbdw") == "> one three")
      #expect(session.shows("> one two three", after: "u") == "> one two three")
      #expect(session.shows(">", after: "dd") == ">")
    }

    @Test func viKeysStayInTheRow() throws {
      let (session, _) = try session("bind -v\n")
      _ = session.shows("> one\n. two", after: "one\rtwo")
      _ = session.stands(behind: ". tw", after: Keys.escape)
      #expect(session.stands(behind: ". ", after: "0"))
      #expect(session.stands(behind: "> ", after: "k"))
      #expect(session.shows(">\n. two", after: "D") == ">\n. two")
    }

    @Test func viKeysDeleteAWholeCluster() throws {
      let (session, _) = try session("bind -v\n")
      _ = session.stands(behind: "b", after: "a👨‍👩‍👧b")
      _ = session.stands(behind: "> a", after: Keys.escape + "0l")
      #expect(session.shows("> ab", after: "x") == "> ab")
    }

    @Test func viKeysRecallTheHistory() throws {
      let (session, _) = try session("bind -v\n")
      _ = session.outcome(after: "one;\r")
      _ = session.stands(behind: "> ")
      _ = session.shows("> one;\n> t", after: "t" + Keys.escape)
      #expect(session.shows("> one;\n> one;", after: "k") == "> one;\n> one;")
    }

    @Test func aKeyOfTheUserWins() throws {
      let (session, _) = try session(
        "# mine\nother:bind ^T ed-newline\ndemo:bind ^T em-upper-case\nbind ^X edit-complete\n")
      _ = session.stands(behind: "> by ow", after: "by ow")
      #expect(session.shows("> by owner", after: Keys.control("X")) == "> by owner")
      _ = session.stands(behind: "> by ", after: Keys.alt("b"))
      #expect(session.shows("> by OWNER", after: Keys.control("T")) == "> by OWNER")
    }

    @Test func aSequenceOfTheUserWinsAndUsesOurHistory() throws {
      let (session, _) = try session("bind \"^[[A\" ed-search-prev-history\n")
      for statement in ["alpha;\r", "beta;\r"] { _ = session.outcome(after: statement) }
      _ = session.shows(">", after: Keys.control("L"))
      _ = session.stands(behind: "> al", after: "al")
      #expect(session.outcome(after: Keys.up + "\r") == .statement("alpha;"))
    }
  }

  @Suite struct DumbTerminal {
    @Test func noSequenceIsSent() throws {
      let session = try EditorSession(behavior: sample) { $0.terminalName = "dumb" }
      #expect(
        session.shows(
          "> deals",
          after: "dexls" + Keys.left + Keys.left + Keys.left
            + Keys.delete + "a") == "> deals")
      #expect(session.outcome(after: Keys.end + ";\r") == .statement("deals;"))
      #expect(!session.screen.isPasteBracketed)
      #expect(!session.screen.usesRendition)
    }

    @Test func rowsFollowEachOther() throws {
      let session = try EditorSession(behavior: sample) { $0.terminalName = "dumb" }
      #expect(session.shows("> one\n. two", after: "one\rtwo") == "> one\n. two")
      #expect(session.outcome(after: ";\r") == .statement("one\ntwo;"))
    }

    @Test func coloursCanBeOff() throws {
      let session = try EditorSession(behavior: sample) { $0.color = false }
      _ = session.stands(behind: "deals", after: "deals")
      #expect(!session.screen.usesRendition)
    }

    @Test func coloursAreOnElsewhere() throws {
      let session = try EditorSession(behavior: sample)
      _ = session.stands(behind: "deals", after: "deals")
      #expect(session.screen.usesRendition)
    }
  }
}
