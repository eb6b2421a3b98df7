import Foundation

/// A value as programs read it, so that JSON and CSV can be compared; numbers keep every digit.
package enum MachineValue: Sendable, Hashable, Decodable {
  case missing
  case text(String)
  case number(Decimal)
  case boolean(Bool)
  case list([MachineValue])
  case record([String: MachineValue])

  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .missing
    } else if let boolean = try? value.decode(Bool.self) {
      self = .boolean(boolean)
    } else if let number = try? value.decode(Decimal.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let list = try? value.decode([MachineValue].self) {
      self = .list(list)
    } else {
      self = .record(try value.decode([String: MachineValue].self))
    }
  }

  /// The value of a JSON text; nil when it is none.
  package init?(json: String) {
    guard let value = try? JSONDecoder().decode(MachineValue.self, from: Data(json.utf8)) else {
      return nil
    }
    self = value
  }

  /// The members of a record.
  package var members: [String: MachineValue]? {
    if case .record(let members) = self { members } else { nil }
  }

  /// The elements of a list.
  package var elements: [MachineValue]? {
    if case .list(let elements) = self { elements } else { nil }
  }

  /// The text, if it is one.
  package var string: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The number, if it is one.
  package var double: Double? {
    guard case .number(let number) = self else { return nil }
    return NSDecimalNumber(decimal: number).doubleValue
  }

  /// Whether a cell of CSV is the same value.
  func isWritten(inCSV cell: String) -> Bool {
    switch self {
    case .missing: cell.isEmpty
    case .text(let text): cell == text
    case .number(let number): Decimal(whole: cell) == number
    case .boolean(let value): cell == (value ? "true" : "false")
    case .list, .record: MachineValue(json: cell) == self
    }
  }
}

extension Decimal {
  /// The number that a whole text is; nil for `2025-06`, of which Foundation reads the beginning.
  init?(whole text: String) {
    guard text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil else { return nil }
    self.init(string: text)
  }
}

/// The cells of comma-separated values, by rows.
package func cells(csv: String) -> [[String]] {
  var rows: [[String]] = []
  var row: [String] = []
  var cell = ""
  var isQuoted = false
  var characters = csv.unicodeScalars.makeIterator()
  var held: Unicode.Scalar?
  while let scalar = held ?? characters.next() {
    held = nil
    switch scalar {
    case "\"" where isQuoted:
      held = characters.next()
      if held == "\"" {
        cell += "\""
        held = nil
      } else {
        isQuoted = false
      }
    case "\"": isQuoted = true
    case "," where !isQuoted:
      row.append(cell)
      cell = ""
    case "\n" where !isQuoted:
      rows.append(row + [cell])
      row = []
      cell = ""
    default: cell.unicodeScalars.append(scalar)
    }
  }
  return rows
}
