#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What is said when the system gives no more memory.
///
/// An allocation that fails ends the program by a signal, as a fault does: nothing between knows what
/// to do without memory. So whoever hears the signal asks the system for some, and leaves with a
/// sentence when there is none.
enum OutOfMemory {
  /// How such an end shows, in Swift, in C and in C++.
  private static let numbers = [SIGILL, SIGTRAP, SIGABRT]
  /// Whoever cannot have so many bytes could have none where it failed.
  private static let probe = 64 << 20

  /// Where memory is limited; anywhere else such a signal is a fault, which others may want to see.
  static func install() {
    guard isLimited else { return }
    for number in numbers {
      // Whatever it is, it ends the program when it comes again.
      unsafe Signals.handle(number, flags: Signals.resetHandler) { OutOfMemory.handle($0) }
    }
  }

  private static var isLimited: Bool {
    var limit = rlimit()
    #if canImport(Glibc)
      let name = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let name = RLIMIT_AS
    #endif
    return unsafe getrlimit(name, &limit) == 0 && limit.rlim_cur != rlim_t.max
  }

  /// Nothing but system calls, as a handler may at any point of the program.
  private static func handle(_ number: Int32) {
    let memory = unsafe mmap(
      nil, probe, PROT_READ | PROT_WRITE, MAP_PRIVATE | Int32(MAP_ANONYMOUS), -1, 0)
    guard unsafe memory == MAP_FAILED else {
      unsafe munmap(memory, probe)
      raise(number)
      return
    }
    let sentence = Self.sentence
    _ = unsafe write(2, sentence.utf8Start, sentence.utf8CodeUnitCount)
    _exit((Signals.isLoading ? ExitStatus.unreadableData : ExitStatus.failed).rawValue)
  }

  private static let sentence: StaticString =
    "error: there is no memory left; `ulimit -v` may limit it, and less data need less\n"
}
