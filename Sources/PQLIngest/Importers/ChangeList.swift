import PQLModel

/// Collects changes and makes the history's table of them: a row a change.
///
/// Texts are coded once, so that a million changes cost no million texts. -1 is a missing value.
struct ChangeList {
  /// The deals the changes belong to.
  var deals = TextInterner()
  /// Names of fields.
  var fields = TextInterner()
  /// What `from` and `to` hold.
  var values = TextInterner()
  /// Who made the changes.
  var people = TextInterner()
  private var rows: [(deal: Int32, at: Int64?, field: Int32, from: Int32, to: Int32, by: Int32)] =
    []

  /// How many changes there are.
  var count: Int { rows.count }

  /// Adds a change by the codes of its texts.
  mutating func add(
    deal: Int32, at: Int64?, field: Int32, from: Int32, to: Int32, by: Int32 = -1
  ) {
    rows.append((deal, at, field, from, to, by))
  }

  /// The history; `names` are what the data call `deal`, `at` and `by`.
  func table(fileName: String, names: [String: [String]] = [:]) -> DraftTable {
    func text(
      _ name: String, _ type: ValueType, _ interner: TextInterner, _ target: EntityKind? = nil,
      _ code: (Int) -> Int32
    ) -> EntityField {
      EntityField(
        name: name, aliases: names[name] ?? [], type: type,
        column: .text(
          TextColumn(codes: rows.indices.map(code), dictionary: interner.dictionary)),
        target: target)
    }
    let times = SecondColumn(
      values: rows.map { $0.at ?? 0 },
      validity: rows.allSatisfy { $0.at != nil } ? nil : Bitmap(rows.map { $0.at != nil }))
    var fields = [
      text("deal", .text, deals, .deals) { rows[$0].deal },
      EntityField(
        name: "at", aliases: names["at"] ?? [], type: .timestamp, column: .second(times)),
      text("field", .category, self.fields) { rows[$0].field },
      text("from", .category, values) { rows[$0].from },
      text("to", .category, values) { rows[$0].to },
    ]
    if rows.contains(where: { $0.by >= 0 }) {
      fields.append(text("by", .text, people) { rows[$0].by })
    }
    return DraftTable(kind: .history, rowCount: rows.count, fields: fields, fileName: fileName)
  }
}
