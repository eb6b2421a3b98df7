import CLineEdit

/// A key, or what else a terminal sends.
enum Key: Sendable, Hashable {
  /// A character, the control characters included.
  case scalar(Unicode.Scalar)
  /// A character with Alt, or after Escape.
  case meta(Unicode.Scalar)
  case named(NamedKey)
  /// Pasted text, as it came.
  case paste(String)
  /// Escape by itself.
  case escape
  /// A sequence that means nothing here.
  case unknown
}

/// A key that sends a sequence, and the code libedit gets for it.
///
/// The codes are C1 control characters, which no keyboard sends: libedit has no time-out for
/// escape sequences, so it only ever sees whole keys.
enum NamedKey: UInt32, Sendable, CaseIterable {
  case escape = 0x80
  case up
  case down
  case right
  case left
  case home
  case end
  case delete
  case wordLeft
  case wordRight
  case deleteWord
  case historyPrevious
  case historyNext
  case newline
  case shiftTab
  case paste
}

/// A step of a command of ours that runs as a key of its own, and the code it is bound to.
///
/// Only libedit can fill its kill buffer, so cutting goes through its functions.
enum StepCode: UInt32, Sendable, CaseIterable {
  case setMark = 0x90
  case killRegion
  case killRowEnd
  case deleteNext
  case rowStart
  case wordLeft
  case wordRight

  /// What `.editrc` calls the function.
  var functionName: String {
    switch self {
    case .setMark: "em-set-mark"
    case .killRegion: "em-kill-region"
    case .killRowEnd: "ed-kill-line"
    case .deleteNext: "ed-delete-next-char"
    case .rowStart: KeyBindings.name(of: .rowStart)
    case .wordLeft: KeyBindings.name(of: .wordLeft)
    case .wordRight: KeyBindings.name(of: .wordRight)
    }
  }
}
