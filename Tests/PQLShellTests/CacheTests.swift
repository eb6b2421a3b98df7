import Foundation
import PQLIngest
import PQLModel
import PQLShell
import PQLSnapshot
import PQLSyntax
import PQLTerminalSupport
import Synchronization
import Testing

/// A host on a folder of the disk, whose clock and program a test sets.
private final class DiskHost: ShellHost {
  let currentFolder: String
  private let errors = Mutex("")
  private let output = Mutex("")
  let files: any FileReading = PosixFiles()
  let program: String?
  /// So far ahead of the disk's clock that every file has been left alone for long.
  let utcSeconds: Int64
  /// The only folder that can be written to; nil for all.
  let writable: String?
  let nanoseconds: UInt64 = 0
  let isCancelled: @Sendable () -> Bool = { false }

  init(
    _ folder: TemporaryFolder, program: String? = "test 1", ahead: Int64 = 1_000,
    writable: String? = nil
  ) {
    currentFolder = folder.path("")
    self.program = program
    self.writable = writable
    utcSeconds = Int64(Date().timeIntervalSince1970) + ahead
  }

  var cacheFolder: String? { currentFolder + "/cache" }

  func write(_ text: String) { output.withLock { $0 += text } }
  func writeError(_ text: String) { errors.withLock { $0 += text } }
  func replaceFile(_ path: String, with text: String) throws(FileFailure) {
    try replaceFile(path, as: .document) { (write) throws(FileFailure) in
      try write(Array(text.utf8).span.bytes)
    }
  }

  func replaceFile(
    _ path: String, as purpose: FilePurpose,
    writing: (_ write: (RawSpan) throws(FileFailure) -> Void) throws(FileFailure) -> Void
  ) throws(FileFailure) {
    if let writable, !path.hasPrefix(writable) { throw FileFailure(reason: "read-only") }
    var data = Data()
    try writing { (piece) throws(FileFailure) in
      piece.withUnsafeBytes { data.append(contentsOf: $0) }
    }
    do {
      try data.write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw FileFailure(reason: "\(error)")
    }
  }

  func makeFolder(_ path: String) throws(FileFailure) {
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  var said: String { errors.withLock { $0 } }
  var answered: String { output.withLock { $0 } }
}

/// What `--cache` keeps, and when it counts.
@Suite struct CacheTests {
  private enum Way: Equatable { case kept, taken, neither }

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for (path, text) in SmallPipeline.files {
      let name = String(path.dropFirst(2))
      if name != "rules.pql" { try folder.write(text, to: name) }
    }
  }

  /// Loads with a cache, and tells by which way the data came and how many deals there are.
  @discardableResult
  private func load(
    _ names: [String] = ["model.json"], on host: DiskHost? = nil, asking text: String? = nil
  ) throws -> (way: Way, model: Model, said: String) {
    let host = host ?? DiskHost(folder)
    var settings = SessionSettings()
    settings.keepsSnapshots = true
    settings.showsTime = true
    var session = Session(host: host, settings: settings)
    let asked = text.map { [session.read(SourceText(name: "t", text: $0))] }
    try session.load(names.map { folder.path($0) }, for: asked)
    let way: Way =
      host.said.contains("taken from") ? .taken : host.said.contains("kept as") ? .kept : .neither
    return (way, session.model, host.said)
  }

  private func deals(_ model: Model) -> Int { model[.deals]?.rowCount ?? 0 }

  @Test func `the second load takes what the first kept`() throws {
    #expect(try load().way == .kept)
    let second = try load()
    #expect(second.way == .taken)
    #expect(deals(second.model) == 4)
    #expect(second.said.contains(".model.json.pqls"))
  }

  @Test func `a question that needs little keeps everything`() throws {
    #expect(try load(asking: "count").way == .kept)
    let second = try load()
    #expect(second.way == .taken)
    #expect(second.model[.activities]?.rowCount == 2)
  }

  @Test func `nothing is said unless asked`() throws {
    let host = DiskHost(folder)
    var settings = SessionSettings()
    settings.keepsSnapshots = true
    var session = Session(host: host, settings: settings)
    try session.load([folder.path("model.json")])
    try session.load([folder.path("model.json")])
    #expect(host.said.isEmpty)
    #expect(try load().way == .taken)
  }

  /// The length and the day of modification stay, and the content changes.
  @Test func `a content that hides behind its old date`() throws {
    try load()
    let path = folder.path("deals.csv")
    var before = stat()
    stat(path, &before)
    let text = folder.text(of: "deals.csv").replacingOccurrences(of: "One,Lead", with: "One,Lost")
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
    let times = [before.st_atim, before.st_mtim]
    utimensat(AT_FDCWD, path, times, 0)
    var after = stat()
    stat(path, &after)
    #expect(after.st_mtim.tv_nsec == before.st_mtim.tv_nsec && after.st_size == before.st_size)
    #expect(after.st_ino == before.st_ino)
    let second = try load()
    #expect(second.way == .kept)
    guard case .text(let stages)? = second.model[.deals]?.field("stage")?.column else {
      Issue.record("no stages")
      return
    }
    #expect(stages[0] == "Lost")
  }

  @Test func `a file that is replaced`() throws {
    try load()
    let text = folder.text(of: "deals.csv")
    try folder.write(text, to: "new.csv")
    rename(folder.path("new.csv"), folder.path("deals.csv"))
    #expect(try load().way == .kept)
    #expect(try load().way == .taken)
  }

  @Test func `a model file that changes`() throws {
    try load()
    let text = folder.text(of: "model.json")
    try folder.write(
      text.replacingOccurrences(of: "\"base\": \"EUR\"", with: "\"base\": \"CHF\""),
      to: "model.json")
    let second = try load()
    #expect(second.way == .kept)
    #expect(second.model.currency.base == "CHF")
  }

  @Test func `another program`() throws {
    try load()
    #expect(try load(on: DiskHost(folder, program: "test 2")).way == .kept)
    #expect(try load(on: DiskHost(folder, program: "test 2")).way == .taken)
    #expect(try load().way == .kept)
  }

  @Test func `a folder with one file more, and one less`() throws {
    let names = ["."]
    unlink(folder.path("model.json"))
    let first = try load(names)
    #expect(first.way == .kept)
    #expect(try load(names).way == .taken)
    try folder.write("id,name\nc1,Cas\n", to: "contacts.csv")
    let second = try load(names)
    #expect(second.way == .kept)
    #expect(second.model[.contacts]?.rowCount == 1)
    unlink(folder.path("contacts.csv"))
    let third = try load(names)
    #expect(third.way == .kept)
    #expect(third.model[.contacts] == nil)
    #expect(try load(names).way == .taken)
  }

  @Test func `a folder that gets a model file`() throws {
    let text = folder.text(of: "model.json")
    unlink(folder.path("model.json"))
    try load(["."])
    try folder.write(text, to: "model.json")
    let second = try load(["."])
    #expect(second.way == .kept)
    #expect(second.model.name == "Small")
  }

  @Test func `a pattern that fits another file`() throws {
    try folder.write("id,name,stage\n1,One,Lead\n", to: "deals-1.csv")
    #expect(deals(try load(["deals-?.csv"]).model) == 1)
    #expect(try load(["deals-?.csv"]).way == .taken)
    try folder.write("id,name,stage\n2,Two,Lead\n", to: "deals-2.csv")
    let second = try load(["deals-?.csv"])
    #expect(second.way == .kept)
    #expect(deals(second.model) == 2)
  }

  @Test func `several files, and others`() throws {
    let both = ["deals.csv", "accounts.csv"]
    #expect(try load(both).way == .kept)
    #expect(try load(both).way == .taken)
    let one = try load(["deals.csv"])
    #expect(one.way == .kept)
    #expect(one.model[.accounts] == nil)
    #expect(try load(both).way == .taken)
  }

  @Test func `a file that changed a moment ago is not trusted`() throws {
    // However long ago the files were written, to this clock it was now.
    let written = try #require(PosixFiles().status(of: folder.path("deals.csv"))).changed
    let late = Int64(Date().timeIntervalSince1970) - written / 1_000_000_000
    let now = DiskHost(folder, ahead: -late)
    let first = try load(on: now)
    #expect(first.way == .neither)
    #expect(first.said.contains("only a moment ago"))
  }

  @Test func `a host that keeps nothing`() throws {
    #expect(try load(on: DiskHost(folder, program: nil)).way == .neither)
    #expect(try load().way == .kept)
  }

  @Test func `a folder that cannot be written to`() throws {
    let host = DiskHost(folder, writable: folder.path("cache"))
    let first = try load(on: host)
    #expect(first.way == .kept)
    #expect(first.said.contains("/cache/"))
    #expect(try load(on: DiskHost(folder, writable: folder.path("cache"))).way == .taken)
    let nowhere = try load(["deals.csv"], on: DiskHost(folder, writable: "/nowhere"))
    #expect(nowhere.way == .neither)
    #expect(nowhere.said.contains("read-only"))
  }

  @Test func `a kept snapshot that is damaged at its head is none`() throws {
    try load()
    var bytes = folder.bytes(of: ".model.json.pqls")
    bytes[70] ^= 1
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(".model.json.pqls")))
    #expect(try load().way == .kept)
    #expect(try load().way == .taken)
    try Data(bytes.prefix(100)).write(to: URL(fileURLWithPath: folder.path(".model.json.pqls")))
    #expect(try load().way == .kept)
  }

  @Test func `a kept snapshot whose values are damaged gives no answer and is thrown away`() throws
  {
    try load()
    var bytes = folder.bytes(of: ".model.json.pqls")
    // Every value; head, table and description stay as they are.
    func word(_ place: Int) -> Int {
      bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let start = 64 + 32 * word(32) + word(40)
    for place in start..<bytes.count { bytes[place] ^= 0x55 }
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(".model.json.pqls")))
    let host = DiskHost(folder)
    var settings = SessionSettings()
    settings.keepsSnapshots = true
    var session = Session(host: host, settings: settings)
    try session.load([folder.path("model.json")])
    for kind in session.model.entities {
      session.run(SourceText(name: "t", text: "\(kind.rawValue)\n"))
    }
    #expect(session.hasFailed)
    #expect(host.said.contains("PQL3011") && host.said.contains("thrown away"))
    #expect(try load().way == .kept)
  }

  @Test func `an open snapshot stays what it was when another takes its place`() throws {
    try load()
    let session = try load()
    try folder.write("id,name,stage\n1,One,Lead\n", to: "deals.csv")
    #expect(try load().way == .kept)
    #expect(deals(session.model) == 4)
    guard case .text(let names)? = session.model[.deals]?.field("name")?.column else {
      Issue.record("no names")
      return
    }
    #expect(names[3] == "Four")
    #expect(session.model.damage.description == nil)
  }

  @Test func `a snapshot among other files is refused`() throws {
    try load()
    #expect(throws: LoadFailure.self) { try load(["deals.csv", ".model.json.pqls"]) }
  }
}
