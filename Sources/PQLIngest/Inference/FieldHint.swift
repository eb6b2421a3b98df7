import PQLModel

/// What the name of a field tells about its values.
enum FieldHint {
  /// Whether the values name records, so that digits in them are no numbers.
  static func isIdentifier(_ name: String) -> Bool {
    let last = name.split(whereSeparator: { $0 == "." || $0 == "_" || $0 == " " }).last ?? ""
    let lower = last.lowercased()
    return ["id", "ids", "uuid", "guid", "key", "code", "zip", "postcode", "phone", "fax"]
      .contains(lower)
      || last.hasSuffix("Id") || last.hasSuffix("ID") || lower.hasSuffix("phone")
      || folded(name).hasSuffix("postalcode")
  }

  /// Whether the values are moments, so that long digits in them count milliseconds.
  static func isMoment(_ name: String) -> Bool {
    let plain = folded(name)
    let last = name.split(whereSeparator: { $0 == "." || $0 == "_" || $0 == " " }).last ?? ""
    return plain.contains("date") || plain.hasSuffix("time") || plain.hasSuffix("timestamp")
      || ["at", "on", "created", "updated", "modified"].contains(last.lowercased())
      || last.hasSuffix("At") || last.hasSuffix("On")
  }

  /// Whether the values are names, addresses or free text, which are no categories.
  static func isFreeText(_ name: String) -> Bool {
    let plain = folded(name)
    return isIdentifier(name)
      || [
        "name", "email", "description", "note", "notes", "comment", "comments", "address",
        "street", "url", "website", "subject", "body", "nextstep", "link", "domain",
      ].contains { plain.hasSuffix($0) }
  }
}

extension TextColumn {
  /// Whether text of so few different values is a category.
  ///
  /// At most 200 different values, each borne by two rows on average; or up to fifty short texts.
  func isCategory(named name: String) -> Bool {
    guard !FieldHint.isFreeText(name) else { return false }
    let distinct = dictionary.count
    guard distinct > 0, distinct <= 200 else { return false }
    let present = codes.reduce(0) { $0 + ($1 < 0 ? 0 : 1) }
    let meanLength = dictionary.bytes.count / distinct
    if distinct <= present / 2 { return meanLength <= 80 }
    return present <= 50 && meanLength <= 24
  }
}
