import CTerminal
import Foundation
import Testing

/// What is left of a file that was being written when the program ended, and what is said when
/// memory or room on the disk ends.
@Suite struct UnfinishedFileTests {
  /// A program with data of which a snapshot takes a while to write.
  private func program() throws -> Program {
    let program = try Program()
    var text = "id,stage,amount,note\n"
    for row in 0..<40_000 {
      text += "\(row),Open,\(row),\(String(repeating: "x", count: 200))\(row)\n"
    }
    try program.folder.write(text, to: "deals.csv")
    return program
  }

  private func unfinished(_ program: Program) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: program.path("")).filter {
      $0.hasSuffix(".partial")
    }
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT, SIGSEGV, SIGABRT, SIGUSR1, SIGINT])
  func aSignalLeavesNothing(number: Int32) throws {
    let program = try program()
    let running = try program.start(
      ["snapshot", "deals.csv", "-o", "m.pqls"], variables: ["SWIFT_BACKTRACE": "enable=no"])
    var code: Int32 = 0
    while try unfinished(program).isEmpty, !ct_has_ended(running.process, &code) { usleep(200) }
    running.signal(number)
    _ = try running.result()
    #expect(try unfinished(program).isEmpty)
  }

  @Test func theNextWriterRemovesWhatWasLeft() throws {
    let program = try Program.withData()
    // A process that is no more, this one, which is, and names that are not PQL's.
    let gone = try program.start(["--version"])
    _ = try gone.result()
    for name in ["a.csv.\(gone.process).partial", "a.csv.\(getpid()).partial", "a.csv.x.partial"] {
      try program.folder.write("old", to: name)
    }
    #expect(try program.run("model.json", "-c", "count | export \"a.csv\"").code == 0)
    #expect(try Set(unfinished(program)) == ["a.csv.\(getpid()).partial", "a.csv.x.partial"])
    #expect(program.folder.text(of: "a.csv") == "count\n4\n")
  }

  #if os(Linux)
    @Test func aFileThatMayNotGrowIsSaidAndLeavesNothing() throws {
      let program = try program()
      let result = try program.limited("ulimit -f 100", "snapshot deals.csv -o m.pqls")
      #expect(result.code == 3 && result.errors.contains("cannot be written: File too large"))
      #expect(try unfinished(program).isEmpty)
    }

    @Test func theEndOfMemoryIsSaid() throws {
      let program = try program()
      var codes: Set<Int32> = []
      for kilobytes in stride(from: 80_000, through: 200_000, by: 10_000)
      where try program.limited("ulimit -v \(kilobytes)", "--version").code == 0 {
        let result = try program.limited("ulimit -v \(kilobytes)", "deals.csv -c 'count' --as csv")
        codes.insert(result.code)
        // The runtime's own words may stand before, but a sentence says what to do.
        if result.code == 3 {
          #expect(
            result.errors.contains("ulimit -v") || result.errors.contains("there is room for"),
            "\(kilobytes): \(result.errors)")
        } else {
          #expect(result.output == "count\n40000\n", "\(kilobytes): \(result.code)")
        }
      }
      #expect(codes == [0, 3])
    }
  #endif
}

extension Program {
  /// Runs the program in a shell that has set a limit.
  fileprivate func limited(_ limit: String, _ words: String) throws -> Result {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = ["-c", "\(limit); exec '\(Self.path)' \(words)"]
    shell.currentDirectoryURL = URL(fileURLWithPath: path(""))
    shell.environment = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    let (output, errors) = (path(".limited.out"), path(".limited.err"))
    for file in [output, errors] { try Data().write(to: URL(fileURLWithPath: file)) }
    shell.standardOutput = FileHandle(forWritingAtPath: output)
    shell.standardError = FileHandle(forWritingAtPath: errors)
    try shell.run()
    shell.waitUntilExit()
    return Result(
      code: shell.terminationStatus, output: folder.text(of: ".limited.out"),
      errors: folder.text(of: ".limited.err"))
  }
}
