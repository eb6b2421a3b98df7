import PQLModel
import PQLPlan

/// Groups made complete: stages of the pipelines and periods in range appear without rows too.
struct GroupCompletion {
  /// More combinations than this are not made up.
  static let mostGroups = 100_000
  /// Stands for a missing period: days before 1970 have negative ordinals.
  private static let noPeriod = Int32.min

  /// The key columns, the made-up groups behind the given ones.
  private(set) var columns: [Column]
  private(set) var count: Int
  /// For keys with an order of their own, each group's place in it; where the key is missing a
  /// number that is no place.
  private(set) var codes: [[Int32]?]
  private let knownPipelines: [Pipeline]
  private let stageKey: Int?
  private let pipelineKey: Int?

  init(keys: [GroupKey], columns: [Column], count: Int, model: Model, pipelines: [Pipeline]) {
    self.columns = columns
    self.count = count
    codes = keys.map { _ in nil }
    knownPipelines = model.pipelines
    stageKey = keys.firstIndex { $0.order == .stages }
    pipelineKey = keys.firstIndex { key in
      if case .field(let field) = key.term {
        field.entity == .deals && field.name == "pipeline"
      } else {
        false
      }
    }
    var domains: [Int: [Int32]] = [:]
    for (index, key) in keys.enumerated() {
      switch key.order {
      case .byFigure: continue
      case .stages: domains[index] = useStages(index, pipelines, model)
      case .bands: useDictionary(index)
      case .periods:
        domains[index] = usePeriods(index, key, model.calendar)
      }
    }
    if !domains.isEmpty { complete(domains) }
    orderWithinPipelines()
  }

  /// Behind a pipeline a stage stands in that pipeline's order, and pipelines in the model's.
  private mutating func orderWithinPipelines() {
    guard let pipelineKey, let stageKey, pipelineKey < stageKey,
      case .text(let pipelines) = columns[pipelineKey], case .text(let stages) = columns[stageKey]
    else { return }
    let numbers = (0..<count).map { row in
      knownPipelines.firstIndex { $0.name == pipelines[row] }
    }
    codes[pipelineKey] = numbers.map { Int32($0 ?? knownPipelines.count) }
    // Where no pipeline is known stages keep their order over all pipelines.
    let overall = codes[stageKey] ?? []
    codes[stageKey] = (0..<count).map { row in
      guard let stage = stages[row] else { return -1 }
      let place = numbers[row].flatMap { knownPipelines[$0].position(of: stage) }
      return place.map { Int32($0) } ?? Int32(Int16.max) + overall[row]
    }
  }

  /// Codes stages by their place in the pipelines; those in use come with all their stages.
  private mutating func useStages(
    _ index: Int, _ pipelines: [Pipeline], _ model: Model
  ) -> [Int32] {
    guard case .text(let text) = columns[index] else { return [] }
    var order: [String] = []
    for name in (pipelines + model.pipelines).flatMap(\.stages).map(\.name)
    where !order.contains(name) {
      order.append(name)
    }
    let shown = Set(pipelines.flatMap(\.stages).map(\.name))
    let domain = order.indices.filter { shown.contains(order[$0]) }.map(Int32.init)
    for name in text.dictionary.values where !order.contains(name) { order.append(name) }
    let place = text.dictionary.values.map { name in Int32(order.firstIndex(of: name) ?? -1) }
    let placed = text.codes.map { $0 < 0 ? -1 : place[Int($0)] }
    columns[index] = .text(TextColumn(codes: placed, dictionary: TextDictionary(order)))
    codes[index] = placed
    return domain
  }

  private mutating func useDictionary(_ index: Int) {
    guard case .text(let text) = columns[index] else { return }
    codes[index] = Array(text.codes)
  }

  private mutating func usePeriods(
    _ index: Int, _ key: GroupKey, _ calendar: BusinessCalendar
  ) -> [Int32] {
    guard case .day(let column) = columns[index], case .period(let grain) = key.term.type else {
      return []
    }
    codes[index] = column.values.indices.map {
      column.validity?[$0] ?? true ? column.values[$0] : Self.noPeriod
    }
    let present = (codes[index] ?? []).filter { $0 != Self.noPeriod }
    guard
      let first = key.range.map({ calendar.ordinal(of: $0.start, grain: grain) }) ?? present.min(),
      let last = key.range.map({ calendar.ordinal(of: $0.end - 1, grain: grain) })
        ?? present.max(),
      first <= last, Int(last) - Int(first) < Self.mostGroups
    else { return [] }
    return (first...last).map { $0 }
  }

  /// Adds every combination of the domains with the other keys' values that has no group yet.
  private mutating func complete(_ domains: [Int: [Int32]]) {
    let others = columns.indices.filter { domains[$0] == nil }
    let otherGroups = Grouping(others.map { columns[$0] }, count: count)
    let fixed = others.isEmpty ? [Int32(0)] : otherGroups.representatives
    let ordered = domains.keys.sorted()
    let combinations = ordered.reduce(fixed.count) { size, index in
      let (product, overflow) = size.multipliedReportingOverflow(by: domains[index]?.count ?? 0)
      return overflow ? Int.max : product
    }
    guard combinations > 0, combinations <= Self.mostGroups, count > 0 || others.isEmpty else {
      return
    }
    // A combination is a number: the place among the others' values, then a digit for each domain.
    var numbers = (0..<count).map { others.isEmpty ? 0 : Int(otherGroups.groups[$0]) }
    for index in ordered {
      let domain = domains[index] ?? []
      let digits = Dictionary(uniqueKeysWithValues: zip(domain, 0...))
      for (group, code) in (codes[index] ?? []).enumerated() {
        let digit = digits[code] ?? -1
        numbers[group] =
          digit < 0 || numbers[group] < 0 ? -1 : numbers[group] * domain.count + digit
      }
    }
    var isKnown = [Bool](repeating: false, count: combinations)
    for number in numbers where number >= 0 { isKnown[number] = true }
    var made: [[Int32]] = []
    for number in isKnown.indices where !isKnown[number] {
      var combination: [Int32] = []
      var rest = number
      for index in ordered.reversed() {
        let domain = domains[index] ?? []
        combination.append(domain[rest % domain.count])
        rest /= domain.count
      }
      combination.append(Int32(rest))
      combination.reverse()
      if isPossible(combination, ordered, fixed) { made.append(combination) }
    }
    append(made, ordered: ordered, fixed: fixed)
  }

  /// Whether the stage of a combination belongs to the pipeline that stands beside it.
  private func isPossible(_ combination: [Int32], _ ordered: [Int], _ fixed: [Int32]) -> Bool {
    guard let pipelineKey, let stageKey, let slot = ordered.firstIndex(of: stageKey),
      case .text(let pipelines) = columns[pipelineKey], case .text(let stages) = columns[stageKey]
    else { return true }
    let row = Int(fixed[Int(combination[0])])
    guard let name = pipelines[row], let pipeline = knownPipelines.first(where: { $0.name == name })
    else { return false }
    let stage = stages.dictionary[Int(combination[slot + 1])]
    return pipeline.position(of: stage) != nil
  }

  private mutating func append(_ made: [[Int32]], ordered: [Int], fixed: [Int32]) {
    guard !made.isEmpty else { return }
    let old = (0..<Int32(count)).map { $0 }
    for index in columns.indices {
      if let slot = ordered.firstIndex(of: index) {
        let added = made.map { $0[slot + 1] }
        let all = (codes[index] ?? []) + added
        codes[index] = all
        switch columns[index] {
        case .text(let text):
          columns[index] = .text(TextColumn(codes: all, dictionary: text.dictionary))
        case .day(let days):
          let validity = days.validity.map { validity in
            Bitmap(count: all.count) { $0 < validity.count ? validity[$0] : true }
          }
          columns[index] = .day(DayColumn(values: days.values + added, validity: validity))
        default: break
        }
      } else {
        columns[index] = columns[index].gathered(old + made.map { fixed[Int($0[0])] })
        if let mine = codes[index] {
          codes[index] = mine + made.map { mine[Int(fixed[Int($0[0])])] }
        }
      }
    }
    count += made.count
  }
}
