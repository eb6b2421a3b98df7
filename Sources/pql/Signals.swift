import PQLShell
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ctrl-C while something runs, and the end from outside: marks that others look at.
///
/// The handlers only store to atomics or leave by `_exit`, which is safe at any point of the program.
enum Signals {
  private static let mark = Atomic<Bool>(false)
  private static let leavesAtOnce = Atomic<Bool>(false)
  private static let ending = Atomic<Int32>(0)
  private static let row = Atomic<Bool>(false)

  /// Whether Ctrl-C came since the last `reset`.
  static var interrupted: Bool { mark.load(ordering: .relaxed) }

  /// Whether data are being loaded.
  static var isLoading: Bool { leavesAtOnce.load(ordering: .relaxed) }

  /// Forgets a Ctrl-C.
  static func reset() { mark.store(false, ordering: .relaxed) }

  /// The signal that asked the program to end, when one came.
  static var end: Int32? {
    let number = ending.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }

  /// Whether a row about a load stands on the terminal, to be erased before the program leaves.
  static var showsRow: Bool {
    get { row.load(ordering: .relaxed) }
    set { row.store(newValue, ordering: .relaxed) }
  }

  /// Lets Ctrl-C set the mark, and a closed pipe or a file that may not grow show as a failed write.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    // Swift's runtime, where its tools are there, shows a backtrace and goes on.
    signal(SIGQUIT, SIG_DFL)
    signal(SIGXFSZ, SIG_IGN)
    installShrinking()
    OutOfMemory.install()
    unsafe handle(SIGINT, flags: 0) { _ in
      if Signals.leavesAtOnce.load(ordering: .relaxed) {
        Signals.eraseRow()
        _exit(ExitStatus.interrupted.rawValue)
      }
      Signals.mark.store(true, ordering: .relaxed)
    }
  }

  /// Lets the program put the terminal in order before it ends; the same signal again ends it.
  static func installEnding() {
    for number in [SIGTERM, SIGHUP] {
      unsafe handle(number, flags: resetHandler) { number in
        Signals.ending.store(number, ordering: .relaxed)
        Signals.mark.store(true, ordering: .relaxed)
      }
    }
  }

  /// Ends as the signal would have ended it.
  static func endBySignal() {
    guard let number = end else { return }
    signal(number, SIG_DFL)
    kill(getpid(), number)
  }

  /// Does what nothing is lost by, so that Ctrl-C may leave the program at any point of it.
  static func leavingAtOnce<Result, Failure>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    leavesAtOnce.store(true, ordering: .relaxed)
    defer { leavesAtOnce.store(false, ordering: .relaxed) }
    return try body()
  }

  /// Does what leaves something behind when it is broken off, so that Ctrl-C sets the mark alone.
  static func tidyingUp<Result, Failure>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let before = leavesAtOnce.exchange(false, ordering: .relaxed)
    defer { leavesAtOnce.store(before, ordering: .relaxed) }
    return try body()
  }

  /// A mapped file that another program cuts off under our hands; nothing can be done but to say so.
  private static func installShrinking() {
    unsafe handle(SIGBUS, flags: resetHandler) { _ in
      Signals.eraseRow()
      let sentence = Signals.cutOff
      _ = unsafe write(2, sentence.utf8Start, sentence.utf8CodeUnitCount)
      _exit(ExitStatus.unreadableData.rawValue)
    }
  }

  /// Nothing but a look and a write, as handlers may.
  private static func eraseRow() {
    guard showsRow else { return }
    let eraser = LoadBar.eraser
    _ = unsafe write(2, eraser.utf8Start, eraser.utf8CodeUnitCount)
  }

  private static let cutOff: StaticString =
    "error: a file became shorter while it was read; replace data by renaming, not in place\n"

  static let resetHandler = Int32(bitPattern: UInt32(SA_RESETHAND))

  /// Has a signal handled; `former` is told what was to happen at it before.
  static func handle(
    _ number: Int32, flags: Int32, keeping former: UnsafeMutablePointer<sigaction>? = nil,
    by handler: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    #if canImport(Glibc)
      unsafe action.__sigaction_handler.sa_handler = handler
    #else
      unsafe action.__sigaction_u.__sa_handler = handler
    #endif
    action.sa_flags = flags
    unsafe sigaction(number, &action, former)
  }
}
