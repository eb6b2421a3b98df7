import CTerminal
import Foundation

/// The outer side of a pseudo-terminal: what a user does and sees.
///
/// Each wait has a deadline; a condition that is never met costs a test some minutes and fails it.
package final class PseudoTerminal {
  /// How long a condition may take to come true, in seconds: many times what any needs, so that only
  /// a program that hangs meets it, however busy the machine is.
  package static let patience = 300.0

  package private(set) var screen: ScreenModel
  private var received: [UInt8] = []
  /// The side a program in this process opens; -1 when the program is a child.
  package let terminal: Int32
  private var controller: Int32
  private var process: Int32 = -1

  /// Opens a terminal for a program in this process.
  package init(columns: Int = 60, rows: Int = 12) throws {
    var descriptors: (controller: Int32, terminal: Int32) = (-1, -1)
    guard
      ct_open(&descriptors.controller, &descriptors.terminal, Int32(columns), Int32(rows))
    else { throw PseudoTerminalFailure.notOpened(errno) }
    (controller, terminal) = descriptors
    screen = ScreenModel(columns: columns, rows: rows)
  }

  /// Starts a program on a terminal of its own.
  package init(
    spawning path: String, arguments: [String] = [], environment: [String: String] = [:],
    columns: Int = 60, rows: Int = 12
  ) throws {
    terminal = -1
    controller = -1
    screen = ScreenModel(columns: columns, rows: rows)
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + variables { free(word) } }
    process = ct_spawn(path, words, variables, Int32(columns), Int32(rows), &controller)
    guard process > 0 else { throw PseudoTerminalFailure.notOpened(errno) }
  }

  deinit {
    hangUp()
    if terminal >= 0 { close(terminal) }
    // A child that outlives its terminal is ended.
    guard process > 0 else { return }
    kill(process, SIGKILL)
    _ = exitCode()
  }

  /// Closes the outer side, as a terminal window does.
  package func hangUp() {
    guard controller >= 0 else { return }
    close(controller)
    controller = -1
  }

  /// All that the program has written, what it has erased since included.
  package var transcript: String { String(decoding: received, as: UTF8.self) }

  /// Whether Ctrl-C makes a signal and lines are edited by the system.
  package var isCooked: Bool { ct_is_cooked(terminal >= 0 ? terminal : controller) }

  /// Types, pasting what is longer than a key piece by piece.
  package func type(_ text: String) {
    let bytes = Array(text.utf8)
    let deadline = Date().addingTimeInterval(Self.patience)
    var start = 0
    while start < bytes.count, Date() < deadline {
      let piece = Array(bytes[start..<Self.end(ofPieceFrom: start, in: bytes)])
      let written = ct_write(controller, piece, piece.count, 10)
      if written < 0 { return }
      start += written
      // Who does not read may be waiting for what it has written to be read.
      pump(milliseconds: 0)
    }
  }

  /// Where a piece ends, so that no sequence is cut in two: a pause in one looks like the Escape key.
  private static func end(ofPieceFrom start: Int, in bytes: [UInt8]) -> Int {
    let end = min(start + mostWritten, bytes.count)
    guard end < bytes.count,
      let escape = bytes[max(start + 1, end - longestSequence)..<end].lastIndex(of: 0x1B)
    else { return end }
    return escape
  }

  private static let mostWritten = 256
  private static let longestSequence = 8

  /// Gives the window another size.
  package func resize(columns: Int, rows: Int) {
    pump(milliseconds: 0)
    screen.resize(columns: columns, rows: rows)
    _ = ct_resize(controller, Int32(columns), Int32(rows))
  }

  /// Waits until the screen fulfils a condition; false when patience ends.
  package func waits(
    within seconds: Double = PseudoTerminal.patience, until condition: (ScreenModel) -> Bool
  ) -> Bool {
    let deadline = Date().addingTimeInterval(seconds)
    while Date() < deadline {
      if condition(screen) { return true }
      pump(milliseconds: 20)
    }
    return condition(screen)
  }

  /// Waits until the screen shows just a text; what it shows in the end.
  package func settles(on text: String) -> String {
    _ = waits { $0.text == text }
    return screen.text
  }

  /// Sends a signal to the child.
  package func signal(_ number: Int32) {
    if process > 0 { kill(process, number) }
  }

  /// The exit code of the child, once it has ended.
  package func exitCode(within seconds: Double = PseudoTerminal.patience) -> Int32? {
    let deadline = Date().addingTimeInterval(seconds)
    var code: Int32 = 0
    while process > 0 {
      if ct_has_ended(process, &code) {
        process = -1
        return code
      }
      if Date() >= deadline { return nil }
      pump(milliseconds: 10)
    }
    return nil
  }

  /// Takes over what the program wrote.
  private func pump(milliseconds: Int32) {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = controller < 0 ? -1 : ct_read(controller, &buffer, buffer.count, milliseconds)
    if count > 0 {
      received += buffer[..<count]
      screen.feed(Array(buffer[..<count]))
    } else if count < 0, milliseconds > 0 {
      usleep(UInt32(milliseconds) * 1_000)  // hung up: nothing to wait on
    }
  }
}

/// Why there is no pseudo-terminal.
package enum PseudoTerminalFailure: Error {
  /// The `errno` of it.
  case notOpened(Int32)
}
