import PQLModel
import PQLPlan

/// A loaded text field, by its place.
struct TextSubject: Hashable {
  var entity: EntityKind
  /// The place of the field in its table.
  var index: Int

  init(_ field: FieldReference) {
    entity = field.entity
    index = field.index
  }

  init?(_ entity: EntityKind, _ name: String, in model: Model) {
    guard let index = model[entity]?.index(of: name) else { return nil }
    self.entity = entity
    self.index = index
  }
}

extension Execution {
  /// The field whose text alone says whether a condition holds; nil when more than that bears on it.
  func textSubject(of condition: Term) -> TextSubject? {
    switch condition {
    case .not(let inner): return textSubject(of: inner)
    case .all(let parts), .some(let parts):
      guard let first = parts.first.flatMap(textSubject) else { return nil }
      return parts.dropFirst().allSatisfy { textSubject(of: $0) == first } ? first : nil
    case .comparison(_, .field(let field), let other), .comparison(_, let other, .field(let field)):
      return other.isConstant && field.type.isTextual ? TextSubject(field) : nil
    case .membership(.field(let field), _), .present(.field(let field)),
      .textTest(_, .field(let field), _, _):
      return field.type.isTextual ? TextSubject(field) : nil
    case .stageOrder: return stageSubject
    case .computed(let reference):
      if let term = definitions[reference] { return textSubject(of: term) }
      guard
        case .kernel(_, true)? = library.field(reference.name, of: reference.entity)?.definition
          .source
      else { return nil }
      return stageSubject
    default: return nil
    }
  }

  /// The stage, where it alone says what a deal's pipeline is.
  private var stageSubject: TextSubject? {
    stageTexts.namedPipelines == nil ? TextSubject(.deals, "stage", in: model) : nil
  }
}

extension Term {
  /// The parts of this one, those of a conjunction or disjunction that are about one text as one
  /// part, in the place of the first of them.
  func joinedParts(by subject: (Term) -> TextSubject?) -> [Term] {
    switch self {
    case .all(let parts): Self.joined(parts, subject).map { $0.count == 1 ? $0[0] : .all($0) }
    case .some(let parts): Self.joined(parts, subject).map { $0.count == 1 ? $0[0] : .some($0) }
    default: parts
    }
  }

  private static func joined(_ parts: [Term], _ subject: (Term) -> TextSubject?) -> [[Term]] {
    var joined: [[Term]] = []
    var placeOf: [TextSubject: Int] = [:]
    for part in parts {
      guard let mine = subject(part) else {
        joined.append([part])
        continue
      }
      if let place = placeOf[mine] {
        joined[place].append(part)
      } else {
        placeOf[mine] = joined.count
        joined.append([part])
      }
    }
    return joined
  }
}
