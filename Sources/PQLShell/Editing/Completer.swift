import PQLModel
import PQLPlan
import PQLSyntax

/// What may stand at a place of a text: words of the language and of the model.
package struct Completer: Sendable {
  /// The words that may replace a range of the text.
  package struct Result: Sendable, Hashable {
    /// Offsets into the UTF-8 of the text.
    package var range: Range<Int>
    package var candidates: [Candidate]
  }

  /// One word and what it is.
  package struct Candidate: Sendable, Hashable {
    package var text: String
    package var detail: String
  }

  private let catalog: Catalog
  private let model: Model
  private let environment: Environment

  /// What a session knows now.
  package init(_ session: Session) {
    catalog = session.catalog
    model = session.model
    environment = session.environment
  }

  /// The words that may stand at `cursor`, an offset into the UTF-8 of the text.
  package func completions(in text: String, at cursor: Int) -> Result {
    Result(range: cursor..<cursor, candidates: [])
  }
}
