import PQLModel
import PQLThreads

/// One load: the files opened so far, and what there is to say.
struct LoadSession {
  /// A file that has been read.
  struct Source {
    var path: String
    var bytes: FileBytes
    /// What its readers have found so far.
    let state = SourceState()
    var name: String { LoadSession.fileName(path) }
  }

  /// What was found while a file was gone through; one thread at a time has a file.
  final class SourceState {
    /// Whether all bytes were checked before any was read.
    var isChecked = false
    /// Arrays of a document that were read with it, by where they begin, and where they end.
    var arrays: [Int: (part: RawPart, end: Int)] = [:]
  }

  /// Files from this size on are checked by their readers, a piece at a time.
  static let checkedByReaders = 1 << 20

  let files: any FileReading
  let threads: ThreadCount
  /// How many bytes a thread reads at once.
  var pieceSize = 1 << 20
  var watch = LoadWatch.none
  /// The tables and fields that somebody may ask for; nil for all.
  var reads: ReadSet?
  /// The fields of the deals that are converted, where nothing else can need the others; nil for all.
  var demand: FieldDemand?
  /// Names of the data that a model file gives to fields which are wanted.
  var wantedNames: Set<String> = []
  /// Whether somebody may ask for a field, by the name it has in the data.
  var wants: @Sendable (String) -> Bool {
    guard let demand else { return { _ in true } }
    let names = wantedNames
    return { names.contains($0) || demand.wants($0) }
  }
  var notes = NoteBook()
  /// Whether records that are not taken are kept, and not only counted.
  var keepsRejects = false

  init(files: any FileReading, threads: ThreadCount) {
    self.files = files
    self.threads = threads
  }

  /// Reads a file; a small one is checked to be text.
  func read(_ path: String) throws(LoadFailure) -> Source {
    switch files.kind(of: path) {
    case .absent: throw LoadFailure("there is no such file", file: path, advice: nearestFile(path))
    case .folder:
      throw LoadFailure("it is a folder, not a file", file: path)
    case .file, .stream: break
    }
    var bytes: FileBytes
    do {
      bytes = try files.read(path)
    } catch {
      throw LoadFailure("the file cannot be read: \(error.reason)", file: path)
    }
    let storedCount = bytes.count
    do {
      bytes = try Compression.decompressed(bytes)
    } catch {
      throw LoadFailure(error.message, file: path, advice: error.advice)
    }
    watch.expects(bytes.count - storedCount)
    let view = bytes.view
    if isBlank(view) { throw LoadFailure("the file is empty", file: path) }
    try refuseBinary(view, path)
    let source = Source(path: path, bytes: bytes)
    if view.count < LoadSession.checkedByReaders { try checkWhole(source) }
    return source
  }

  /// Checks that a file is text as a whole, unless that is done.
  func checkWhole(_ source: Source) throws(LoadFailure) {
    guard !source.state.isChecked else { return }
    if let place = TextCheck.firstInvalid(source.bytes.view, threads: threads) {
      throw notText(place, source.bytes.view, source.path)
    }
    source.state.isChecked = true
  }

  /// Checks that the first bytes of a file are text.
  func check(_ source: Source, to end: Int) throws(LoadFailure) {
    if let place = source.bytes.view.firstInvalid(from: 0, to: end) {
      throw notText(place, source.bytes.view, source.path)
    }
  }

  /// The failure of a byte that is no UTF-8.
  func notText(_ place: Int, _ view: ByteView, _ path: String) -> LoadFailure {
    LoadFailure(
      "byte 0x\(String(view[place], radix: 16)) is not valid UTF-8", file: path,
      line: view.line(at: place), column: view.column(at: place), byte: place + 1,
      advice: "convert it first, as with `iconv -f latin1 -t utf-8`")
  }

  /// Whether there is nothing but white space behind a byte order mark.
  private func isBlank(_ view: ByteView) -> Bool {
    var scanner = JSONScanner(view)
    scanner.skipByteOrderMark()
    _ = scanner.skipSpace()
    return scanner.isAtEnd
  }

  private func refuseBinary(_ view: ByteView, _ path: String) throws(LoadFailure) {
    if let compression = Compression(view) {
      throw LoadFailure(
        "the file is compressed twice, the second time with \(compression.rawValue)", file: path,
        advice: "decompress it once first")
    }
    if view.matches(0, "PK\u{3}\u{4}") {
      throw LoadFailure(
        "the file is packed with zip (or a spreadsheet), which is not supported", file: path,
        advice: "unpack it, or export it as CSV, first")
    }
    if view.count > 262, view.matches(257, "ustar") {
      throw LoadFailure(
        "the file is a tar archive, which is not supported", file: path,
        advice: "unpack it, as with `tar -xf`, and load the folder")
    }
    if isUTF16(view) {
      throw LoadFailure(
        "the file is UTF-16, which is not supported", file: path,
        advice: "convert it first, as with `iconv -f utf-16 -t utf-8`")
    }
  }

  /// Whether a file begins with the mark of UTF-16, or with two signs of ASCII written in it.
  private func isUTF16(_ view: ByteView) -> Bool {
    if view[0] == 0xFF && view[1] == 0xFE || view[0] == 0xFE && view[1] == 0xFF { return true }
    guard view.count >= 4 else { return false }
    let zeros = (0..<4).map { view[$0] == 0 }
    return zeros == [false, true, false, true] || zeros == [true, false, true, false]
  }

  private func nearestFile(_ path: String) -> String? {
    let folder = LoadSession.folder(of: path)
    guard let names = try? files.names(in: folder.isEmpty ? "." : folder) else { return nil }
    return nearestName(to: LoadSession.fileName(path), among: names.sorted()).map {
      "perhaps `\(LoadSession.join(folder, $0))`"
    }
  }

  /// A failure of a scan with the file's name and the line.
  func failure(_ scan: ScanFailure, _ source: Source, record: Int? = nil) -> LoadFailure {
    let view = source.bytes.view
    if scan.isNotText { return notText(scan.offset, view, source.path) }
    return LoadFailure(
      scan.message, file: source.path, line: view.line(at: scan.offset),
      column: view.column(at: scan.offset), byte: scan.offset + 1, record: record)
  }

  /// The last component of a path.
  static func fileName(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// What stands before the last component of a path, without the slash.
  static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ""
  }

  /// A path seen from a folder.
  static func join(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty { return path }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }
}
