import Foundation

/// What work takes of the processor, whatever else the machine is busy with.
package enum ProcessorTime {
  /// How many seconds this thread was at work on it: the least of some runs, as the first finds caches
  /// cold and any may share a core.
  package static func seconds(runs: Int = 3, of work: () throws -> Void) rethrows -> Double {
    var least = Double.infinity
    for _ in 0..<runs {
      let start = now
      try work()
      least = min(least, now - start)
    }
    return least
  }

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
