import PQLModel
import PQLPlan

/// The fields of a record that terms go by, each once, in the order in which they are read.
struct FieldsRead {
  private let read: [Term]

  init(_ terms: [Term]) { read = terms }

  /// The fields by the names that a query has for them.
  func terms(_ model: Model) -> [NamedTerm] {
    var fields: [NamedTerm] = []
    for term in read.flatMap({ Self.fields($0, model) }) {
      let name = term.text
      if !fields.contains(where: { $0.name == name }) { fields.append(NamedTerm(name, term)) }
    }
    return fields
  }

  private static func fields(_ term: Term, _ model: Model) -> [Term] {
    switch term {
    case .field, .computed, .column, .related, .ofStage: [term]
    case .follow(let relation, let inner):
      fields(inner, model).map { .follow(relation, $0) }
    case .stageOrder:
      model[.deals].flatMap { deals in
        deals.index(of: "stage").map { index in
          [
            .field(
              FieldReference(
                entity: .deals, index: index, name: "stage", type: deals.fields[index].type))
          ]
        }
      } ?? []
    default: term.parts.flatMap { fields($0, model) }
    }
  }
}
