package import PQLIngest

/// What a session asks of the world around it: streams, files, clocks, and when to stop.
package protocol ShellHost: Sendable {
  /// Writes to standard output.
  func write(_ text: String)
  /// Lets whoever watches see what was written so far.
  func show()
  /// Writes to standard error.
  func writeError(_ text: String)
  /// The files a session may read.
  var files: any FileReading { get }
  /// Puts a file in place of another, whole or not at all.
  func replaceFile(_ path: String, with text: String) throws(FileFailure)
  /// Puts a file in place of another, whole or not at all, in pieces.
  func replaceFile(
    _ path: String, as purpose: FilePurpose,
    writing: (_ write: (RawSpan) throws(FileFailure) -> Void) throws(FileFailure) -> Void
  ) throws(FileFailure)
  /// Makes a folder and those above it.
  func makeFolder(_ path: String) throws(FileFailure)
  /// The folder that paths begin in.
  var currentFolder: String { get }
  /// Which program this is, to the build; nil where nothing is kept from one to the next.
  var program: String? { get }
  /// The user's folder for what can be made anew, absolute; nil when there is none.
  var cacheFolder: String? { get }
  /// Seconds since 1970 in UTC.
  var utcSeconds: Int64 { get }
  /// Nanoseconds of a clock that only goes forward.
  var nanoseconds: UInt64 { get }
  /// Hears how far a load is, on any thread.
  var hearsOfLoad: @Sendable (LoadEvent) -> Void { get }
  /// Whether the running query shall end.
  var isCancelled: @Sendable () -> Bool { get }
}

/// What a file is written for.
package enum FilePurpose: Sendable {
  /// A person: it has the rights that files have, and is on the disk before anybody is told.
  case document
  /// A person, by the word of a query: the same, but what is no file is never waited for.
  case answer
  /// PQL alone: nobody else may read it, and nobody waits for the disk.
  case cache
}

extension ShellHost {
  /// All at once where a host writes texts alone, and refused where it keeps nothing.
  package func replaceFile(
    _ path: String, as purpose: FilePurpose,
    writing: (_ write: (RawSpan) throws(FileFailure) -> Void) throws(FileFailure) -> Void
  ) throws(FileFailure) {
    guard purpose != .cache else { throw FileFailure(reason: "nothing is kept here") }
    var bytes: [UInt8] = []
    try writing { piece in unsafe piece.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) } }
    try replaceFile(path, with: String(decoding: bytes, as: UTF8.self))
  }

  package func makeFolder(_ path: String) throws(FileFailure) {}
  package var currentFolder: String { "" }
  package var program: String? { nil }
  package var cacheFolder: String? { nil }

  /// Nothing, where nobody watches.
  package func show() {}
  /// Nothing, where nobody watches.
  package var hearsOfLoad: @Sendable (LoadEvent) -> Void { { _ in } }
}
