import PQLModel
import PQLThreads

/// A model file proposed for a folder, and what a person should look at in it.
package struct ModelProposal: Sendable {
  /// What the names of files that can be loaded end in.
  package static let dataEndings = Discovery.endings.flatMap { plain in
    [plain] + Compression.allCases.map { plain + $0.ending }
  }

  /// The text of a `model.json`, which loads as it stands and to what the folder loads to.
  package var text: String
  /// Short sentences on what was chosen, left out or guessed.
  package var remarks: [String]
}

extension Loader {
  /// The text of a model file for the data files of a folder; loads as it stands.
  package func proposedModel(folder: String) throws(LoadFailure) -> String {
    try proposal(folder: folder).text
  }

  /// A model file for the data files of a folder, with remarks.
  package func proposal(folder: String) throws(LoadFailure) -> ModelProposal {
    var maker = ProposalMaker(files: files, folder: folder, threads: threads)
    return try maker.proposal()
  }
}

/// Loads a folder as it is and writes down what came of it.
private struct ProposalMaker {
  private let files: any FileReading
  private let folder: String
  private let threads: ThreadCount
  private var remarks: [String] = []
  /// The types that settle what the data leave in doubt.
  private var settings = ModelSettings()
  /// Entities that cannot be loaded, and why.
  private var unwanted: [EntityKind: String] = [:]

  init(files: any FileReading, folder: String, threads: ThreadCount) {
    self.files = files
    self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    self.threads = threads
  }

  mutating func proposal() throws(LoadFailure) -> ModelProposal {
    guard files.kind(of: folder) == .folder else {
      throw .noSuchFolder(folder)
    }
    let found = try Discovery(files: files).contents(of: folder)
    var last: LoadFailure?
    // Every failure takes one field's doubt or one entity away, so that this ends.
    for _ in 0..<64 {
      do throws(LoadFailure) {
        var session = LoadSession(files: files, threads: threads)
        let model = try session.model(
          bare: found, name: name, settings: settings, unwanted: unwanted)
        let text = ProposalText(model: model, settings: settings).text
        try check(text)
        remarks += model.report.leftAside.map { "\($0.file): left out, \($0.reason)" }
        remarks += model.notes.map(\.message)
        return ModelProposal(text: text, remarks: remarks)
      } catch {
        last = error
        guard resolve(error) else { break }
      }
    }
    throw last ?? .noProposal(for: folder)
  }

  private var name: String {
    let last = LoadSession.fileName(folder)
    return last.isEmpty || last == "." ? "Sales" : last
  }

  /// Loads the proposal beside the data it names.
  private func check(_ text: String) throws(LoadFailure) {
    let path = folder + "/model.json"
    let overlay = OverlayFiles(base: files, path: path, bytes: Array(text.utf8))
    _ = try Loader(files: overlay, threads: threads).load([path])
  }

  /// Settles what a load failed on; false when it cannot.
  private mutating func resolve(_ failure: LoadFailure) -> Bool {
    let path = (failure.field ?? "").split(separator: ".", maxSplits: 1).map(String.init)
    guard let kind = path.first.flatMap(EntityKind.init(rawValue:)), unwanted[kind] == nil else {
      return false
    }
    let field = path.count > 1 ? path[1] : ""
    if let value = failure.value, field != "id", settings.addDates(kind, field, value) {
      remarks.append(
        "\(kind.rawValue).\(field): dates such as `\(value)` can be read in two ways; the proposal "
          + "says which, and that should be checked")
      return true
    }
    unwanted[kind] = failure.message
    return true
  }
}

extension ModelSettings {
  /// Says how the dates of a field are written; false when that is said already.
  fileprivate mutating func addDates(
    _ kind: EntityKind, _ field: String, _ example: String
  ) -> Bool {
    if !entities.contains(where: { $0.kind == kind }) { entities.append(Entity(kind: kind)) }
    guard let index = entities.firstIndex(where: { $0.kind == kind }),
      !entities[index].types.contains(where: { $0.field == field })
    else { return false }
    let order: DateOrder = example.contains("/") ? .mdy : .dmy
    entities[index].types.append((field, DeclaredType(type: .date, form: .ordered(order))))
    return true
  }
}

/// Files with one more among them that is not written yet.
private struct OverlayFiles: FileReading {
  let base: any FileReading
  let path: String
  let bytes: [UInt8]

  func kind(of path: String) -> FileKind { path == self.path ? .file : base.kind(of: path) }

  func read(_ path: String) throws(FileFailure) -> FileBytes {
    path == self.path ? FileBytes(bytes) : try base.read(path)
  }

  func names(in folder: String) throws(FileFailure) -> [String] { try base.names(in: folder) }

  func timeZone(_ name: String) -> [UInt8]? { base.timeZone(name) }

  func timeZoneNames() -> [String] { base.timeZoneNames() }
}
