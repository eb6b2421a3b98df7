import PQLModel

/// The field that a remark is about, with the first of the values that it is about.
struct NotedField {
  var kind: EntityKind
  /// As queries name it.
  var name: String
  var first: Example?

  /// A value and where it stands.
  struct Example {
    var text: String
    var place: LoadPlace

    /// As in: first `abc` at deals.csv line 3.
    var words: String { "`\(text)` at \(place.name)" }
  }

  init(_ kind: EntityKind, _ name: String, first: Example? = nil) {
    self.kind = kind
    self.name = name
    self.first = first
  }

  /// What stands before the colon of its messages.
  var path: String { "\(kind.rawValue).\(name)" }

  /// A remark on the field, which bears on answers that read it and on what else is named.
  func note(
    _ code: LoadCode, _ message: String, severity: LoadNote.Severity = .note, count: Int? = nil,
    of total: Int? = nil, value: String? = nil, also concerns: [LoadConcern] = []
  ) -> LoadNote {
    var place = first?.place ?? LoadPlace()
    (place.entity, place.field, place.count, place.total) = (kind, name, count, total)
    place.value = value ?? first?.text
    return LoadNote(
      code, "\(path): " + message, severity: severity, place: place,
      concerns: [.field(kind, name)] + concerns)
  }
}

// Remarks on fields: their names, their types, and values that are something else.
extension LoadNote {
  /// Fields that were found under other names than PQL's.
  static func fieldsFound(
    _ kind: EntityKind, _ found: [(name: String, dataName: String)]
  ) -> LoadNote {
    let list = found.map { "\($0.name) in `\($0.dataName)`" }.joined(separator: ", ")
    return LoadNote(
      .fieldsFound, "\(kind.rawValue): found \(list)",
      place: LoadPlace(entity: kind, field: found.first?.name, count: found.count),
      concerns: found.map { .field(kind, $0.name) })
  }

  static func fieldRenamed(_ kind: EntityKind, _ dataName: String, to name: String) -> LoadNote {
    LoadNote(
      .fieldRenamed,
      "\(kind.rawValue): the data's own `\(dataName)` is called `\(name)`, because a mapping gives its "
        + "name to another field", place: LoadPlace(entity: kind, field: name, value: dataName),
      concerns: [.field(kind, name)])
  }

  static func headerRepeated(_ kind: EntityKind, _ name: String) -> LoadNote {
    LoadNote(
      .headerRepeated,
      "\(kind.rawValue): the header has `\(name)` more than once; the first counts, the second is "
        + "`\(name)_2`", severity: .warning, place: LoadPlace(entity: kind, field: name),
      concerns: [.field(kind, name)])
  }

  /// A replacement that the model file asks for.
  static func valuesReplaced(
    _ field: NotedField, _ from: String, by to: String, count: Int
  ) -> LoadNote {
    field.note(
      .valuesReplaced,
      "`\(from)` became `\(to)` "
        + (count == 0 ? "nowhere; no record has it" : "in \(count) records"),
      severity: count == 0 ? .warning : .note, count: count, value: from)
  }

  /// Values that are not of the field's type; `wayOut` says what may be done.
  static func valuesUnreadable(
    _ field: NotedField, _ what: String, count: Int, of total: Int, wayOut: String
  ) -> LoadNote {
    field.note(
      .valuesUnreadable,
      "\(count) of \(total) values are not \(what), first \(field.first?.words ?? ""); they count as "
        + "missing" + wayOut, severity: .warning, count: count, of: total)
  }

  /// A column that is text because of a few values.
  static func columnMixed(
    _ field: NotedField, _ look: ValueLook, count: Int, of total: Int
  ) -> LoadNote {
    field.note(
      .columnMixed,
      "\(count) of \(total) values are not \(look.rawValue), first \(field.first?.words ?? ""); the "
        + "column is text", severity: .warning, count: count, of: total)
  }

  /// A column whose values look alike and cannot all be read.
  static func columnUnread(_ field: NotedField, _ look: ValueLook) -> LoadNote {
    field.note(
      .columnMixed, "not all values can be read as \(look.rawValue); the column is text",
      severity: .warning)
  }

  static func leadingZeros(_ field: NotedField) -> LoadNote {
    field.note(.leadingZeros, "digits with zeros in front are kept as text")
  }
}
