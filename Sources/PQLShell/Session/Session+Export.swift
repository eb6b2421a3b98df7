import PQLIngest
import PQLModel
import PQLRender
import PQLSyntax

extension Session {
  /// Writes an answer to a file, in the format that its ending means.
  mutating func export(
    _ answer: Answer, to path: String, _ span: Span, _ source: SourceText
  ) {
    do throws(FileFailure) {
      let format = try exportFormat(path)
      guard !dataFiles.contain(path, host.files) else {
        throw FileFailure(reason: "it holds the data that are loaded")
      }
      guard !scriptFiles.contain(path, host.files) else {
        throw FileFailure(reason: "it is a script that is being run")
      }
      let text = rendered(answer, as: format)
      try host.replaceFile(path, as: .answer) { (write) throws(FileFailure) in
        try unsafe write(Array(text.utf8).span.bytes)
      }
      remark("\(answer.rowCount) rows written to \(path)")
    } catch {
      report([.fileNotWritten(path, error.reason, span)], in: source)
    }
  }

  /// Says of every `export` whose file would have no format that it would not be written.
  ///
  /// Told before anything runs, so that a check of the script finds it too.
  mutating func checkExports(of statement: Statement, in source: SourceText) -> Bool {
    guard case .query(let query) = statement.kind else { return true }
    var wrong: [Diagnostic] = []
    for clause in query.steps.flatMap(\.clauses) {
      guard case .export(let path, let span) = clause.content else { continue }
      do throws(FileFailure) {
        _ = try exportFormat(path)
      } catch {
        wrong.append(.fileNotWritten(path, error.reason, span))
      }
    }
    report(wrong, in: source)
    return wrong.isEmpty
  }

  /// The format of a file by its ending; a pipe or a device, whose name seldom has one, gets CSV.
  private func exportFormat(_ path: String) throws(FileFailure) -> OutputFormat {
    guard canNameFile(path) else { throw .hasNUL }
    if let format = OutputFormat.forFile(named: path) { return format }
    // What stands under `/dev` may be a file by its kind: standard output, where that is one.
    let isStream = host.files.kind(of: path) == .stream || path.hasPrefix("/dev/")
    guard isStream, !LoadPaths.name(of: path).contains(".") else {
      throw FileFailure(reason: Session.noFormat(path))
    }
    return .csv
  }

  /// Why the ending of a file tells no format, and what would.
  private static func noFormat(_ path: String) -> String {
    let name = LoadPaths.name(of: path)
    let endings = OutputFormat.all.flatMap(\.fileEndings).map { "`.\($0)`" }
    let known = endings.dropLast().joined(separator: ", ") + " or \(endings.last ?? "")"
    guard let dot = name.lastIndex(of: ".") else {
      return "its name has no ending that says in which format: \(known)"
    }
    let ending = name[dot...].lowercased()
    if [".xlsx", ".xls", ".xlsm", ".ods", ".numbers"].contains(ending) {
      return "PQL writes no spreadsheets (`\(ending)`); they open what ends in `.csv`"
    }
    return "`\(ending)` is no format that PQL writes: \(known)"
  }
}

extension Diagnostic {
  fileprivate static func fileNotWritten(_ path: String, _ reason: String, _ span: Span)
    -> Diagnostic
  {
    Diagnostic(
      .fileNotWritten, span, "`\(path)` cannot be written: \(reason)", label: "this answer")
  }
}
