import PQLModel

/// Makes pipelines of the stages that deals stand in, when the model names none.
struct StageInference {
  /// What decided the order of the stages.
  enum Basis: String {
    case probability = "by probability"
    case history = "by the order in which the history enters them"
    case vocabulary = "by their usual order"
    case appearance = "by first appearance"
  }

  private let stages: TextColumn
  private let names: [String]
  /// What the data say beside the names.
  private let recorded: [String: Stage.Outcome]

  /// The stages of the deals, and those that the history alone tells.
  init(
    _ stages: TextColumn, recorded: [String: Stage.Outcome] = [:], told: Set<String> = []
  ) {
    self.stages = stages
    self.recorded = recorded
    let own = stages.dictionary.values
    names = own + told.subtracting(own).sorted()
  }

  /// A pipeline of the stages that these rows stand in or stood in, and what decided its order.
  ///
  /// Open stages stand before those that end a deal; won stands before lost.
  func pipeline(
    named name: String, rows: [Int], probability: NumberColumn?, entered: [String: Double],
    told: Set<String> = []
  ) -> (pipeline: Pipeline, basis: Basis) {
    var seen: [Int] = []
    var isSeen = [Bool](repeating: false, count: names.count)
    for row in rows where stages.codes[row] >= 0 {
      let code = Int(stages.codes[row])
      if !isSeen[code] { seen.append(code) }
      isSeen[code] = true
    }
    // One that only the history tells may be another spelling of one that is there.
    var spellings = Set(seen.map { folded(names[$0]) })
    for code in names.indices where !isSeen[code] && told.contains(names[code]) {
      if spellings.insert(folded(names[code])).inserted { seen.append(code) }
    }
    let outcomes = names.map { StageVocabulary.outcome(of: $0) ?? recorded[$0] }
    let open = seen.filter { outcomes[$0] == nil }
    let means = meanProbability(of: open, rows: rows, probability)
    let ends = seen.filter { outcomes[$0] == .won } + seen.filter { outcomes[$0] == .lost }
    let (ordered, basis) = order(open, means, entered)
    let all = (ordered + ends).map { Stage(name: names[$0], outcome: outcomes[$0]) }
    return (Pipeline(name: name, stages: all), basis)
  }

  private func order(
    _ open: [Int], _ means: [Int: Double], _ entered: [String: Double]
  ) -> ([Int], Basis) {
    guard open.count > 1 else { return (open, .appearance) }
    // Equal ranks are parted by the usual order, then by first appearance.
    func sorted(_ rank: (Int) -> Double?) -> [Int]? {
      let ranks = open.map { code in
        (rank: rank(code), usual: StageVocabulary.rank(of: names[code]) ?? Int.max, code: code)
      }
      guard ranks.allSatisfy({ $0.rank != nil }), Set(ranks.map(\.rank)).count > 1
      else { return nil }
      return ranks.enumerated().sorted {
        ($0.element.rank ?? 0, $0.element.usual, $0.offset)
          < ($1.element.rank ?? 0, $1.element.usual, $1.offset)
      }.map(\.element.code)
    }
    if let byChance = sorted({ means[$0] }) { return (byChance, .probability) }
    if let byHistory = sorted({ entered[names[$0]] }) { return (byHistory, .history) }
    let ranks = open.map { StageVocabulary.rank(of: names[$0]) }
    if !ranks.contains(nil) {
      let byName = zip(open, ranks).enumerated().sorted {
        ($0.element.1 ?? 0, $0.offset) < ($1.element.1 ?? 0, $1.offset)
      }
      return (byName.map(\.element.0), .vocabulary)
    }
    return (open, .appearance)
  }

  /// The mean probability of the deals in each stage; none for a stage where no deal has one.
  private func meanProbability(
    of open: [Int], rows: [Int], _ probability: NumberColumn?
  ) -> [Int: Double] {
    guard let probability else { return [:] }
    var sums: [Int: (sum: Double, count: Int)] = [:]
    for row in rows where stages.codes[row] >= 0 && probability.validity?[row] ?? true {
      let code = Int(stages.codes[row])
      let old = sums[code] ?? (0, 0)
      sums[code] = (old.sum + probability.values[row], old.count + 1)
    }
    return sums.compactMapValues { $0.count == 0 ? nil : $0.sum / Double($0.count) }
  }
}
