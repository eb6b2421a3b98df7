/// A JSON value with its place in the file; arrays are read when asked for.
struct JSONItem {
  indirect enum Value {
    case null
    case boolean(Bool)
    case number(String)
    case text(String)
    /// Checked, and not yet taken apart.
    case array
    case object([JSONMember])
  }

  var offset: Int
  var value: Value

  /// What a message calls the value.
  var kindName: String {
    switch value {
    case .null: "null"
    case .boolean: "true or false"
    case .number: "a number"
    case .text: "text"
    case .array: "a list"
    case .object: "a record"
    }
  }
}

/// A key of an object and its value.
struct JSONMember {
  var key: String
  var offset: Int
  var item: JSONItem
}

extension JSONScanner {
  /// Reads a value; objects become members, arrays are checked and passed over.
  ///
  /// Of an array behind a key of the outermost object `end` may tell where it ends, when it has
  /// checked it by itself.
  mutating func readItem(
    depth: Int = 0, _ end: (String, Int) -> Int? = { _, _ in nil }
  ) throws(ScanFailure) -> JSONItem {
    let byte = skipSpace()
    let start = at
    switch byte {
    case 0x7B: return JSONItem(offset: start, value: .object(try readMembers(depth: depth, end)))
    case 0x5B:
      try skipValue(depth: depth)
      return JSONItem(offset: start, value: .array)
    case 0x22:
      at += 1
      let (end, escaped) = try scanString()
      try checkValue(start + 1, end)
      return JSONItem(offset: start, value: .text(text(start + 1, end, escaped: escaped)))
    case 0x2D, 0x30...0x39:
      try scanNumber()
      try checkValue(start, at)
      return JSONItem(offset: start, value: .number(view.string(start, at)))
    default:
      try scanWord(byte)
      return JSONItem(offset: start, value: byte == 0x6E ? .null : .boolean(byte == 0x74))
    }
  }

  private mutating func readMembers(
    depth: Int, _ end: (String, Int) -> Int?
  ) throws(ScanFailure) -> [JSONMember] {
    guard depth < JSONScanner.deepest else { throw tooDeep() }
    var members: [JSONMember] = []
    at += 1
    if skipSpace() == 0x7D {
      at += 1
      return members
    }
    while true {
      guard skipSpace() == 0x22 else { throw unexpected("a key in quotes") }
      let start = at
      at += 1
      let (keyEnd, escaped) = try scanString()
      try checkName(start + 1, keyEnd)
      let key = text(start + 1, keyEnd, escaped: escaped)
      try skipColon()
      let item: JSONItem
      if depth == 0, skipSpace() == 0x5B, let passed = end(key, at) {
        item = JSONItem(offset: at, value: .array)
        at = passed
      } else {
        item = try readItem(depth: depth + 1)
      }
      guard members.count < ReadingLimit.members else {
        throw .tooManyMembers(ReadingLimit.members, at: start)
      }
      members.append(JSONMember(key: key, offset: start, item: item))
      let byte = skipSpace()
      guard byte == 0x2C || byte == 0x7D else { throw unexpected("`,` or `}`") }
      at += 1
      if byte == 0x7D { return members }
    }
  }

  /// The elements of an array that has been checked.
  func elements(of array: JSONItem) throws(ScanFailure) -> [JSONItem] {
    var scanner = JSONScanner(view, at: array.offset + 1)
    var items: [JSONItem] = []
    if scanner.skipSpace() == 0x5D { return items }
    while true {
      items.append(try scanner.readItem(depth: 1))
      if scanner.skipSpace() == 0x5D { return items }
      scanner.at += 1
    }
  }
}
