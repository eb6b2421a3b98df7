package import PQLModel
import PQLSyntax

/// Says what names mean: it looks up and nothing else.
///
/// Nothing is told and nothing is kept; what a name may have been meant for is a list of candidates.
package struct NameBinder: Sendable {
  package let catalog: Catalog
  package let model: Model
  package internal(set) var environment: Environment

  package init(catalog: Catalog, model: Model, environment: Environment) {
    self.catalog = catalog
    self.model = model
    self.environment = environment
  }
}

extension NameBinder {
  /// Every word a query may begin with.
  package var headWords: [String] {
    catalog.aggregates.map(\.name) + catalog.verbs.map(\.name)
      + model.entities.map(\.rawValue) + environment.queryNames + environment.metricNames
  }

  /// Those of the words that can be asked already.
  var builtHeadWords: [String] {
    let waiting = Set(catalog.verbs.filter { $0.resolve == nil }.map(\.name))
    return headWords.filter { !waiting.contains($0) }
  }

  /// Whether a single word is a field here, and of which type.
  func fieldType(_ name: Name, in scope: Scope) -> ValueType? {
    if let column = scope.columns.first(where: { $0.name == name.text }) { return column.type }
    guard let entity = scope.entity else { return nil }
    if environment.rules[.init(entity: entity, name: name.text)] != nil { return .boolean }
    if let builtin = catalog.field(name.text, of: entity) { return builtin.type }
    if environment.fields[.init(entity: entity, name: name.text)] != nil { return .text }
    return model[entity]?.field(name.text)?.type
  }

  /// Whether a word names rows: an entity or a named query.
  func isSource(_ word: Name) -> Bool {
    !word.isQuoted
      && (EntityKind(word: word.text) != nil || environment.queries[word.text] != nil)
  }

  /// Whether a word names a figure: an aggregate or a metric.
  func isFigure(_ word: Name) -> Bool {
    catalog.aggregate(word.text) != nil || environment.metrics[word.text] != nil
  }

  /// Whether some record names the currency.
  func knows(currency: String) -> Bool {
    model.entities.contains { entity in
      guard case .text(let texts)? = model[entity]?.field("currency")?.column else { return false }
      return texts.dictionary.code(of: currency) != nil
    }
  }
}
