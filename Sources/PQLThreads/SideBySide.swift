#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Independent pieces of work on a few threads, with their results in order.
package enum SideBySide {
  /// Makes `count` results, each by one call of `make` on one of at most `threads` threads, this
  /// one among them.
  ///
  /// `make` may only read what it shares with its other calls. The results stand in the order of
  /// their numbers, whichever thread made them, so that nothing depends on timing or on the number
  /// of threads.
  package static func results<Value>(
    _ count: Int, threads: ThreadCount, _ make: (Int) -> Value
  ) -> [Value] {
    let helpers = min(count, threads.count) - 1
    guard helpers > 0 else { return (0..<count).map(make) }
    return withoutActuallyEscaping(make) { make in
      let slots = UnsafeMutableBufferPointer<Value?>.allocate(capacity: count)
      unsafe slots.initialize(repeating: nil)
      defer {
        unsafe slots.deinitialize()
        unsafe slots.deallocate()
      }
      // Each number is taken once, so no two threads write one slot; all are joined before the
      // slots are read, and before `make` ends its life.
      let queue = Queue(count) { number in unsafe slots[number] = make(number) }
      let threads = (0..<helpers).compactMap { _ in start(queue) }
      queue.work()
      for thread in threads { thread.join() }
      return unsafe slots.compactMap { $0 }
    }
  }

  /// The numbers not yet taken, under a lock.
  private final class Queue {
    private var next = 0
    private let count: Int
    private let perform: (Int) -> Void
    private let lock = ThreadLock()

    init(_ count: Int, _ perform: @escaping (Int) -> Void) {
      self.count = count
      self.perform = perform
    }

    /// Takes numbers until there are none.
    func work() {
      while let number = take() { perform(number) }
    }

    private func take() -> Int? {
      lock.lock()
      defer { lock.unlock() }
      guard next < count else { return nil }
      next += 1
      return next - 1
    }
  }

  /// A thread that has been started and is joined once.
  @safe
  private struct Thread {
    let id: pthread_t

    /// Waits until the thread has ended.
    func join() {
      #if canImport(Darwin)
        unsafe pthread_join(id, nil)
      #else
        pthread_join(id, nil)
      #endif
    }
  }

  /// Starts a thread that works on the queue; nil when the system has none to give.
  private static func start(_ queue: Queue) -> Thread? {
    // The reference is handed over to the thread, which takes it back; the queue so lives as long
    // as the thread does.
    let context = unsafe Unmanaged.passRetained(queue)
    #if canImport(Darwin)
      var thread: pthread_t?
      let failed = unsafe pthread_create(
        &thread, nil,
        { context in
          unsafe Unmanaged<Queue>.fromOpaque(context).takeRetainedValue().work()
          return nil
        }, context.toOpaque())
    #else
      var thread = pthread_t()
      let failed = unsafe pthread_create(
        &thread, nil,
        { context in
          if let context = unsafe context {
            unsafe Unmanaged<Queue>.fromOpaque(context).takeRetainedValue().work()
          }
          return nil
        }, context.toOpaque())
    #endif
    guard failed == 0 else {
      unsafe context.release()
      return nil
    }
    #if canImport(Darwin)
      return unsafe thread.map { unsafe Thread(id: $0) }
    #else
      return Thread(id: thread)
    #endif
  }
}
