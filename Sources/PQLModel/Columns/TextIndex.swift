/// Where each text of a column stands: the rows of a text in O(1), made in O(bytes of the column).
package struct TextIndex: Sendable {
  private let codes: Buffer<Int32>
  private let dictionary: TextDictionary
  /// By hash, the first row of a text, -1 where none is; a power of two, at most half full.
  private let firsts: [Int32]
  /// By row, the next row with the same text, -1 behind the last.
  private let next: [Int32]

  package init(_ column: TextColumn) {
    codes = column.codes
    dictionary = column.dictionary
    var firsts = [Int32](repeating: -1, count: TextDictionary.capacity(for: codes.count))
    var next = [Int32](repeating: -1, count: codes.count)
    // From the last row to the first, so that the rows of a text ascend.
    for row in stride(from: codes.count - 1, through: 0, by: -1) where codes[row] >= 0 {
      let code = Int(codes[row])
      let place = Self.place(of: code, in: dictionary, firsts, codes, dictionary)
      next[row] = firsts[place]
      firsts[place] = Int32(row)
    }
    self.firsts = firsts
    self.next = next
  }

  /// The rows that hold a text, by its exact bytes, ascending.
  package func rows(of text: String) -> [Int32] {
    let wanted = TextDictionary([text])
    var row = firsts[Self.place(of: 0, in: wanted, firsts, codes, dictionary)]
    var rows: [Int32] = []
    while row >= 0 {
      rows.append(row)
      row = next[Int(row)]
    }
    return rows
  }

  /// Where a text of `texts` stands in the table, or the free place where it would.
  private static func place(
    of code: Int, in texts: TextDictionary, _ firsts: [Int32], _ codes: Buffer<Int32>,
    _ dictionary: TextDictionary
  ) -> Int {
    let mask = firsts.count - 1
    var place = Int(truncatingIfNeeded: texts.hash(code)) & mask
    while firsts[place] >= 0,
      !dictionary.isEqual(Int(codes[Int(firsts[place])]), texts, code)
    {
      place = (place + 1) & mask
    }
    return place
  }
}
