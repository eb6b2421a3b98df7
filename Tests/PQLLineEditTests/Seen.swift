import Synchronization

/// Counts what happens in another thread.
final class Seen: Sendable {
  private let counter = Mutex(0)

  var count: Int { counter.withLock { $0 } }
  func note() { counter.withLock { $0 += 1 } }
}
