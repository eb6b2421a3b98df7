import PQLModel

extension NestedTable {
  /// An element of a list as a record.
  fileprivate func record(_ element: String) -> [UInt8] {
    guard let valueKey, !element.hasPrefix("{") else { return Array(element.utf8) }
    return Array("{\(JSONText.quoted(valueKey)):\(JSONText.quoted(element))}".utf8)
  }
}

extension DraftTable {
  /// The records that stand in lists under one key of this table's records, one a line, each with the
  /// id of the record it stood in under `nested.parentKey`, and with the rest of its list's name under
  /// `nested.listKey` where there are several lists.
  ///
  /// Nil when there are none. What is no record in a list becomes one of `nested.valueKey`.
  func lines(of nested: NestedTable) -> [UInt8]? {
    let ids = text("id")
    var lines: [UInt8] = []
    for field in fields where nested.isList(field.name) {
      guard case .list(let lists) = field.column else { continue }
      let list = nested.listKey.map { [($0, String(field.name.dropFirst(nested.prefix.count)))] }
      let elements = lists.elements.dictionary.values.map { nested.record($0) }
      for row in 0..<rowCount {
        let keys = (ids?[row].map { [(nested.parentKey, $0)] } ?? []) + (list ?? [])
        let members = keys.map { "\(JSONText.quoted($0)):\(JSONText.quoted($1))" }
        for place in Int(lists.offsets[row])..<Int(lists.offsets[row + 1]) {
          let code = lists.elements.codes[place]
          guard code >= 0, case let element = elements[Int(code)], element.first == 0x7B else {
            continue
          }
          lines.append(0x7B)
          lines += Array(members.joined(separator: ",").utf8)
          let isEmpty = element.dropFirst().first { $0 > 0x20 } == 0x7D
          if !members.isEmpty, !isEmpty { lines.append(0x2C) }
          lines += element.dropFirst().map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
          lines.append(0x0A)
        }
      }
    }
    return lines.isEmpty ? nil : lines
  }

  /// Takes away a list of nested records, and what stands beside the list in its wrapper.
  mutating func remove(_ nested: NestedTable) {
    // A list of mere ids has no wrapper of its own.
    let wrapper =
      nested.valueKey == nil ? nested.column.lastIndex(of: ".").map { nested.column[..<$0] } : nil
    fields.removeAll { field in
      field.name == nested.column
        || wrapper.map { field.name == $0 || field.name.hasPrefix($0 + ".") } ?? false
    }
  }
}

/// Text as JSON.
enum JSONText {
  /// A text in quotes, with what must be escaped escaped.
  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case _ where scalar.value < 0x20:
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
