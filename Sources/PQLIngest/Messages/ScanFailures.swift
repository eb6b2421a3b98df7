/// What is wrong with a text, and where; the loader knows the file and makes a `LoadFailure` of it.
struct ScanFailure: Error {
  var offset: Int
  var message: String
  /// Whether it is not about one record alone, so that leaving that out does not help.
  var endsReading = false
  /// Whether what stands there is no text, so that the file cannot be read.
  var isNotText = false
}

// Of any text.
extension ScanFailure {
  /// A byte that is no part of valid UTF-8.
  static func notText(at offset: Int) -> ScanFailure {
    ScanFailure(
      offset: offset, message: "it is not valid UTF-8", endsReading: true, isNotText: true)
  }

  /// A value or a name that is too long.
  static func tooLong(_ what: String, _ length: Int, _ limit: Int, at offset: Int) -> ScanFailure {
    ScanFailure(
      offset: offset,
      message: "\(what) of \(length) bytes is too long: at most \(limit >> 20) MB are read",
      endsReading: true)
  }

  static func tooManyCells(_ most: Int, at offset: Int) -> ScanFailure {
    ScanFailure(
      offset: offset,
      message: "its different fields times its records are more than \(most) cells, too many",
      endsReading: true)
  }

  static func tooManyFields(_ most: Int, at offset: Int) -> ScanFailure {
    ScanFailure(
      offset: offset, message: "more than \(most) different fields are too many", endsReading: true)
  }

  /// Broken lines each of which reaches over many others; the first begins there.
  static func brokenLinesReachFar(at offset: Int) -> ScanFailure {
    ScanFailure(
      offset: offset,
      message: "its broken lines begin here, and each reaches over so many others that the file "
        + "would be read more than eight times; perhaps a quote is opened and never closed",
      endsReading: true)
  }
}

// Of JSON.
extension ScanFailure {
  static func ends(where wanted: String, at offset: Int) -> ScanFailure {
    ScanFailure(offset: offset, message: "the text ends where \(wanted) should be")
  }

  static func found(_ byte: UInt8, where wanted: String, at offset: Int) -> ScanFailure {
    let found =
      byte > 0x20 && byte < 0x7F
      ? "`\(String(UnicodeScalar(byte)))`" : "byte 0x\(String(byte, radix: 16))"
    return ScanFailure(offset: offset, message: "found \(found) where \(wanted) should be")
  }

  static func endsInString(at offset: Int) -> ScanFailure {
    ScanFailure(offset: offset, message: "the text ends inside a string")
  }

  /// A byte that no string of JSON holds: the end of a line, or another control character.
  static func inString(_ byte: UInt8, at offset: Int) -> ScanFailure {
    ScanFailure(
      offset: offset,
      message: byte == 0x0A || byte == 0x0D
        ? "a string is not closed before the end of its line"
        : "a control character (0x\(String(byte, radix: 16))) stands bare in a string")
  }

  static func escapesNothing(at offset: Int) -> ScanFailure {
    ScanFailure(offset: offset, message: "a backslash that escapes nothing")
  }

  static func noHexadecimals(at offset: Int) -> ScanFailure {
    ScanFailure(offset: offset, message: "`\\u` without four hexadecimal digits")
  }

  static func halfPair(_ unit: UInt32, at offset: Int) -> ScanFailure {
    ScanFailure(
      offset: offset, message: "half of a surrogate pair (`\\u\(String(unit, radix: 16))`)")
  }

  static func tooDeep(_ most: Int, at offset: Int) -> ScanFailure {
    ScanFailure(offset: offset, message: "records inside records are more than \(most) deep")
  }

  static func tooManyMembers(_ most: Int, at offset: Int) -> ScanFailure {
    ScanFailure(
      offset: offset, message: "more than \(most) members of one object are too many",
      endsReading: true)
  }
}

// Of CSV.
extension ScanFailure {
  static func tooManyCells(ofHeader count: Int, at offset: Int) -> ScanFailure {
    ScanFailure(
      offset: offset, message: "the line has more cells than the \(count) columns of the header")
  }

  static func quoteNotClosed(at offset: Int) -> ScanFailure {
    ScanFailure(offset: offset, message: "a quote is opened and never closed")
  }

  static func nul(at offset: Int) -> ScanFailure {
    ScanFailure(offset: offset, message: "a NUL byte stands in the text")
  }

  static func textBehindQuote(at offset: Int) -> ScanFailure {
    ScanFailure(offset: offset, message: "text follows the closing quote of a cell")
  }

  static func tooManyColumns(_ count: Int, at offset: Int) -> ScanFailure {
    ScanFailure(offset: offset, message: "\(count) columns are too many")
  }
}
