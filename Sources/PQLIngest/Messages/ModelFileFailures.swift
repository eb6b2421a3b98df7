import PQLModel

// Failures of what a model file says, and of what it says of data that are otherwise.
extension LoadFailure {
  static func modelKeyUnknown(
    _ key: String, _ what: String, known keys: [String], file: String, line: Int
  ) -> LoadFailure {
    LoadFailure(
      .modelKeyUnknown, "`\(key)` is not \(what)", file: file, line: line, value: key,
      advice: nearestName(to: key, among: keys).map { "perhaps `\($0)`" }
        ?? "known here: \(keys.joined(separator: ", "))")
  }

  /// A value that cannot stand at `path`.
  static func modelValueWrong(
    _ fault: ModelValueFault, at path: String, file: String, line: Int
  ) -> LoadFailure {
    LoadFailure(
      .modelValueWrong, fault.message, file: file, line: line, field: path, advice: fault.advice)
  }

  static func modelKeyRepeated(
    _ key: String, at path: String, file: String, line: Int
  ) -> LoadFailure {
    LoadFailure(
      .modelKeyRepeated, "the key `\(key)` stands twice", file: file, line: line, field: path,
      advice: "keep one of the two")
  }

  static func neitherModelNorRecords(_ path: String, misspelt key: String?) -> LoadFailure {
    LoadFailure(
      .neitherModelNorRecords, "the file is neither a model nor a list of records", file: path,
      advice: key.map { "perhaps the key `\($0)` is misspelt" }
        ?? "records stand in `[…]`, one a line, or under `records`, `results` or `data`")
  }

  static func entityTwice(_ kind: EntityKind, file: String) -> LoadFailure {
    LoadFailure(.entityTwice, "`\(kind.rawValue)` is described twice", file: file)
  }

  static func entityWithoutRecords(_ kind: EntityKind, file: String) -> LoadFailure {
    LoadFailure(
      .entityWithoutRecords, "`\(kind.rawValue)` has neither `file`, `files` nor `records`",
      file: file, field: "entities.\(kind.rawValue)")
  }

  /// A field is mapped to a name that the data do not have.
  static func mappedToNothing(
    _ name: String, _ dataName: String, _ kind: EntityKind, among names: [String], file: String
  ) -> LoadFailure {
    let shown = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    return LoadFailure(
      .fieldNotInData, "`\(name)` is mapped to `\(dataName)`, which the data do not have",
      file: file, field: "entities.\(kind.rawValue).fields", value: dataName,
      advice: nearestName(to: dataName, among: names).map { "perhaps `\($0)`" }
        ?? (names.isEmpty ? "the data have no fields" : "the data have \(shown)"))
  }

  /// A section of the model file, at `path`, names a field that an entity does not have.
  static func fieldNotInData(
    _ name: String, _ kind: EntityKind, among names: [String], at path: String, file: String? = nil
  ) -> LoadFailure {
    LoadFailure(
      .fieldNotInData, "`\(name)` is not a field of \(kind.rawValue)", file: file, field: path,
      value: name,
      advice: nearestName(to: name, among: names).map { "perhaps `\($0)`" }
        ?? "the fields are \(names.joined(separator: ", "))")
  }

  static func unknownTimeZone(
    _ name: String, among names: [String], at path: String = "timezone", file: String? = nil
  ) -> LoadFailure {
    LoadFailure(
      .unknownTimeZone, "`\(name)` is not a time zone that this machine knows", file: file,
      field: path, value: name,
      advice: nearestName(to: name, among: names).map { "perhaps `\($0)`" }
        ?? (names.isEmpty
          ? "the machine has no time zone files (tzdata); `UTC` needs none"
          : "names are as Europe/Amsterdam"))
  }

  static func notSupporting(_ path: String) -> LoadFailure {
    LoadFailure(
      .notSupporting, "it is no file that says what others mean", file: path, field: "supporting",
      advice: "stage definitions, pipelines, record types and periods of a known system are; "
        + "records stand under `entities`")
  }

  /// A date proves another order than the model file says.
  static func datesContradict(
    _ kind: EntityKind, _ field: String, _ type: ValueType, proof: String, said: DateOrder,
    proven: DateOrder
  ) -> LoadFailure {
    LoadFailure(
      .datesContradict,
      "`\(proof)` cannot be \(said.words), as `\"dates\": \"\(said.rawValue)\"` says",
      field: "\(kind.rawValue).\(field)", value: proof,
      advice: "say for this field \"types\": { \"\(field)\": "
        + "\"\(type.keyword) \(proven.rawValue)\" }")
  }

  /// Numbers are written otherwise than the model file says.
  static func numbersContradict(
    _ kind: EntityKind, _ field: String, _ type: ValueType, said: NumberMarks, proven: NumberMarks?
  ) -> LoadFailure {
    LoadFailure(
      .numbersContradict,
      "its numbers are not written as `\"numbers\": \"\(said.rawValue)\"` says",
      field: "\(kind.rawValue).\(field)",
      advice: "say for this field \"types\": { \"\(field)\": "
        + "\"\(type.keyword) \(proven?.rawValue ?? "")\" }")
  }
}
