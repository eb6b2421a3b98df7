/// Reads what text and pattern tokens say, and writes text.
package enum TextLiteral {
  /// What a text token says; escapes that are none stay as written.
  static func value(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.first == UInt8(ascii: "\"") else { return foreignValue(bytes) }
    var content = bytes.dropFirst()
    var result: [UInt8] = []
    result.reserveCapacity(content.count)
    let all = Array(content)
    var place = 0
    while place < all.count, all[place] != UInt8(ascii: "\"") {
      if all[place] == UInt8(ascii: "\\"), let (scalar, length) = escape(in: all, at: place) {
        result.append(contentsOf: String(scalar).utf8)
        place += length
      } else if all[place] == UInt8(ascii: "\\"), place + 1 < all.count {
        result.append(contentsOf: all[place...(place + 1)])
        place += 2
      } else {
        result.append(all[place])
        place += 1
      }
    }
    content = []
    return String(decoding: result, as: UTF8.self)
  }

  /// The character an escape stands for and how many bytes it takes; nil when it is none.
  static func escape(in bytes: [UInt8], at place: Int) -> (Unicode.Scalar, Int)? {
    guard place + 1 < bytes.count else { return nil }
    switch bytes[place + 1] {
    case UInt8(ascii: "n"): return ("\n", 2)
    case UInt8(ascii: "t"): return ("\t", 2)
    case UInt8(ascii: "\\"): return ("\\", 2)
    case UInt8(ascii: "\""): return ("\"", 2)
    case UInt8(ascii: "u"): return unicodeEscape(in: bytes, at: place)
    default: return nil
    }
  }

  private static func unicodeEscape(in bytes: [UInt8], at place: Int) -> (Unicode.Scalar, Int)? {
    guard place + 3 < bytes.count, bytes[place + 2] == UInt8(ascii: "{") else { return nil }
    var end = place + 3
    while end < bytes.count, end <= place + 9, bytes[end] != UInt8(ascii: "}") { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "}") else { return nil }
    let digits = String(decoding: bytes[(place + 3)..<end], as: UTF8.self)
    guard digits.utf8.first != UInt8(ascii: "+"), let value = UInt32(digits, radix: 16) else {
      return nil
    }
    return Unicode.Scalar(value).map { ($0, end + 1 - place) }
  }

  /// What stands between single or curly quotes.
  private static func foreignValue(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.first == UInt8(ascii: "'") else {
      return String(String(decoding: bytes, as: UTF8.self).dropFirst().dropLast())
    }
    let content = bytes.dropFirst()
    return singleQuotedContent(content.last == UInt8(ascii: "'") ? content.dropLast() : content)
  }

  /// What stands between single quotes, with `''` and `\'` for one quote.
  static func singleQuotedContent(_ bytes: ArraySlice<UInt8>) -> String {
    var result: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      result.append(byte)
      if byte == UInt8(ascii: "'"), rest.first == byte { rest.removeFirst() }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// A name as it is written where a field may stand: in backticks when it would not be read as one
  /// otherwise.
  package static func name(_ name: String) -> String {
    let lexed = Lexer.lex(SourceText(name: "", text: name))
    let isWord =
      lexed.lexemes.count == 2 && lexed.lexemes[0].token.kind == .word
      && lexed.lexemes[0].token.span.end == name.utf8.count
      && lexed.lexemes[0].keyword?.isReserved != true
    return isWord ? name : "`\(name)`"
  }

  /// A text as the language writes it, in double quotes.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case _ where scalar.properties.generalCategory == .control:
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// What a pattern token says, without its slashes, `\/` as `/`.
  static func pattern(_ bytes: ArraySlice<UInt8>) -> (text: String, ignoresCase: Bool) {
    var content: [UInt8] = []
    var rest = bytes.dropFirst()
    while let byte = rest.popFirst(), byte != UInt8(ascii: "/") {
      if byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
        if next != UInt8(ascii: "/") { content.append(byte) }
        content.append(next)
      } else {
        content.append(byte)
      }
    }
    return (String(decoding: content, as: UTF8.self), rest.contains(UInt8(ascii: "i")))
  }
}
