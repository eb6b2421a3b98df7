import PQLModel

/// The remarks of a load, brought into one order: settings first, then entity by entity.
struct NoteBook {
  private var settings: [LoadNote] = []
  private var byEntity: [EntityKind: [LoadNote]] = [:]

  /// Every remark in order.
  var ordered: [LoadNote] {
    settings + EntityKind.allCases.flatMap { byEntity[$0] ?? [] }
  }

  /// Adds a remark on an entity, or on the settings.
  mutating func add(_ entity: EntityKind?, _ note: LoadNote) {
    if let entity {
      byEntity[entity, default: []].append(note)
    } else {
      settings.append(note)
    }
  }
}
