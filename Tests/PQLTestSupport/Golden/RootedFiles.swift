import PQLIngest

/// The files of the machine, seen from one folder, so that messages name no other place.
package struct RootedFiles: FileReading {
  private let folder: String
  private let machine = PosixFiles()

  package init(folder: String) {
    self.folder = folder
  }

  package func kind(of path: String) -> FileKind { machine.kind(of: full(path)) }

  package func read(_ path: String) throws(FileFailure) -> FileBytes {
    try machine.read(full(path))
  }

  package func mapped(_ path: String) throws(FileFailure) -> FileBytes? {
    try machine.mapped(full(path))
  }

  package func status(of path: String) -> FileStatus? { machine.status(of: full(path)) }

  package func names(in path: String) throws(FileFailure) -> [String] {
    try machine.names(in: full(path))
  }

  package func timeZone(_ name: String) -> [UInt8]? { machine.timeZone(name) }

  package func timeZoneNames() -> [String] { machine.timeZoneNames() }

  private func full(_ path: String) -> String {
    path.hasPrefix("/") ? path : folder + "/" + path
  }
}
