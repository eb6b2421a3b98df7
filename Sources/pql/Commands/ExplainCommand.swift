import ArgumentParser
import PQLRender
import PQLShell

/// `pql explain PQL2104`: the page of a message.
struct ExplainCommand: HostedCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Explains the code of a message.")

  @Argument(help: "The code, as PQL2104.")
  var code: String

  @OptionGroup var options: SharedOptions

  mutating func run(on host: ProgramHost) throws -> ExitStatus {
    guard let page = DiagnosticPage.named(code) else {
      throw CommandFailure(
        message: "`\(code)` is not a code of a message; codes look like PQL2104", code: .usage)
    }
    let settings = options.settings(isInteractive: false)
    host.write(
      page.text(options: RenderOptions(width: settings.width, color: settings.colorsOutput)))
    return .done
  }
}
