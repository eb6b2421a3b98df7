/// How long a statement took, part by part.
struct StatementTimer {
  enum Part: String, CaseIterable {
    case parse, plan, run, print
  }

  private let host: any ShellHost
  private var nanoseconds: [Part: UInt64]

  /// `parsing` was measured before the statement was known.
  init(parsing: UInt64, host: any ShellHost) {
    self.host = host
    nanoseconds = [.parse: parsing]
  }

  /// Does a part of the work and adds its time.
  mutating func measuring<Result, Failure: Error>(
    _ part: Part, _ work: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let start = host.nanoseconds
    defer { nanoseconds[part, default: 0] += host.nanoseconds - start }
    return try work()
  }

  /// Milliseconds to a hundredth: the whole, then its parts.
  var text: String {
    func milliseconds(_ nanoseconds: UInt64) -> String {
      "\(Double(nanoseconds / 10_000) / 100)"
    }
    let parts = Part.allCases.map { "\($0.rawValue) \(milliseconds(nanoseconds[$0] ?? 0))" }
    return "\(milliseconds(nanoseconds.values.reduce(0, +))) ms: "
      + parts.joined(separator: ", ")
  }
}
