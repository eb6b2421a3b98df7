/// Makes keys of the bytes a terminal sends.
struct KeyDecoder: Sendable {
  /// The longest paste that is kept, in bytes; the rest of it is dropped.
  static let longestPaste = 1 << 20

  private var bytes: [UInt8] = []
  private var position = 0
  private var pasted: [UInt8] = []

  /// Whether a paste has begun and not ended.
  private(set) var isPasting = false

  /// Whether bytes are waiting.
  var hasPending: Bool { position < bytes.count || isPasting }

  mutating func feed(_ more: some Sequence<UInt8>) {
    if position == bytes.count { discardRead() }
    bytes.append(contentsOf: more)
  }

  /// Forgets what came and was not yet asked for.
  mutating func clear() {
    self = Self()
  }

  /// The next key, or nil when bytes of it are still to come.
  ///
  /// When `expired`, nothing more is to come: what is there is made a key.
  mutating func next(expired: Bool) -> Key? {
    if isPasting { return nextPaste(expired: expired) }
    guard position < bytes.count else { return nil }
    let lead = bytes[position]
    if lead == 0x1B { return nextSequence(expired: expired) }
    return nextScalar(at: position, expired: expired).map(Key.scalar)
  }

  private mutating func discardRead() {
    bytes.removeAll(keepingCapacity: true)
    position = 0
  }

  // MARK: - Characters

  /// A scalar of UTF-8; a byte that is none is U+FFFD.
  private mutating func nextScalar(at start: Int, expired: Bool) -> Unicode.Scalar? {
    let lead = bytes[start]
    let length =
      switch lead {
      case ..<0x80: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    let available = bytes[start..<min(start + length, bytes.count)]
    let isWellFormed = available.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
    if available.count < length, isWellFormed, !expired { return nil }
    if isWellFormed, available.count == length,
      let text = String(validating: available, as: UTF8.self),
      let scalar = text.unicodeScalars.first
    {
      position = start + length
      // A C1 control character would pass for the code of a key.
      return (0x80...0x9F).contains(scalar.value) ? "\u{FFFD}" : scalar
    }
    position = start + 1
    return "\u{FFFD}"
  }

  // MARK: - Sequences

  private mutating func nextSequence(expired: Bool) -> Key? {
    let start = position + 1
    guard start < bytes.count else {
      guard expired else { return nil }
      position = start
      return .escape
    }
    switch bytes[start] {
    case UInt8(ascii: "["): return nextControlSequence(from: start + 1, expired: expired)
    case UInt8(ascii: "O"):
      guard start + 1 < bytes.count else {
        guard expired else { return nil }
        position = start + 1
        return .meta("O")
      }
      position = start + 2
      return Self.key(final: bytes[start + 1], parameters: [])
    case 0x1B:
      // Escape, then another sequence: the second one counts if it is whole, else both are keys.
      position = start
      return .escape
    default:
      guard let scalar = nextScalar(at: start, expired: expired) else { return nil }
      if scalar == "\r" || scalar == "\n" { return .named(.newline) }
      return .meta(scalar)
    }
  }

  private mutating func nextControlSequence(from start: Int, expired: Bool) -> Key? {
    var parameters: [Int] = [0]
    var index = start
    while index < bytes.count, index - start < 32 {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = Int(byte - UInt8(ascii: "0"))
        parameters[parameters.count - 1] = min(parameters[parameters.count - 1] * 10 + digit, 9_999)
      case UInt8(ascii: ";"), UInt8(ascii: ":"): parameters.append(0)
      case 0x20...0x3F: break
      case 0x40...0x7E:
        position = index + 1
        if byte == UInt8(ascii: "~"), parameters == [200] {
          isPasting = true
          pasted = []
          return nextPaste(expired: expired)
        }
        return Self.key(final: byte, parameters: parameters)
      default:
        position = index  // no sequence after all; what follows is a key of its own
        return .unknown
      }
      index += 1
    }
    guard expired || index - start >= 32 else { return nil }
    position = index
    return index == start ? .meta("[") : .unknown
  }

  private static func key(final: UInt8, parameters: [Int]) -> Key {
    let isModified = parameters.count > 1 && parameters[1] > 1
    let named: NamedKey? =
      switch final {
      case UInt8(ascii: "A"): isModified ? .historyPrevious : .up
      case UInt8(ascii: "B"): isModified ? .historyNext : .down
      case UInt8(ascii: "C"): isModified ? .wordRight : .right
      case UInt8(ascii: "D"): isModified ? .wordLeft : .left
      case UInt8(ascii: "H"): .home
      case UInt8(ascii: "F"): .end
      case UInt8(ascii: "M"): .newline
      case UInt8(ascii: "Z"): .shiftTab
      case UInt8(ascii: "u") where parameters.first == 13: .newline
      case UInt8(ascii: "~"):
        switch parameters.first ?? 0 {
        case 1, 7: .home
        case 4, 8: .end
        case 3: isModified ? .deleteWord : .delete
        case 5: .historyPrevious
        case 6: .historyNext
        case 27 where parameters.last == 13: .newline
        default: nil
        }
      default: nil
      }
    return named.map(Key.named) ?? .unknown
  }

  // MARK: - Pastes

  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private mutating func nextPaste(expired: Bool) -> Key? {
    while position < bytes.count {
      let rest = bytes[position...]
      if bytes[position] == 0x1B {
        if rest.starts(with: Self.pasteEnd) {
          position += Self.pasteEnd.count
          return endPaste()
        }
        // The end may have come in part only.
        if Self.pasteEnd.starts(with: rest), !expired { return nil }
      }
      if pasted.count < Self.longestPaste { pasted.append(bytes[position]) }
      position += 1
    }
    return expired ? endPaste() : nil
  }

  private mutating func endPaste() -> Key {
    isPasting = false
    defer { pasted = [] }
    return .paste(Self.cleaned(String(decoding: pasted, as: UTF8.self)))
  }

  /// A pasted text with `\n` for each line break and without control characters but tabs.
  ///
  /// Who pastes does not see what is in the text; keys of the editor must not come from there.
  static func cleaned(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n" where previous == "\r": break
      case "\r", "\n": result.append("\n")
      case "\t": result.append(scalar)
      default:
        if scalar.properties.generalCategory != .control { result.append(scalar) }
      }
      previous = scalar
    }
    return String(result)
  }
}
