import PQLIngest
import Synchronization

/// The files that a model was made of, known again by whatever name.
final class DataFiles: Sendable {
  private struct Place: Hashable {
    var device: UInt64
    var inode: UInt64
  }

  private let places = Mutex<Set<Place>>([])

  /// Remembers a file that is read.
  func add(_ path: String, _ files: any FileReading) {
    guard let status = files.status(of: path) else { return }
    let place = Place(device: status.device, inode: status.inode)
    places.withLock { places in _ = places.insert(place) }
  }

  /// Whether one of them has this name, too.
  func contain(_ path: String, _ files: any FileReading) -> Bool {
    guard let status = files.status(of: path) else { return false }
    let place = Place(device: status.device, inode: status.inode)
    return places.withLock { $0.contains(place) }
  }
}

/// What came out of pipes: it comes once, and a load may ask for it again.
private final class StreamedBytes: Sendable {
  private let known = Mutex<[String: FileBytes]>([:])

  func bytes(
    of path: String, _ read: () throws(FileFailure) -> FileBytes
  ) throws(FileFailure) -> FileBytes {
    if let bytes = known.withLock({ $0[path] }) { return bytes }
    let bytes = try read()
    known.withLock { $0[path] = bytes }
    return bytes
  }
}

/// Files that cannot be read any more once somebody wants to stop; what is read is remembered.
struct StoppableFiles: FileReading {
  let files: any FileReading
  let isStopped: @Sendable () -> Bool
  let dataFiles = DataFiles()
  private let streamed = StreamedBytes()

  init(files: any FileReading, isStopped: @escaping @Sendable () -> Bool) {
    self.files = files
    self.isStopped = isStopped
  }

  func kind(of path: String) -> FileKind { files.kind(of: path) }

  func read(_ path: String) throws(FileFailure) -> FileBytes {
    if isStopped() { throw FileFailure(reason: "interrupted") }
    guard files.kind(of: path) != .stream else {
      return try streamed.bytes(of: path) { () throws(FileFailure) in try files.read(path) }
    }
    dataFiles.add(path, files)
    return try files.read(path)
  }

  func mapped(_ path: String) throws(FileFailure) -> FileBytes? {
    dataFiles.add(path, files)
    return try files.mapped(path)
  }

  func status(of path: String) -> FileStatus? { files.status(of: path) }
  func names(in folder: String) throws(FileFailure) -> [String] { try files.names(in: folder) }
  func timeZone(_ name: String) -> [UInt8]? { files.timeZone(name) }
  func timeZoneNames() -> [String] { files.timeZoneNames() }
}
