import PQLModel
import PQLPlan

/// A command of the shell: a word that begins with a dot.
struct ShellCommand: Sendable {
  /// What completion proposes behind the name.
  enum Argument: Sendable {
    case none
    /// a file whose name ends so; nil for data
    case file(String?)
    case words(@Sendable (Completer) -> [Completer.Candidate])
  }

  var name: String
  /// What stands behind the name in help.
  var arguments: String
  var summary: String
  var argument = Argument.none
  var run: @Sendable (inout Session, [String]) -> Void

  /// Every command, in alphabetical order.
  static let all: [ShellCommand] = [
    ShellCommand(
      name: ".as", arguments: "FORMAT", summary: "how answers are written",
      argument: .words { $0.resolver.catalog.formats.map { .init($0, "format") } }
    ) {
      $0.setFormat($1)
    },
    ShellCommand(
      name: ".help", arguments: "[WORD]", summary: "the same as `help` and `?`",
      argument: .words { $0.helpTopics }
    ) {
      $0.help($1.joined(separator: " "))
    },
    ShellCommand(
      name: ".load", arguments: "FILE …", summary: "loads data in place of what is loaded",
      argument: .file(nil)
    ) {
      $0.loadCommand($1)
    },
    ShellCommand(name: ".quit", arguments: "", summary: "leaves, as do `exit` and `quit` alone") {
      session, _ in
      session.wantsToQuit = true
    },
    ShellCommand(
      name: ".read", arguments: "SCRIPT.pql", summary: "runs a script in this session",
      argument: .file(".pql")
    ) {
      $0.readCommand($1)
    },
    ShellCommand(
      name: ".schema", arguments: "[ENTITY]",
      summary: "what is loaded: fields, types, stages, notes",
      argument: .words { completer in
        completer.resolver.model.entities.map {
          .init($0.rawValue, "\(completer.resolver.model[$0]?.rowCount ?? 0) records")
        }
      }
    ) {
      $0.schema($1)
    },
    ShellCommand(
      name: ".timer", arguments: "on|off", summary: "shows how long each answer took",
      argument: .words { _ in [.init("on"), .init("off")] }
    ) {
      $0.setTimer($1)
    },
  ]
}
