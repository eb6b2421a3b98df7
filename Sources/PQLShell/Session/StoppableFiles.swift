import PQLIngest

/// Files that cannot be read any more once somebody wants to stop.
struct StoppableFiles: FileReading {
  let files: any FileReading
  let isStopped: @Sendable () -> Bool

  func kind(of path: String) -> FileKind { files.kind(of: path) }

  func read(_ path: String) throws(FileFailure) -> FileBytes {
    if isStopped() { throw FileFailure(reason: "interrupted") }
    return try files.read(path)
  }

  func mapped(_ path: String) throws(FileFailure) -> FileBytes? { try files.mapped(path) }
  func status(of path: String) -> FileStatus? { files.status(of: path) }
  func names(in folder: String) throws(FileFailure) -> [String] { try files.names(in: folder) }
  func timeZone(_ name: String) -> [UInt8]? { files.timeZone(name) }
  func timeZoneNames() -> [String] { files.timeZoneNames() }
}
