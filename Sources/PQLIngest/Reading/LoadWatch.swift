/// Who watches a load, and may stop it.
package struct LoadWatch: Sendable {
  private let isStopped: @Sendable () -> Bool
  private let hasRead: @Sendable (Int) -> Void

  /// Asks `isStopped` about once for every piece of a file, on any thread, and tells `hasRead` how
  /// many bytes more have been read.
  package init(
    isStopped: @escaping @Sendable () -> Bool, hasRead: @escaping @Sendable (Int) -> Void
  ) {
    self.isStopped = isStopped
    self.hasRead = hasRead
  }

  /// Nobody watches.
  package static let none = LoadWatch(isStopped: { false }, hasRead: { _ in })

  func isStopped(afterReading bytes: Int) -> Bool {
    hasRead(bytes)
    return isStopped()
  }
}
