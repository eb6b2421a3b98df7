import PQLModel
import PQLPlan

/// Keys that are loaded texts: a group's place follows from the codes of its texts, and is the same
/// in every block of rows.
struct PlacedKeys {
  private let fields: [Int]
  private let texts: [TextColumn]
  private let table: EntityTable
  /// How many places there are; many may have no row.
  let count: Int

  /// Nil where a key is something else, or where there are too many places.
  init?(_ keys: [GroupKey], in table: EntityTable) {
    var (fields, texts, count): ([Int], [TextColumn], Int) = ([], [], 1)
    for key in keys {
      guard case .field(let field) = key.term, field.entity == table.kind,
        case .text(let text) = table.fields[field.index].column, text.isDistinct,
        text.dictionary.count < Methods.mostPlacedKeys,
        count * (text.dictionary.count + 1) <= Methods.mostPlacedKeys
      else { return nil }
      fields.append(field.index)
      texts.append(text)
      count *= text.dictionary.count + 1
    }
    guard !keys.isEmpty else { return nil }
    (self.fields, self.texts, self.count, self.table) = (fields, texts, count, table)
  }

  /// By row of a frame its place, and by place how many rows it has.
  func places(of frame: Frame) -> (groups: [Int32], counts: [Int32])? {
    var keys: [KeyCodes] = []
    for field in fields {
      guard let mine = frame.loaded(field, of: table) else { return nil }
      keys.append(KeyCodes(mine))
    }
    var counts = [Int32](repeating: 0, count: count)
    let groups = CodePlaces(keys).places(in: &counts) { count, _ in count &+= 1 }
    return (groups, counts)
  }

  /// The groups of several blocks, by their rows at each place: for each block and place which group
  /// it is, -1 where it has no row; and the places of the groups.
  func joined(_ blocks: [[Int32]]) -> (groups: [Int32], present: [Int32]) {
    var numberOf = [Int32](repeating: -1, count: count)
    for counts in blocks {
      for place in counts.indices where counts[place] > 0 { numberOf[place] = 0 }
    }
    var present: [Int32] = []
    for place in numberOf.indices where numberOf[place] == 0 {
      numberOf[place] = Int32(present.count)
      present.append(Int32(place))
    }
    var groups: [Int32] = []
    groups.reserveCapacity(blocks.count * count)
    for counts in blocks {
      for place in counts.indices { groups.append(counts[place] > 0 ? numberOf[place] : -1) }
    }
    return (groups, present)
  }

  /// The keys of places.
  func keys(at places: [Int32]) -> [Column] {
    var rest = places
    var keys: [Column] = []
    for text in texts.reversed() {
      let size = Int32(text.dictionary.count + 1)
      keys.append(
        .text(TextColumn(codes: rest.map { $0 % size - 1 }, dictionary: text.dictionary)))
      for index in rest.indices { rest[index] /= size }
    }
    return keys.reversed()
  }
}
