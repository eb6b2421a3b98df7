import PQLModel
import PQLThreads

/// A model file proposed for a folder, and what a person should look at in it.
package struct ModelProposal: Sendable {
  /// What the names of files that can be loaded end in.
  package static let dataEndings = plainEndings.flatMap { plain in
    [plain] + Compression.allCases.map { plain + $0.ending }
  }
  private static let plainEndings = [".csv", ".tsv", ".json", ".ndjson", ".jsonl"]

  /// The text of a `model.json`, which loads as it stands.
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
    var maker = ProposalMaker(files: files, folder: folder)
    return try maker.proposal()
  }
}

/// Chooses a folder's data files and writes them up as a model.
private struct ProposalMaker {
  /// A file that may hold the records of an entity.
  private struct Candidate {
    var kind: EntityKind
    var name: String
    var columns: [String]
    var rowCount: Int
    /// How many canonical fields it has.
    var score: Int
  }

  let files: any FileReading
  let folder: String
  private var remarks: [String] = []

  init(files: any FileReading, folder: String) {
    self.files = files
    self.folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
  }

  mutating func proposal() throws(LoadFailure) -> ModelProposal {
    guard files.kind(of: folder) == .folder else {
      throw LoadFailure("there is no such folder", file: folder)
    }
    let candidates = try candidates()
    if candidates.isEmpty {
      throw LoadFailure(
        "the folder has no data file that could be read as an entity", file: folder,
        advice: "data files end in .csv, .tsv, .json, .ndjson or .jsonl, with .gz or .zst behind it "
          + "when compressed, and are named after what they hold, as deals.csv")
    }
    var entities = EntityKind.allCases.compactMap { chosen(candidates, $0) }
    var last: LoadFailure?
    // Every failure takes one field's doubt or one entity away, so that this ends.
    for _ in 0..<64 where !entities.isEmpty {
      let text = ProposalText(name: name, entities: entities).text
      do {
        let model = try load(text)
        let final = ProposalText(name: name, entities: entities, model: model).text
        _ = try load(final)
        remarks += model.notes.map(\.message)
        return ModelProposal(text: final, remarks: remarks)
      } catch {
        last = error
        guard resolve(error, &entities) else { break }
      }
    }
    throw last ?? LoadFailure("no model could be proposed", file: folder)
  }

  private var name: String {
    let last = LoadSession.fileName(folder)
    return last.isEmpty || last == "." ? "Sales" : last
  }

  /// Loads the proposal beside the data it names.
  private func load(_ text: String) throws(LoadFailure) -> Model {
    let path = folder + "/model.json"
    let overlay = OverlayFiles(base: files, path: path, bytes: Array(text.utf8))
    return try Loader(files: overlay).load([path])
  }

  /// Every data file of the folder that can be read and that something tells about.
  private mutating func candidates() throws(LoadFailure) -> [Candidate] {
    let names: [String]
    do {
      names = try files.names(in: folder).sorted()
    } catch {
      throw LoadFailure("the folder cannot be read: \(error.reason)", file: folder)
    }
    var candidates: [Candidate] = []
    for name in names where ProposalMaker.isData(name) {
      var session = LoadSession(files: files, threads: .one)
      do {
        let source = try session.open(LoadSession.join(folder, name))
        if try session.modelMembers(source) != nil {
          remarks.append("\(name): left out, it is a model itself")
          continue
        }
        let part = try session.part(source)
        guard let kind = EntityGuess.entity(path: name, part) else {
          remarks.append("\(name): left out, nothing tells what it holds")
          continue
        }
        candidates.append(candidate(kind, name, part))
      } catch {
        remarks.append("\(name): left out, \(error.message)")
      }
    }
    return candidates
  }

  private func candidate(_ kind: EntityKind, _ name: String, _ part: RawPart) -> Candidate {
    let table = RawTable(kind: kind, parts: [part])
    let plan = try? FieldPlan(
      table, ModelSettings.Entity(kind: kind), present: Set(EntityKind.allCases), file: name)
    let score = plan?.entries.filter { $0.canonical != nil }.count ?? 0
    return Candidate(
      kind: kind, name: name, columns: part.columnNames.filter { !$0.isEmpty },
      rowCount: part.rowCount, score: score)
  }

  /// The best file of an entity, with those that have the same fields.
  private mutating func chosen(
    _ candidates: [Candidate], _ kind: EntityKind
  ) -> ProposedEntity? {
    let own = candidates.filter { $0.kind == kind }
    guard let best = own.max(by: { ($0.score, $0.rowCount) < ($1.score, $1.rowCount) }) else {
      return nil
    }
    let alike = own.filter { $0.name == best.name || Set($0.columns) == Set(best.columns) }
    for other in own where !alike.contains(where: { $0.name == other.name }) {
      remarks.append(
        "\(other.name): left out, \(best.name) has more of the fields of \(kind.rawValue)")
    }
    return ProposedEntity(kind: kind, files: alike.map(\.name))
  }

  /// Settles what a load of the proposal failed on; false when it cannot.
  private mutating func resolve(
    _ failure: LoadFailure, _ entities: inout [ProposedEntity]
  ) -> Bool {
    let path = (failure.field ?? "").split(separator: ".", maxSplits: 1).map(String.init)
    guard let kind = path.first.flatMap(EntityKind.init(rawValue:)),
      let index = entities.firstIndex(where: { $0.kind == kind })
    else { return false }
    let field = path.count > 1 ? path[1] : ""
    if let value = failure.value, field != "id", entities[index].types[field] == nil {
      let order = value.contains("/") ? "mdy" : "dmy"
      entities[index].types[field] = "date \(order)"
      remarks.append(
        "\(kind.rawValue).\(field): dates such as `\(value)` can be read in two ways; the proposal "
          + "says \(order), which should be checked")
      return true
    }
    remarks.append("\(kind.rawValue): left out, \(failure.message)")
    entities.remove(at: index)
    return true
  }

  private static func isData(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower != "model.json" && ModelProposal.dataEndings.contains { lower.hasSuffix($0) }
  }
}

/// One entity of a proposal.
struct ProposedEntity {
  var kind: EntityKind
  var files: [String]
  var types: [String: String] = [:]
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
