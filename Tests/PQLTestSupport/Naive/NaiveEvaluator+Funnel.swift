import PQLSyntax

extension NaiveEvaluator {
  /// `funnel`, deal by deal and stage by stage.
  func funnel(_ query: Query) throws -> NaiveTable {
    var own = self
    own.goesByCreation = true
    let clauses = query.clauses.filter { clause in
      switch clause.content {
      case .where, .during, .expressions(.by, _): true
      default: false
      }
    }
    let span = query.head[0].span
    let count = HeadItem(
      label: Name("<deals>", span), operands: [Expression(.name([Name("count", span)]), span)],
      span: span)
    let groups = try own.group([count], of: base("deals"), clauses, isStep: false)
    let cohort = try own.restricted(base("deals"), by: clauses).rows.map(\.record)
    let chosen = chosenPipeline(clauses)
    let keys = Array(groups.columns.dropLast())
    let tellsPipeline =
      chosen == nil && model.pipelines.count > 1 && !keys.contains { $0.name == "pipeline" }
    var table = NaiveTable(entity: nil, rows: [], columns: keys)
    if tellsPipeline { table.columns.append(.init(name: "pipeline", kind: .category)) }
    table.columns += [
      .init(name: "stage", kind: .stage), .init(name: "reached", kind: .number),
      .init(name: "rate", kind: .percent), .init(name: "here", kind: .number),
      .init(name: "lost", kind: .number), .init(name: "median_days", kind: .duration),
    ]
    for group in groups.rows {
      let deals = group.members.map { cohort[$0] }
      for pipeline in shownPipelines(deals, cohort, chosen) {
        let mine = deals.filter { self.pipeline(ofDeal: $0) == pipeline }
        for var made in steps(of: mine, in: pipeline) {
          for key in keys { made[key.name] = group.made[key.name] ?? .missing }
          if tellsPipeline { made["pipeline"] = .text(model.pipelines[pipeline].name) }
          table.rows.append(NaiveTable.Row(record: 0, made: made))
        }
      }
    }
    return table
  }

  private func shownPipelines(_ deals: [Int], _ cohort: [Int], _ chosen: Int?) -> [Int] {
    if let chosen { return [chosen] }
    for some in [deals, cohort] {
      let used = Set(some.compactMap { pipeline(ofDeal: $0) })
      if !used.isEmpty { return used.sorted() }
    }
    return Array(model.pipelines.indices)
  }

  /// The pipeline that one of the conditions joined by `and` names.
  private func chosenPipeline(_ clauses: [Clause]) -> Int? {
    for clause in clauses {
      guard case .where(let condition) = clause.content else { continue }
      return chosenPipeline(condition)
    }
    return nil
  }

  private func chosenPipeline(_ condition: Expression) -> Int? {
    switch condition.kind {
    case .binary(.and, _, let left, let right):
      return chosenPipeline(left) ?? chosenPipeline(right)
    case .binary(.equal, _, let left, let right):
      guard canonical(left) == "pipeline", case .text(let name) = right.kind else { return nil }
      return model.pipelines.firstIndex { $0.name == name }
    default: return nil
    }
  }

  /// The rows of a pipeline: its open stages, then its won ones.
  private func steps(of deals: [Int], in pipeline: Int) -> [[String: NaiveValue]] {
    let stages = model.pipelines[pipeline].stages
    let open = stages.filter { !$0.isWon && !$0.isLost }
    let won = stages.filter(\.isWon)
    let paths = deals.map { path(of: $0) }
    let seen = deals.indices.map { index -> [String] in
      let now: [String] = if let stage = stage(ofDeal: deals[index]) { [stage.name] } else { [] }
      return paths[index].map(\.stage) + now
    }
    func hasBeenWon(_ names: [String]) -> Bool { names.contains { won.map(\.name).contains($0) } }
    let reached = open.indices.map { place in
      let later = open[place...].map(\.name)
      return seen.count { names in hasBeenWon(names) || names.contains { later.contains($0) } }
    }
    let allWon = won.isEmpty ? nil : seen.count(where: hasBeenWon)
    let counts = reached + won.map { stage in seen.count { $0.contains(stage.name) } }
    return (open + won).enumerated().map { place, stage in
      let next =
        place + 1 < open.count ? counts[place + 1] : place + 1 == open.count ? allWon : nil
      let rate = next.flatMap { counts[place] > 0 ? Double($0) / Double(counts[place]) : nil }
      let lost = deals.indices.count { index in
        self.stage(ofDeal: deals[index])?.isLost == true
          && seen[index].last { name in (open + won).contains { $0.name == name } } == stage.name
      }
      let here = deals.count { self.stage(ofDeal: $0)?.name == stage.name && !stage.isWon }
      let visits =
        stage.isWon
        ? []
        : deals.indices.flatMap { index in
          self.visits(of: deals[index], paths[index], in: stage.name)
        }
      return [
        "stage": .text(stage.name), "reached": .number(Double(counts[place])),
        "rate": rate.map { .number($0) } ?? .missing, "here": .number(Double(here)),
        "lost": .number(Double(lost)),
        "median_days": median(visits).map { .duration($0 / 86_400) } ?? .missing,
      ]
    }
  }

  /// The changes of stage of a deal by their moment, those into the stage it is in already left out.
  private func path(of deal: Int) -> [(stage: String, at: Int)] {
    var changes: [(stage: String, at: Int, row: Int)] = []
    for (row, record) in (model.tables["history"]?.rows ?? []).enumerated() {
      guard links["history.deal"]?[row] == deal, record["field"] == .text("stage"),
        case .text(let stage)? = record["to"], case .timestamp(let at)? = record["at"]
      else { continue }
      changes.append((stage.text, at, row))
    }
    changes.sort { ($0.at, $0.row) < ($1.at, $1.row) }
    var path: [(stage: String, at: Int)] = []
    for change in changes where path.last?.stage != known(change.stage) {
      path.append((known(change.stage), change.at))
    }
    return path
  }

  /// The name of a stage; all that no pipeline knows are one.
  private func known(_ name: String) -> String { stageNames.contains(name) ? name : "<unknown>" }

  private func visits(
    of deal: Int, _ path: [(stage: String, at: Int)], in stage: String
  ) -> [(length: Int, goesOn: Bool)] {
    path.indices.compactMap { place in
      guard path[place].stage == stage else { return nil }
      if place + 1 < path.count { return (path[place + 1].at - path[place].at, false) }
      guard let now = self.stage(ofDeal: deal) else { return nil }
      let end = (model.today + 1) * 86_400
      if now.name == stage { return (max(0, end - path[place].at), true) }
      guard now.isWon || now.isLost, case .date(let day) = raw("closed_on", "deals", deal) else {
        return nil
      }
      return (max(0, day * 86_400 - path[place].at), false)
    }
  }

  /// Kaplan and Meier's median, factor by factor.
  private func median(_ visits: [(length: Int, goesOn: Bool)]) -> Double? {
    var share = 1.0
    var half: Int?
    for length in Set(visits.filter { !$0.goesOn }.map(\.length)).sorted() {
      let ended = visits.count { $0.length == length && !$0.goesOn }
      if let half { return Double(half + length) / 2 }
      share *= 1 - Double(ended) / Double(visits.count { $0.length >= length })
      if share < 0.5 - 1e-9 { return Double(length) }
      if share < 0.5 + 1e-9 { half = length }
    }
    return half.map(Double.init)
  }
}
