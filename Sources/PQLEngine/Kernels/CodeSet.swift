import PQLModel

/// Some of a column's codes, -1 for what is missing.
///
/// Mostly they are one or two, or all but one or two; to compare with a few is faster than to look up,
/// since many rows are compared at once.
struct CodeSet {
  private var codes: [Int32]
  /// Whether the codes are those that are not in the set.
  private var isTurned = false

  /// These codes, which may stand there twice.
  init(_ codes: [Int32]) { self.codes = codes }

  /// The codes that are marked, by code plus one; those beyond the marks are in the set when most of
  /// the marks say so.
  init(marked marks: Bitmap) {
    isTurned = marks.setCount * 2 > marks.count
    codes = (isTurned ? ~marks : marks).setRows.map { $0 - 1 }
  }

  /// The rows whose code is in the set.
  func rows(in column: Buffer<Int32>) -> Bitmap {
    let rows = listedRows(in: column)
    return isTurned ? ~rows : rows
  }

  private func listedRows(in column: Buffer<Int32>) -> Bitmap {
    guard let first = codes.first, let last = codes.last else {
      return Bitmap(repeating: false, count: column.count)
    }
    switch codes.count {
    case 1: return packedBits(column) { $0 == first }
    case 2: return packedBits(column) { $0 == first || $0 == last }
    case 3, 4:
      let (second, third) = (codes[1], codes[2])
      return packedBits(column) { $0 == first || $0 == second || $0 == third || $0 == last }
    default:
      var isListed = [Bool](repeating: false, count: Int(codes.max() ?? -1) + 2)
      for code in codes { isListed[Int(code) + 1] = true }
      return packedBits(column) { code in
        let place = Int(code) &+ 1
        return place < isListed.count && isListed[place]
      }
    }
  }
}
