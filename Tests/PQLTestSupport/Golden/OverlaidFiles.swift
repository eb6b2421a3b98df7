import PQLIngest
import Synchronization

/// Files with a few more among them that were made in memory.
package final class OverlaidFiles: FileReading {
  private let base: any FileReading
  private let more = Mutex<[String: [UInt8]]>([:])

  package init(base: any FileReading) {
    self.base = base
  }

  /// Makes a file.
  package func put(_ bytes: [UInt8], at path: String) {
    more.withLock { $0[path] = bytes }
  }

  package func kind(of path: String) -> FileKind {
    more.withLock { $0[path] } == nil ? base.kind(of: path) : .file
  }

  package func read(_ path: String) throws(FileFailure) -> FileBytes {
    if let bytes = more.withLock({ $0[path] }) { return FileBytes(bytes) }
    return try base.read(path)
  }

  package func names(in folder: String) throws(FileFailure) -> [String] {
    try base.names(in: folder)
  }

  package func timeZone(_ name: String) -> [UInt8]? { base.timeZone(name) }
  package func timeZoneNames() -> [String] { base.timeZoneNames() }
}
