/// Something that whoever watches a load hears of.
package enum LoadEvent: Sendable, Equatable {
  /// This many bytes more are to be read; fewer, when the number is negative.
  case expects(Int)
  /// This many bytes more have been read.
  case hasRead(Int)
  /// The load is over, whether it went well or not.
  case ended
}

/// Who watches a load, and may stop it.
package struct LoadWatch: Sendable {
  private let isStopped: @Sendable () -> Bool
  private let hears: @Sendable (LoadEvent) -> Void

  /// Asks `isStopped` about once for every piece of a file, and tells `hears` how far the load is;
  /// both on any thread.
  package init(
    isStopped: @escaping @Sendable () -> Bool, hears: @escaping @Sendable (LoadEvent) -> Void
  ) {
    self.isStopped = isStopped
    self.hears = hears
  }

  /// Nobody watches.
  package static let none = LoadWatch(isStopped: { false }, hears: { _ in })

  func isStopped(afterReading bytes: Int) -> Bool {
    hears(.hasRead(bytes))
    return isStopped()
  }

  func expects(_ bytes: Int) { if bytes != 0 { hears(.expects(bytes)) } }
}
