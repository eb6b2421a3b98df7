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

  /// More places than this cost more to look at than rows to number.
  private static let most = 1 << 15

  /// Nil where a key is something else, or where there are too many places.
  init?(_ keys: [GroupKey], in table: EntityTable) {
    var (fields, texts, count): ([Int], [TextColumn], Int) = ([], [], 1)
    for key in keys {
      guard case .field(let field) = key.term, field.entity == table.kind,
        case .text(let text) = table.fields[field.index].column, text.isDistinct,
        text.dictionary.count < Self.most, count * (text.dictionary.count + 1) <= Self.most
      else { return nil }
      fields.append(field.index)
      texts.append(text)
      count *= text.dictionary.count + 1
    }
    guard !keys.isEmpty else { return nil }
    (self.fields, self.texts, self.count, self.table) = (fields, texts, count, table)
  }

  /// By row of a frame its place, and by place how many rows it has.
  func places(of frame: Frame) -> (groups: [Int32], counts: [Int])? {
    var keys: [(codes: Buffer<Int32>, cardinality: Int)] = []
    for (field, text) in zip(fields, texts) {
      guard case .text(let mine)? = frame.loaded(field, of: table) else { return nil }
      keys.append((mine.codes, text.dictionary.count))
    }
    var counts = [Int](repeating: 0, count: count)
    let groups = CodePlaces(keys).places(in: &counts) { count, _ in count &+= 1 }
    return (groups, counts)
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
