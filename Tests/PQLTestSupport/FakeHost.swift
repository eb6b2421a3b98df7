import PQLIngest
import PQLShell
import Synchronization

/// A world in memory for a session: what it writes is kept in order, files never reach the disk,
/// and the clocks stand where a test puts them.
package final class FakeHost: ShellHost {
  /// Where a text went.
  package enum Stream: Sendable, Hashable {
    case output, errors
  }

  /// A text as it was written.
  package struct Piece: Sendable, Hashable {
    package var stream: Stream
    package var text: String
  }

  /// A file that a session put in place.
  package struct WrittenFile: Sendable, Hashable {
    package var path: String
    package var text: String
  }

  private struct State {
    var pieces: [Piece] = []
    var written: [WrittenFile] = []
    var nanoseconds: UInt64 = 0
  }

  package let files: any FileReading
  package let utcSeconds: Int64
  package let isCancelled: @Sendable () -> Bool
  private let state = Mutex(State())

  /// A host with these files, at noon of 2026-06-30 in UTC unless told otherwise.
  package init(
    files: any FileReading = MemoryFiles(), utcSeconds: Int64 = 1_782_820_800,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.files = files
    self.utcSeconds = utcSeconds
    self.isCancelled = isCancelled
  }

  package func write(_ text: String) { append(text, to: .output) }

  package func writeError(_ text: String) { append(text, to: .errors) }

  package func replaceFile(_ path: String, with text: String) throws(FileFailure) {
    state.withLock { $0.written.append(WrittenFile(path: path, text: text)) }
  }

  /// A clock that moves a millisecond at every look.
  package var nanoseconds: UInt64 {
    state.withLock {
      $0.nanoseconds += 1_000_000
      return $0.nanoseconds
    }
  }

  /// What was written since the last look, pieces of one stream joined.
  package func take() -> [Piece] {
    state.withLock { state in
      defer { state.pieces = [] }
      return state.pieces
    }
  }

  /// The files that were put in place since the last look.
  package func takeFiles() -> [WrittenFile] {
    state.withLock { state in
      defer { state.written = [] }
      return state.written
    }
  }

  /// What was written to one stream since the last look at any.
  package func takeText(_ stream: Stream) -> String {
    take().text(of: stream)
  }

  private func append(_ text: String, to stream: Stream) {
    guard !text.isEmpty else { return }
    state.withLock { state in
      if state.pieces.last?.stream == stream {
        state.pieces[state.pieces.count - 1].text += text
      } else {
        state.pieces.append(Piece(stream: stream, text: text))
      }
    }
  }
}

extension [FakeHost.Piece] {
  /// What went to one stream.
  package func text(of stream: FakeHost.Stream) -> String {
    filter { $0.stream == stream }.map(\.text).joined()
  }
}
