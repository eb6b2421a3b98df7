import PQLIngest
import PQLModel
import PQLRender
import PQLSyntax

extension Session {
  /// Reads data as the settings say: writes down what was rejected, and with `--strict` refuses data
  /// with an oddity.
  mutating func loaded(
    _ paths: [String], for asked: SourceText?
  ) throws(LoadFailure) -> Model {
    let settings = settings
    let model = try model(paths) { (files, isWhole) throws(LoadFailure) in
      // What is checked or written down has to be read, whoever asks for it.
      let isWhole = isWhole || settings.isStrict || settings.rejectsFile != nil
      return try Loader(files: files, threads: settings.threads).load(
        paths, withHistory: isWhole || (asked.map(Session.mayNeedHistory) ?? true),
        keepingRejects: settings.rejectsFile != nil)
    }
    if let file = settings.rejectsFile {
      do throws(FileFailure) {
        try host.replaceFile(file, with: RejectsText.ndjson(model.rejections))
      } catch {
        throw LoadFailure("the rejected records cannot be written: \(error.reason)", file: file)
      }
    }
    if settings.isStrict, let failure = Session.oddities(of: model) { throw failure }
    return model
  }

  /// Whether a text may ask for the history: by its name, in a file it takes in, or by a command.
  private static func mayNeedHistory(_ source: SourceText) -> Bool {
    let text = source.text.lowercased()
    return ["history", "funnel", "use", ".schema", ".load", ".read", "help", "describe"].contains {
      text.contains($0)
    }
  }

  /// Every warning of a load as one failure; nil when there is none.
  private static func oddities(of model: Model) -> LoadFailure? {
    let warnings = model.notes.filter { $0.severity == .warning }
    guard !warnings.isEmpty else { return nil }
    let count = warnings.count == 1 ? "one oddity" : "\(warnings.count) oddities"
    let list = warnings.map { "\n  - " + VisibleText.shown($0.message) }.joined()
    return LoadFailure(
      "the data have \(count), and --strict takes none:" + list,
      advice: "mend the data, or say in the model file what they mean; without --strict these are "
        + "warnings")
  }
}
