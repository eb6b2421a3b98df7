import PQLModel

/// Which fields somebody may ask for, told by the text of all that will be asked.
///
/// A field is wanted when its name stands anywhere in the text, or when it settles what deals mean:
/// their stage, their money, their days. Rather too many are wanted than one too few.
package struct FieldWishes: Sendable {
  private let asked: [UInt8]

  /// Takes every text that will be asked.
  package init(asking text: String) { asked = foldedName(text) }

  /// Whether a field may be asked for, by any name of its.
  func wants(_ name: String) -> Bool {
    if FieldWishes.settling.contains(String(decoding: foldedName(name), as: UTF8.self)) {
      return true
    }
    // Of `custom.seats` either part may be asked for.
    return name.split(separator: ".").contains { contains(foldedName(String($0))) }
  }

  private func contains(_ name: [UInt8]) -> Bool {
    guard let first = name.first, name.count <= asked.count else { return name.isEmpty }
    return (0...asked.count - name.count).contains { start in
      asked[start] == first && asked[start..<start + name.count].elementsEqual(name)
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
