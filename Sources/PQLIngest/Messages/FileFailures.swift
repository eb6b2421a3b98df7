import PQLModel

// Failures of files and folders: what cannot be found, opened or taken for data.
extension LoadFailure {
  static let noFileNamed = LoadFailure(
    .noFileNamed, "no file is named", advice: "name a model file, a data file or a folder")

  static func noSuchFile(_ path: String, near: String?) -> LoadFailure {
    LoadFailure(
      .fileNotFound, "there is no such file", file: path, advice: near.map { "perhaps `\($0)`" })
  }

  static func noSuchFolder(_ path: String) -> LoadFailure {
    LoadFailure(.fileNotFound, "there is no such folder", file: path)
  }

  /// Of a pattern, as `export/*.csv`.
  static func noFileFits(_ path: String) -> LoadFailure {
    LoadFailure(.fileNotFound, "no file has a name like this", file: path)
  }

  static func isFolder(_ path: String) -> LoadFailure {
    LoadFailure(.notAFile, "it is a folder, not a file", file: path)
  }

  static func isStream(_ path: String) -> LoadFailure {
    LoadFailure(.notAFile, FileFailure.isStream.reason, file: path)
  }

  package static func unreadable(_ path: String, _ failure: FileFailure?) -> LoadFailure {
    LoadFailure(
      .fileUnreadable, "the file cannot be read" + (failure.map { ": \($0.reason)" } ?? ""),
      file: path)
  }

  static func unreadableFolder(_ path: String, _ failure: FileFailure) -> LoadFailure {
    LoadFailure(.fileUnreadable, "the folder cannot be read: \(failure.reason)", file: path)
  }

  static func isEmpty(_ path: String) -> LoadFailure {
    LoadFailure(.fileEmpty, "the file is empty", file: path)
  }

  static func compressionDamaged(_ path: String, _ failure: DecompressionFailure) -> LoadFailure {
    LoadFailure(.compressionDamaged, failure.message, file: path, advice: failure.advice)
  }

  static func compressedTwice(_ path: String, _ compression: Compression) -> LoadFailure {
    LoadFailure(
      .compressionDamaged,
      "the file is compressed twice, the second time with \(compression.rawValue)", file: path,
      advice: "decompress it once first")
  }

  static func isZip(_ path: String) -> LoadFailure {
    LoadFailure(
      .foreignFormat, "the file is packed with zip (or a spreadsheet), which is not supported",
      file: path, advice: "unpack it, or export it as CSV, first")
  }

  static func isTar(_ path: String) -> LoadFailure {
    LoadFailure(
      .foreignFormat, "the file is a tar archive, which is not supported", file: path,
      advice: "unpack it, as with `tar -xf`, and load the folder")
  }

  static func isUTF16(_ path: String) -> LoadFailure {
    LoadFailure(
      .foreignFormat, "the file is UTF-16, which is not supported", file: path,
      advice: "convert it first, as with `iconv -f utf-16 -t utf-8`")
  }

  static func isJSONByAnotherName(_ path: String) -> LoadFailure {
    LoadFailure(
      .foreignFormat, "the file holds JSON and is not named so", file: path,
      advice: "name it .json, or .ndjson where each line is a record")
  }

  /// A byte that is no UTF-8.
  static func notText(_ path: String, _ view: ByteView, at place: Int) -> LoadFailure {
    LoadFailure(
      .notUTF8, "byte 0x\(String(view[place], radix: 16)) is not valid UTF-8", file: path,
      line: view.line(at: place), column: view.column(at: place), byte: place + 1,
      advice: "convert it first, as with `iconv -f latin1 -t utf-8`")
  }

  static func tooLargeForMemory(_ path: String, _ objection: String) -> LoadFailure {
    LoadFailure(
      .fileTooLarge, objection, file: path,
      advice: "`ulimit -v` limits the memory of this process; raise it, or load less")
  }

  static func noDataFile(in folder: String) -> LoadFailure {
    LoadFailure(
      .folderWithoutData, "the folder has no data file", file: folder,
      advice:
        "data files end in \(Discovery.endings.joined(separator: ", ")), compressed ones in "
        + "\(Compression.allCases.map(\.ending).joined(separator: " or ")) behind that")
  }

  static func modelAmongFiles(_ path: String) -> LoadFailure {
    LoadFailure(
      .loadsAlone, "a model file stands among several files", file: path,
      advice: "load it alone; it names its own data files")
  }

  /// A file of which nothing tells what it holds; `isStream` where it has no name to be told by.
  static func contentUnknown(_ path: String, _ reason: String, isStream: Bool) -> LoadFailure {
    let kinds = EntityKind.allCases.map(\.rawValue).joined(separator: ", ")
    return LoadFailure(
      .contentUnknown, reason, file: path,
      advice: isStream
        ? "write it to a file that is named after an entity (\(kinds)), and load that"
        : "name it after an entity (\(kinds)), or write a model file")
  }

  /// Files of which none tells what it holds; the first of `reasons` are told.
  static func contentsUnknown(in folder: String, _ reasons: [String]) -> LoadFailure {
    LoadFailure(
      .contentUnknown,
      "nothing tells what the files hold (\(reasons.prefix(8).joined(separator: "; ")))",
      file: folder,
      advice: "name the files after what they hold, as deals.csv, or write a model file")
  }

  /// Somebody has stopped the load.
  static func stopped(_ path: String? = nil) -> LoadFailure {
    LoadFailure(.loadStopped, "stopped", file: path)
  }

  static func noProposal(for folder: String) -> LoadFailure {
    LoadFailure(.noProposal, "no model could be proposed", file: folder)
  }

  /// What a scanner met, with the place of it in a file.
  static func unreadable(
    _ scan: ScanFailure, _ path: String, _ view: ByteView, record: Int?
  ) -> LoadFailure {
    if scan.isNotText { return notText(path, view, at: scan.offset) }
    return LoadFailure(
      scan.endsReading ? .fileTooLarge : .recordUnreadable, scan.message, file: path,
      line: view.line(at: scan.offset), column: view.column(at: scan.offset),
      byte: scan.offset + 1, record: record)
  }

  /// A file of lines none of which can be read; the first tells why.
  static func noRecord(
    _ path: String, _ view: ByteView, _ first: RejectedRecord, countsRecords: Bool
  ) -> LoadFailure {
    LoadFailure(
      .recordUnreadable, first.reason, file: path, line: first.line,
      column: view.column(at: first.offset), byte: first.offset + 1,
      record: countsRecords ? first.record : nil)
  }
}
