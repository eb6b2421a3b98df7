import PQLModel

/// Which column of the data each field of an entity reads.
struct FieldPlan {
  struct Entry {
    /// PQL's name.
    var name: String
    /// the data's own names.
    var aliases: [String]
    var column: Int
    var canonical: CanonicalField?

    /// Whether the field has that name, in PQL or in the data.
    func isCalled(_ other: String) -> Bool { other == name || aliases.contains(other) }
  }

  /// Canonical fields first, then the rest as they appear in the data.
  private(set) var entries: [Entry] = []
  /// What was found under another name without being told: PQL's name and the data's.
  private(set) var found: [(name: String, dataName: String)] = []
  /// Columns whose own name a mapping took: the data's name and the name they got.
  private(set) var renamed: [(dataName: String, name: String)] = []

  private let table: RawTable
  private var columnOfKey: [String: Int] = [:]
  private var claimed: Set<Int> = []

  init(
    _ table: RawTable, _ settings: ModelSettings.Entity, present: Set<EntityKind>, file: String
  ) throws(LoadFailure) {
    self.table = table
    // `Account` beside `Account.Name` is where a nested record was null, and comes last.
    let outer = Set(table.columns.compactMap { FieldPlan.outer($0.name) })
    for (index, column) in table.columns.enumerated() where !outer.contains(column.name) {
      for key in FieldPlan.keys(of: column.name) where columnOfKey[key] == nil {
        columnOfKey[key] = index
      }
    }
    var mapped: [String: Int] = [:]
    for field in settings.fields {
      let column = try declaredColumn(field, file: file)
      mapped[field.name] = column
      claimed.insert(column)
    }
    let shape = settings.shape ?? .generic(table.kind)
    let canonical = shape.canonicalFields
    // What the shape says of a field is all there is to say of it.
    for field in canonical where mapped[field.name] == nil {
      let column = shape.names[field.name].flatMap { freeColumn($0.map(folded)) }
      claim(column, field.name, &mapped)
    }
    let others = canonical.filter { shape.names[$0.name] == nil }
    for field in others {
      let own = outer.contains(field.name) ? nil : table.column(named: field.name)
      claim(mapped[field.name] ?? own, field.name, &mapped)
    }
    for field in others where mapped[field.name] == nil {
      guard let column = foundColumn(field, present: present) else { continue }
      claim(column, field.name, &mapped)
      // What a known system's columns mean is no guess that a person should look at.
      if shape.system == nil { found.append((field.name, table.columns[column].name)) }
    }
    for field in others where mapped[field.name] == nil {
      let own = table.columns.firstIndex {
        outer.contains($0.name) && folded($0.name) == folded(field.name)
      }
      claim(own.flatMap { claimed.contains($0) ? nil : $0 }, field.name, &mapped)
    }
    addEntries(canonical, mapped, settings)
    // A name is no alias of another field: `close_date` means itself, whatever else reads its column.
    let names = Set(entries.map(\.name))
    for index in entries.indices { entries[index].aliases.removeAll { names.contains($0) } }
  }

  /// What a column's name is looked up by: its letters and digits, also without HubSpot's prefix.
  private static func keys(of name: String) -> [String] {
    let key = folded(name)
    for prefix in ["properties", "property"] where key.hasPrefix(prefix) && key != prefix {
      return [key, String(key.dropFirst(prefix.count))]
    }
    return [key]
  }

  /// The key under which a nested field stands; nil for a field that is not nested.
  static func outer(_ name: String) -> String? {
    guard let dot = name.firstIndex(of: "."), case let rest = name[name.index(after: dot)...],
      let first = rest.first, !first.isWhitespace
    else { return nil }
    return String(name[..<dot])
  }

  private func declaredColumn(
    _ field: (name: String, dataName: String), file: String
  ) throws(LoadFailure) -> Int {
    if let column = table.column(named: field.dataName) { return column }
    let key = folded(field.dataName)
    if let column = columnOfKey[key] { return column }
    throw .mappedToNothing(
      field.name, field.dataName, table.kind, among: table.columns.map(\.name), file: file)
  }

  /// The column that is a canonical field under another name; never one that is claimed already.
  private func foundColumn(_ field: CanonicalField, present: Set<EntityKind>) -> Int? {
    let key = folded(field.name)
    let kind = table.kind
    var keys = [key, kind.singular + key]
    keys += FieldNames.synonyms(
      of: field.name, kind, hasTarget: field.target.map { present.contains($0) } ?? false)
    return freeColumn(keys)
  }

  /// The first column of these folded names that is not claimed.
  private func freeColumn(_ keys: [String]) -> Int? {
    for key in keys {
      if let column = columnOfKey[key], !claimed.contains(column) { return column }
    }
    return nil
  }

  private mutating func claim(_ column: Int?, _ field: String, _ mapped: inout [String: Int]) {
    guard let column else { return }
    mapped[field] = column
    claimed.insert(column)
  }

  private mutating func addEntries(
    _ canonical: [CanonicalField], _ mapped: [String: Int], _ settings: ModelSettings.Entity
  ) {
    var taken: Set<String> = []
    for field in canonical {
      guard let column = mapped[field.name] else { continue }
      add(field.name, column, field, &taken)
    }
    var namesOfColumn: [Int: [String]] = [:]
    for field in settings.fields where !taken.contains(field.name) {
      guard let column = mapped[field.name] else { continue }
      namesOfColumn[column, default: []].append(field.name)
    }
    for column in table.columns.indices {
      let own = table.columns[column].name
      if let names = namesOfColumn[column] {
        for name in names { add(name, column, nil, &taken) }
      } else if !claimed.contains(column) {
        var name = own
        var number = 2
        while taken.contains(name) {
          name = "\(own)_\(number)"
          number += 1
        }
        if name != own { renamed.append((own, name)) }
        taken.insert(name)
        entries.append(Entry(name: name, aliases: [], column: column, canonical: nil))
      }
    }
  }

  private mutating func add(
    _ name: String, _ column: Int, _ canonical: CanonicalField?, _ taken: inout Set<String>
  ) {
    guard taken.insert(name).inserted else { return }
    let own = table.columns[column].name
    entries.append(
      Entry(
        name: name, aliases: own == name ? [] : [own], column: column, canonical: canonical))
  }
}
