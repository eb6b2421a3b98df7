import PQLIngest
import PQLShell

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that takes the place of another, whole or not at all.
struct FileReplacement {
  private let path: String
  private let purpose: FilePurpose

  init(_ path: String, as purpose: FilePurpose) {
    self.path = path
    self.purpose = purpose
  }

  /// Writes pieces to a new file beside the old one, then takes its place.
  func write(
    _ writing: (_ write: (RawSpan) throws(FileFailure) -> Void) throws(FileFailure) -> Void
  ) throws(FileFailure) {
    guard canNameFile(path) else { throw .hasNUL }
    var old = stat()
    let isThere = unsafe stat(path, &old) == 0
    // What PQL keeps takes the place of whatever somebody has put there.
    guard purpose == .cache || !isThere || old.st_mode & S_IFMT == S_IFREG else {
      return try writeThrough(writing)
    }
    // What stands behind a link is replaced, and not the link; where nothing does, it is made.
    let path = purpose == .cache ? path : Self.behindLinks(path)
    UnfinishedFile.removeStale(of: path)
    let unfinished = UnfinishedFile.name(of: path)
    // Begun before the file is there, so that no end of the program comes between.
    UnfinishedFile.begin(unfinished)
    defer { UnfinishedFile.end() }
    let rights: mode_t = purpose == .cache ? 0o600 : 0o644
    let descriptor = unsafe open(unfinished, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, rights)
    guard descriptor >= 0 else { throw ProgramHost.failure() }
    // Tells others that somebody is still writing.
    flock(descriptor, LOCK_EX | LOCK_NB)
    // A script that may be run stays one.
    if isThere { fchmod(descriptor, old.st_mode & 0o7777) }
    do throws(FileFailure) {
      try writing { (piece) throws(FileFailure) in try Self.writePiece(piece, to: descriptor) }
    } catch {
      close(descriptor)
      unsafe unlink(unfinished)
      throw error
    }
    let isSafe = purpose == .cache || fsync(descriptor) == 0
    guard isSafe, close(descriptor) == 0, unsafe rename(unfinished, path) == 0 else {
      let failure = ProgramHost.failure()
      unsafe unlink(unfinished)
      throw failure
    }
  }

  /// Writes into what stands at a path and is no file, as `/dev/stdout` or a pipe: another in its
  /// place would be a loss.
  private func writeThrough(
    _ writing: (_ write: (RawSpan) throws(FileFailure) -> Void) throws(FileFailure) -> Void
  ) throws(FileFailure) {
    let waits = purpose == .answer ? O_NONBLOCK : 0
    let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC | waits)
    guard descriptor >= 0 else {
      // What the system says of a pipe that nobody has opened for reading.
      guard errno != ENXIO else { throw FileFailure(reason: "nobody reads from it") }
      throw ProgramHost.failure()
    }
    defer { close(descriptor) }
    // Whoever reads may take their time; Ctrl-C ends the waiting.
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
    try writing { (piece) throws(FileFailure) in try Self.writePiece(piece, to: descriptor) }
  }

  /// How many links the system follows from one to the next.
  private static let mostLinks = 40

  /// The path with every link followed, also one that leads to no file yet.
  private static func behindLinks(_ path: String) -> String {
    if let real = unsafe realpath(path, nil) {
      defer { unsafe free(real) }
      return unsafe String(cString: real)
    }
    var path = path
    for _ in 0..<mostLinks {
      var room = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = unsafe readlink(path, &room, room.count)
      guard count > 0, count < room.count else { return path }
      let target = String(decoding: room[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
      path = target.hasPrefix("/") ? target : folder + target
    }
    return path
  }

  /// Writes a large piece bit by bit, so that Ctrl-C need not wait for all of it.
  private static func writePiece(_ piece: RawSpan, to descriptor: Int32) throws(FileFailure) {
    var at = 0
    while at < piece.byteCount {
      if Signals.interrupted { throw FileFailure(reason: "interrupted") }
      let end = min(at + 1 << 20, piece.byteCount)
      let isWritten = unsafe piece.extracting(at..<end).withUnsafeBytes {
        unsafe ProgramHost.writeAll($0, to: descriptor, stops: true)
      }
      guard isWritten else {
        throw Signals.interrupted ? FileFailure(reason: "interrupted") : ProgramHost.failure()
      }
      at = end
    }
  }
}
