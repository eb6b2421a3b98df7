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

  /// What is piped comes once, however often a load looks at it.
  @Test(arguments: [
    ("id,stage,amount\nA,Open,5\nB,Open,7\n", "count"),
    ("{\"id\":\"A\",\"stage\":\"Open\"}\n{\"id\":\"B\"}\n", "count"),
    ("[{\"id\":\"A\",\"stage\":\"Open\"},{\"id\":\"B\"}]", "count"),
    // Is not answered from the fields that it names, so that all are read after them.
    ("id,stage,owner\nA,Open,Ann\nB,Open,Bob\n", "count where owner in (\"Ann\", \"Bob\")"),
    ("id,stage,owner\nA,Open,Ann\nB,Open,Bob\n", "deals show id | count"),
  ])
  func readsWhatIsPiped(data: String, question: String) throws {
    let program = try Program()
    for name in ["-", "/dev/stdin"] {
      let file = try program.run(name, "-c", question, "--as", "csv", input: data)
      #expect(file.output == "count\n2\n" && file.code == 0)
      mkfifo(program.path("pipe"), 0o600)
      let running = try program.start(["pipe", "-c", question, "--as", "csv"])
      let pipe = try #require(FileHandle(forWritingAtPath: program.path("pipe")))
      try pipe.write(contentsOf: Data(data.utf8))
      try pipe.close()
      let piped = try running.result()
      #expect(piped.output == "count\n2\n" && piped.code == 0)
      unlink(program.path("pipe"))
    }
  }

  @Test func asksForTheQuestionWhereTheDataArePiped() throws {
    let result = try Program().run("-", input: "id\nA\n")
    #expect(result.code == 2)
    #expect(result.errors.contains("the question stands behind -c"))
  }

  /// A script or a model file that names a pipe would wait for it, maybe for ever.
  @Test func readsNoPipeThatTheCommandLineDoesNotName() throws {
    let program = try Program.withData()
    mkfifo(program.path("pipe"), 0o600)
    for path in ["pipe", "/dev/zero"] {
      for line in ["use \"\(path)\"", ".read \(path)", ".load \(path)"] {
        try program.folder.write(line + "\ncount\n", to: "s.pql")
        let result = try program.run("run", "s.pql")
        #expect(
          result.errors.contains("a device, which are read only where the command line"), "\(line)")
        #expect(result.code == 1)
      }
      try program.folder.write("{\"entities\":{\"deals\":{\"file\":\"\(path)\"}}}", to: "m.json")
      let result = try program.run("m.json", "-c", "count")
      #expect(result.errors.contains("read only where the command line"))
      #expect(result.code == 3)
    }
    let result = try program.run("model.json", "-c", "count | export \"pipe\"")
    #expect(result.errors.contains("`pipe` cannot be written: nobody reads from it"))
    #expect(result.code == 1)
  }

  /// To the system a name ends at a NUL, so that another file would be meant.
  @Test func takesNoNameWithANUL() throws {
    let program = try Program.withData()
    try program.folder.write("define d1: 1\n", to: "a")
    for line in ["count | export \"a\\u{0}b.csv\"", "use \"a\\u{0}b\""] {
      let result = try program.run("model.json", "-c", line)
      #expect(result.errors.contains("no name of a file holds a NUL"), "\(line)")
      #expect(result.code == 1)
    }
    let zone = try #require(SmallData.files["model.json"])
      .replacingOccurrences(of: "\"UTC\"", with: "\"Europe/Berlin\\u0000x\"")
    try program.folder.write(zone, to: "model.json")
    let result = try program.run("model.json", "-c", "count")
    #expect(result.errors.contains("is not a time zone"))
    #expect(result.code == 3)
  }

  @Test func exportsNoFormatThatItDoesNotKnow() throws {
    let program = try Program.withData()
    for (name, reason) in [
      ("a.xlsx", "PQL writes no spreadsheets (`.xlsx`)"), ("b.XLS", "PQL writes no spreadsheets"),
      ("c.pql", "`.pql` is no format that PQL writes: "), ("d", "has no ending that says"),
      ("e.d/f", "has no ending that says"),
    ] {
      let result = try program.run("model.json", "-c", "count | export \"\(name)\"")
      #expect(result.errors.contains(reason), "\(name)")
      #expect(result.code == 1 && result.errors.contains("PQL3005"))
      #expect(!FileManager.default.fileExists(atPath: program.path(name)))
      try program.folder.write("count | export \"\(name)\"", to: "s.pql")
      #expect(try program.run("check", "s.pql").code == 1)
    }
  }

  @Test func exportsOverNoScriptThatIsRun() throws {
    let program = try Program.withData()
    let script = "use \"used.csv\"\ncount | export \"s.txt\"\ncount | export \"used.csv\"\n"
    try program.folder.write(script, to: "s.txt")
    try program.folder.write("define d1: 1\n", to: "used.csv")
    let result = try program.run("run", "s.txt")
    #expect(result.code == 1)
    #expect(result.errors.components(separatedBy: "it is a script that is being run").count == 3)
    #expect(program.folder.text(of: "s.txt") == script)
    #expect(program.folder.text(of: "used.csv") == "define d1: 1\n")
  }

  /// A script may name any file; what stands there is nobody's to see by that.
  @Test(arguments: ["use \"secrets\"", ".read secrets"], ["text", "json"])
  func showsNoLineOfWhatIsNoScript(line: String, style: String) throws {
    let program = try Program.withData()
    try program.folder.write("\nroot:x:0:0 hidden\nzebra: is quux\n", to: "secrets")
    try program.folder.write(line + "\ncount\n", to: "s.pql")
    let result = try program.run("run", "s.pql", "--errors", style)
    #expect(result.code == 1)
    for word in ["root", "hidden", "zebra", "quux"] { #expect(!result.errors.contains(word)) }
    #expect(result.errors.contains("first on line 2"))
    // A script by its ending, and one that the command line names, are shown.
    try program.folder.write("\nroot:x:0:0 hidden\n", to: "secrets.pql")
    try program.folder.write(
      line.replacingOccurrences(of: "secrets", with: "secrets.pql"), to: "s.pql")
    #expect(try program.run("run", "s.pql").errors.contains("hidden"))
    #expect(try program.run("run", "secrets").errors.contains("hidden"))
  }

  @Test func writesThroughALinkThatLeadsToNoFileYet() throws {
    let program = try Program.withData()
    mkdir(program.path("sub"), 0o700)
    symlink("sub/link.csv", program.path("link.csv"))
    symlink("real.csv", program.path("sub/link.csv"))
    #expect(try program.run("model.json", "-c", "count | export \"link.csv\"").code == 0)
    #expect(program.folder.text(of: "sub/real.csv") == "count\n4\n")
    var status = stat()
    #expect(lstat(program.path("link.csv"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    symlink("nowhere/at/all.csv", program.path("lost.csv"))
    let lost = try program.run("model.json", "-c", "count | export \"lost.csv\"")
    #expect(lost.code == 1 && lost.errors.contains("No such file or directory"))
  }

  /// Nobody knows when somebody writes into a pipe that merely lies there.
  @Test(arguments: [".", "*.csv"]) func leavesAsideAPipeThatNobodyNamed(data: String) throws {
    let program = try Program()
    try program.folder.write("id,stage\nA,Open\n", to: "deals.csv")
    mkfifo(program.path("accounts.csv"), 0o600)
    mkfifo(program.path("model.json"), 0o600)
    let result = try program.run(data, "-c", "count", "--as", "csv")
    #expect(result.output == "count\n1\n")
    #expect(result.code == 0)
    let model = try program.run(data, "-c", "describe model", "--as", "csv")
    #expect(
      model.output.contains("accounts.csv") && model.output.contains("it is no file but a pipe"))
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
