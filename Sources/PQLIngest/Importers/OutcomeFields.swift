import PQLModel

/// How deals ended, where a system keeps that apart from the stage.
enum OutcomeFields {
  private static let wonNames = ["iswon", "hsisclosedwon", "isclosedwon"]
  /// The folded names of the conditions.
  static var names: [String] { wonNames + closedNames }
  private static let closedNames = ["isclosed", "hsisclosed"]

  /// The outcome of each stage that all its deals agree on, by conditions such as `IsWon`.
  ///
  /// Only stages whose names say nothing need it.
  static func byCondition(_ deals: DraftTable) -> [String: Stage.Outcome] {
    guard let stages = deals.text("stage"), let won = condition(deals, wonNames) else { return [:] }
    let closed = condition(deals, closedNames)
    var seen = Array(repeating: (won: 0, lost: 0, open: 0), count: stages.dictionary.count)
    for (row, code) in stages.codes.enumerated() where code >= 0 {
      if won.values[row] {
        seen[Int(code)].won += 1
      } else if closed?.values[row] ?? false {
        seen[Int(code)].lost += 1
      } else {
        seen[Int(code)].open += 1
      }
    }
    var outcomes: [String: Stage.Outcome] = [:]
    for (code, name) in stages.dictionary.values.enumerated() where seen[code].open == 0 {
      if seen[code].won > 0, seen[code].lost == 0 { outcomes[name] = .won }
      if seen[code].lost > 0, seen[code].won == 0 { outcomes[name] = .lost }
    }
    return outcomes
  }

  private static func condition(_ deals: DraftTable, _ names: [String]) -> BooleanColumn? {
    for field in deals.fields {
      guard names.contains(folded(field.name)),
        case .boolean(let column) = field.column
      else { continue }
      return column
    }
    return nil
  }

  /// Moves deals whose `status` is won or lost into stages of that name, as Pipedrive keeps them
  /// apart from the stage last reached; only where the `declared` stages, if any, have them.
  static func moveByStatus(
    _ deals: inout DraftTable, among declared: Set<String>?, _ notes: inout NoteBook
  ) {
    guard let stages = deals.text("stage"), let index = deals.index(of: "stage"),
      let status = deals.text("status"), status.codes != stages.codes
    else { return }
    let words = status.dictionary.values.map { $0.lowercased() }
    guard words.contains("won") || words.contains("lost"),
      words.allSatisfy({ ["open", "won", "lost", "deleted"].contains($0) }),
      declared.map({ $0.isSuperset(of: words.compactMap(ending)) }) ?? true
    else { return }
    var interner = TextInterner()
    let stageCodes = stages.dictionary.values.map { interner.code(of: $0) }
    let ends = words.map { ending($0).map { interner.code(of: $0) } ?? -1 }
    var moved = 0
    let codes = stages.codes.indices.map { row -> Int32 in
      let end = status.codes[row] < 0 ? -1 : ends[Int(status.codes[row])]
      if end >= 0 { moved += 1 }
      let stage = stages.codes[row]
      return end >= 0 ? end : stage < 0 ? -1 : stageCodes[Int(stage)]
    }
    deals.fields[index].column = .text(
      TextColumn(codes: codes, dictionary: interner.dictionary))
    notes.add(.deals, .stageByStatus(count: moved))
  }

  /// The stage of deals whose status is this word; nil for one that ends no deal.
  private static func ending(_ word: String) -> String? {
    word == "won" ? "Won" : word == "lost" ? "Lost" : nil
  }
}
