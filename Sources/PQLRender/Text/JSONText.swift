/// Text as JSON.
enum JSONText {
  /// Adds a JSON string.
  ///
  /// Beside quotes, backslashes and control characters, U+2028 and U+2029 are escaped, which some
  /// readers take as the end of a line, and U+FEFF, which some take away.
  static func append(_ text: String, to output: inout String) {
    output += "\""
    if text.utf8.contains(where: mayNeedEscape) {
      for scalar in text.unicodeScalars { append(scalar, to: &output) }
    } else {
      output += text
    }
    output += "\""
  }

  /// The text as a JSON string.
  static func quoted(_ text: String) -> String {
    var output = ""
    append(text, to: &output)
    return output
  }

  /// Adds a list of texts.
  static func append(list: some Sequence<String?>, to output: inout String) {
    output += "["
    var isFirst = true
    for element in list {
      if !isFirst { output += ", " }
      isFirst = false
      if let element { append(element, to: &output) } else { output += "null" }
    }
    output += "]"
  }

  /// 0xE2 begins the two line separators in UTF-8, 0xEF the mark U+FEFF.
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F
      || byte == 0xE2 || byte == 0xEF
  }

  private static func append(_ scalar: Unicode.Scalar, to output: inout String) {
    switch scalar {
    case "\"": output += "\\\""
    case "\\": output += "\\\\"
    case "\n": output += "\\n"
    case "\r": output += "\\r"
    case "\t": output += "\\t"
    case "\u{0}"..<"\u{20}", "\u{7F}", "\u{2028}", "\u{2029}", "\u{FEFF}":
      let digits = String(scalar.value, radix: 16)
      output += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
    default: output.unicodeScalars.append(scalar)
    }
  }
}
