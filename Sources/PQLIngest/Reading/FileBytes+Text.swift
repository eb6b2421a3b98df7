extension FileBytes {
  /// The bytes as text; nil when they are not valid UTF-8.
  package var text: String? { String(validating: array, as: UTF8.self) }
}
