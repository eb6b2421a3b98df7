import PQLModel

/// Asks whether the shares of each deal make a whole.
enum SplitShares {
  /// What three shares of 33.3 % miss is rounding.
  private static let tolerance = 0.001_000_1

  /// Says which deals have shares of one type that miss 100 %; a share that is not told makes no sum.
  ///
  /// O(splits).
  static func check(_ splits: DraftTable, _ notes: inout NoteBook) {
    guard let deals = splits.text("deal"), let index = splits.index(of: "share"),
      case .number(let shares) = splits.fields[index].column
    else { return }
    let types = splits.text("type")
    var sums: [[Int32]: Double?] = [:]
    var order: [[Int32]] = []
    for row in 0..<splits.rowCount where deals.codes[row] >= 0 {
      let key = [deals.codes[row], types?.codes[row] ?? -1]
      let known = sums[key]
      if known == nil { order.append(key) }
      let share = splits.fields[index].column.isPresent(row) ? shares.values[row] : nil
      let sum: Double? = known ?? .some(0)
      sums[key] = .some(sum.flatMap { before in share.map { before + $0 } })
    }
    let odd = order.compactMap { key -> (deal: String, sum: Double)? in
      guard let sum = sums[key] ?? nil, abs(sum - 1) > tolerance else { return nil }
      return (deals.dictionary[Int(key[0])], sum)
    }
    guard let first = odd.first else { return }
    notes.add(
      .splits,
      .sharesMissWhole(count: odd.count, of: order.count, first: first.deal, sum: first.sum))
  }
}
