import Foundation
import Testing

/// `pql snapshot`, `--cache`, and data that are a snapshot.
@Suite struct SnapshotTests {
  @Test func writesOpensAndVerifies() throws {
    let program = try Program.withData()
    let written = try program.run("snapshot", "model.json", "-o", "any.name")
    #expect(written.code == 0)
    #expect(written.output.hasPrefix("wrote any.name: 4 deals; "))
    let query = "sum amount by stage"
    let fromData = try program.run("model.json", "-c", query)
    let fromSnapshot = try program.run("any.name", "-c", query)
    #expect(fromSnapshot.code == 0)
    #expect(fromSnapshot.output == fromData.output && fromSnapshot.errors == fromData.errors)
    let verified = try program.run("snapshot", "--verify", "any.name")
    #expect(verified.code == 0)
    #expect(verified.output == "any.name: whole; 4 deals\n")
    #expect(try program.run("snapshot", "any.name", "-o", "again").code == 0)
    #expect(program.folder.bytes(of: "again") == program.folder.bytes(of: "any.name"))
  }

  @Test func refusesWhatIsDamaged() throws {
    let program = try Program.withData()
    #expect(try program.run("snapshot", "model.json", "-o", "m.pqls").code == 0)
    let bytes = program.folder.bytes(of: "m.pqls")
    func put(_ bytes: [UInt8]) throws {
      try Data(bytes).write(to: URL(fileURLWithPath: program.path("m.pqls")))
    }
    var changed = bytes
    changed[bytes.count - 3] ^= 4
    try put(changed)
    let verified = try program.run("snapshot", "--verify", "m.pqls")
    #expect(verified.code == 3)
    #expect(verified.errors.contains("it is damaged") && verified.errors.contains("pql snapshot"))
    let asked = try program.run("m.pqls", "-c", "deals show region")
    #expect(asked.code == 3)
    #expect(asked.output.isEmpty && asked.errors.contains("PQL3011"))
    try put(Array(bytes.dropLast()))
    let short = try program.run("m.pqls", "-c", "count")
    #expect(short.code == 3)
    #expect(short.errors.contains("it is cut off: \(bytes.count - 1) of \(bytes.count) bytes"))
    changed = bytes
    changed[16] = 99
    try put(changed)
    #expect(try program.run("m.pqls", "-c", "count").code == 3)
  }

  @Test func asksForWhatItNeeds() throws {
    let program = try Program.withData()
    #expect(try program.run("snapshot", "model.json").code == 2)
    #expect(try program.run("snapshot", "--verify", "model.json", "-o", "x").code == 2)
    let none = try program.run("snapshot", "--verify", "model.json")
    #expect(none.code == 3)
    #expect(none.errors.contains("it is no snapshot"))
    #expect(try program.run("snapshot", "model.json", "-o", "no/such/folder").code == 3)
  }

  /// The first run that keeps a snapshot: files must have been left alone for a while.
  private func firstThatKeeps(_ program: Program) throws -> Program.Result {
    let deadline = Date().addingTimeInterval(Program.patience)
    var result: Program.Result
    repeat {
      result = try program.run("model.json", "--cache", "--timer", "-c", "count as csv")
    } while !result.errors.contains("cache: kept as") && Date() < deadline
    return result
  }

  @Test func keepsOneByItself() throws {
    let program = try Program.withData()
    let first = try firstThatKeeps(program)
    #expect(first.errors.contains("cache: kept as .model.json.pqls"))
    let attributes = try FileManager.default.attributesOfItem(
      atPath: program.path(".model.json.pqls"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let second = try program.run("model.json", "--cache", "--timer", "-c", "count as csv")
    #expect(second.errors.contains("cache: taken from .model.json.pqls"))
    #expect(first.output == second.output && second.output == "count\n4\n")
    try program.folder.write("id,stage\n1,Lead\n", to: "deals.csv")
    let third = try program.run("model.json", "--cache", "--timer", "-c", "count as csv")
    #expect(third.output == "count\n1\n")
    #expect(!third.errors.contains("taken from"))
  }

  @Test func survivesSeveralAtOnce() throws {
    let program = try Program.withData()
    _ = try firstThatKeeps(program)
    try FileManager.default.removeItem(atPath: program.path(".model.json.pqls"))
    let running = try (0..<8).map { _ in
      try program.start(["model.json", "--cache", "-c", "count as csv"])
    }
    for run in running { #expect(try run.result().output == "count\n4\n") }
    #expect(try program.run("snapshot", "--verify", ".model.json.pqls").code == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: program.path(""))
    #expect(!names.contains { $0.hasSuffix(".partial") })
  }
}
