package import PQLSyntax

/// What binders have in common: they read a source, and tell what is wrong in it.
package protocol Binding {
  var sink: MessageSink { get set }
  var source: SourceText { get set }
  /// How many definitions are being bound right now, one inside another.
  var openCount: Int { get }
}

extension Binding {
  /// Adds a message; what it gives is to be thrown.
  package mutating func report(_ message: Diagnostic) -> Reported {
    sink.add(message)
    return Reported()
  }

  /// The text of an expression as the formatter writes it: what an unlabelled column is called.
  func text(of expression: Expression) -> String {
    format(expression, in: source)
  }

  /// Runs `body` and takes back what it told.
  mutating func speculating<Bound>(
    _ body: (inout Self) throws(Reported) -> Bound
  ) -> Attempt<Bound> {
    let mark = sink.mark
    let bound = try? body(&self)
    return Attempt(bound: bound, messages: sink.takeBack(to: mark))
  }

  /// Runs `body` on the text of another source; what is wrong there is told at `useSpan`, as a
  /// fault of the definition.
  mutating func inSource<Bound>(
    _ other: SourceText, of name: String, at useSpan: Span,
    _ body: (inout Self) throws(Reported) -> Bound
  ) throws(Reported) -> Bound {
    guard openCount <= BindingLimits.deepestDefinition else {
      throw report(.definedTooDeep(useSpan))
    }
    let mine = source
    let mark = sink.mark
    source = other
    defer { source = mine }
    do {
      return try body(&self)
    } catch {
      guard let first = sink.first(since: mark), first.code == .nestedTooDeep || other != mine
      else {
        throw error
      }
      _ = sink.takeBack(to: mark)
      guard first.code == .nestedTooDeep else {
        throw report(.definitionDoesNotFit(name, useSpan, because: first.message))
      }
      // It is the use that is too deep, whatever stands in the definition.
      var moved = first
      moved.span = useSpan
      throw report(moved)
    }
  }
}

/// How much one statement may ask of whoever binds and runs it.
enum BindingLimits {
  /// How many expressions it may bind, definitions counted at each use.
  static let largestExpression = 100_000
  /// How many definitions may stand on one another.
  static let deepestDefinition = 100
  /// How deep an expression may be once every definition in it is unfolded: each level takes stack
  /// of whoever binds or computes it.
  static let deepestUnfolding = 600
  /// How many steps may stand behind one another, those of named queries counted at each use.
  static let mostSteps = 1000
}
