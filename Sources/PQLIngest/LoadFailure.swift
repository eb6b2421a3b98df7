package import PQLModel

/// Why data could not be loaded: where, what, and what to do next.
package struct LoadFailure: Error, Sendable, Hashable {
  package let code: LoadCode
  /// The file it is about, as it was named.
  package var file: String?
  /// 1-based.
  package var line: Int?
  /// 1-based, in bytes.
  package var column: Int?
  /// Where in the file's bytes, decompressed, the place is: 1-based.
  package var byte: Int?
  /// 1-based.
  package var record: Int?
  package var field: String?
  package var value: String?
  package var message: String
  package var advice: String?

  /// Messages are made by the functions in `Messages/` alone.
  init(
    _ code: LoadCode, _ message: String, file: String? = nil, line: Int? = nil, column: Int? = nil,
    byte: Int? = nil, record: Int? = nil, field: String? = nil, value: String? = nil,
    advice: String? = nil
  ) {
    self.code = code
    self.file = file
    self.line = line
    self.column = column
    self.byte = byte
    self.record = record
    self.field = field
    self.value = value
    self.message = message
    self.advice = advice
  }

  /// What is told, with its place as data.
  package var told: LoadMessage {
    var place = LoadPlace(
      file: file, line: line, column: column, byte: byte, record: record, field: field,
      value: value)
    // A field of an entity is named with it: `deals.amount`.
    if let field, let dot = field.firstIndex(of: "."),
      let entity = EntityKind(rawValue: String(field[..<dot]))
    {
      place.entity = entity
      place.field = String(field[field.index(after: dot)...])
    }
    return LoadMessage(code, .error, message, advice: advice, place: place)
  }
}
