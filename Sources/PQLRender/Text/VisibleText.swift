/// Text made safe to show: nothing in it can move a cursor, change a colour or turn the reading
/// order.
///
/// Data and messages come from files; a terminal would obey the escape sequences in them.
package enum VisibleText {
  /// The text with every control and invisible character written as a sign.
  ///
  /// C0 controls become their pictures (`␛`, `␊`), the rest is written as `\u{202e}`. What joins
  /// letters and emoji stays, as do marks and tags that belong to a sign before them.
  package static func shown(_ text: String) -> String {
    guard text.utf8.contains(where: needsCare), !text.unicodeScalars.allSatisfy(isPlain) else {
      return text
    }
    var result = ""
    result.reserveCapacity(text.utf8.count + 8)
    for character in text { append(character, to: &result) }
    return result
  }

  /// The text of several lines, with nothing but its line feeds left as they are.
  package static func shownLines(_ text: String) -> String {
    // By bytes: a carriage return makes one character with the line feed behind it.
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .map { shown(String(Substring($0))) }.joined(separator: "\n")
  }

  /// Adds one grapheme as it may be shown.
  static func append(_ character: Character, to result: inout String) {
    let isEmoji = character.unicodeScalars.first?.properties.isEmoji ?? false
    for scalar in character.unicodeScalars {
      if let sign = sign(for: scalar, inEmoji: isEmoji) {
        result += sign
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
  }

  /// Bytes that may begin something to hide: controls, or anything that is not ASCII.
  private static func needsCare(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte >= 0x7F
  }

  /// Signs of common alphabets that are themselves whatever stands beside them.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300, 0x2010..<0x2028, 0x4E00..<0xA000: true
    default: false
    }
  }

  /// What stands for a scalar that must not be shown itself; nil when it may.
  private static func sign(for scalar: Unicode.Scalar, inEmoji: Bool) -> String? {
    switch scalar.value {
    case 0..<0x20: return picture(0x2400 + scalar.value)
    case 0x7F: return picture(0x2421)
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300: return nil
    case 0x200C, 0x200D: return nil
    case 0xE0020...0xE007F where inEmoji: return nil
    default: return isHidden(scalar) ? "\\u{\(String(scalar.value, radix: 16))}" : nil
    }
  }

  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    case .format:
      scalar.properties.isDefaultIgnorableCodePoint
        || (0xFFF9...0xFFFB).contains(scalar.value)
    default: false
    }
  }

  private static func picture(_ value: UInt32) -> String? {
    Unicode.Scalar(value).map { String(Character($0)) }
  }
}
