import ArgumentParser
import PQLModel
import PQLRender
import PQLShell
import PQLSyntax
import PQLThreads

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// When colour is used.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

/// How messages are written.
enum ErrorStyle: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// Options of every subcommand that asks something.
struct SharedOptions: ParsableArguments {
  @Option(name: .customLong("as"), help: "How answers are written: \(formatNames).")
  var format = "table"

  @Option(help: "The day that counts as today, as 2026-06-30.")
  var today: String?

  @Option(help: "Colour: auto, always or never.")
  var color = ColorChoice.auto

  @Option(help: "The width of tables in columns.")
  var width: Int?

  @Option(help: "How messages are written: text or json.")
  var errors = ErrorStyle.text

  @Flag(help: "Shows how long each answer took.")
  var timer = false

  @Option(help: "How many threads work at most; all cores unless given.")
  var threads: Int?

  @Flag(help: "Refuses data that call for a warning.")
  var strict = false

  @Option(help: "Writes the records that are not taken to this file, one JSON object a line.")
  var rejects: String?

  @Flag(help: "Keeps a snapshot of what is loaded, and loads it while the data stay as they are.")
  var cache = false

  @Option(name: .customLong("param"), help: "A value for a parameter, as NAME=VALUE.")
  var parameters: [String] = []

  private static let formatNames = OutputFormat.all.map(\.name).joined(separator: ", ")

  func validate() throws {
    guard OutputFormat.named(format) != nil else {
      throw ValidationError("'\(format)' is not a format: \(Self.formatNames)")
    }
    if let today, day(today) == nil {
      throw ValidationError("'\(today)' is not a day: write it as 2026-06-30")
    }
    if let width, !(20...10_000).contains(width) {
      throw ValidationError("the width is a number from 20 through 10000")
    }
    if let threads, !(1...ThreadCount.most).contains(threads) {
      throw ValidationError("the number of threads is from 1 through \(ThreadCount.most)")
    }
    for parameter in parameters where !parameter.dropFirst().contains("=") {
      throw ValidationError("'\(parameter)' is not NAME=VALUE")
    }
  }

  /// The settings of a session.
  func settings(isInteractive: Bool) -> SessionSettings {
    var settings = SessionSettings(
      format: OutputFormat.named(format) ?? .table,
      width: width ?? TerminalSize.columns(of: 1),
      colorsOutput: usesColor(on: 1), colorsErrors: usesColor(on: 2),
      errorsAsJSON: errors == .json, today: today.flatMap(day), isInteractive: isInteractive,
      threads: threads.map { ThreadCount($0) } ?? .ofMachine)
    settings.showsTime = timer
    settings.writesToTerminal = isatty(1) == 1
    settings.isStrict = strict
    settings.rejectsFile = rejects
    settings.keepsSnapshots = cache
    return settings
  }

  /// The values of parameters by name; of two the later counts.
  var parameterValues: [String: String] {
    var values: [String: String] = [:]
    for parameter in parameters {
      guard let sign = parameter.firstIndex(of: "=") else { continue }
      values[String(parameter[..<sign])] = String(parameter[parameter.index(after: sign)...])
    }
    return values
  }

  private func usesColor(on descriptor: Int32) -> Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto:
      isatty(descriptor) == 1 && (variable("NO_COLOR") ?? "").isEmpty
        && variable("TERM") != "dumb"
    }
  }

  private func day(_ text: String) -> Int32? {
    let source = SourceText(name: "--today", text: text)
    guard case .query(let query)? = PQLSyntax.parse(source).statements.first?.kind,
      case .date(let year, let month, let day)? = query.head.first?.operands.first?.kind
    else { return nil }
    return CivilDate(year: year, month: month, day: day).dayNumber
  }
}

/// A variable of the environment.
func variable(_ name: String) -> String? {
  unsafe getenv(name).map { unsafe String(cString: $0) }
}

/// The size of a terminal.
enum TerminalSize {
  /// How many columns the terminal behind a descriptor has; nil when it is none.
  static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }
}
