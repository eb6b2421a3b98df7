import PQLModel
import PQLSyntax
import PQLText

/// The values that a bare word may name.
struct ValueDomain: Sendable {
  /// What holds the values, as messages call it.
  var name: String
  var values: [String]
  /// Whether stages are among the values, so that `won` and `lost` mean those that end so.
  var holdsStages = false

  /// The values a word names: without regard to case, spaces, `_` or `-`.
  func values(named word: String) -> [String] {
    let wanted = ValueDomain.folded(word)
    return values.filter { ValueDomain.folded($0) == wanted }
  }

  /// A text without what a bare word cannot show.
  static func folded(_ text: String) -> String {
    text.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
  }
}

extension NameBinder {
  /// The loaded column whose values a term gives unchanged, for later bare words.
  func domainField(of term: Term) -> FieldReference? {
    switch term {
    case .field(let reference): reference.type.isTextual ? reference : nil
    case .follow(_, let inner): domainField(of: inner)
    case .related(let related): related.argument.flatMap(domainField)
    default: nil
    }
  }

  /// Stages of every pipeline in order, then those that only the data know.
  package var stageNames: [String] {
    var names: [String] = []
    for stage in model.pipelines.flatMap(\.stages) where !names.contains(stage.name) {
      names.append(stage.name)
    }
    if case .text(let recorded)? = model[.deals]?.field("stage")?.column {
      for name in recorded.dictionary.values where !names.contains(name) { names.append(name) }
    }
    return names
  }

  /// The values of a loaded column, with the names of the records they lead to.
  func recordedValues(_ field: FieldReference) -> ValueDomain? {
    guard let column = recordedText(field) else { return nil }
    var values = column.dictionary.values
    // What a history record leads from and to may be a stage that no record happens to name.
    let holdsStages = field.entity == .history && (field.name == "from" || field.name == "to")
    if holdsStages {
      let known = Set(values)
      values += stageNames.filter { !known.contains($0) }
    }
    if let names = recordName(of: .field(field)).flatMap(domainField).flatMap(recordedText) {
      let known = Set(values)
      values += names.dictionary.values.filter { !known.contains($0) }
    }
    return ValueDomain(name: field.name, values: values, holdsStages: holdsStages)
  }

  /// The stages that end in an outcome, which a word names.
  func stages(ending word: String) -> [String] {
    guard let outcome = Stage.Outcome(rawValue: word) else { return [] }
    return model.pipelines.flatMap(\.stages).filter { $0.outcome == outcome }.map(\.name)
      .reduce(into: []) { names, name in if !names.contains(name) { names.append(name) } }
  }

  /// A value as a bare word may be written, or in quotes when no bare word can.
  func wordForm(_ value: String) -> String {
    let word = value.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
    let plain = word.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    return plain && word.first?.isNumber == false ? String(word) : "\"\(value)\""
  }
}
