import PQLModel

/// Guesses what a data file holds.
enum EntityGuess {
  /// The words of a file name that tell an entity, the surest first.
  private static let words: [(kind: EntityKind, words: [String])] = [
    (.items, ["lineitem", "line_item", "items", "orderline", "dealproduct"]),
    (.activities, ["activit", "task", "event", "engagement", "calls", "meeting"]),
    (.quotas, ["quota", "goal", "target"]),
    (.campaigns, ["campaign"]),
    (.splits, ["split"]),
    (.leads, ["lead"]),
    (.contacts, ["contact", "people", "person"]),
    (.products, ["product", "pricelist"]),
    (.owners, ["owner", "user", "agent", "team", "seller", "salespeople"]),
    (.accounts, ["account", "compan", "organi", "customer"]),
    (.deals, ["deal", "opportunit", "pipeline", "sales"]),
  ]

  /// The entity that a file's name tells.
  static func byName(_ path: String) -> EntityKind? {
    let name = LoadSession.fileName(path)
    let stem = name.firstIndex(of: ".").map { String(name[..<$0]) } ?? name
    let plain = folded(stem)
    if let exact = EntityKind.allCases.first(where: { plain == $0.rawValue }) { return exact }
    let isHistory = ["history", "hist", "changes", "changelog"].contains { plain.contains($0) }
    if isHistory {
      let others = ["account", "contact", "lead", "company", "user"]
      return others.contains { plain.contains($0) } ? nil : .history
    }
    if plain.contains("lineitem") || plain.contains("orderline") { return .items }
    for (kind, words) in words
    where words.contains(where: { plain.contains($0.filter { $0 != "_" }) }) {
      return kind
    }
    // Salesforce calls what a person exports `report1690000000.csv`.
    return plain.hasSuffix("rep") || plain.hasSuffix("reps") ? .owners : nil
  }

  /// The entity that a file's name tells, else its fields, else a status of won and lost.
  ///
  /// A history is one only with deals and moments in it.
  static func entity(path: String, _ part: RawPart) -> EntityKind? {
    let name = byName(path)
    let isWrong = name == .history && part.rowCount > 0 && !isHistory(part.columnNames)
    return (isWrong ? nil : name) ?? byColumns(part.columnNames)
      ?? (hasOutcomes(part) ? .deals : nil)
  }

  private static func isHistory(_ columns: [String]) -> Bool {
    let keys = Set(columns.map(folded))
    return ["deal", "at"].allSatisfy { has($0, .history, keys) }
  }

  /// Whether a field such as `Status` says won or lost of every record.
  private static func hasOutcomes(_ part: RawPart) -> Bool {
    let table = RawTable(kind: .deals, parts: [part])
    return table.columns.indices.contains { column in
      let key = folded(table.columns[column].name)
      guard ["status", "outcome", "result"].contains(key) else { return false }
      let values = table.textColumn(column).dictionary.values.map { $0.lowercased() }
      return values.contains("won") && values.allSatisfy { ["won", "lost", "open"].contains($0) }
    }
  }

  /// The entity whose tell-tale fields are all there.
  private static func byColumns(_ columns: [String]) -> EntityKind? {
    let keys = Set(columns.map(folded))
    func has(_ field: String, _ kind: EntityKind) -> Bool { Self.has(field, kind, keys) }
    if has("deal", .history), has("at", .history), has("to", .history) || keys.contains("stage") {
      return .history
    }
    if has("stage", .deals) { return .deals }
    if has("deal", .items), has("product", .items) { return .items }
    if has("converted", .leads) || has("status", .leads) && has("email", .leads) { return .leads }
    if has("amount", .deals), has("close_date", .deals) { return .deals }
    return nil
  }

  /// Whether a field of an entity is among folded names of columns.
  private static func has(_ field: String, _ kind: EntityKind, _ keys: Set<String>) -> Bool {
    let names = [folded(field), kind.singular + field]
    let all = names + FieldNames.synonyms(of: field, kind, hasTarget: true)
    return all.contains { keys.contains($0) }
  }
}
