package import PQLModel

/// The report of records that were not taken.
package enum RejectsText {
  /// What a file of rejections begins with.
  package static let beginning = "{\"file\":"

  /// One JSON object a line, each with every key, null where there is nothing to say; empty without
  /// rejections.
  package static func ndjson(_ rejections: [Rejection]) -> String {
    var output = ""
    for rejection in rejections {
      output += beginning
      append(rejection.file, to: &output)
      output += ",\"entity\":"
      append(rejection.kind.rawValue, to: &output)
      output += ",\"record\":" + (rejection.record.map { "\($0)" } ?? "null")
      output += ",\"line\":" + (rejection.line.map { "\($0)" } ?? "null")
      for (key, text) in [
        ("field", rejection.field), ("value", rejection.value), ("reason", rejection.reason),
        ("raw", rejection.raw),
      ] {
        output += ",\"\(key)\":"
        append(text, to: &output)
      }
      output += "}\n"
    }
    return output
  }

  private static func append(_ text: String?, to output: inout String) {
    if let text { JSONText.append(text, to: &output) } else { output += "null" }
  }
}
