#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files of the machine.
package struct PosixFiles: FileReading {
  /// Files from this size on are mapped; smaller ones are read.
  private static let mappedFrom = 1 << 16

  /// Whether whoever waits for a file has given up.
  private let isStopped: @Sendable () -> Bool

  package init(isStopped: @escaping @Sendable () -> Bool = { false }) {
    self.isStopped = isStopped
  }

  package func kind(of path: String) -> FileKind {
    var status = stat()
    guard canNameFile(path), unsafe stat(path, &status) == 0 else { return .absent }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .stream
    }
  }

  package func read(_ path: String) throws(FileFailure) -> FileBytes {
    let descriptor = try opened(path)
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw lastFailure() }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw FileFailure(reason: "it is a folder")
    // Such as /dev/zero, which has no end.
    case S_IFCHR, S_IFBLK: throw FileFailure(reason: "it is a device and no file")
    default: break
    }
    let size = Int(status.st_size)
    if status.st_mode & S_IFMT == S_IFREG, size >= PosixFiles.mappedFrom,
      let mapped = FileBytes(descriptor: descriptor, count: size)
    {
      return mapped
    }
    return try contents(of: descriptor)
  }

  private func opened(_ path: String) throws(FileFailure) -> Int32 {
    guard canNameFile(path) else { throw .hasNUL }
    var descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    // A socket cannot be opened by a name, but that of standard input is open already.
    if descriptor < 0, errno == ENXIO, path == PosixFiles.standardInput { descriptor = dup(0) }
    guard descriptor >= 0 else { throw lastFailure() }
    return descriptor
  }

  /// The name of standard input among files.
  package static let standardInput = "/dev/stdin"

  package func mapped(_ path: String) throws(FileFailure) -> FileBytes? {
    // A pipe that is opened and closed again leaves its writer alone, so that one is not even opened.
    guard status(of: path) != nil else { return nil }
    let descriptor = try opened(path)
    defer { close(descriptor) }
    var found = stat()
    guard unsafe fstat(descriptor, &found) == 0 else { throw lastFailure() }
    if found.st_size == 0 { return FileBytes([]) }
    guard
      let mapped = FileBytes(
        descriptor: descriptor, count: Int(found.st_size))
    else { throw lastFailure() }
    return mapped
  }

  package func status(of path: String) -> FileStatus? {
    var found = stat()
    guard canNameFile(path), unsafe stat(path, &found) == 0, found.st_mode & S_IFMT == S_IFREG
    else { return nil }
    #if canImport(Darwin)
      let (modified, changed) = (found.st_mtimespec, found.st_ctimespec)
    #else
      let (modified, changed) = (found.st_mtim, found.st_ctim)
    #endif
    return FileStatus(
      device: UInt64(truncatingIfNeeded: found.st_dev),
      inode: UInt64(truncatingIfNeeded: found.st_ino), size: Int64(found.st_size),
      modified: nanoseconds(modified), changed: nanoseconds(changed))
  }

  private func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }

  package func names(in folder: String) throws(FileFailure) -> [String] {
    guard canNameFile(folder) else { throw .hasNUL }
    guard let stream = unsafe opendir(folder) else { throw lastFailure() }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      // `d_name` is a C string inside the entry, which lives until the next `readdir`.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
        unsafe tuple.withMemoryRebound(to: CChar.self, capacity: 1) { unsafe String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  package func timeZone(_ name: String) -> [UInt8]? {
    guard !name.isEmpty, !name.hasPrefix("/"), !name.split(separator: "/").contains("..") else {
      return nil
    }
    for folder in PosixFiles.zoneFolders where kind(of: folder + "/" + name) == .file {
      if let bytes = try? read(folder + "/" + name) { return bytes.array }
    }
    return nil
  }

  package func timeZoneNames() -> [String] {
    for folder in PosixFiles.zoneFolders {
      guard let table = try? read(folder + "/tzdata.zi").array else { continue }
      return PosixFiles.zoneNames(String(decoding: table, as: UTF8.self))
    }
    return []
  }

  /// The zones and links of a `tzdata.zi`: lines `Z NAME …` and `L TARGET NAME`.
  private static func zoneNames(_ table: String) -> [String] {
    var names: [String] = []
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count > 1, words[0] == "Z" { names.append(String(words[1])) }
      if words.count > 2, words[0] == "L" { names.append(String(words[2])) }
    }
    return names.sorted()
  }

  private static var zoneFolders: [String] {
    let standard = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/var/db/timezone/zoneinfo"]
    guard let own = unsafe getenv("TZDIR") else { return standard }
    return [unsafe String(cString: own)] + standard
  }

  /// Everything that comes out of a descriptor: of a pipe nobody knows how much that is.
  private func contents(of descriptor: Int32) throws(FileFailure) -> FileBytes {
    var bytes = DecompressedBytes(most: DecompressionLimit.ofThisMachine.most)
    while true {
      let got = try grown(&bytes, from: descriptor)
      if got < 0 {
        if errno == EINTR, !isStopped() { continue }
        throw lastFailure()
      }
      if got == 0 { return bytes.finish() }
    }
  }

  private func grown(
    _ bytes: inout DecompressedBytes, from descriptor: Int32
  ) throws(FileFailure) -> Int {
    do throws(DecompressionFailure) {
      return try unsafe bytes.append { room in
        // No more at once than can be waited for.
        let got = unsafe systemRead(descriptor, room.baseAddress, min(room.count, 1 << 20))
        return (max(got, 0), got)
      }
    } catch {
      throw FileFailure(
        reason: "it holds more than \(bytes.count >> 20) MB, which is more than there is room for")
    }
  }

  private func lastFailure() -> FileFailure {
    FileFailure(reason: unsafe String(cString: strerror(errno)).lowercased())
  }
}

/// `read` of the C library, which a method of that name hides.
private func systemRead(
  _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
  unsafe read(descriptor, buffer, count)
}
