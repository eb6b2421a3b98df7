import PQLModel

/// A command of the shell: a word that begins with a dot.
struct ShellCommand: Sendable {
  var name: String
  /// What stands behind the name in help.
  var arguments: String
  var summary: String
  var run: @Sendable (inout Session, [String]) -> Void

  /// Every command, in alphabetical order.
  static let all: [ShellCommand] = [
    ShellCommand(name: ".as", arguments: "FORMAT", summary: "how answers are written") {
      $0.setFormat($1)
    },
    ShellCommand(name: ".help", arguments: "[WORD]", summary: "the same as `help`") {
      $0.help($1)
    },
    ShellCommand(
      name: ".load", arguments: "FILE …", summary: "loads data in place of what is loaded"
    ) {
      $0.loadCommand($1)
    },
    ShellCommand(name: ".quit", arguments: "", summary: "leaves") { session, _ in
      session.wantsToQuit = true
    },
    ShellCommand(name: ".read", arguments: "SCRIPT.pql", summary: "runs a script in this session") {
      $0.readCommand($1)
    },
    ShellCommand(
      name: ".schema", arguments: "[ENTITY]",
      summary: "what is loaded: fields, types, stages, notes"
    ) {
      $0.schema($1)
    },
    ShellCommand(name: ".timer", arguments: "on|off", summary: "shows how long each answer took") {
      $0.setTimer($1)
    },
  ]
}
