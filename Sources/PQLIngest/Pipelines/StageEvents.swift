import PQLModel

/// The changes of stage of each deal in the order they happened.
struct StageEvents {
  struct Change {
    var row: Int
    var at: Int64
    /// The code of the stage in the history's `to`.
    var code: Int32
  }

  private(set) var deals = TextColumn(codes: [], dictionary: TextDictionary())
  /// All changes, deal by deal.
  private var changes: [Change] = []
  /// by the code of the deal where its changes begin, and where the last ones end.
  private var starts: [Int] = [0]
  private(set) var stages = TextDictionary()

  /// Takes the changes of the field `stage`; those without a moment are left out.
  init(_ history: DraftTable) {
    guard let deals = history.text("deal"), let to = history.text("to"),
      let field = history.text("field"), let stageCode = field.dictionary.code(of: "stage"),
      let index = history.index(of: "at"), case .second(let at) = history.fields[index].column
    else { return }
    self.deals = deals
    stages = to.dictionary
    let isChange = (0..<history.rowCount).map { row in
      field.codes[row] == stageCode && deals.codes[row] >= 0 && to.codes[row] >= 0
        && at.validity?[row] ?? true
    }
    starts = Array(repeating: 0, count: deals.dictionary.count + 1)
    for row in isChange.indices where isChange[row] { starts[Int(deals.codes[row]) + 1] += 1 }
    for deal in 0..<deals.dictionary.count { starts[deal + 1] += starts[deal] }
    var places = starts
    changes = Array(repeating: Change(row: 0, at: 0, code: 0), count: starts[starts.count - 1])
    for row in isChange.indices where isChange[row] {
      let deal = Int(deals.codes[row])
      changes[places[deal]] = Change(row: row, at: at.values[row], code: to.codes[row])
      places[deal] += 1
    }
    for deal in 0..<dealCount where !isSorted(deal) {
      // The row parts changes of one moment, so that they keep the order of the file.
      changes[starts[deal]..<starts[deal + 1]].sort { ($0.at, $0.row) < ($1.at, $1.row) }
    }
  }

  /// How many deals the history names.
  var dealCount: Int { starts.count - 1 }

  /// The changes of a deal, by its code in `deals`.
  subscript(deal: Int) -> ArraySlice<Change> { changes[starts[deal]..<starts[deal + 1]] }

  private func isSorted(_ deal: Int) -> Bool {
    let own = self[deal]
    return zip(own, own.dropFirst()).allSatisfy { $0.at <= $1.at }
  }
}
