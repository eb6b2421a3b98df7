/// What a file may hold at most; a file that holds more is refused with a word instead of costing
/// time and memory without end.
///
/// The depth of nesting stands in `JSONScanner.deepest`, the number of columns in
/// `CellBlock.mostColumns`, and the number of cells in `GridLimit`, each beside what it protects.
enum ReadingLimit {
  /// In bytes as written: a text, a number or a list.
  ///
  /// A value is copied several times on its way into a model, and no field of a record is a tenth
  /// as long.
  static let value = 64 << 20
  /// In bytes as written: a key or a column's name, which every message repeats.
  static let name = 1 << 20
  /// How many members an object has that is looked at as a whole: a model file, a page of records.
  static let members = 1 << 16
}
