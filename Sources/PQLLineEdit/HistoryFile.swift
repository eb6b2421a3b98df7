#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file of a history: an entry a line, shared by the sessions of a user.
///
/// Each session appends what it enters, under a lock, so that none overwrites another's entries.
/// What stands in the file is data: lines that are no UTF-8 or are too long are passed over.
struct HistoryFile: Sendable {
  /// The most that is read of a file, in bytes: its end.
  static let longestRead = 8 << 20

  let path: String
  let limit: Int

  // MARK: - Lines

  /// An entry as a line: a line break is `\n`, a backslash `\\`.
  static func line(for entry: String) -> String {
    var line = ""
    for scalar in entry.unicodeScalars {
      switch scalar {
      case "\\": line += "\\\\"
      case "\n": line += "\\n"
      case "\r": line += "\\r"
      default: line.unicodeScalars.append(scalar)
      }
    }
    return line
  }

  /// The entry of a line; nil if the line is blank, broken or too long.
  static func entry(of line: some Collection<UInt8>) -> String? {
    guard !line.isEmpty, line.count <= 2 * History.longestEntry, !line.contains(0),
      let text = String(validating: line, as: UTF8.self)
    else { return nil }
    var entry = String.UnicodeScalarView()
    var isEscaped = false
    for scalar in text.unicodeScalars {
      switch scalar {
      case "n" where isEscaped: entry.append("\n")
      case "r" where isEscaped: entry.append("\r")
      case "\\" where !isEscaped:
        isEscaped = true
        continue
      default: entry.append(scalar)
      }
      isEscaped = false
    }
    return entry.isEmpty ? nil : String(entry)
  }

  // MARK: - Reading and appending

  /// The entries of the file, oldest first; none if it cannot be read.
  func load() -> [String] {
    guard let descriptor = try? open(flags: O_RDONLY) else { return [] }
    defer { close(descriptor) }
    flock(descriptor, LOCK_SH)
    return Array(entries(of: contents(descriptor)).suffix(limit))
  }

  /// Adds an entry; shortens the file when it has grown to twice what it shall keep.
  func append(_ entry: String) throws(HistoryFailure) {
    let descriptor = try open(flags: O_RDWR | O_CREAT | O_APPEND)
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX) == 0 else { throw HistoryFailure(code: errno) }
    let before = contents(descriptor)
    // A session that was cut off may have left half a line.
    let lead = before.isEmpty || before.last == UInt8(ascii: "\n") ? "" : "\n"
    try write(lead + Self.line(for: entry) + "\n", to: descriptor)
    let lines = before.count { $0 == UInt8(ascii: "\n") } + 1
    if lines >= 2 * limit || before.count >= Self.longestRead {
      let kept = entries(of: contents(descriptor)).suffix(limit)
      // In place, not by renaming: the lock is on this file, and other sessions wait for it.
      guard ftruncate(descriptor, 0) == 0 else { throw HistoryFailure(code: errno) }
      try write(kept.map { Self.line(for: $0) + "\n" }.joined(), to: descriptor)
    }
  }

  /// Each entry once where it stands several times in a row.
  private func entries(of bytes: [UInt8]) -> [String] {
    var entries: [String] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      if let entry = Self.entry(of: line), entry != entries.last { entries.append(entry) }
    }
    return entries
  }

  // MARK: - The system

  private func open(flags: Int32) throws(HistoryFailure) -> Int32 {
    // O_NONBLOCK keeps a pipe in the file's place from holding the session up.
    let mode: mode_t = 0o600
    let descriptor = unsafe path.withCString { path in
      unsafe Self.systemOpen(path, flags | O_CLOEXEC | O_NONBLOCK, mode)
    }
    guard descriptor >= 0 else { throw HistoryFailure(code: errno) }
    var status = stat()
    // `status` is a local that the call fills.
    guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw HistoryFailure(code: EINVAL)
    }
    if flags & O_CREAT != 0, status.st_mode & 0o077 != 0 { fchmod(descriptor, mode) }
    return descriptor
  }

  private static func systemOpen(
    _ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t
  ) -> Int32 {
    #if canImport(Glibc)
      unsafe Glibc.open(path, flags, mode)
    #else
      unsafe Darwin.open(path, flags, mode)
    #endif
  }

  /// The end of the file, from the start of a line on.
  private func contents(_ descriptor: Int32) -> [UInt8] {
    let end = lseek(descriptor, 0, SEEK_END)
    let start = max(0, Int(end) - Self.longestRead)
    guard end > 0, lseek(descriptor, off_t(start), SEEK_SET) >= 0 else { return [] }
    var bytes: [UInt8] = []
    while bytes.count < Self.longestRead {
      // The buffer lives as long as the closure, and `read` writes at most its length.
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = max(0, unsafe read(descriptor, buffer.baseAddress, buffer.count))
      }
      if chunk.isEmpty { break }
      bytes += chunk
    }
    guard start > 0, let lineEnd = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return bytes }
    return Array(bytes[(lineEnd + 1)...])
  }

  private func write(_ text: String, to descriptor: Int32) throws(HistoryFailure) {
    var text = text
    let code: Int32 = text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        // The slice is within the text, which outlives the closure.
        let rest = unsafe UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[written...]))
        let count = unsafe Self.systemWrite(descriptor, rest)
        if count < 0, errno != EINTR { return errno }
        written += max(count, 0)
      }
      return 0
    }
    if code != 0 { throw HistoryFailure(code: code) }
  }

  private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      unsafe Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}

/// Why an entry could not be written.
struct HistoryFailure: Error, Hashable {
  /// The `errno` of it.
  let code: Int32
}
