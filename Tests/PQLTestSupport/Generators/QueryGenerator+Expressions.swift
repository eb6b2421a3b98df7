extension QueryGenerator {
  // MARK: - Names

  private static let builtins: [String: [(String, NaiveKind)]] = [
    "deals": [
      ("open", .boolean), ("won", .boolean), ("lost", .boolean), ("closed", .boolean),
      ("overdue", .boolean), ("age", .duration), ("cycle", .duration), ("idle", .duration),
      ("weighted", .money), ("last_activity", .timestamp), ("raw.closed_on", .date),
    ],
    "leads": [("age", .duration)],
  ]

  /// Every name that may be asked in a scope, relations followed once or twice.
  func paths(_ scope: Scope) -> [Path] {
    guard let entity = scope.entity else { return scope.columns }
    return scope.columns + paths(of: entity, prefix: "", depth: 2)
  }

  private func paths(of entity: String, prefix: String, depth: Int) -> [Path] {
    var found: [Path] = []
    for field in model.tables[entity]?.fields ?? [] {
      found.append(
        Path(text: prefix + field.name, kind: field.kind, entity: entity, field: field.name))
      guard let target = field.target, depth > 1 else { continue }
      found += paths(of: target, prefix: prefix + field.name + ".", depth: depth - 1)
    }
    for (name, kind) in QueryGenerator.builtins[entity] ?? [] {
      if name.hasPrefix("raw."), !prefix.isEmpty || model.field("closed_on", of: entity) == nil {
        continue
      }
      found.append(Path(text: prefix + name, kind: kind, entity: entity, field: nil))
    }
    return found
  }

  /// A name of a kind, near ones rather than far ones.
  mutating func pathOf(_ kind: NaiveKind, _ scope: Scope) -> Path? {
    let all = paths(scope).filter { $0.kind == kind }
    let near = all.filter { !$0.text.contains(".") }
    if !near.isEmpty, random.chance(60) { return random.pick(near) }
    return all.isEmpty ? nil : random.pick(all)
  }

  // MARK: - Values

  /// A value that the data hold.
  mutating func sample(_ path: Path) -> String? {
    guard let entity = path.entity, let field = path.field else { return nil }
    let values = (model.tables[entity]?.rows ?? []).compactMap { row -> String? in
      if case .text(let text)? = row[field] { text.text } else { nil }
    }
    return values.isEmpty ? nil : random.pick(values)
  }

  func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// A literal of a kind, often one that a row holds.
  mutating func literal(_ kind: NaiveKind, _ path: Path?) -> String {
    let rows = path?.entity.flatMap { model.tables[$0]?.rows } ?? []
    let value = rows.isEmpty ? nil : random.pick(rows)[path?.field ?? ""]
    switch (kind, value) {
    case (.money, .money(let amount)?) where random.chance(60): return written(amount)
    case (.number, .number(let number)?) where random.chance(60): return written(number)
    case (.percent, .number(let share)?): return written(share * 100) + "%"
    case (.date, .date(let day)?) where random.chance(60): return written(day: day)
    case (.timestamp, .timestamp(let second)?) where random.chance(50):
      return written(second: second)
    default: break
    }
    switch kind {
    case .money:
      return random.pick([
        "0", "500", "10k", "2.5k", "1M", "\(model.baseCurrency) 75k", "-20", "99.5",
      ])
    case .percent: return random.pick(["0%", "10%", "50%", "12.5%", "100%"])
    case .duration: return random.pick(["30 days", "0 days", "2w", "100d", "1 week"])
    case .date, .timestamp: return day()
    case .boolean: return random.pick(["true", "false"])
    case .text, .category, .stage, .list: return "\"Anna\""
    default: return random.pick(["0", "1", "2.5", "-3", "10", "1k"])
    }
  }

  private func written(_ number: Double) -> String {
    number == number.rounded() ? "\(Int(number))" : "\(number)"
  }

  private func written(_ amount: ExactAmount) -> String {
    let units = amount.rounded(places: model.minorDigits)
    let digits = "\(units < 0 ? -units : units)"
    let padded =
      String(repeating: "0", count: max(0, model.minorDigits + 1 - digits.count)) + digits
    let whole = padded.dropLast(model.minorDigits)
    let rest = padded.suffix(model.minorDigits)
    return (units < 0 ? "-" : "") + whole + (rest.isEmpty ? "" : "." + rest)
  }

  private func written(day: Int) -> String {
    model.calendar.text(NaivePeriod(grain: .day, first: day))
  }

  private func written(second: Int) -> String {
    let day = NaiveCalendar.day(ofSecond: second)
    let rest = second - day * 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let time = "\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))"
    return written(day: day) + "T" + time
  }

  mutating func day() -> String {
    if random.chance(50) {
      return written(day: model.today + random.number(-500...200))
    }
    return random.pick([
      "today", "yesterday", "tomorrow", "30 days ago", "2 weeks ago", "1 month ago", "1q ago",
      "1 year ago", "5bd ago", "2024-02-29", "2025-12-31", "2026-01-01",
    ])
  }

  mutating func dayOrPeriod() -> String { random.chance(60) ? day() : period() }

  /// A period in one word.
  mutating func piece() -> String {
    random.pick([
      "2024", "2025", "2026", "2025-Q4", "2026-Q1", "2025-06", "2024-02", "FY2025", "FY2026-Q1",
      "FY2025-Q4", "FY2026-P01", "FY2025-P12", "last quarter",
    ])
  }

  mutating func period() -> String {
    switch random.number(1...6) {
    case 1: return piece()
    case 2:
      let unit = random.pick(["month", "quarter", "year", "week", "fiscal quarter", "fiscal year"])
      return random.pick(["this", "last", "next"]) + " " + unit
    case 3:
      return random.pick(["last 4 quarters", "last 6 months", "next 3 months", "last 2 years"])
    case 4:
      return random.pick([
        "past 90 days", "past 365 days", "past 6 months", "past 2 years", "past 3 weeks",
      ])
    case 5:
      let first = model.today + random.number(-600...100)
      return written(day: first) + random.pick(["..", "..<"])
        + written(day: first + random.number(1...400))
    default: return random.pick(["2025-01..2025-09", "2024..2025", "2025-Q2..<2026-Q1", "2025"])
    }
  }

  // MARK: - Expressions

  /// An expression of a kind; nil when the scope has none.
  mutating func expression(_ kind: NaiveKind, _ scope: Scope, _ depth: Int) -> String? {
    guard depth > 0, random.chance(75) else { return pathOf(kind, scope)?.text }
    if random.chance(10), let one = expression(kind, scope, depth - 1), kind != .boolean {
      let other = pathOf(kind, scope)?.text ?? "missing"
      return "(if \(condition(scope, depth - 1)) then \(one) else \(other))"
    }
    switch kind {
    case .money: return money(scope, depth)
    case .number: return number(scope, depth)
    case .duration: return duration(scope, depth)
    case .date: return date(scope, depth)
    case .text: return text(scope)
    case .boolean: return "(\(condition(scope, depth - 1)))"
    case .category:
      guard let path = pathOf(.category, scope) else { return nil }
      return random.pick(["(\(path.text) ?? \"none\")", path.text])
    case .period(let grain):
      let date = pathOf(random.chance(70) ? .date : .timestamp, scope)
      return date.map { "\(grain.rawValue)(\($0.text))" }
    case .percent:
      guard let path = pathOf(.percent, scope) else { return nil }
      return random.pick(["\(path.text) + 5%", "\(path.text) / 2", "(\(path.text) ?? 10%)"])
    default: return pathOf(kind, scope)?.text
    }
  }

  private mutating func money(_ scope: Scope, _ depth: Int) -> String? {
    guard let one = expression(.money, scope, depth - 1), let path = pathOf(.money, scope) else {
      return nil
    }
    let other = path.text
    switch random.number(1...12) {
    case 1: return "\(one) * 2"
    case 2: return "\(one) * 12.5%"
    case 3: return "(\(one) + 500)"
    case 4: return "(\(one) ?? 0)"
    case 5: return "-\(other)"
    case 6: return "(\(one) - \(other))"
    case 7: return "\(one) / \(random.pick(["3", "4", "7", "0"]))"
    case 8: return "\(random.pick(["abs", "round", "floor", "ceil"]))(\(one))"
    case 9 where !scope.isPlain:
      let over = pathOf(.category, scope)?.text ?? "all"
      return "\(random.pick(["avg", "sum", "max", "median"]))(\(other) over \(over))"
    case 10 where scope.entity == "deals" && !scope.isPlain:
      return random.pick([
        "sum(items.amount)", "max(items.price)", "sum(items.quantity * items.price)",
        "sum(items.amount where product.family = \"Cloud\")", "avg(owner.deals.amount)",
        "sum(account.deals.amount where won)",
      ])
    case 11: return "(if \(condition(scope, 0)) then \(other) else 100)"
    default: return other
    }
  }

  private mutating func number(_ scope: Scope, _ depth: Int) -> String? {
    switch random.number(1...8) {
    case 1, 2:
      guard let entity = scope.entity, !scope.isPlain, let text = child(of: entity) else { break }
      return text
    case 3:
      guard let left = pathOf(.money, scope), let right = pathOf(.money, scope) else { break }
      return "\(left.text) / \(right.text)"
    case 4: return expression(.duration, scope, depth - 1).map { "days(\($0))" }
    case 5: return pathOf(.text, scope).map { "length(\($0.text))" }
    case 6: return pathOf(.number, scope).map { "(\($0.text) + 1.5) * 2" }
    case 7: return pathOf(.number, scope).map { "\($0.text) / 0.25" }
    default: break
    }
    return pathOf(.number, scope)?.text
  }

  private mutating func duration(_ scope: Scope, _ depth: Int) -> String? {
    guard let day = expression(.date, scope, depth - 1) else {
      return pathOf(.duration, scope)?.text
    }
    switch random.number(1...6) {
    case 1: return "(today - \(day))"
    case 2: return pathOf(.date, scope).map { "(\(day) - \($0.text))" }
    case 3: return pathOf(.duration, scope).map { "\($0.text) * 2" }
    case 4: return pathOf(.duration, scope).map { "(\($0.text) + 1w)" }
    case 5: return pathOf(.timestamp, scope).map { "(\(day) - \($0.text))" }
    default: return pathOf(.duration, scope)?.text
    }
  }

  private mutating func date(_ scope: Scope, _ depth: Int) -> String? {
    guard let path = pathOf(.date, scope) else { return nil }
    switch random.number(1...8) {
    case 1: return "(\(path.text) + 30 days)"
    case 2: return "(\(path.text) - 1 month)"
    case 3: return "(\(path.text) + 1q)"
    case 4: return "(\(path.text) \(random.pick(["+", "-"])) \(random.number(1...9))bd)"
    case 5: return "(\(path.text) + 1 year)"
    case 6: return pathOf(.timestamp, scope).map { "date(\($0.text))" }
    case 7: return "first_day(month(\(path.text)))"
    default: return path.text
    }
  }

  private mutating func text(_ scope: Scope) -> String? {
    guard let path = pathOf(.text, scope) else { return nil }
    switch random.number(1...6) {
    case 1: return "lower(\(path.text))"
    case 2: return "upper(\(path.text))"
    case 3: return "(\(path.text) ?? \"none\")"
    case 4: return "(if \(condition(scope, 0)) then \"yes\" else \"no\")"
    case 5:
      guard scope.entity == "deals", !scope.isPlain else { break }
      return random.pick([
        "first(activities.id)", "last(activities.id)", "first(items.id where recurring)",
        "last(activities.owner where minutes > 20)",
      ])
    default: break
    }
    return path.text
  }

  /// An aggregate of child records, as a number.
  mutating func child(of entity: String, isTotal: Bool) -> String {
    let inner = Scope(entity: "activities", isPlain: true)
    switch random.number(1...(isTotal ? 4 : 8)) {
    case 1: return "count(activities)"
    case 2: return "count(activities where \(condition(inner, 1)))"
    case 3: return "sum(items.quantity)"
    case 4: return "count(activities during \(period()))"
    case 5: return "count(activities where owner != deal.owner)"
    case 6: return "avg(activities.minutes)"
    case 7: return "percentile(activities.minutes, 75)"
    default: return "count(account.deals where open)"
    }
  }

  /// An aggregate of whatever records belong to one of an entity, as a number.
  private mutating func child(of entity: String) -> String? {
    let children = ["deals", "activities", "items", "leads", "accounts"].filter { name in
      model.backRelation(from: name, to: entity) != nil && name != entity
    }
    guard !children.isEmpty, random.chance(entity == "deals" ? 40 : 100) else {
      return entity == "deals" ? child(of: entity, isTotal: false) : nil
    }
    let name = random.pick(children)
    let inner = Scope(entity: name, isPlain: true)
    let condition = condition(inner, 1)
    guard let number = pathOf(.number, inner), random.chance(60) else {
      return "count(\(name) where \(condition))"
    }
    let aggregate = random.pick(["sum", "avg", "max", "median", "first", "last", "distinct"])
    return "\(aggregate)(\(name).\(number.text) where \(condition))"
  }
}
