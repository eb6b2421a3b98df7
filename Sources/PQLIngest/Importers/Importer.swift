import PQLModel

/// What exports of other systems wrap around their fields, taken away.
enum Importer {
  /// Takes away HubSpot's `properties.` and Salesforce's `attributes.`.
  ///
  /// HubSpot's first API writes `properties.amount.value`, and beside it when and by whom that was
  /// set; its `versions` get the name that later ones call a history by. A record's reference in an export of `sf data export tree` becomes its id when it has none.
  static func tidied(_ part: RawPart) -> RawPart {
    var part = part
    let names = Set(part.columnNames)
    let hasId = names.contains("Id") || names.contains("id")
    let valued = Set(names.filter { $0.hasPrefix("properties.") && $0.hasSuffix(".value") })
    for (index, name) in part.columnNames.enumerated() {
      if let (property, detail) = propertyDetail(name),
        valued.contains("properties.\(property).value")
      {
        part.columnNames[index] =
          switch detail {
          case "value": property
          case "versions": "propertiesWithHistory.\(property)"
          default: ""
          }
      } else if name == "attributes.referenceId", !hasId {
        part.columnNames[index] = "id"
      } else if name.hasPrefix("attributes.") || name.contains(".attributes.") {
        part.columnNames[index] = ""
      } else if name.hasPrefix("properties."),
        case let short = String(name.dropFirst("properties.".count)), !names.contains(short)
      {
        part.columnNames[index] = short
      }
    }
    return part
  }

  /// The two parts of `properties.amount.value`; nil for another name.
  private static func propertyDetail(_ name: String) -> (property: String, detail: String)? {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "properties" else { return nil }
    return (String(parts[1]), String(parts[2]))
  }

  /// Takes away the fields that only say where nested records were null, as `Account` beside
  /// `Account.Name`.
  static func dropNulls(_ table: inout DraftTable, of raw: RawTable) {
    let outer = Set(raw.columns.compactMap { FieldPlan.outer($0.name) })
    table.fields.removeAll { field in
      (outer.contains(field.name) || field.aliases.contains(where: outer.contains))
        && field.column.missingCount == field.column.count
    }
  }

  /// Turns `@AccountRef1` of an export of `sf data export tree` into the reference it points to.
  static func stripReferences(_ table: inout DraftTable) {
    for index in table.fields.indices where table.fields[index].target != nil {
      guard case .text(let column) = table.fields[index].column,
        column.dictionary.hasText(beginningWith: UInt8(ascii: "@"))
      else { continue }
      let (stripped, changed) = column.replacing {
        $0.hasPrefix("@") ? String($0.dropFirst()) : nil
      }
      if !changed.isEmpty { table.fields[index].column = .text(stripped) }
    }
  }
}

extension TextDictionary {
  /// Whether some text begins with a byte.
  fileprivate func hasText(beginningWith first: UInt8) -> Bool {
    (0..<count).contains { offsets[$0 + 1] > offsets[$0] && bytes[offsets[$0]] == first }
  }
}
