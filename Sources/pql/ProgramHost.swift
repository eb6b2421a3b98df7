import PQLIngest
import PQLLineEdit
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
  private let bar = Mutex(LoadBar())

  var files: any FileReading { PosixFiles { Signals.interrupted } }

  var isCancelled: @Sendable () -> Bool { { Signals.interrupted } }

  /// Shows it on standard error, when that is a terminal whose rows can be erased.
  var hearsOfLoad: @Sendable (LoadEvent) -> Void {
    guard isatty(2) == 1, variable("TERM") != "dumb" else { return { _ in } }
    return { [self] event in
      // Written under the lock, so that no row comes after the one that erases it.
      bar.withLock { bar in
        let width = TerminalSize.columns(of: 2) ?? 80
        guard let text = bar.text(after: event, at: nanoseconds, width: width) else { return }
        Signals.showsRow = bar.isShown
        _ = Self.writeAll(Array(text.utf8), to: 2)
      }
    }
  }

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
    guard !Self.writeAll(bytes, to: 1) else { return }
    let reason = errno
    // Whoever read the output has had enough of it; a full disk has lost some.
    guard reason != EPIPE else { _exit(ExitStatus.done.rawValue) }
    let sentence =
      "error: standard output cannot be written: \(unsafe String(cString: strerror(reason)))\n"
    _ = Self.writeAll(Array(sentence.utf8), to: 2)
    _exit(ExitStatus.failed.rawValue)
  }

  /// Ends the program.
  func exit(_ status: ExitStatus) -> Never {
    flush()
    _exit(status.rawValue)
  }

  /// The version, and the file of the program as the system tells of it: two builds of one version
  /// need not read data alike.
  var program: String? {
    #if canImport(Glibc)
      let path = "/proc/self/exe"
    #else
      let path = CommandLine.arguments.first ?? ""
    #endif
    let status = files.status(of: path)
    return "\(Pql.version) \(status.map { "\($0.inode) \($0.size) \($0.changed)" } ?? "")"
  }

  var currentFolder: String {
    guard let path = unsafe getcwd(nil, 0) else { return "" }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  /// Where XDG has it: `$XDG_CACHE_HOME`, else `~/.cache`.
  var cacheFolder: String? {
    let named = [variable("XDG_CACHE_HOME"), variable("HOME").map { $0 + "/.cache" }]
    return named.lazy.compactMap { $0 }.first { $0.hasPrefix("/") }.map { $0 + "/pql" }
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
    try replaceFile(path, as: .document) { (write) throws(FileFailure) in
      try unsafe write(Array(text.utf8).span.bytes)
    }
  }

  /// Writes pieces to a new file beside the old one, then takes its place.
  func replaceFile(
    _ path: String, as purpose: FilePurpose,
    writing: (_ write: (RawSpan) throws(FileFailure) -> Void) throws(FileFailure) -> Void
  ) throws(FileFailure) {
    try Signals.tidyingUp { () throws(FileFailure) in
      try FileReplacement(path, as: purpose).write(writing)
    }
  }

  /// Makes a folder and those above it.
  func makeFolder(_ path: String) throws(FileFailure) {
    guard canNameFile(path) else { throw .hasNUL }
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
    unsafe bytes.withUnsafeBytes { unsafe writeAll($0, to: descriptor) }
  }

  /// Whether all bytes could be written; with `stops`, also when Ctrl-C came and somebody was waited
  /// for.
  static func writeAll(
    _ bytes: UnsafeRawBufferPointer, to descriptor: Int32, stops: Bool = false
  ) -> Bool {
    var rest = unsafe bytes[...]
    while unsafe !rest.isEmpty {
      let count = unsafe systemWrite(
        descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count < 0, errno == EINTR, stops, Signals.interrupted { return false }
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { return false }
      unsafe rest = rest.dropFirst(count)
    }
    return true
  }
}
