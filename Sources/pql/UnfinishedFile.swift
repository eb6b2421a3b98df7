import PQLIngest
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file that is being written beside the one it will replace: `deals.csv.4711.partial`.
///
/// None outlives its program, whatever ends that, unless the program is killed without being asked
/// (SIGKILL, a machine that stops); such a one is removed by the next program that writes there.
enum UnfinishedFile {
  private static let ending = ".partial"
  /// The address of its name as C writes it, which a signal handler may read at any time; 0 for none.
  private static let current = Atomic<UInt>(0)

  /// The name of the unfinished file of this program.
  static func name(of path: String) -> String { path + ".\(getpid())" + ending }

  /// From now on the file goes when the program does.
  ///
  /// One file at a time is written.
  static func begin(_ name: String) {
    guard let copy = unsafe strdup(name) else { return }
    current.store(UInt(bitPattern: copy), ordering: .sequentiallyConsistent)
    notice()
  }

  /// The file has been renamed or removed.
  static func end() {
    for number in endingSignals { forget(number) }
    let address = current.exchange(0, ordering: .sequentiallyConsistent)
    unsafe free(UnsafeMutableRawPointer(bitPattern: address))
  }

  // MARK: - signals

  /// Those that end a program and can be noticed, but Ctrl-C, which the writer asks for, and those that
  /// show as a write that fails.
  private static let endingSignals = [
    SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP, SIGXCPU, SIGALRM,
    SIGUSR1, SIGUSR2,
  ]

  /// What was to happen at each signal, by its number; made once, so that a handler may read it.
  private static let former: UInt = {
    let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
    unsafe actions.initialize(repeating: sigaction(), count: 65)
    return UInt(bitPattern: actions)
  }()

  private static func formerAction(_ number: Int32) -> UnsafeMutablePointer<sigaction>? {
    unsafe UnsafeMutablePointer<sigaction>(bitPattern: former).map { unsafe $0 + Int(number) }
  }

  /// Has the file removed before any of the signals does what it does.
  private static func notice() {
    for number in endingSignals {
      guard let place = unsafe formerAction(number) else { continue }
      unsafe Signals.handle(number, flags: 0, keeping: place) { UnfinishedFile.passOn($0) }
      // What is ignored ends nothing.
      if unsafe isIgnored(place.pointee) { forget(number) }
    }
  }

  private static func isIgnored(_ action: sigaction) -> Bool {
    #if canImport(Glibc)
      let handler = unsafe action.__sigaction_handler.sa_handler
    #else
      let handler = unsafe action.__sigaction_u.__sa_handler
    #endif
    return unsafe unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Puts back what was to happen at a signal.
  private static func forget(_ number: Int32) {
    guard let place = unsafe formerAction(number) else { return }
    unsafe sigaction(number, place, nil)
  }

  /// Removes the file, and lets the signal do what it would have done: nothing but looks and system
  /// calls, as a handler may at any point of the program.
  private static func passOn(_ number: Int32) {
    let address = current.load(ordering: .sequentiallyConsistent)
    if let name = unsafe UnsafePointer<CChar>(bitPattern: address) { unsafe unlink(name) }
    forget(number)
    raise(number)
  }

  // MARK: - what others have left

  /// Removes the unfinished files that programs have left behind which are no more.
  static func removeStale(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "./"
    let name = path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    guard let names = try? PosixFiles().names(in: folder) else { return }
    for found in names {
      guard found.hasPrefix(name + "."), found.hasSuffix(ending),
        let writer = pid_t(found.dropFirst(name.count + 1).dropLast(ending.count)),
        isStale(folder + found, of: writer)
      else { continue }
      unsafe unlink(folder + found)
    }
  }

  /// Whether nobody writes to a file any more: its program is gone, and nobody holds the lock that
  /// one on another system's side of the folder would hold.
  private static func isStale(_ path: String, of writer: pid_t) -> Bool {
    guard writer > 0, writer == getpid() || (kill(writer, 0) != 0 && errno == ESRCH) else {
      return false
    }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }
}
