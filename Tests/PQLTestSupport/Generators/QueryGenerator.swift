/// Writes queries that mostly make sense: it knows the fields of a model and what they hold.
package struct QueryGenerator {
  var random: SeededRandom
  let model: NaiveModel

  /// A name that may be asked, and where its values come from.
  struct Path {
    var text: String
    var kind: NaiveKind
    var entity: String?
    var field: String?
  }

  /// What may be named at one place.
  struct Scope {
    /// Nil when rows are groups.
    var entity: String?
    var columns: [Path] = []
    /// Whether a window or an aggregate of child records may be asked.
    var isPlain = false
    /// Whether `with others` may be said: the rows come straight from a grouping.
    var hasOthers = false
  }

  package init(random: SeededRandom, model: NaiveModel) {
    self.random = random
    self.model = model
  }

  /// A query by the generator's seed.
  package mutating func make() -> String {
    switch random.number(1...22) {
    case 1...7: listing()
    case 8...17: aggregates()
    case 18...20: comparison()
    default: funnel()
    }
  }

  /// A condition on deals, without windows.
  package mutating func dealCondition() -> String {
    condition(Scope(entity: "deals", isPlain: true), 2)
  }

  // MARK: - Heads

  private mutating func listing() -> String {
    let entity = random.pick([
      "deals", "deals", "deals", "deals", "deals", "activities", "leads", "accounts", "owners",
      "products",
    ])
    var scope = Scope(entity: entity)
    var clauses = restrictions(scope)
    var shown: [Path] = []
    if random.chance(65) {
      shown = shownColumns(scope)
      clauses.append("show " + shown.map(\.text).joined(separator: ", "))
    }
    clauses += arrangement(scope)
    var text = ([entity] + clauses).joined(separator: " ")
    if !shown.isEmpty { scope = Scope(entity: nil, columns: namedColumns(shown)) }
    if random.chance(25) { text += steps(after: scope) }
    return text
  }

  private mutating func aggregates() -> String {
    let entity = random.pick(["deals", "deals", "deals", "deals", "activities", "leads", "items"])
    let scope = Scope(entity: entity)
    let (head, figures) = head(scope)
    var clauses = restrictions(scope)
    if entity != "deals" { clauses.append("of \(entity)") }
    var keys: [Path] = []
    if random.chance(80) {
      keys = (0..<random.pick([1, 1, 1, 2, 2, 3])).map { _ in key(scope) }
      keys = unique(keys.count > 1 ? keys.map(coarse) : keys)
      clauses.append("by " + keys.map(\.text).joined(separator: ", "))
    }
    shuffle(&clauses)
    if !["items", "accounts"].contains(entity), random.chance(15) {
      // Every key multiplies the days that are shown without rows.
      let units = ["month", "quarter", "year", "fiscal_quarter"]
      let unit = random.pick(keys.isEmpty ? units + ["week", "day"] : units)
      clauses.append("per \(unit)")
    } else if random.chance(6), let key = pathOf(.category, scope) {
      if !keys.contains(where: { $0.text == key.text }) { clauses.append("per \(key.text)") }
    }
    let made = namedColumns(keys) + figures
    let grouped = Scope(entity: nil, columns: made)
    if !keys.isEmpty, random.chance(30) {
      var arranged = grouped
      arranged.hasOthers = true
      clauses += arrangement(arranged)
    }
    var text = ([head] + clauses).joined(separator: " ")
    if random.chance(30) { text += steps(after: grouped) }
    return text
  }

  private mutating func comparison() -> String {
    let entity = random.pick(["deals", "deals", "activities", "leads"])
    let scope = Scope(entity: entity)
    let (head, figures) = head(scope, isNumeric: true)
    var clauses: [String] = []
    if random.chance(60) { clauses.append("where " + condition(scope, 1)) }
    if entity != "deals" { clauses.append("of \(entity)") }
    var keys: [Path] = []
    if random.chance(80) {
      keys = unique((0..<random.pick([1, 1, 2])).map { _ in coarse(key(scope)) })
      clauses.append("by " + keys.map(\.text).joined(separator: ", "))
    }
    clauses.append("during " + period())
    clauses.append("vs " + period())
    shuffle(&clauses)
    if random.chance(30) {
      clauses += arrangement(Scope(entity: nil, columns: namedColumns(keys) + figures))
    }
    return ([head] + clauses).joined(separator: " ")
  }

  private mutating func funnel() -> String {
    let scope = Scope(entity: "deals")
    var conditions: [String] = []
    if random.chance(40) {
      conditions.append("pipeline = \"\(random.pick(model.pipelines).name)\"")
    }
    if random.chance(50) {
      // A pipeline that a made-up condition names is chosen in more ways than one.
      let condition = condition(scope, 1)
      if !condition.contains("pipeline") { conditions.append("(\(condition))") }
    }
    var clauses = conditions.isEmpty ? [] : ["where " + conditions.joined(separator: " and ")]
    if random.chance(60) {
      let keys = unique((0..<random.pick([1, 1, 2])).map { _ in coarse(key(scope)) })
      let others = keys.filter { $0.text != "stage" }
      if !others.isEmpty { clauses.append("by " + others.map(\.text).joined(separator: ", ")) }
    }
    if random.chance(40) { clauses.append("during " + period()) }
    shuffle(&clauses)
    return (["funnel"] + clauses).joined(separator: " ")
  }

  // MARK: - Clauses

  private mutating func restrictions(_ scope: Scope) -> [String] {
    var clauses: [String] = []
    if random.chance(70) { clauses.append("where " + condition(scope, 2)) }
    let hasDate = !["accounts", "owners", "products"].contains(scope.entity)
    if hasDate, random.chance(22) {
      var during = "during " + period()
      if random.chance(35), let date = pathOf(.date, scope) { during += " on \(date.text)" }
      clauses.append(during)
    }
    if hasDate, random.chance(6) { clauses.append("since " + dayOrPeriod()) }
    if hasDate, random.chance(6) { clauses.append("until " + dayOrPeriod()) }
    return clauses
  }

  private mutating func shownColumns(_ scope: Scope) -> [Path] {
    var shown: [Path] = []
    for index in 0..<random.number(1...5) {
      if random.chance(55) {
        let path = random.pick(paths(scope))
        if !shown.contains(where: { $0.text == path.text }) { shown.append(path) }
      } else {
        let kind = anyKind()
        guard let text = expression(kind, scope, 2) else { continue }
        shown.append(Path(text: "c\(index): \(text)", kind: kind))
      }
    }
    return shown.isEmpty
      ? [Path(text: "id", kind: .text, entity: scope.entity, field: "id")] : shown
  }

  mutating func anyKind() -> NaiveKind {
    random.pick([
      .money, .money, .number, .number, .duration, .date, .text, .boolean, .percent, .category,
      .period(random.pick([.month, .quarter, .year, .week, .fiscalYear])),
    ])
  }

  /// The columns that items of `show` or keys become.
  func namedColumns(_ items: [Path]) -> [Path] {
    items.compactMap { item in
      var column = item
      if let label = item.text.firstRange(of: ": ") {
        column.text = String(item.text[..<label.lowerBound])
        column.entity = nil
      } else if item.text.contains("(") {
        column.text = made(item.text)
        column.entity = nil
      }
      return column.text.contains("(") || column.text.contains("`") ? nil : column
    }
  }

  /// The name of `month(created)` and its like.
  private func made(_ text: String) -> String {
    let parts = text.split(whereSeparator: { "(), ".contains($0) }).map(String.init)
    return parts[1] + "_" + (parts[0] == "bands" ? "band" : parts[0])
  }

  /// Quarters in the place of weeks and months, so that several keys make no thousands of groups.
  private func coarse(_ key: Path) -> Path {
    guard case .period(let grain) = key.kind, grain == .week || grain == .month else { return key }
    var key = key
    key.text = key.text.replacing("\(grain.rawValue)(", with: "quarter(")
    key.kind = .period(.quarter)
    return key
  }

  func unique(_ paths: [Path]) -> [Path] {
    var kept: [Path] = []
    for path in paths where !kept.contains(where: { $0.text == path.text }) { kept.append(path) }
    return kept
  }

  private mutating func shuffle(_ clauses: inout [String]) {
    clauses.shuffle(using: &random)
  }

  /// `sort`, `top` and `limit`.
  mutating func arrangement(_ scope: Scope) -> [String] {
    var clauses: [String] = []
    let sortable = paths(scope).filter { $0.kind != .list }
    guard !sortable.isEmpty else { return [] }
    if random.chance(50) {
      let keys = (0..<random.number(1...2)).map { _ in
        (random.chance(50) ? "-" : "") + sortKey(sortable, scope)
      }
      clauses.append("sort " + keys.joined(separator: ", "))
    }
    if random.chance(15) {
      let sign = random.chance(25) ? "-" : ""
      var top = "top \(random.number(1...4)) by \(sign)\(sortKey(sortable, scope))"
      if random.chance(40) {
        top += " per \(random.pick(sortable).text)"
      } else if scope.entity == nil, scope.hasOthers, random.chance(50) {
        top += " with others"
      }
      clauses.append(top)
    }
    if random.chance(25) { clauses.append("limit \(random.number(0...8))") }
    return clauses
  }

  private mutating func sortKey(_ sortable: [Path], _ scope: Scope) -> String {
    let kind = random.pick([NaiveKind.money, .number, .duration, .date])
    if random.chance(15), let text = expression(kind, scope, 1) { return "(\(text))" }
    return random.pick(sortable).text
  }

  // MARK: - Keys and figures

  mutating func key(_ scope: Scope) -> Path {
    switch random.number(1...20) {
    case 1...4:
      guard let stage = pathOf(.stage, scope) else { break }
      return stage
    case 5...7:
      guard let date = pathOf(random.pick([.date, .date, .timestamp]), scope) else { break }
      let grain = random.pick([
        NaiveGrain.month, .month, .quarter, .year, .week, .fiscalQuarter, .fiscalYear,
      ])
      return Path(text: "\(grain.rawValue)(\(date.text))", kind: .period(grain))
    case 8:
      guard let date = pathOf(.date, scope) else { break }
      return Path(text: "weekday(\(date.text))", kind: .category)
    case 9:
      guard let amount = pathOf(.money, scope) else { break }
      return Path(text: "bands(\(amount.text), 0, 10k, 2.5M)", kind: .category)
    case 10:
      guard let number = pathOf(.number, scope) else { break }
      return Path(text: "bands(\(number.text), 1, 7.5)", kind: .category)
    case 11: return Path(text: "k: " + condition(scope, 1), kind: .boolean)
    case 12:
      guard let text = expression(.text, scope, 1) else { break }
      return Path(text: "t: " + text, kind: .text)
    case 13: return pathOf(.boolean, scope) ?? random.pick(paths(scope))
    case 14:
      return pathOf(random.pick([.number, .date, .duration]), scope) ?? random.pick(paths(scope))
    default: break
    }
    return pathOf(random.chance(70) ? .category : .text, scope) ?? random.pick(paths(scope))
  }

  mutating func head(
    _ scope: Scope, isNumeric: Bool = false
  ) -> (text: String, columns: [Path]) {
    var items: [Path] = []
    for index in 0..<random.pick([1, 1, 2, 2, 3]) {
      let item = figure(scope, index, isNumeric: isNumeric)
      if !items.contains(where: { $0.text == item.text }) { items.append(item) }
    }
    let columns = items.compactMap { item -> Path? in
      if let label = item.text.firstRange(of: ": ") {
        return Path(text: String(item.text[..<label.lowerBound]), kind: item.kind)
      }
      guard !item.text.contains("(") else { return nil }
      return Path(text: item.text.split(separator: " ").joined(separator: "_"), kind: item.kind)
    }
    return (items.map(\.text).joined(separator: ", "), columns)
  }

  private mutating func figure(_ scope: Scope, _ index: Int, isNumeric: Bool) -> Path {
    let measure = measurePath(scope)
    let choice = random.number(1...24)
    switch choice {
    case 2 where random.chance(30):
      let inner = "\(pathOf(.money, scope)?.text ?? "0") where \(condition(scope, 1))"
      return Path(text: "h\(index): share(\(inner))", kind: .percent)
    case 1...3: return Path(text: "count", kind: .number)
    case 4: return Path(text: "count(\(condition(scope, 1)))", kind: .number)
    case 5...7:
      guard let measure else { break }
      return Path(text: "sum \(measure.text)", kind: summed(measure.kind))
    case 8, 9:
      guard let measure else { break }
      let name = random.pick(["avg", "median", "min", "max"])
      return Path(text: "\(name) \(measure.text)", kind: measure.kind)
    case 10:
      guard let measure else { break }
      let name = random.pick(["sum", "avg", "max", "median"])
      return Path(
        text: "\(name)(\(measure.text) where \(condition(scope, 1)))", kind: measure.kind)
    case 11:
      guard let measure else { break }
      let level = random.pick(["90", "25", "10%", "62.5", "0", "100"])
      return Path(text: "percentile(\(measure.text), \(level))", kind: measure.kind)
    case 12:
      let path = random.pick(paths(scope).filter { $0.kind != .list })
      return Path(text: "distinct \(path.text)", kind: .number)
    case 13 where random.chance(50):
      return Path(text: "s\(index): share", kind: .percent)
    case 13:
      guard let money = pathOf(.money, scope) else { break }
      return Path(text: "share \(money.text)", kind: .percent)
    case 24:
      guard let one = pathOf(.money, scope), let other = pathOf(.money, scope) else { break }
      return Path(text: "b\(index): avg(\(one.text)) - median(\(other.text)) * 2", kind: .money)
    case 14 where scope.entity == "deals": return Path(text: "win_rate", kind: .percent)
    case 15 where scope.entity == "deals":
      return Path(text: "v\(index): win_rate(value)", kind: .percent)
    case 16 where !isNumeric:
      let kind = random.pick([NaiveKind.text, .category, .money, .date, .number])
      guard let path = pathOf(kind, scope) else { break }
      return Path(text: "\(random.pick(["first", "last"])) \(path.text)", kind: kind)
    case 17 where !isNumeric: return Path(text: "any(\(condition(scope, 1)))", kind: .boolean)
    case 18:
      guard let text = expression(.money, plain(scope), 1) else { break }
      return Path(text: "m\(index): \(random.pick(["sum", "avg", "max"]))(\(text))", kind: .money)
    case 19:
      guard let date = pathOf(.date, scope), !isNumeric else { break }
      return Path(text: "\(random.pick(["min", "max"])) \(date.text)", kind: .date)
    case 20 where scope.entity == "deals":
      return Path(text: "r\(index): count(lost) / count(closed)", kind: .number)
    case 21:
      guard let money = pathOf(.money, scope) else { break }
      return Path(text: "a\(index): sum(\(money.text)) / count", kind: .money)
    case 22 where ["deals", "leads", "activities"].contains(scope.entity ?? ""):
      var during = "during \(period())"
      if random.chance(30), let date = pathOf(.date, scope) { during += " on \(date.text)" }
      guard let measure, random.chance(60) else {
        return Path(text: "n\(index): count(\(condition(scope, 1)) \(during))", kind: .number)
      }
      return Path(
        text: "d\(index): sum(\(measure.text) \(during))", kind: summed(measure.kind))
    case 23 where scope.entity == "deals":
      return Path(text: "x\(index): " + child(of: "deals", isTotal: true), kind: .number)
    default: break
    }
    return Path(text: "count", kind: .number)
  }

  func summed(_ kind: NaiveKind) -> NaiveKind { kind == .percent ? .number : kind }

  private func plain(_ scope: Scope) -> Scope {
    Scope(entity: scope.entity, columns: scope.columns, isPlain: true)
  }

  mutating func measurePath(_ scope: Scope) -> Path? {
    pathOf(random.pick([.money, .money, .number, .duration, .percent]), scope)
      ?? pathOf(.number, scope)
  }
}
