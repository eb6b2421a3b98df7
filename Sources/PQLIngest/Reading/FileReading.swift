/// What stands at a path.
package enum FileKind: Sendable, Hashable {
  case file, folder, absent
  /// A pipe, a socket or a device: what is read from its first byte to its last, if it has one, and
  /// waited for.
  case stream
}

/// Why a file could not be read, in the system's words.
package struct FileFailure: Error, Sendable, Hashable {
  package var reason: String

  package init(reason: String) {
    self.reason = reason
  }

  /// Of what is no regular file, where nobody who could wait for it has named it.
  package static let isStream = FileFailure(
    reason: "it is no file but a pipe, a socket or a device, which are read only where the command "
      + "line names them")

  /// Of a name that the system would take for another one: to it a name ends at the first NUL.
  package static let hasNUL = FileFailure(reason: "no name of a file holds a NUL")
}

/// Whether a text can be the name of a file.
package func canNameFile(_ path: String) -> Bool { !path.utf8.contains(0) }

/// What the system tells of a file; when its content changes, so does this.
///
/// The day of the last change of the file's entry (`ctime`) is no program's to set, so that a content
/// of the same length under a restored day of modification shows too.
package struct FileStatus: Sendable, Hashable {
  package var device: UInt64
  package var inode: UInt64
  /// In bytes.
  package var size: Int64
  /// Nanoseconds since 1970.
  package var modified: Int64
  /// Nanoseconds since 1970.
  package var changed: Int64

  package init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
    self.device = device
    self.inode = inode
    self.size = size
    self.modified = modified
    self.changed = changed
  }
}

/// The files a loader may see: the disk, or a few texts in a test.
package protocol FileReading: Sendable {
  /// What stands at the path.
  func kind(of path: String) -> FileKind
  /// Every byte of a file.
  func read(_ path: String) throws(FileFailure) -> FileBytes
  /// The bytes of a file of which little may be looked at: none is fetched before it is. Nil for
  /// what is no regular file, and must be read from its first byte to its last.
  func mapped(_ path: String) throws(FileFailure) -> FileBytes?
  /// What the system tells of a regular file; nil for everything else.
  func status(of path: String) -> FileStatus?
  /// The names in a folder, in any order.
  func names(in folder: String) throws(FileFailure) -> [String]
  /// The bytes of a time zone (TZif) by its name; nil when there is none.
  func timeZone(_ name: String) -> [UInt8]?
  /// The names of all time zones, for advice.
  func timeZoneNames() -> [String]
}

extension FileReading {
  /// All bytes at once, where nothing can be mapped.
  package func mapped(_ path: String) throws(FileFailure) -> FileBytes? {
    kind(of: path) == .file ? try read(path) : nil
  }

  /// Nothing, where files are not the system's.
  package func status(of path: String) -> FileStatus? { nil }
}

/// Files by path in memory.
package struct MemoryFiles: FileReading {
  package var files: [String: [UInt8]]
  package var zones: [String: [UInt8]]

  package init(_ files: [String: String] = [:], zones: [String: [UInt8]] = [:]) {
    self.files = files.mapValues { Array($0.utf8) }
    self.zones = zones
  }

  package func kind(of path: String) -> FileKind {
    if files[path] != nil { return .file }
    return files.keys.contains { $0.hasPrefix(path + "/") } ? .folder : .absent
  }

  package func read(_ path: String) throws(FileFailure) -> FileBytes {
    guard let bytes = files[path] else { throw FileFailure(reason: "no such file") }
    return FileBytes(bytes)
  }

  package func names(in folder: String) throws(FileFailure) -> [String] {
    files.keys.filter { $0.hasPrefix(folder + "/") }.map { path in
      let rest = path.dropFirst(folder.count + 1)
      return String(rest.prefix { $0 != "/" })
    }
  }

  package func timeZone(_ name: String) -> [UInt8]? { zones[name] }

  package func timeZoneNames() -> [String] { zones.keys.sorted() }
}
