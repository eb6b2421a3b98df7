#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many threads a load or a query may work on; what comes out never depends on it.
package struct ThreadCount: Sendable, Hashable {
  /// Beyond this many threads memory is the limit, not the cores.
  package static let most = 8

  /// From 1 through `most`.
  package let count: Int

  /// The nearest number that is allowed.
  package init(_ count: Int) {
    self.count = min(max(count, 1), ThreadCount.most)
  }

  /// One thread.
  package static let one = ThreadCount(1)

  /// As many as the machine has cores.
  package static var ofMachine: ThreadCount {
    ThreadCount(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }
}
