/// What stands in a JSON document before its records, and what the first record says it is.
struct DocumentHead {
  /// How many records the answer of a query has in all its pages.
  private(set) var totalSize: Int?
  /// `attributes.type` of the first record, as Salesforce writes it.
  private(set) var objectType: String?

  /// A head that says nothing.
  init() {}

  /// Reads no further than the first record; a file that is no JSON has an empty head.
  init(_ view: ByteView) {
    var scanner = JSONScanner(view)
    scanner.skipByteOrderMark()
    // What cannot be read is told by the reader of the records.
    switch scanner.skipSpace() {
    case 0x7B: try? readMembers(&scanner)
    case 0x5B: try? readFirst(&scanner)
    default: break
    }
  }

  private mutating func readMembers(_ scanner: inout JSONScanner) throws(ScanFailure) {
    scanner.at += 1
    while scanner.skipSpace() == 0x22 {
      let start = scanner.at + 1
      scanner.at += 1
      let (end, escaped) = try scanner.scanString()
      let key = scanner.text(start, end, escaped: escaped)
      try scanner.skipColon()
      if scanner.skipSpace() == 0x5B {
        if LoadSession.wrapperKeys.contains(key) { return try readFirst(&scanner) }
        try scanner.skipValue(depth: 1)
      } else {
        take(key, try scanner.readItem(depth: 1))
      }
      guard scanner.skipSpace() == 0x2C else { return }
      scanner.at += 1
    }
  }

  private mutating func readFirst(_ scanner: inout JSONScanner) throws(ScanFailure) {
    scanner.at += 1
    guard scanner.skipSpace() == 0x7B else { return }
    guard case .object(let members) = try scanner.readItem(depth: 1).value else { return }
    for member in members where member.key == "attributes" { take(member.key, member.item) }
  }

  private mutating func take(_ key: String, _ item: JSONItem) {
    switch (key, item.value) {
    case ("totalSize", .number(let digits)), ("total", .number(let digits)):
      totalSize = Int(digits)
    case ("attributes", .object(let members)):
      if case .text(let type)? = members.first(where: { $0.key == "type" })?.item.value {
        objectType = type
      }
    default: break
    }
  }
}
