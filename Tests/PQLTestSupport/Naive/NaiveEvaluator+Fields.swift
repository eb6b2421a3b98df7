import PQLSyntax

extension NaiveEvaluator {
  /// A name: a figure or key of the group, or a value of the row.
  func name(_ parts: [Name], _ place: NaivePlace) throws -> NaiveValue {
    let joined = parts.map(\.text).joined(separator: ".")
    switch place {
    case .row(let table, let row): return try field(parts.map(\.text), table, row)
    case .group(let group):
      // `count` is the aggregate, also where a key is called so.
      if !NaiveEvaluator.aggregates.contains(joined),
        let index = group.keyColumns.firstIndex(where: { $0.name == joined })
      {
        return group.key[index]
      }
      return try aggregate(Call(function: parts[0], arguments: []), group)
    }
  }

  /// A dotted name of a row.
  func field(_ parts: [String], _ table: NaiveTable, _ row: Int) throws -> NaiveValue {
    let joined = parts.joined(separator: ".")
    if table.columns.contains(where: { $0.name == joined }) {
      return table.rows[row].made[joined] ?? .missing
    }
    guard let entity = table.entity else { throw NaiveFailure("no column `\(joined)`") }
    return try path(parts, entity, table.rows[row].record)
  }

  /// A dotted name of a record; what stands behind a relation without a record is missing.
  private func path(_ parts: [String], _ entity: String, _ record: Int) throws -> NaiveValue {
    if parts.count == 1 {
      return try builtin(parts[0], entity, record) ?? stored(parts[0], entity, record)
    }
    if parts[0] == "raw" { return raw(parts[1], entity, record) }
    guard let target = model.field(parts[0], of: entity)?.target else {
      throw NaiveFailure("`\(parts[0])` leads nowhere")
    }
    guard let next = links["\(entity).\(parts[0])"]?[record] else { return .missing }
    return try path(Array(parts.dropFirst()), target, next)
  }

  private func stored(_ name: String, _ entity: String, _ record: Int) throws -> NaiveValue {
    guard model.field(name, of: entity) != nil else {
      throw NaiveFailure("\(entity) have no `\(name)`")
    }
    return raw(name, entity, record)
  }

  /// What the data say, money in the base currency.
  func raw(_ name: String, _ entity: String, _ record: Int) -> NaiveValue {
    let value = model.tables[entity]?.rows[record][name] ?? .missing
    guard case .money(let amount) = value,
      case .text(let currency)? = model.tables[entity]?.rows[record]["currency"],
      currency.text != model.baseCurrency
    else { return value }
    // A closed deal is worth what it was when it closed, everything else what it is worth today.
    var day = model.today
    let stage = stage(ofDeal: record)
    if stage?.isWon == true || stage?.isLost == true,
      case .date(let closed) = raw("closed_on", entity, record)
    {
      day = closed
    }
    var worth = ExactAmount.zero
    var since = Int.min
    for rate in model.rates
    where rate.currency == currency.text && rate.from <= day && rate.from >= since {
      (worth, since) = (ExactAmount(decimal: rate.worth) ?? .zero, rate.from)
    }
    return .money(amount * worth)
  }

  // MARK: - Built-in fields

  func builtinKind(_ name: String, _ entity: String) -> NaiveKind? {
    switch (entity, name) {
    case ("deals", "open"), ("deals", "won"), ("deals", "lost"), ("deals", "closed"),
      ("deals", "overdue"):
      .boolean
    case ("deals", "closed_on"): .date
    case ("deals", "age"), ("deals", "cycle"), ("deals", "idle"), ("leads", "age"): .duration
    case ("deals", "probability"): .percent
    case ("deals", "weighted"): .money
    case ("deals", "last_activity"): .timestamp
    default: nil
    }
  }

  /// A built-in field of a record; nil when there is none of that name.
  func builtin(_ name: String, _ entity: String, _ record: Int) throws -> NaiveValue? {
    guard builtinKind(name, entity) != nil else { return nil }
    let created = raw("created", entity, record)
    guard entity == "deals" else { return try arithmetic(.subtract, .date(model.today), created) }
    let stage = stage(ofDeal: record)
    let isWon = stage?.isWon ?? false
    let isLost = stage?.isLost ?? false
    let closedOn = isWon || isLost ? raw("closed_on", entity, record) : .missing
    switch name {
    case "won": return .boolean(isWon)
    case "lost": return .boolean(isLost)
    case "closed": return .boolean(isWon || isLost)
    case "open": return .boolean(!isWon && !isLost)
    case "closed_on": return closedOn
    case "overdue":
      let due = dayNumber(raw("close_date", entity, record))
      return .boolean(!isWon && !isLost && due.map { $0 < model.today } ?? false)
    case "age":
      return try arithmetic(.subtract, isWon || isLost ? closedOn : .date(model.today), created)
    case "cycle": return isWon ? try arithmetic(.subtract, closedOn, created) : .missing
    case "probability": return probability(record, stage)
    case "weighted":
      return try arithmetic(.multiply, raw("amount", entity, record), probability(record, stage))
    case "last_activity": return lastActivity(record)
    default:
      guard let day = dayNumber(lastActivity(record)) else { return .missing }
      return .duration(Double(model.today - day))
    }
  }

  private func probability(_ deal: Int, _ stage: NaiveModel.Stage?) -> NaiveValue {
    let recorded = raw("probability", "deals", deal)
    guard recorded.isMissing, let stage else { return recorded }
    if let chance = stage.probability { return .number(chance) }
    return stage.isWon ? .number(1) : stage.isLost ? .number(0) : .missing
  }

  private func lastActivity(_ deal: Int) -> NaiveValue {
    var latest: NaiveValue = .missing
    for (record, owner) in (links["activities.deal"] ?? []).enumerated() where owner == deal {
      let at = raw("at", "activities", record)
      if at.isMissing { continue }
      if latest.isMissing || (at.compared(with: latest) ?? 0) > 0 { latest = at }
    }
    return latest
  }

  /// The pipeline a deal names, else the first that knows its stage.
  func pipeline(ofDeal deal: Int) -> Int? {
    let stage = raw("stage", "deals", deal)
    if case .text(let name) = raw("pipeline", "deals", deal) {
      return model.pipelines.firstIndex { ByteText($0.name) == name }
    }
    if model.pipelines.count == 1 { return 0 }
    return model.pipelines.firstIndex { pipeline in
      pipeline.stages.contains { .text($0.name) == stage }
    }
  }

  /// The stage a deal is in, by its pipeline.
  func stage(ofDeal deal: Int) -> NaiveModel.Stage? {
    guard let number = pipeline(ofDeal: deal) else { return nil }
    let name = raw("stage", "deals", deal)
    return model.pipelines[number].stages.first { .text($0.name) == name }
  }

  // MARK: - Days and periods

  /// The day of a date or timestamp.
  func dayNumber(_ value: NaiveValue) -> Int? {
    switch value {
    case .date(let day): day
    case .timestamp(let second): NaiveCalendar.day(ofSecond: second)
    default: nil
    }
  }

  /// The day that a date, `today` and its like, or `30 days ago` names.
  func day(_ expression: Expression) throws -> Int {
    switch expression.kind {
    case .date(let year, let month, let day): return NaiveCalendar.number(year, month, day)
    case .moment(.today): return model.today
    case .moment(.yesterday): return model.today - 1
    case .moment(.tomorrow): return model.today + 1
    case .parenthesized(let inner): return try day(inner)
    case .ago(let duration):
      guard case .duration(let count, let unit) = duration.kind,
        let day = dayNumber(shifted(.date(model.today), by: -Int(count), unit))
      else { throw NaiveFailure("no duration before `ago`") }
      return day
    default: throw NaiveFailure("`\(canonical(expression))` is no day")
    }
  }

  /// A date so many units on; a timestamp keeps its time of day.
  func shifted(_ value: NaiveValue, by count: Int, _ unit: DurationUnit) -> NaiveValue {
    guard let day = dayNumber(value) else { return .missing }
    let moved =
      switch unit {
      case .day: day + count
      case .week: day + count * 7
      case .month: NaiveCalendar.adding(months: count, to: day)
      case .quarter: NaiveCalendar.adding(months: count * 3, to: day)
      case .year: NaiveCalendar.adding(months: count * 12, to: day)
      case .businessDay: NaiveCalendar.adding(businessDays: count, to: day)
      }
    if case .timestamp(let second) = value { return .timestamp(second + (moved - day) * 86_400) }
    return .date(moved)
  }

  /// A single period as a value.
  func period(_ expression: Expression) throws -> NaiveValue {
    let range = try days(of: expression)
    let grain: NaiveGrain
    switch expression.kind {
    case .period(.month) where model.calendar.weeks == nil: grain = .month
    case .period(.fiscalMonth): grain = .month
    case .period(.quarter): grain = .quarter
    case .period(.fiscalYear): grain = .fiscalYear
    case .period(.fiscalQuarter): grain = .fiscalQuarter
    case .relativePeriod(_, 1, let unit): grain = self.grain(unit)
    default: throw NaiveFailure("no single period")
    }
    return .period(NaivePeriod(grain: grain, first: range.start))
  }

  private func grain(_ unit: PeriodUnit) -> NaiveGrain {
    switch unit {
    case .day: .day
    case .week: .week
    case .month: .month
    case .quarter: .quarter
    case .year: .year
    case .fiscalQuarter: .fiscalQuarter
    case .fiscalYear: .fiscalYear
    }
  }

  /// The days of a period: from its first day up to, and without, `end`.
  func days(of expression: Expression) throws -> (start: Int, end: Int) {
    let calendar = model.calendar
    func whole(_ grain: NaiveGrain, from first: Int) -> (start: Int, end: Int) {
      (first, calendar.next(NaivePeriod(grain: grain, first: first)).first)
    }
    switch expression.kind {
    case .parenthesized(let inner): return try days(of: inner)
    case .number(let year): return whole(.year, from: NaiveCalendar.number(Int(year), 1, 1))
    case .period(.month(let year, let month)):
      let first = NaiveCalendar.number(year, month, 1)
      return (first, first + NaiveCalendar.length(year, month))
    case .period(.quarter(let year, let quarter)):
      return whole(.quarter, from: NaiveCalendar.number(year, quarter * 3 - 2, 1))
    case .period(.fiscalYear(let name)):
      return whole(.fiscalYear, from: calendar.fiscalYear(name))
    case .period(.fiscalQuarter(let name, let quarter)):
      return piece(.fiscalQuarter, quarter, ofFiscalYear: name)
    case .period(.fiscalMonth(let name, let month)):
      return piece(.month, month, ofFiscalYear: name)
    case .range(let low, let high, let includesEnd):
      let last = try days(of: high)
      return (try days(of: low).start, includesEnd ? last.end : last.start)
    case .relativePeriod(let relative, let count, let unit):
      return relativeDays(relative, count, unit)
    default:
      let day = try day(expression)
      return (day, day + 1)
    }
  }

  /// The days of a fiscal year's piece by its number.
  private func piece(
    _ grain: NaiveGrain, _ number: Int, ofFiscalYear name: Int
  ) -> (start: Int, end: Int) {
    var piece = NaivePeriod(grain: grain, first: model.calendar.fiscalYear(name))
    for _ in 1..<number { piece = model.calendar.next(piece) }
    return (piece.first, model.calendar.next(piece).first)
  }

  private func relativeDays(
    _ relative: RelativePeriod, _ count: Int, _ unit: PeriodUnit
  ) -> (start: Int, end: Int) {
    let calendar = model.calendar
    let this = calendar.period(grain(unit), holding: model.today)
    let after = calendar.next(this)
    switch relative {
    case .this: return (this.first, after.first)
    case .last:
      var first = this
      for _ in 0..<count { first = calendar.previous(first) }
      return (first.first, this.first)
    case .next:
      var end = after
      for _ in 0..<count { end = calendar.next(end) }
      return (after.first, end.first)
    case .past:
      // So many days, today the last of them; so many months, from the day after this one then.
      let months = [.month: 1, .quarter: 3, .fiscalQuarter: 3, .year: 12, .fiscalYear: 12][unit]
      let start =
        months.map { NaiveCalendar.adding(months: -$0 * count, to: model.today) + 1 }
        ?? model.today - count * (unit == .week ? 7 : 1) + 1
      return (start, model.today + 1)
    }
  }
}
