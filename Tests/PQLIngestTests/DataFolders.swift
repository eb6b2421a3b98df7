import PQLIngest
import PQLModel

/// Where the data that stay outside the repository are found, and how to look into a model.
enum DataFolders {
  /// The folder beside the repository.
  static let shared = repository + "/../shared"

  static let repository: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  /// Whether a path below the shared folder exists.
  static func has(_ path: String) -> Bool {
    PosixFiles().kind(of: shared + "/" + path) != .absent
  }

  /// A folder of the data that tests load.
  static func fixture(_ name: String) throws -> Model {
    try load(repository + "/Tests/Fixtures/" + name)
  }

  static func load(_ paths: String...) throws -> Model {
    try Loader(files: PosixFiles()).load(paths)
  }
}

/// Loads texts by name; the first name is what is loaded unless `path` says otherwise.
func load(
  _ files: KeyValuePairs<String, String>, path: String? = nil
) throws(LoadFailure) -> Model {
  let all = Dictionary(files.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 })
  return try Loader(files: MemoryFiles(all)).load([path ?? files[0].key])
}

/// The failure of loading these texts.
func refusal(_ files: KeyValuePairs<String, String>) -> LoadFailure? {
  do {
    _ = try load(files)
    return nil
  } catch {
    return error
  }
}

extension EntityTable {
  /// A row of a field as a short text, for comparing.
  func text(_ name: String, _ row: Int) -> String? {
    guard let column = field(name)?.column, column.isPresent(row) else { return nil }
    switch column {
    case .text(let column): return column[row]
    case .number(let column): return "\(column.values[row])"
    case .money(let column): return "\(column.units[row])e-\(column.scale)"
    case .exact(let column): return "\(column.values[row])"
    case .boolean(let column): return "\(column.values[row])"
    case .day(let column): return CivilDate(dayNumber: column.values[row]).text
    case .second(let column): return clock(column.values[row])
    case .list(let column):
      let range = Int(column.offsets[row])..<Int(column.offsets[row + 1])
      return range.map { column.elements[$0] ?? "missing" }.joined(separator: "|")
    }
  }

  /// All rows of a field.
  func texts(_ name: String) -> [String?] { (0..<rowCount).map { text(name, $0) } }

  /// A moment as `2026-06-30T14:05:00`.
  private func clock(_ seconds: Int64) -> String {
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = Int(seconds - day * 86_400)
    return CivilDate(dayNumber: Int32(day)).text
      + "T\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
  }
}

extension Model {
  /// The messages of all remarks.
  var messages: [String] { notes.map(\.message) }
}
