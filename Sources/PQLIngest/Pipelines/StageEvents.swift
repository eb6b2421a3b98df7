import PQLModel

/// The changes of stage of each deal in the order they happened.
struct StageEvents {
  struct Change {
    var row: Int
    var at: Int64
    /// the code of the stage in the history's `to`
    var code: Int32
  }

  /// by the code of the deal in the history's `deal`; those without a moment are left out
  private(set) var byDeal: [[Change]] = []
  private(set) var deals = TextColumn(codes: [], dictionary: TextDictionary())
  private var stageNames: [String] = []

  init(_ history: DraftTable) {
    guard let deals = history.text("deal"), let to = history.text("to"),
      let field = history.text("field"), let stageCode = field.dictionary.code(of: "stage"),
      let index = history.index(of: "at"), case .second(let at) = history.fields[index].column
    else { return }
    self.deals = deals
    stageNames = to.dictionary.values
    byDeal = Array(repeating: [], count: deals.dictionary.count)
    for row in 0..<history.rowCount
    where field.codes[row] == stageCode && deals.codes[row] >= 0 && to.codes[row] >= 0
      && at.validity?[row] ?? true
    {
      let deal = Int(deals.codes[row])
      byDeal[deal].append(Change(row: row, at: at.values[row], code: to.codes[row]))
    }
    for deal in byDeal.indices where !byDeal[deal].isSorted {
      // The row parts changes of one moment, so that they keep the order of the file.
      byDeal[deal].sort { ($0.at, $0.row) < ($1.at, $1.row) }
    }
  }

  /// The name of a stage by its code.
  func stage(_ code: Int32) -> String { stageNames[Int(code)] }
}

extension [StageEvents.Change] {
  fileprivate var isSorted: Bool { zip(self, dropFirst()).allSatisfy { $0.at <= $1.at } }
}
