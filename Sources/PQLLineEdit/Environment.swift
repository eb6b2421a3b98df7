#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The environment of the program.
enum Environment {
  /// The value of a variable.
  static func value(of name: String) -> String? {
    // The result is copied before anything could change the environment.
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

extension EditRC {
  /// The text of the user's file, empty when there is none.
  static func text(at path: String?) -> String {
    let named = path ?? Environment.value(of: "EDITRC")
    guard let path = named ?? Environment.value(of: "HOME").map({ $0 + "/.editrc" }) else {
      return ""
    }
    // O_NONBLOCK keeps a pipe in the file's place from holding the program up.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    // The buffer lives as long as the closure, and `read` writes at most its length.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: longestFile) { buffer, count in
      count = max(0, unsafe read(descriptor, buffer.baseAddress, buffer.count))
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
