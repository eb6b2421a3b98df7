import Foundation
import Testing

@testable import PQLSample

/// A sample's files read back, by ways that share nothing with how they were written.
struct SampleReading {
  let world: World
  private let contents: [String: [UInt8]]

  init(deals: Int, seed: UInt64 = 1) {
    let pipeline = SamplePipeline(deals: deals, seed: seed)
    world = pipeline.world
    contents = Dictionary(
      uniqueKeysWithValues: pipeline.files().map { ($0.name, Self.bytes(of: $0)) })
  }

  static func bytes(of file: SampleFile) -> [UInt8] {
    var bytes: [UInt8] = []
    file.write { bytes += $0 }
    return bytes
  }

  /// The records of a file of one JSON record a line; throws when a line is none.
  func records(_ name: String) throws -> [[String: Any]] {
    try contents[name, default: []].split(separator: 0x0A).map { line in
      let value = try JSONSerialization.jsonObject(with: Data(line))
      return try #require(value as? [String: Any])
    }
  }

  /// The value of a file that is one JSON document.
  func document(_ name: String) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(contents[name, default: []]))
  }

  /// The rows of a file of comma-separated values, with the line of names first.
  func rows(_ name: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    let bytes = contents[name, default: []]
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch (byte, isQuoted) {
      case (0x22, true) where place < bytes.count && bytes[place] == 0x22:
        cell.append(byte)
        place += 1
      case (0x22, _): isQuoted.toggle()
      case (0x2C, false), (0x0A, false):
        row.append(String(decoding: cell, as: UTF8.self))
        cell = []
        if byte == 0x0A {
          rows.append(row)
          row = []
        }
      default: cell.append(byte)
      }
    }
    return rows
  }

  /// The cells of one column.
  func column(_ column: String, of name: String) -> [String] {
    let rows = rows(name)
    guard let place = rows.first?.firstIndex(of: column) else { return [] }
    return rows.dropFirst().map { $0[place] }
  }
}

/// A text that stands in a record; absent, null and empty are all missing.
func text(_ record: [String: Any], _ field: String) -> String? {
  guard let text = record[field] as? String, !text.isEmpty else { return nil }
  return text
}
