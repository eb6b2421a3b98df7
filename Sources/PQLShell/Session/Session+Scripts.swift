import PQLIngest
import PQLRender
import PQLSyntax

/// What was to be told of a script whose text is not shown.
struct UnquotedScript {
  var name: String
  /// How many messages there were.
  var count = 0
  /// Where the first one stands.
  var firstLine = 1

  /// One sentence instead of them.
  var message: String {
    "`\(name)` cannot be taken: \(count == 1 ? "a message is" : "\(count) messages are") about it, "
      + "\(count == 1 ? "on" : "the first on") line \(firstLine); what stands there is not shown, "
      + "because its name does not end in `.pql`"
  }
}

extension Session {
  /// The text of a script that another text names.
  func scriptText(_ path: String) throws(FileFailure) -> String {
    guard canNameFile(path) else { throw .hasNUL }
    // A pipe would be waited for, maybe for ever.
    if host.files.kind(of: path) == .stream { throw .isStream }
    guard let text = try host.files.read(path).text else {
      throw FileFailure(reason: "it is not UTF-8 text")
    }
    return text
  }

  /// Does something with a script that another text names; tells what to say of it, where its
  /// messages are not told one by one.
  ///
  /// Messages show the lines they are about. A text that somebody else has written may name any file,
  /// so that only scripts by their ending are shown.
  mutating func telling(
    of source: SourceText, _ body: (inout Session) -> Void
  ) -> UnquotedScript? {
    guard !source.name.lowercased().hasSuffix(".pql") else {
      body(&self)
      return nil
    }
    unquoted[source.name] = UnquotedScript(name: source.name)
    body(&self)
    let found = unquoted.removeValue(forKey: source.name)
    return found.flatMap { $0.count > 0 ? $0 : nil }
  }

  /// Counts messages about a script whose text is not shown; false for every other text.
  mutating func count(_ diagnostics: [Diagnostic], in source: SourceText) -> Bool {
    guard var script = unquoted[source.name], let first = diagnostics.first else { return false }
    if script.count == 0 {
      script.firstLine = source.text.utf8.prefix(first.span.start).count { $0 == 0x0A } + 1
    }
    script.count += diagnostics.count
    unquoted[source.name] = script
    return true
  }
}
