import Foundation
import PQLTestSupport
import Testing

/// Every figure beside DuckDB's, asked in SQL that states PQL's definitions; it runs where a Python
/// has the packages `duckdb` and `numpy`.
@Suite(.enabled(if: Differential.python != nil, "no Python with `duckdb` and `numpy`"))
struct DuckDBTests {
  @Test func `PQL and DuckDB say the same`() throws {
    let run = try Differential.run(["--random", "150"])
    #expect(run.code == 0, "\(run.output)")
  }

  @Test(arguments: ["generated", "sample"])
  func `a cent that is off is noticed`(set: String) throws {
    let run = try Differential.run(["--random", "0", "--spoilt", set])
    #expect(run.code == 1, "\(run.output)")
    #expect(run.output.contains("\(set): sum amount"))
  }
}

/// The comparison as a process.
private enum Differential {
  /// The Python of the benchmarks, else the one on the path, if it has what is needed.
  static let python: [String]? = [
    [Repository.root + "/.build/bench-environment/bin/python"], ["/usr/bin/env", "python3"],
  ].first { words in
    FileManager.default.isExecutableFile(atPath: words[0])
      && (try? start(words + ["-c", "import duckdb, numpy"]))?.code == 0
  }

  static func run(_ arguments: [String]) throws -> (code: Int32, output: String) {
    let script = Repository.root + "/Benchmarks/differential/differential.py"
    return try start((python ?? []) + [script, "--pql", Program.path] + arguments)
  }

  private static func start(_ words: [String]) throws -> (code: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
