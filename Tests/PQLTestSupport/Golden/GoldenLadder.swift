import PQLIngest
import PQLRender
import PQLShell
import PQLSyntax

/// What every golden must keep besides its answers.
package struct GoldenLadder {
  private let run: GoldenRun
  private var failures: [GoldenFailure] = []
  private var script: GoldenScript { run.script }

  /// Climbs the ladder and tells which rungs broke.
  package static func failures(of run: GoldenRun) throws -> [GoldenFailure] {
    var ladder = GoldenLadder(run: run)
    ladder.checkShape()
    ladder.checkBytes()
    if !run.script.isTyped {
      ladder.checkFormatter()
      try ladder.checkWholeRuns()
      ladder.checkFormats()
    }
    return ladder.failures
  }

  private init(run: GoldenRun) {
    self.run = run
  }

  private mutating func fail(_ line: Int, _ message: String) {
    failures.append(GoldenFailure(line: line + 1, message: message))
  }

  /// The file is well made: known directives, something asked, nothing invisible at line ends.
  private mutating func checkShape() {
    for line in script.unread { fail(line, "this directive is not known") }
    if script.blocks.isEmpty { fail(0, "nothing is asked") }
    if !script.text.hasSuffix("\n") { fail(script.lines.count - 1, "the last line has no end") }
    for (place, line) in script.lines.enumerated() where line.last?.isWhitespace == true {
      fail(place, "white space at the end of the line")
    }
    if run.hasFailed != script.mayFail {
      fail(
        0, run.hasFailed ? "something failed, without `#: fails`" : "`#: fails`, and all is well")
    }
  }

  /// The tokens and what stands before them are the text.
  private mutating func checkBytes() {
    let tree = parse(SourceText(name: script.name, text: script.text))
    if reproduced(tree) != Array(script.text.utf8) {
      fail(0, "the tokens do not give the text back")
    }
  }

  /// Formatting twice changes no more than once, and never the meaning or a comment.
  private mutating func checkFormatter() {
    let tree = parse(SourceText(name: script.name, text: script.text))
    let once = format(tree)
    let again = parse(SourceText(name: script.name, text: once))
    if let line = difference(once, format(again)) {
      fail(line, "the formatter changes its own text")
    }
    if comments(once).sorted() != comments(script.text).sorted() {
      fail(0, "the formatter loses or changes a comment")
    }
    for (before, after) in zip(tree.statements, again.statements)
    where shape(before.kind) != shape(after.kind) {
      fail(line(at: before.span.start), "the formatted statement reads otherwise")
    }
    if tree.statements.count != again.statements.count {
      fail(0, "the formatter changes the number of statements")
    }
    if script.path.hasPrefix("Examples/"), let line = difference(script.text, once) {
      fail(line, "not as `pql fmt` writes it")
    }
  }

  /// The script in one go, as `pql run` does it, says the same; so does its formatted text.
  private mutating func checkWholeRuns() throws {
    let tree = parse(SourceText(name: script.name, text: script.text))
    for text in [script.text, format(tree)] {
      let isFormatted = text != script.text
      var golden = try GoldenSession(script)
      golden.session.run(SourceText(name: script.name, text: text))
      let pieces = golden.host.take()
      let how = isFormatted ? "formatted and in one go" : "in one go"
      if let line = difference(run.output, pieces.text(of: .output)) {
        fail(0, "\(how) the answer differs from its line \(line + 1) on")
      }
      // Messages about grammar come before any answer, so only what is said is compared; places
      // move with the formatter.
      if !isFormatted, sorted(run.errors) != sorted(pieces.text(of: .errors)) {
        fail(0, "\(how) the messages differ:\n\(pieces.text(of: .errors))")
      }
      if golden.session.hasFailed != run.hasFailed { fail(0, "\(how) it ends otherwise") }
    }
  }

  /// Each query's table, CSV, JSON and NDJSON have the same rows.
  private mutating func checkFormats() {
    for (place, block) in script.blocks.enumerated() {
      let source = SourceText(name: script.name, text: script.text(of: block))
      let tree = parse(source)
      guard tree.statements.count == 1, tree.diagnostics.isEmpty,
        case .query(let query) = tree.statements[0].kind,
        !query.clauses.contains(where: { $0.keyword == .asFormat })
      else { continue }
      var texts: [OutputFormat: String] = [:]
      for format in [OutputFormat.table, .csv, .json, .ndjson] {
        var session = run.sessions[place]
        session.settings.format = format
        session.settings.width = nil
        session.run(source)
        texts[format] = run.host.take().text(of: .output)
        _ = run.host.takeFiles()
      }
      guard texts.values.contains(where: { !$0.isEmpty }) else { continue }
      for message in FormatAgreement.problems(texts) { fail(block.lines.lowerBound, message) }
    }
  }

  // MARK: - Texts

  private func comments(_ text: String) -> [String] {
    // A comment behind a statement begins with a sign that texts may hold too: those of whole lines
    // are told apart surely, and they are what goldens are made of.
    text.split(separator: "\n").filter { $0.hasPrefix("#") }.map(String.init)
  }

  private func sorted(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init).sorted()
  }

  /// The index of the first line that differs.
  private func difference(_ one: String, _ other: String) -> Int? {
    guard one != other else { return nil }
    let left = one.split(separator: "\n", omittingEmptySubsequences: false)
    let right = other.split(separator: "\n", omittingEmptySubsequences: false)
    return zip(left, right).prefix { $0 == $1 }.count
  }

  private func line(at offset: Int) -> Int {
    script.text.utf8.prefix(offset).count { $0 == 0x0A }
  }
}
