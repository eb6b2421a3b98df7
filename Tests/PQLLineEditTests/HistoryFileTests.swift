import Foundation
import PQLTerminalSupport
import Testing

@testable import PQLLineEdit

@Suite struct HistoryFileTests {
  @Test(arguments: ["deals", "two\nrows", "back\\slash \\n", "日本語\t👨‍👩‍👧", "\\", "a\r\nb"])
  func anEntryComesBackFromItsLine(entry: String) {
    let line = HistoryFile.line(for: entry)
    #expect(!line.unicodeScalars.contains("\n"))
    #expect(HistoryFile.entry(of: Array(line.utf8)) == entry)
  }

  @Test func aFileIsForItsOwnerOnly() throws {
    let folder = try TemporaryFolder()
    try HistoryFile(path: folder.path("history"), limit: 10).append("deals")
    var status = stat()
    #expect(stat(folder.path("history"), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func aFileThatOthersCouldReadIsClosedToThem() throws {
    let folder = try TemporaryFolder()
    try folder.write("old\n", to: "history")
    chmod(folder.path("history"), 0o644)
    try HistoryFile(path: folder.path("history"), limit: 10).append("deals")
    var status = stat()
    #expect(stat(folder.path("history"), &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    #expect(folder.text(of: "history") == "old\ndeals\n")
  }

  @Test func twoSessionsLoseNothing() throws {
    let folder = try TemporaryFolder()
    let file = HistoryFile(path: folder.path("history"), limit: 1_000)
    DispatchQueue.concurrentPerform(iterations: 4) { session in
      for index in 0..<25 { try? file.append("session \(session)\nrow \(index)") }
    }
    #expect(Set(file.load()).count == 100)
  }

  @Test func brokenLinesArePassedOver() throws {
    let folder = try TemporaryFolder()
    let long = String(repeating: "x", count: 3 * History.longestEntry)
    let bytes =
      Array("good\n".utf8) + [0xFF, 0xFE, 0x0A] + Array("\(long)\n\n\nnul\0\nlast\n".utf8)
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path("history")))
    #expect(HistoryFile(path: folder.path("history"), limit: 10).load() == ["good", "last"])
  }

  @Test func halfALineStaysApart() throws {
    let folder = try TemporaryFolder()
    try folder.write("one\nhal", to: "history")
    let file = HistoryFile(path: folder.path("history"), limit: 10)
    try file.append("two")
    #expect(file.load() == ["one", "hal", "two"])
  }

  @Test func aLongFileIsShortened() throws {
    let folder = try TemporaryFolder()
    let file = HistoryFile(path: folder.path("history"), limit: 5)
    for index in 0..<10 { try file.append("entry \(index)") }
    #expect(folder.text(of: "history").split(separator: "\n").count == 5)
    #expect(file.load() == (5..<10).map { "entry \($0)" })
  }

  @Test func whatIsNoFileIsRefused() throws {
    let folder = try TemporaryFolder()
    mkfifo(folder.path("pipe"), 0o600)
    #expect(throws: HistoryFailure.self) {
      try HistoryFile(path: folder.path("pipe"), limit: 5).append("deals")
    }
    #expect(HistoryFile(path: folder.path("missing"), limit: 5).load() == [])
  }

  @Test func anEntryIsKeptOnceInARow() {
    var history = History(entries: ["a"], limit: 3)
    #expect(!history.accepts("a"))
    #expect(!history.accepts(" \n "))
    #expect(!history.accepts(String(repeating: "x", count: History.longestEntry + 1)))
    for entry in ["b", "c", "d"] { history.append(entry) }
    #expect(history.entries == ["b", "c", "d"])
  }

  @Test func lettersFoldUnlessThereIsACapital() {
    let history = History(entries: ["Deals", "deals"], limit: 9)
    #expect(history.search("deal", from: 9, forward: false)?.entry == 1)
    #expect(history.search("Deal", from: 9, forward: false)?.entry == 0)
    #expect(history.search("ea", from: 0, forward: true) == .init(entry: 0, range: 1..<3))
    #expect(history.search("", from: 9, forward: false) == nil)
  }
}
