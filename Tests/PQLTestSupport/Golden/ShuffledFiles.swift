import Foundation
import PQLIngest

/// Files whose records stand in another order: the lines of NDJSON, and those of CSV below the header.
///
/// A history keeps its order, which tells moves of one moment apart.
package struct ShuffledFiles: FileReading {
  private let folder: String
  private let base: RootedFiles
  private let seed: UInt64

  package init(folder: String, seed: UInt64) {
    self.folder = folder
    base = RootedFiles(folder: folder)
    self.seed = seed
  }

  package func kind(of path: String) -> FileKind { base.kind(of: path) }

  package func read(_ path: String) throws(FileFailure) -> FileBytes {
    let name = path.split(separator: "/").last ?? ""
    let isCSV = name.hasSuffix(".csv")
    guard isCSV || name.hasSuffix(".ndjson"), !name.hasPrefix("history"),
      let all = FileManager.default.contents(
        atPath: path.hasPrefix("/") ? path : folder + "/" + path)
    else { return try base.read(path) }
    var lines = all.split(separator: UInt8(ascii: "\n")).map(Array.init)
    // A cell of several lines would be torn apart.
    let isWhole = lines.allSatisfy { line in
      line.count { $0 == UInt8(ascii: "\"") }.isMultiple(of: 2)
    }
    guard isWhole, lines.count > (isCSV ? 2 : 1) else { return try base.read(path) }
    var random = SeededRandom(seed: seed)
    lines[(isCSV ? 1 : 0)...].shuffle(using: &random)
    return FileBytes(Array(lines.joined(separator: [UInt8(ascii: "\n")])) + [UInt8(ascii: "\n")])
  }

  package func names(in folder: String) throws(FileFailure) -> [String] {
    try base.names(in: folder)
  }

  package func timeZone(_ name: String) -> [UInt8]? { base.timeZone(name) }
  package func timeZoneNames() -> [String] { base.timeZoneNames() }
}
