import CTerminal
import Foundation
import Testing

/// Paths that are no ordinary file, files that are something else, and streams that cannot be written.
@Suite struct OddPlaceTests {
  private static let dirty = "id,stage,amount\nA,Open,5\n,Won,7\n"

  @Test func refusesADeviceWithoutEnd() throws {
    let program = try Program()
    let result = try program.run("/dev/zero", "-c", "count")
    #expect(result.code == 3)
    #expect(result.errors.contains("it is a device and no file"))
  }

  @Test func readsAPipe() throws {
    let program = try Program()
    mkfifo(program.path("deals.csv"), 0o600)
    let running = try program.start(["deals.csv", "-c", "count", "--as", "csv"])
    let text = "id,stage\n" + (0..<20_000).map { "D\($0),Open\n" }.joined()
    let pipe = try #require(FileHandle(forWritingAtPath: program.path("deals.csv")))
    try pipe.write(contentsOf: Data(text.utf8))
    try pipe.close()
    let result = try running.result()
    #expect(result.output == "count\n20000\n")
    #expect(result.code == 0)
  }

  /// Nobody knows when somebody writes into a pipe that merely lies there.
  @Test(arguments: [".", "*.csv"]) func leavesAsideAPipeThatNobodyNamed(data: String) throws {
    let program = try Program()
    try program.folder.write("id,stage\nA,Open\n", to: "deals.csv")
    mkfifo(program.path("accounts.csv"), 0o600)
    mkfifo(program.path("model.json"), 0o600)
    let result = try program.run(data, "-c", "count", "--as", "csv")
    #expect(result.output == "count\n1\n")
    #expect(result.errors.contains("left aside: accounts.csv; it is no file but a pipe"))
    #expect(result.code == 0)
    unlink(program.path("deals.csv"))
    #expect(try program.run(data, "-c", "count").code == 3)
  }

  @Test func tellsThatNoFileIsNamed() throws {
    let result = try Program().run("", "-c", "count")
    #expect(result.code == 3)
    #expect(result.errors.contains("no file is named"))
    #expect(!result.errors.contains("perhaps"))
  }

  /// `--rejects /dev/null` must not put a file in the place of the device.
  @Test func writesIntoWhatIsNoFileAndNotInItsPlace() throws {
    let program = try Program()
    try program.folder.write(Self.dirty, to: "deals.csv")
    for arguments in [
      ["deals.csv", "-c", "count", "--rejects", "pipe"],
      ["deals.csv", "-c", "count | export \"pipe\""], ["snapshot", "deals.csv", "-o", "pipe"],
    ] {
      mkfifo(program.path("pipe"), 0o600)
      // Open for reading as well, so that neither side waits for the other.
      let reader = open(program.path("pipe"), O_RDWR | O_NONBLOCK | O_CLOEXEC)
      #expect(try program.start(arguments).result().code == 0)
      var first: UInt8 = 0
      #expect(read(reader, &first, 1) == 1)
      close(reader)
      var status = stat()
      #expect(stat(program.path("pipe"), &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
      unlink(program.path("pipe"))
    }
  }

  @Test func replacesWhatStandsBehindALinkAndNotTheLink() throws {
    let program = try Program.withData()
    try program.folder.write("old", to: "real.csv")
    symlink("real.csv", program.path("link.csv"))
    #expect(try program.run("model.json", "-c", "count | export \"link.csv\"").code == 0)
    #expect(program.folder.text(of: "real.csv") == "count\n4\n")
    var status = stat()
    #expect(lstat(program.path("link.csv"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
  }

  @Test func neverWritesOverTheData() throws {
    let program = try Program()
    try program.folder.write(Self.dirty, to: "deals.csv")
    try program.folder.write(
      "{\"entities\":{\"deals\":{\"file\":\"deals.csv\"}}}", to: "model.json")
    let rejects = try program.run("deals.csv", "-c", "count", "--rejects", "deals.csv")
    #expect(rejects.code == 3 && rejects.errors.contains("deals.csv: it holds the data"))
    let other = try program.run("model.json", "-c", "count", "--rejects", "deals.csv")
    #expect(other.code == 3 && other.errors.contains("holds no rejected records"))
    let snapshot = try program.run("snapshot", "model.json", "-o", "deals.csv")
    #expect(snapshot.code == 3 && snapshot.errors.contains("is no snapshot"))
    #expect(program.folder.text(of: "deals.csv") == Self.dirty)
    // Their own earlier files they do replace.
    for _ in 0..<2 {
      #expect(try program.run("snapshot", "deals.csv", "-o", "m.pqls").code == 0)
      #expect(try program.run("deals.csv", "-c", "count", "--rejects", "r.ndjson").code == 0)
      #expect(program.folder.text(of: "r.ndjson").contains("\"line\":3"))
    }
  }

  @Test func leavesNoOldRejectsBehindALoadThatFails() throws {
    let program = try Program()
    try program.folder.write(Self.dirty, to: "deals.csv")
    #expect(try program.run("deals.csv", "-c", "count", "--rejects", "r.ndjson").code == 0)
    try program.folder.write("id,stage\nA,Open\nA,Won\n", to: "deals.csv")
    #expect(try program.run("deals.csv", "-c", "count", "--rejects", "r.ndjson").code == 3)
    #expect(program.folder.text(of: "r.ndjson").isEmpty)
  }

  #if os(Linux)
    @Test func saysWhenTheOutputIsLost() throws {
      let program = try Program.withData()
      let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
      let result = try program.start(["model.json", "-c", "deals"], output: full).result()
      #expect(result.code == 1)
      #expect(result.errors.contains("standard output cannot be written"))
    }
  #endif

  /// Values, names of files and arguments, in messages of their own.
  @Test func noMessageReachesTheTerminalRaw() throws {
    let program = try Program()
    let escape = "\u{1B}[31m"
    try program.folder.write("id,stage\nA\(escape),Open\nA\(escape),Won\n", to: "deals.csv")
    try program.folder.write(
      "{\"entities\":{\"deals\":{\"file\":\"\\u001b[31mx.csv\"}}}", to: "model.json")
    for arguments in [
      ["deals.csv", "-c", "count"], ["model.json", "-c", "count"],
      ["\(escape)x.csv", "-c", "count"],
      ["init", "\(escape)x"], ["run", "\(escape)x.pql"], ["explain", escape],
      ["deals.csv", "-c", "count", "--as", escape], ["--\(escape)"],
      ["snapshot", "deals.csv", "-o", "no/\(escape)"],
    ] {
      let result = try program.start(arguments).result()
      #expect(result.code != 0)
      #expect(!(result.output + result.errors).contains("\u{1B}"), "\(arguments)")
      #expect(result.errors.contains("\u{241B}[31m"), "\(arguments)")
    }
  }
}
