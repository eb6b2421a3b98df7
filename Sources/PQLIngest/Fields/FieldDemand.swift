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
    asked = Set(
      reads.names(of: .deals).map { String(decoding: foldedName($0), as: UTF8.self) })
  }

  /// Whether a field may be asked for, by any name of its.
  func wants(_ name: String) -> Bool {
    if FieldDemand.settling.contains(String(decoding: foldedName(name), as: UTF8.self)) {
      return true
    }
    // Of `custom.seats` either part may be asked for.
    return name.split(separator: ".").contains {
      asked.contains(String(decoding: foldedName(String($0)), as: UTF8.self))
    }
  }

  /// The folded names of all fields that other fields and the meaning of deals are made of.
  private static let settling: Set<String> = {
    let free = ["name", "owner", "account", "product", "source", "type", "campaign"]
    var names: Set<String> = ["status", "outcome", "result", "lostreason"]
    names.formUnion(OutcomeFields.names)
    for kind in [EntityKind.deals, .history] {
      for field in kind.canonicalFields where !free.contains(field.name) {
        names.insert(String(decoding: foldedName(field.name), as: UTF8.self))
        names.formUnion(FieldNames.synonyms(of: field.name, kind, hasTarget: false))
      }
    }
    return names
  }()
}
