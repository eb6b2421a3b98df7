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
  /// Seconds since 1970 in UTC.
  var utcSeconds: Int64 { get }
  /// Nanoseconds of a clock that only goes forward.
  var nanoseconds: UInt64 { get }
  /// Whether the running query shall end.
  var isCancelled: @Sendable () -> Bool { get }
}

extension ShellHost {
  /// Nothing, where nobody watches.
  package func show() {}
}
