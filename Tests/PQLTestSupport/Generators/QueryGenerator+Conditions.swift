extension QueryGenerator {
  /// A condition on the rows of a scope.
  mutating func condition(_ scope: Scope, _ depth: Int) -> String {
    guard depth > 0, random.chance(45) else { return atom(scope, depth) }
    switch random.number(1...7) {
    case 1, 2: return condition(scope, depth - 1) + " and " + condition(scope, depth - 1)
    case 3: return "(\(condition(scope, depth - 1)) or \(condition(scope, depth - 1)))"
    case 4: return "not (\(condition(scope, depth - 1)))"
    default: return atom(scope, depth)
    }
  }

  private mutating func atom(_ scope: Scope, _ depth: Int) -> String {
    let all = paths(scope)
    guard !all.isEmpty else { return "1 = 1" }
    if depth > 0, random.chance(18), let text = computed(scope, depth) { return text }
    let path = random.pick(all)
    if path.kind != .list, random.chance(8) {
      return path.text + random.pick([" is missing", " is present", " is not missing"])
    }
    switch path.kind {
    case .text: return textTest(path, scope)
    case .category: return categoryTest(path)
    case .stage: return stageTest(path)
    case .number, .money, .percent, .duration, .date, .timestamp:
      return orderedTest(path, scope)
    case .boolean:
      return random.pick([
        path.text, "not \(path.text)", "\(path.text) = true", "\(path.text) != false",
        "\(path.text) = false", "\(path.text) = \(pathOf(.boolean, scope)?.text ?? "true")",
        "(if \(path.text) then \(path.text) else \(pathOf(.boolean, scope)?.text ?? "false"))",
      ])
    case .period(let grain): return "\(path.text) \(random.pick(["in", "not in"])) " + pieces(grain)
    case .list:
      let tag = random.pick(["\"red\"", "\"Blue\"", "\"green\""])
      return random.chance(50) ? "\(tag) in \(path.text)" : "\(path.text) contains \(tag)"
    }
  }

  /// A comparison of expressions.
  private mutating func computed(_ scope: Scope, _ depth: Int) -> String? {
    let kind = random.pick([NaiveKind.money, .number, .duration, .date])
    guard let left = expression(kind, scope, depth) else { return nil }
    let sign = random.pick(["<", "<=", ">", ">=", "=", "!="])
    if random.chance(35), let right = expression(kind, scope, depth - 1) {
      return "\(left) \(sign) \(right)"
    }
    return "\(left) \(sign) \(literal(kind, nil))"
  }

  private mutating func textTest(_ path: Path, _ scope: Scope) -> String {
    let value = sample(path) ?? "Anna"
    switch random.number(1...9) {
    case 9:
      let other = random.chance(50) ? quoted(value) : pathOf(.text, scope)?.text ?? "\"m\""
      return "\(path.text) \(random.pick(["<", "<=", ">", ">="])) \(other)"
    case 1: return "\(path.text) = \(quoted(value))"
    case 2: return "\(path.text) != \(quoted(value))"
    case 3: return "\(path.text) in [\(quoted(value)), \"Nobody\"]"
    case 4: return "\(path.text) not in (\(quoted(value)), \"nobody else\")"
    case 5:
      let other = pathOf(.text, scope)?.text ?? path.text
      return "\(path.text) = \(other)"
    case 6:
      let letters = value.filter { $0.isASCII && $0.isLetter }
      let pattern = letters.isEmpty ? "a" : String(letters.prefix(1))
      return "\(path.text) matches /\(pattern)/\(random.pick(["", "i"]))"
    default:
      let part = random.chance(50) ? String(value.prefix(2)) : String(value.suffix(2)).uppercased()
      let test = random.pick([
        "contains", "starts with", "ends with", "not contains",
      ])
      return "\(path.text) \(test) \(quoted(part))"
    }
  }

  private mutating func categoryTest(_ path: Path) -> String {
    let one = categoryValue(path)
    let other = categoryValue(path)
    switch random.number(1...6) {
    case 1, 2: return "\(path.text) = \(one)"
    case 3: return "\(path.text) != \(one)"
    case 4: return "\(path.text) in (\(one), \(other))"
    case 5: return "\(path.text) not in (\(one), \(other))"
    default: return "\(path.text) contains \"o\""
    }
  }

  /// A value in quotes, or as the bare word that finds it.
  private mutating func categoryValue(_ path: Path) -> String {
    guard let value = sample(path) else { return "\"nothing\"" }
    let word = value.lowercased().map { $0.isLetter || $0.isNumber ? $0 : "_" }
    guard random.chance(60), path.entity != nil, word.first?.isLetter == true else {
      return quoted(value)
    }
    return random.chance(30) ? String(word).uppercased() : String(word)
  }

  private mutating func stageTest(_ path: Path) -> String {
    let stages = model.pipelines.flatMap(\.stages)
    func word(_ name: String) -> String {
      name.lowercased().replacing(" ", with: "_").replacing("-", with: "_")
    }
    let stage = random.pick(stages)
    let open = random.pick(stages.filter { !$0.isLost })
    switch random.number(1...8) {
    case 1: return "\(path.text) = \(word(stage.name))"
    case 2: return "\(path.text) != \(quoted(stage.name))"
    case 3: return "\(path.text) in (won, lost)"
    case 4: return "\(path.text) not in (won, \(word(stage.name)))"
    case 5...7 where path.entity != nil:
      return "\(path.text) \(random.pick(["<", "<=", ">", ">="])) \(word(open.name))"
    case 8 where path.entity != nil && random.chance(50):
      return "\(word(open.name)) \(random.pick(["<", "<=", ">", ">="])) \(path.text)"
    default: return "\(path.text) in (lost, \(word(open.name)))"
    }
  }

  private mutating func orderedTest(_ path: Path, _ scope: Scope) -> String {
    let low = literal(path.kind, path)
    let high = literal(path.kind, path)
    let isDay = path.kind == .date || path.kind == .timestamp
    switch random.number(1...9) {
    case 1 where path.kind == .money || path.kind == .number:
      return "\(low) \(random.pick(["<", "<=", ">", ">=", "=", "!="])) \(path.text)"
    case 1, 2, 3:
      return "\(path.text) \(random.pick(["<", "<=", ">", ">=", "=", "!="])) \(low)"
    case 4: return "\(path.text) \(random.pick(["", "not "]))between \(low) and \(high)"
    case 5 where isDay: return "\(path.text) \(random.pick(["", "not "]))in " + period()
    case 5: return "\(path.text) in \(low)..\(random.pick(["", "<"]))\(high)"
    case 6 where path.kind != .timestamp: return "\(path.text) in (\(low), \(high))"
    case 7 where isDay: return "\(path.text) in (\(piece()), \(low))"
    case 8:
      guard let other = pathOf(path.kind, scope) else { break }
      return "\(path.text) \(random.pick(["<", ">=", "=", "!="])) \(other.text)"
    default: break
    }
    return "\(path.text) \(random.pick(["<", ">="])) \(low)"
  }

  /// Pieces of the calendar beside a column of periods.
  private mutating func pieces(_ grain: NaiveGrain) -> String {
    switch grain {
    case .year: random.pick(["2025", "this year", "2024..2025"])
    case .quarter: random.pick(["2025-Q3", "this quarter", "2026", "last 4 quarters"])
    case .month: random.pick(["2025-11", "2026-Q1", "this month", "last 6 months"])
    default: random.pick(["2025", "2026-Q1", "this year"])
    }
  }
}
