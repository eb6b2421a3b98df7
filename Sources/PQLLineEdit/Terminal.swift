import CLineEdit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The two descriptors of a terminal and the keys that come from it.
struct Terminal {
  /// How long a sequence may pause, in milliseconds, before it is taken for the Escape key.
  static let sequencePause: Int32 = 30
  /// How long a paste may pause before it is taken to have ended.
  static let pastePause: Int32 = 2_000
  /// How long to wait for a key before looking at the window's size.
  ///
  /// A change of it interrupts the wait, unless the signal went to another thread.
  static let idlePause: Int32 = 400

  /// What waiting for a key came to.
  enum Event {
    case key(Key)
    /// No key yet; the window may have another size.
    case idle
    /// The terminal hung up.
    case end
    case failed(Int32)
  }

  /// The size of the window in cells.
  struct Size: Hashable {
    var columns: Int
    var rows: Int
  }

  let input: Int32
  let output: Int32
  private var decoder = KeyDecoder()

  init(input: Int32, output: Int32) {
    self.input = input
    self.output = output
  }

  /// The size of the window, 80 by 24 where the terminal does not know.
  var size: Size {
    var columns: Int32 = 0
    var rows: Int32 = 0
    // Both pointers are to locals and not kept.
    let isKnown = unsafe cle_window_size(output, &columns, &rows)
    return isKnown ? Size(columns: Int(columns), rows: Int(rows)) : Size(columns: 80, rows: 24)
  }

  /// Whether a key can be read at once.
  var hasPending: Bool { decoder.hasPending || isReadable(within: 0) == .readable }

  /// Forgets the keys that were typed ahead.
  mutating func discardPending() { decoder.clear() }

  /// Waits for a key, but not for long.
  ///
  /// With `keepsEscape`, Escape waits for a second key without limit and does not stand alone.
  mutating func next() -> Event {
    while true {
      if let key = decoder.next(expired: false) { return .key(key) }
      let pause =
        decoder.isPasting
        ? Self.pastePause : decoder.hasPending ? Self.sequencePause : Self.idlePause
      switch isReadable(within: pause) {
      case .readable:
        if let event = read() { return event }
      case .timedOut:
        guard let key = decoder.next(expired: true) else { return .idle }
        return .key(key)
      case .interrupted: return .idle
      case .failed(let code): return .failed(code)
      }
    }
  }

  private mutating func read() -> Event? {
    // The buffer lives as long as the closure, and `read` writes at most its length.
    var code: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 4_096) { buffer, count in
      let got = unsafe Self.systemRead(input, buffer.baseAddress, buffer.count)
      code = got < 0 ? errno : got == 0 ? EIO : 0
      count = max(got, 0)
    }
    switch code {
    case 0:
      decoder.feed(bytes)
      return nil
    case EINTR, EAGAIN: return .idle
    case EIO: return .end  // what a terminal gives whose other side is gone
    default: return .failed(code)
    }
  }

  private static func systemRead(
    _ descriptor: Int32, _ base: UnsafeMutablePointer<UInt8>?, _ count: Int
  ) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.read(descriptor, base, count)
    #else
      unsafe Darwin.read(descriptor, base, count)
    #endif
  }

  private enum Readiness: Equatable {
    case readable
    case timedOut
    case interrupted
    case failed(Int32)
  }

  private func isReadable(within milliseconds: Int32) -> Readiness {
    var request = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    // One request, a local, not kept.
    let count = unsafe poll(&request, 1, milliseconds)
    if count > 0 { return .readable }
    if count == 0 { return .timedOut }
    return errno == EINTR ? .interrupted : .failed(errno)
  }

  /// Writes a text whole; a terminal that is gone shows at the next key.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        // The slice is within the text, which outlives the closure.
        let count = unsafe Self.systemWrite(output, UnsafeRawBufferPointer(bytes), from: written)
        if count > 0 {
          written += count
        } else if errno == EAGAIN {
          var request = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
          if unsafe poll(&request, 1, Self.pastePause) == 0 { return }
        } else if errno != EINTR {
          return
        }
      }
    }
  }

  private static func systemWrite(
    _ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, from start: Int
  ) -> Int {
    let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
    #if canImport(Glibc)
      return unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
    #else
      return unsafe Darwin.write(descriptor, rest.baseAddress, rest.count)
    #endif
  }
}
