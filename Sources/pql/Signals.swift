import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ctrl-C while something runs: a mark that the running query looks at.
enum Signals {
  private static let mark = Atomic<Bool>(false)

  /// Whether Ctrl-C came since the last `reset`.
  static var interrupted: Bool { mark.load(ordering: .relaxed) }

  /// Forgets a Ctrl-C.
  static func reset() { mark.store(false, ordering: .relaxed) }

  /// Lets Ctrl-C set the mark and a closed pipe show as a failed write.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    var action = sigaction()
    // The handler only stores to an atomic, which is safe at any point of the program.
    #if canImport(Glibc)
      unsafe action.__sigaction_handler.sa_handler = { _ in
        Signals.mark.store(true, ordering: .relaxed)
      }
    #else
      unsafe action.__sigaction_u.__sa_handler = { _ in
        Signals.mark.store(true, ordering: .relaxed)
      }
    #endif
    unsafe sigaction(SIGINT, &action, nil)
  }
}
