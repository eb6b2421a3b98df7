import PQLModel

/// Which fields of the deals a load has to convert.
///
/// Those that are asked for, and those that settle what deals mean: their stage, their money, their
/// days. Rather too many are wanted than one too few.
struct FieldDemand: Sendable {
  private let asked: Set<String>

  /// Nil when any field may be asked for.
  init?(_ reads: ReadSet) {
    guard !reads.readsAll(of: .deals) else { return nil }
    asked = Set(reads.names(of: .deals).map(folded))
  }

  /// Whether a field may be asked for, by any name of its.
  func wants(_ name: String) -> Bool {
    if FieldDemand.settling.contains(folded(name)) { return true }
    // Of `custom.seats` either part may be asked for.
    return name.split(separator: ".").contains { asked.contains(folded(String($0))) }
  }

  /// The folded names of all fields that other fields and the meaning of deals are made of.
  private static let settling: Set<String> = {
    let free = ["name", "owner", "account", "product", "source", "type", "campaign"]
    var names: Set<String> = ["status", "outcome", "result", "lostreason"]
    names.formUnion(OutcomeFields.names)
    for kind in [EntityKind.deals, .history] {
      for field in kind.canonicalFields where !free.contains(field.name) {
        names.insert(folded(field.name))
        names.formUnion(FieldNames.synonyms(of: field.name, kind, hasTarget: false))
      }
    }
    return names
  }()
}
