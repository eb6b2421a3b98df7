import PQLIngest
import Synchronization

/// A host that shows nothing and writes nothing, for trying something out.
final class SilentHost: ShellHost {
  private let host: any ShellHost
  private let spoken = Atomic<Bool>(false)

  init(_ host: any ShellHost) { self.host = host }

  /// Whether anything would have been said.
  var hasSpoken: Bool { spoken.load(ordering: .relaxed) }

  func write(_ text: String) { spoken.store(true, ordering: .relaxed) }
  func writeError(_ text: String) { spoken.store(true, ordering: .relaxed) }
  var files: any FileReading { host.files }
  func replaceFile(_ path: String, with text: String) throws(FileFailure) {
    throw FileFailure(reason: "nothing is written while a text is tried out")
  }
  var utcSeconds: Int64 { host.utcSeconds }
  var nanoseconds: UInt64 { host.nanoseconds }
  var isCancelled: @Sendable () -> Bool { host.isCancelled }
}
