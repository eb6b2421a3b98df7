import PQLModel

/// Exports of the deals, each taken on a day, that make a history together.
struct ExportSeries {
  struct Export {
    var path: String
    /// The day on which it was taken, or the last of them.
    var day: Int32
    /// The names of the fields that the file has, folded.
    var name: String { LoadSession.fileName(path) }
  }

  /// Ascending by day.
  private(set) var exports: [Export]
  /// The field that says on which day a row was exported; nil where the names of the files do.
  let column: String?

  /// The newest, which holds the deals as they are.
  var newest: Export? { exports.last }
  var older: ArraySlice<Export> { exports.dropLast() }
  var names: [String] { exports.map(\.name) }

  /// Exports by the days in the names of their files; each name must have one, and no two the same.
  init(paths: [String]) throws(LoadFailure) {
    var exports: [Export] = []
    for path in paths {
      guard let name = DatedName(path: path) else { throw .exportWithoutDay(path) }
      exports.append(Export(path: path, day: name.day))
    }
    try self.init(exports, column: nil)
  }

  init(_ exports: [Export], column: String?) throws(LoadFailure) {
    self.column = column
    // Of one day the order of the files stands.
    self.exports = exports.enumerated().sorted {
      ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
    }
    .map(\.element)
    for (one, other) in zip(self.exports, self.exports.dropFirst()) where one.day == other.day {
      throw .exportsOfOneDay(one.path, other.path, on: one.day)
    }
  }
}

/// What a series of exports says beside the deals as they are.
struct ExportedPast {
  var history: DraftTable
  /// The deals that the newest export lacks, as they last were.
  var gone: [DraftTable]
  var goneIds: Set<String>
  /// Ascending.
  var days: [Int32]
}
