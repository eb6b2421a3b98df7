#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// How much memory this process may still take, where somebody has set a limit (`ulimit -v`).
enum MemoryRoom {
  /// In bytes; nil where there is no limit, or nobody tells how much is taken.
  static var bytes: Int? {
    #if canImport(Glibc)
      var limit = rlimit()
      guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
        let most = Int(exactly: limit.rlim_cur), let taken = taken
      else { return nil }
      return max(most - taken, 0)
    #else
      return nil
    #endif
  }

  /// The size of the process's memory, mapped files included: the first number of `statm`, in pages.
  private static var taken: Int? {
    let descriptor = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var table = [UInt8](repeating: 0, count: 128)
    guard unsafe read(descriptor, &table, table.count) > 0 else { return nil }
    let pages = Int(String(decoding: table.prefix { $0 > 0x20 }, as: UTF8.self))
    return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
  }

  /// Why a file of so many bytes, which lie in memory already, will not become columns; nil when it
  /// may.
  ///
  /// Columns take about as much as the file. What takes more still fails, but there a guess would
  /// refuse what can be had.
  static func objection(toColumnsOf count: Int) -> String? {
    guard count >= smallest, let room = bytes, room < count else { return nil }
    return
      "it has \(count >> 20) MB, and there is room for \(room >> 20) MB more, which its columns "
      + "do not fit in"
  }

  /// Less is not worth a look.
  private static let smallest = 1 << 20
}
