import PQLIngest

/// How data are named on the command line.
enum DataPath {
  /// The path that a word names: `-` is what stands on standard input.
  static func named(_ word: String) -> String { word == "-" ? PosixFiles.standardInput : word }
}
