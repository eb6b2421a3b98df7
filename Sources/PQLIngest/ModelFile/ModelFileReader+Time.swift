import PQLModel

// What a model file says of past days and ages.
extension ModelFileReader {
  func readAsOf(_ item: JSONItem, _ time: inout TimeSettings) throws(LoadFailure) {
    for member in try object(item, "as_of") {
      switch member.key {
      case "untracked":
        time.takesUntrackedAsRecorded = try choice(
          member.item, "as_of.untracked", [("as recorded", true)])
      default: throw unknownKey(member, "a setting of past days", ["untracked"])
      }
    }
  }

  func readAging(_ item: JSONItem, _ time: inout TimeSettings) throws(LoadFailure) {
    for member in try object(item, "aging") {
      switch member.key {
      case "days":
        time.agesInBusinessDays = try choice(
          member.item, "aging.days", [("calendar", false), ("business", true)])
      default: throw unknownKey(member, "a setting of ages", ["days"])
      }
    }
  }

  /// Dated exports: a pattern, or a list of patterns and files.
  func exports(
    _ item: JSONItem, _ path: String, of kind: EntityKind
  ) throws(LoadFailure) -> [String] {
    guard kind == .deals else { throw failure(item, path, .exportsOfOthers) }
    if case .text = item.value { return [try text(item, path)] }
    return try list(item, path, { (item) throws(LoadFailure) in try text(item, path) })
  }

  /// The fields that are not known before a record closes; there is no other moment yet.
  func knownAtClose(_ item: JSONItem, _ path: String) throws(LoadFailure) -> [String] {
    var fields: [String] = []
    for member in try object(item, path) {
      _ = try choice(member.item, "\(path).\(member.key)", [("close", true)])
      fields.append(member.key)
    }
    return fields
  }
}
