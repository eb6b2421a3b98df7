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
  /// What is no regular file and may be waited for, because somebody who can has named it.
  var streams: Set<String> = []
  /// Whether records that are not taken are kept, and not only counted.
  var keepsRejects = false

  init(files: any FileReading, threads: ThreadCount) {
    self.files = files
    self.threads = threads
  }

  /// Reads a file; a small one is checked to be text.
  func read(_ path: String) throws(LoadFailure) -> Source {
    switch files.kind(of: path) {
    case .absent: throw .noSuchFile(path, near: nearestFile(path))
    case .folder: throw .isFolder(path)
    case .stream: guard streams.contains(path) else { throw .isStream(path) }
    case .file: break
    }
    var bytes: FileBytes
    do {
      bytes = try files.read(path)
    } catch {
      throw .unreadable(path, error)
    }
    let storedCount = bytes.count
    do {
      bytes = try Compression.decompressed(bytes)
    } catch {
      throw .compressionDamaged(path, error)
    }
    watch.expects(bytes.count - storedCount)
    if let objection = MemoryRoom.objection(toColumnsOf: bytes.count) {
      throw .tooLargeForMemory(path, objection)
    }
    let view = bytes.view
    if isBlank(view) { throw .isEmpty(path) }
    try refuseBinary(view, path)
    let source = Source(path: path, bytes: bytes)
    if view.count < LoadSession.checkedByReaders { try checkWhole(source) }
    return source
  }

  /// Checks that a file is text as a whole, unless that is done.
  func checkWhole(_ source: Source) throws(LoadFailure) {
    guard !source.state.isChecked else { return }
    if let place = TextCheck.firstInvalid(source.bytes.view, threads: threads) {
      throw .notText(source.path, source.bytes.view, at: place)
    }
    source.state.isChecked = true
  }

  /// Checks that the first bytes of a file are text.
  func check(_ source: Source, to end: Int) throws(LoadFailure) {
    if let place = source.bytes.view.firstInvalid(from: 0, to: end) {
      throw .notText(source.path, source.bytes.view, at: place)
    }
  }

  /// Whether there is nothing but white space behind a byte order mark.
  private func isBlank(_ view: ByteView) -> Bool {
    var scanner = JSONScanner(view)
    scanner.skipByteOrderMark()
    _ = scanner.skipSpace()
    return scanner.isAtEnd
  }

  private func refuseBinary(_ view: ByteView, _ path: String) throws(LoadFailure) {
    if let compression = Compression(view) { throw .compressedTwice(path, compression) }
    if view.matches(0, "PK\u{3}\u{4}") { throw .isZip(path) }
    if view.count > 262, view.matches(257, "ustar") { throw .isTar(path) }
    if isUTF16(view) { throw .isUTF16(path) }
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
      LoadSession.join(folder, $0)
    }
  }

  /// A failure of a scan with the file's name and the line.
  func failure(_ scan: ScanFailure, _ source: Source, record: Int? = nil) -> LoadFailure {
    .unreadable(scan, source.path, source.bytes.view, record: record)
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
