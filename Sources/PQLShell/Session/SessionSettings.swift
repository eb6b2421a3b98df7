package import PQLRender
package import PQLThreads

/// How a session shows what it has to say.
package struct SessionSettings: Sendable {
  package var format: OutputFormat
  /// The width of tables; nil for as wide as they are.
  package var width: Int?
  package var colorsOutput: Bool
  package var colorsErrors: Bool
  /// Whether messages are written as JSON.
  package var errorsAsJSON: Bool
  /// A fixed day number for `today`; nil takes the clock.
  package var today: Int32?
  /// Whether somebody types: names may then be defined anew, and lines refine the last query.
  package var isInteractive: Bool
  package var showsTime = false
  /// Whether answers go to a terminal, which would obey what stands in them.
  package var writesToTerminal = false
  /// Whether a snapshot of what is loaded is kept for the next load.
  package var keepsSnapshots = false
  /// How many threads loads and queries may use.
  package var threads: ThreadCount
  /// Whether data that call for a warning are refused.
  package var isStrict = false
  /// The file that records go to which are not taken; nil for none.
  package var rejectsFile: String?

  package init(
    format: OutputFormat = .table, width: Int? = nil, colorsOutput: Bool = false,
    colorsErrors: Bool = false, errorsAsJSON: Bool = false, today: Int32? = nil,
    isInteractive: Bool = false, threads: ThreadCount = .ofMachine
  ) {
    self.format = format
    self.width = width
    self.colorsOutput = colorsOutput
    self.colorsErrors = colorsErrors
    self.errorsAsJSON = errorsAsJSON
    self.today = today
    self.isInteractive = isInteractive
    self.threads = threads
  }

  /// How answers are drawn.
  var answerOptions: RenderOptions { RenderOptions(width: width, color: colorsOutput) }
  /// How messages are drawn.
  var messageOptions: RenderOptions { RenderOptions(width: width, color: colorsErrors) }
}
