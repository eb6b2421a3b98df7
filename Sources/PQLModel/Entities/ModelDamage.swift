import Synchronization

/// What turned out to be damaged of data that are looked at bit by bit; shared by all who look.
///
/// A damaged column reads as missing everywhere, so that nothing traps. An answer that was made of
/// a model with damage means nothing and is withheld.
package final class ModelDamage: Sendable {
  private let first = Mutex<String?>(nil)

  package init() {}

  /// The damage that was met first, in words; nil as long as all is well.
  package var description: String? { first.withLock { $0 } }

  /// Notes damage; of several the first is told.
  package func note(_ description: String) {
    first.withLock { $0 = $0 ?? description }
  }
}
