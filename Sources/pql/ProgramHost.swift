import PQLIngest
import PQLShell
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

#if canImport(Glibc)
  nonisolated private let systemWrite = unsafe Glibc.write
#elseif canImport(Darwin)
  nonisolated private let systemWrite = unsafe Darwin.write
#endif

/// The real world: descriptors 0, 1 and 2, the disk, the clocks.
///
/// Output is gathered and written in large pieces, always before anything on standard error. When
/// whoever reads the output has gone, the program ends at once as if it were done.
final class ProgramHost: ShellHost {
  private static let gathered = 1 << 16
  private let pending = Mutex<[UInt8]>([])

  var files: any FileReading { PosixFiles() }

  var isCancelled: @Sendable () -> Bool { { Signals.interrupted } }

  func write(_ text: String) {
    let isFull = pending.withLock { bytes in
      bytes.append(contentsOf: text.utf8)
      return bytes.count >= Self.gathered
    }
    if isFull { flush() }
  }

  func writeError(_ text: String) {
    flush()
    _ = Self.writeAll(Array(text.utf8), to: 2)
  }

  func show() {
    if isatty(1) == 1 { flush() }
  }

  /// Writes what was gathered.
  func flush() {
    let bytes = pending.withLock { bytes in
      defer { bytes = [] }
      return bytes
    }
    if !Self.writeAll(bytes, to: 1) { _exit(ExitStatus.done.rawValue) }
  }

  /// Ends the program.
  func exit(_ status: ExitStatus) -> Never {
    flush()
    _exit(status.rawValue)
  }

  var utcSeconds: Int64 { Int64(time(nil)) }

  var nanoseconds: UInt64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return UInt64(now.tv_sec) * 1_000_000_000 + UInt64(now.tv_nsec)
  }

  /// Everything that stands on standard input; nil when it cannot be read or is not UTF-8.
  func standardInput() -> String? {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe read(0, &piece, piece.count)
      if count < 0, errno == EINTR, !Signals.interrupted { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return String(validating: bytes, as: UTF8.self) }
      bytes.append(contentsOf: piece[..<count])
    }
  }

  func replaceFile(_ path: String, with text: String) throws(FileFailure) {
    try replaceFile(path) { (write) throws(FileFailure) in try write(Array(text.utf8)) }
  }

  /// Writes pieces to a new file beside the old one, then takes its place.
  func replaceFile(
    _ path: String,
    writing: (_ write: ([UInt8]) throws(FileFailure) -> Void) throws(FileFailure) -> Void
  ) throws(FileFailure) {
    let beside = path + ".\(getpid()).partial"
    let descriptor = unsafe open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Self.failure() }
    // A script that may be run stays one.
    var old = stat()
    if unsafe stat(path, &old) == 0 { fchmod(descriptor, old.st_mode & 0o7777) }
    do throws(FileFailure) {
      try writing { (piece) throws(FileFailure) in
        if Signals.interrupted { throw FileFailure(reason: "interrupted") }
        if !Self.writeAll(piece, to: descriptor) { throw Self.failure() }
      }
    } catch {
      close(descriptor)
      unsafe unlink(beside)
      throw error
    }
    guard fsync(descriptor) == 0, close(descriptor) == 0, unsafe rename(beside, path) == 0 else {
      let failure = Self.failure()
      unsafe unlink(beside)
      throw failure
    }
  }

  /// Makes a folder and those above it.
  func makeFolder(_ path: String) throws(FileFailure) {
    guard files.kind(of: path) == .absent else { return }
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
      try makeFolder(String(path[..<slash]))
    }
    guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else { throw Self.failure() }
  }

  static func failure() -> FileFailure {
    FileFailure(reason: unsafe String(cString: strerror(errno)))
  }

  /// Whether all bytes could be written.
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe systemWrite(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    return true
  }
}
