package import PQLSyntax

/// What is said of a statement while it is bound, in order and each thing once.
package struct MessageSink: Sendable {
  package private(set) var messages: [Diagnostic] = []

  package init() {}

  /// How much was said up to some moment.
  struct Mark: Sendable, Hashable {
    fileprivate var count: Int
  }

  var mark: Mark { Mark(count: messages.count) }

  /// Adds a message, unless it was said already.
  package mutating func add(_ message: Diagnostic) {
    guard !messages.contains(message) else { return }
    messages.append(message)
  }

  /// How many messages came behind a mark.
  func count(since mark: Mark) -> Int { messages.count - mark.count }

  /// The first of the messages behind a mark.
  func first(since mark: Mark) -> Diagnostic? {
    messages.count > mark.count ? messages[mark.count] : nil
  }

  /// Takes back what was said behind a mark, and gives it.
  mutating func takeBack(to mark: Mark) -> [Diagnostic] {
    let taken = Array(messages[mark.count...])
    messages.removeSubrange(mark.count...)
    return taken
  }

  /// Takes the last message back where the one before it speaks of the same place.
  mutating func dropLastOfSamePlace() {
    guard messages.count > 1, messages[messages.count - 1].span == messages[messages.count - 2].span
    else { return }
    messages.removeLast()
  }
}

/// What came of binding something without a word about it.
struct Attempt<Bound> {
  /// Nil when it failed.
  var bound: Bound?
  /// What it would have said.
  var messages: [Diagnostic]
}
