import CTerminal
import Foundation
import PQLTerminalSupport

/// The program as built beside the tests, run as a process of its own.
struct Program {
  /// How a run ended and what it wrote.
  struct Result {
    var code: Int32
    var output: String
    var errors: String
  }

  /// A run that never ends in time.
  struct TimeOut: Error {}

  /// How long a run may take, in seconds: many times what any needs, so that only one that hangs
  /// is ended, however busy the machine is.
  static let patience = PseudoTerminal.patience

  /// Where the program is.
  static let path: String = {
    let bundle = Bundle.allBundles.map(\.bundlePath).first { $0.hasSuffix(".xctest") }
    let tests = bundle ?? CommandLine.arguments[0]
    let folder = URL(fileURLWithPath: tests).resolvingSymlinksInPath().deletingLastPathComponent()
    return folder.appendingPathComponent("pql").path
  }()

  let folder: TemporaryFolder
  var environment = ["TERM": "xterm-256color"]

  init() throws {
    folder = try TemporaryFolder()
    environment["HOME"] = folder.path("")
  }

  /// A folder with a small pipeline in it.
  static func withData() throws -> Program {
    let program = try Program()
    for (name, text) in SmallData.files { try program.folder.write(text, to: name) }
    return program
  }

  /// Runs the program to its end.
  func run(_ arguments: String..., input: String = "", variables: [String: String] = [:])
    throws -> Result
  {
    let running = try start(arguments, input: input, variables: variables)
    return try running.result()
  }

  /// Starts the program; what it writes goes to files.
  func start(
    _ arguments: [String], input: String = "", variables: [String: String] = [:],
    output: Int32? = nil
  ) throws -> Running {
    let name = UUID().uuidString
    try folder.write(input, to: ".\(name).in")
    let input = open(folder.path(".\(name).in"), O_RDONLY | O_CLOEXEC)
    let out =
      output ?? open(folder.path(".\(name).out"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    let error = open(folder.path(".\(name).err"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    defer { for descriptor in [input, out, error] { close(descriptor) } }
    let words = ([Self.path] + arguments).map { strdup($0) } + [nil]
    let all = environment.merging(variables) { $1 }
    let pairs = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + pairs { free(word) } }
    let process = ct_start(Self.path, words, pairs, folder.path(""), input, out, error)
    guard process > 0 else { throw TimeOut() }
    return Running(process: process, folder: folder, name: name)
  }

  /// A prompt with data of the folder on a terminal of its own, ready to be typed at.
  func prompt(
    _ data: String, columns: Int = 80, rows: Int = 24, variables: [String: String] = [:]
  ) throws -> PseudoTerminal {
    var all = environment.merging(variables) { $1 }
    all["PQL_HISTORY"] = all["PQL_HISTORY"] ?? folder.path("history")
    let terminal = try PseudoTerminal(
      spawning: Self.path, arguments: [path(data)], environment: all, columns: columns, rows: rows)
    _ = terminal.waits { $0.beforeCursor == "pql> " }
    return terminal
  }

  func path(_ name: String) -> String { folder.path(name) }

  /// A run under way.
  struct Running {
    let process: Int32
    let folder: TemporaryFolder
    let name: String

    /// The end of the run; a run that takes too long is killed and fails the test.
    func result(within seconds: Double = Program.patience) throws -> Result {
      let deadline = Date().addingTimeInterval(seconds)
      var code: Int32 = 0
      while !ct_has_ended(process, &code) {
        guard Date() < deadline else {
          kill(process, SIGKILL)
          throw TimeOut()
        }
        usleep(2_000)
      }
      return Result(
        code: code, output: folder.text(of: ".\(name).out"), errors: folder.text(of: ".\(name).err")
      )
    }

    /// Waits until the run has written something.
    func waitsForOutput() -> Bool {
      let deadline = Date().addingTimeInterval(Program.patience)
      while Date() < deadline {
        if !folder.bytes(of: ".\(name).out").isEmpty { return true }
        usleep(2_000)
      }
      return false
    }

    func signal(_ number: Int32) { kill(process, number) }
  }
}

/// A small pipeline, and files that are wrong.
enum SmallData {
  static let files = [
    "model.json": """
    {
      "pql": 1, "name": "Small", "currency": {"base": "EUR"}, "calendar": {"timezone": "UTC"},
      "pipelines": [{"name": "Sales", "stages": [
        {"name": "Lead", "probability": 0.1}, {"name": "Proposal", "probability": 0.5},
        {"name": "Won", "outcome": "won"}, {"name": "Lost", "outcome": "lost"}]}],
      "entities": {"deals": {"file": "deals.csv"}}
    }
    """,
    "deals.csv": """
    id,name,stage,amount,created,close_date,closed_on,owner,region
    1,One,Lead,100,2026-01-01,2026-07-01,,Ann,EMEA
    2,Two,Proposal,200,2026-01-05,2026-08-01,,Bob,EMEA
    3,Three,Won,300,2026-01-09,2026-03-01,2026-03-01,Ann,North America
    4,Four,Lost,400,2026-02-01,2026-04-01,2026-04-01,Ann,APAC

    """,
  ]
}
