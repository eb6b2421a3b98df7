import PQLIngest
import PQLSnapshot
import Synchronization

/// Something a load asks of the files, and what the answer depends on.
///
/// A load is a function of what it is told by `FileReading`. When every question it asked would get
/// the same answer now, loading again would give the same model.
struct FileQuestion: Hashable {
  enum Kind: String {
    case kind, content, names, zone, zoneNames
  }

  var kind: Kind
  /// A path, or the name of a time zone.
  var subject: String

  /// The answer in a text that is equal when the answer is; nil when nothing tells that it is, as
  /// for a pipe.
  func answer(_ files: any FileReading) -> String? {
    switch kind {
    case .kind: "\(files.kind(of: subject))"
    case .content: files.status(of: subject).map(Self.text)
    case .names: (try? FileQuestion.dataNames(files, subject)).map { $0.joined(separator: "/") }
    case .zone:
      files.timeZone(subject).map { String(Checksum.of(bytes: $0), radix: 16) } ?? "none"
    case .zoneNames: files.timeZoneNames().joined(separator: " ")
    }
  }

  /// The names in a folder, sorted, without what PQL itself keeps there.
  static func dataNames(
    _ files: any FileReading, _ folder: String
  ) throws(FileFailure) -> [String] {
    try files.names(in: folder).filter {
      !($0.hasPrefix(".") && $0.contains(SnapshotFormat.ending))
    }.sorted()
  }

  private static func text(_ status: FileStatus) -> String {
    "\(status.device) \(status.inode) \(status.size) \(status.modified) \(status.changed)"
  }
}

/// Files that remember what was asked of them, and what was answered.
final class WitnessedFiles: FileReading {
  private let files: any FileReading
  private let seen = Mutex<[FileQuestion: String?]>([:])

  init(_ files: any FileReading) {
    self.files = files
  }

  /// What was asked, in a fixed order; nil when an answer cannot be told from another one.
  var observations: [SnapshotOrigin.Observation]? {
    let seen = seen.withLock { $0 }
    var observations: [SnapshotOrigin.Observation] = []
    for (question, answer) in seen {
      guard let answer else { return nil }
      observations.append(
        SnapshotOrigin.Observation(
          question: question.kind.rawValue, subject: question.subject, answer: answer))
    }
    return observations.sorted()
  }

  func kind(of path: String) -> FileKind {
    witness(.kind, path)
    return files.kind(of: path)
  }

  func read(_ path: String) throws(FileFailure) -> FileBytes {
    // Before the first byte is read, so that what changes meanwhile is not taken for what was read.
    witness(.content, path)
    return try files.read(path)
  }

  func mapped(_ path: String) throws(FileFailure) -> FileBytes? {
    witness(.content, path)
    return try files.mapped(path)
  }

  func status(of path: String) -> FileStatus? {
    witness(.content, path)
    return files.status(of: path)
  }

  func names(in folder: String) throws(FileFailure) -> [String] {
    witness(.names, folder)
    return try FileQuestion.dataNames(files, folder)
  }

  func timeZone(_ name: String) -> [UInt8]? {
    witness(.zone, name)
    return files.timeZone(name)
  }

  func timeZoneNames() -> [String] {
    witness(.zoneNames, "")
    return files.timeZoneNames()
  }

  /// Of one question the first answer counts.
  private func witness(_ kind: FileQuestion.Kind, _ subject: String) {
    let question = FileQuestion(kind: kind, subject: subject)
    let answer = question.answer(files)
    seen.withLock { known in
      if known[question] == nil { known.updateValue(answer, forKey: question) }
    }
  }
}

extension SnapshotOrigin.Observation {
  /// Whether the question would get the same answer now.
  func holds(_ files: any FileReading) -> Bool {
    guard let kind = FileQuestion.Kind(rawValue: question) else { return false }
    return FileQuestion(kind: kind, subject: subject).answer(files) == answer
  }
}
