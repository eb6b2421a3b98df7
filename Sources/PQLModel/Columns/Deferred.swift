import Synchronization

/// A value that is there, or is made when somebody first asks for it.
///
/// Copies share what was made. Of two that ask at once one makes it and the other waits.
package struct Deferred<Value: Sendable>: Sendable {
  private enum Storage {
    case made(Value)
    case awaited(Maker)
  }

  private final class Maker: Sendable {
    let made = Mutex<Value?>(nil)
    let make: @Sendable () -> Value

    init(make: @escaping @Sendable () -> Value) {
      self.make = make
    }

    var value: Value {
      made.withLock { known in
        if let known { return known }
        let value = make()
        known = value
        return value
      }
    }
  }

  private let storage: Storage

  /// A value that is there already.
  package init(_ value: Value) { storage = .made(value) }

  /// A value to be made; `make` must not ask for the same one.
  package init(making make: @escaping @Sendable () -> Value) {
    storage = .awaited(Maker(make: make))
  }

  /// The value; made now if it was not before.
  package var value: Value {
    switch storage {
    case .made(let value): value
    case .awaited(let maker): maker.value
    }
  }
}
