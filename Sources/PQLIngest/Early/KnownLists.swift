/// The lists that a reader has met in a column, by their text: what is repeated is taken apart once.
///
/// Tags come in few combinations. Where lists hardly repeat they are no longer remembered.
struct KnownLists {
  private var texts = TextInterner()
  /// The elements of all of them, and where those of each end.
  private var elements: [Int32] = []
  private var ends: [Int32] = [0]
  private var isUsed = true
  /// How many lists were met.
  private var met = 0
  /// From so many lists on, more than a quarter must have been met before.
  private static let fewest = 1 << 12

  /// Adds the codes of a list's elements.
  mutating func append(
    _ list: CellText, to codes: GrowingValues<Int32>, _ interner: inout TextInterner,
    _ scratch: ByteArena
  ) {
    guard isUsed else {
      return ListElements(list).forEach(scratch) { view, start, end in
        codes.append(interner.code(view, start, end))
      }
    }
    met += 1
    let known = texts.count
    let code = Int(texts.code(list.view, list.start, list.end))
    if code == known {
      ListElements(list).forEach(scratch) { view, start, end in
        elements.append(interner.code(view, start, end))
      }
      ends.append(Int32(truncatingIfNeeded: elements.count))
    }
    for place in Int(ends[code])..<Int(ends[code + 1]) { codes.append(elements[place]) }
    if known > KnownLists.fewest, known > met / 4 * 3 { forget() }
  }

  private mutating func forget() {
    isUsed = false
    (texts, elements, ends) = (TextInterner(), [], [0])
  }
}
