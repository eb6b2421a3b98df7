/// Makes small models full of what goes wrong: missing cells, names without a record, the ends of
/// months and years, amounts past 2^53 cents, text that differs by case or accent only.
package struct ModelGenerator {
  private var random: SeededRandom
  private var model = NaiveModel()

  package init(random: SeededRandom) {
    self.random = random
  }

  /// A model by the generator's seed; a whole one lacks no field and has one currency.
  package mutating func make(isWhole: Bool = false) -> NaiveModel {
    model.baseCurrency = random.pick(["EUR", "EUR", "EUR", "JPY", "BHD"])
    model.calendar.weekStarts = random.pick([0, 0, 6])
    model.calendar.fiscalYearStarts = random.pick([1, 4, 7, 12])
    model.calendar.isFiscalYearNamedByEnd = random.chance(50)
    model.today = NaiveCalendar.number(
      2026, random.pick([1, 2, 3, 6, 7, 12]), random.pick([1, 15, 28]))
    model.pipelines = pipelines()
    owners()
    accounts()
    products()
    deals()
    activities()
    items()
    leads()
    history()
    guard !isWhole else { return model }
    for (field, percent) in [("pipeline", 12), ("probability", 40), ("closed_on", 8), ("id", 5)]
    where random.chance(percent) {
      drop(field)
    }
    if random.chance(25) {
      addCurrencies()
      addRates()
    }
    if random.chance(25) { model.calendar.weeks = weeks() }
    return model
  }

  private mutating func weeks() -> NaiveCalendar.Weeks {
    NaiveCalendar.Weeks(
      pattern: random.pick(["4-4-5", "4-5-4", "5-4-4", "13x4"]), weekday: random.number(0...6),
      month: random.pick([1, 2, 9, 12]), nearest: random.pick([nil, nil, 1, 28]))
  }

  /// A whole model whose deals are in several currencies, without rates.
  package mutating func makeWithoutRates() -> NaiveModel {
    _ = make(isWhole: true)
    addCurrencies()
    return model
  }

  private mutating func addCurrencies() {
    model.tables["deals"]?.fields.append(.init(name: "currency", kind: .category))
    for row in model.tables["deals"]?.rows.indices ?? 0..<0 {
      let currency = oneOf([model.baseCurrency, "USD", "GBP"])
      model.tables["deals"]?.rows[row]["currency"] = currency
    }
  }

  /// Rates of few digits, so that amounts in the base are exact, one of which changes on a day.
  private mutating func addRates() {
    for currency in ["USD", "GBP"] {
      for from in [-1_000_000, day()] {
        let worth = random.pick([0.5, 0.92, 1, 1.25, 1.1763, 146])
        model.rates.append(.init(currency: currency, from: from, worth: worth))
      }
    }
  }

  // MARK: - Values

  private mutating func maybe(_ value: NaiveValue, missing percent: Int = 15) -> NaiveValue {
    random.chance(percent) ? .missing : value
  }

  private mutating func oneOf(_ texts: [String], missing percent: Int = 12) -> NaiveValue {
    maybe(.text(random.pick(texts)), missing: percent)
  }

  /// A day near an end of a month, a quarter or a year, or a leap day.
  private mutating func day() -> Int {
    if random.chance(6) { return NaiveCalendar.number(2024, 2, 29) }
    // Days before 1970 have negative numbers, the last of them -1.
    if random.chance(1) { return random.pick([-1, -2, -365]) }
    if random.chance(6) { return model.today + random.number(-1...1) }
    let year = random.number(2024...2026)
    let month = random.number(1...12)
    let last = NaiveCalendar.length(year, month)
    return NaiveCalendar.number(
      year, month, random.chance(50) ? random.number(1...last) : random.pick([1, last, last - 1]))
  }

  private mutating func second() -> NaiveValue {
    .timestamp(
      day() * 86_400 + random.pick([0, 1, 43_200, 86_399, random.number(0...86_399)]))
  }

  private var unitsInOne: Int128 {
    ["JPY": 1, "BHD": 1000, "EUR": 100][model.baseCurrency] ?? 100
  }

  private mutating func money() -> NaiveValue {
    let units: Int128
    switch random.number(1...12) {
    case 1: units = 0
    case 2: units = -Int128(random.number(1...500_000))
    // Past 2^53 cents, where a floating number loses them.
    case 3: units = 9_007_199_254_740_993 + Int128(random.number(0...9))
    case 4...7: units = Int128(random.number(1...40)) * 500 * unitsInOne
    default: units = Int128(random.number(1...9_999_999))
    }
    return .money(ExactAmount(units, over: unitsInOne))
  }

  private mutating func share() -> NaiveValue {
    .number(random.pick([0, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1]))
  }

  // MARK: - Tables

  private mutating func pipelines() -> [NaiveModel.Pipeline] {
    typealias Stage = NaiveModel.Stage
    let first = NaiveModel.Pipeline(
      name: "New business",
      stages: [
        Stage(name: "Lead", probability: 0.05), Stage(name: "Qualified", probability: 0.2),
        Stage(name: "Proposal", probability: 0.5), Stage(name: "Closed Won", isWon: true),
        Stage(name: "Closed Lost", isLost: true),
      ])
    let second = NaiveModel.Pipeline(
      name: "Renewal",
      stages: [
        Stage(name: "Upcoming"), Stage(name: "Proposal", probability: 0.7),
        Stage(name: "Notice-Given", probability: 0.25),
        Stage(name: "Signed", probability: 1, isWon: true),
        Stage(name: "Churned", probability: 0, isLost: true),
      ])
    return random.chance(60) ? [first, second] : [first]
  }

  private mutating func owners() {
    let names = ["Anna", "anna k", "Björn", "Bjo\u{308}rn", "Zoë", "李雷"]
    var rows: [[String: NaiveValue]] = []
    for index in 0..<random.number(1...names.count) {
      rows.append([
        "id": .text("O\(index)"), "name": .text(names[index]),
        "team": oneOf(["North", "South", "key accounts"]),
        "manager": oneOf(["Anna", "O1", "Nobody"], missing: 40),
      ])
    }
    set(
      "owners", rows, [("id", .text), ("name", .text), ("team", .category)], ["manager": "owners"])
  }

  private mutating func accounts() {
    var rows: [[String: NaiveValue]] = []
    for index in 0..<random.number(0...8) {
      rows.append([
        "id": .text("A\(index)"), "name": .text("Account \(index)"),
        "industry": oneOf(["Software", "Retail", "public sector"]),
        "employees": maybe(.number(Double(random.pick([0, 1, 9, 250, 1000, 120_000])))),
        "country": oneOf(["NL", "DE", "Türkiye"]), "founded": maybe(.date(day())),
        "vip": maybe(.boolean(random.chance(50)), missing: 25),
        "owner": oneOf(["Anna", "O2", "ghost"]),
      ])
    }
    set(
      "accounts", rows,
      [
        ("id", .text), ("name", .text), ("industry", .category), ("employees", .number),
        ("country", .category), ("founded", .date), ("vip", .boolean),
      ], ["owner": "owners"])
  }

  private mutating func products() {
    let names = ["Cloud One", "cloud-two", "Box", "Support"]
    var rows: [[String: NaiveValue]] = []
    for index in 0..<random.number(1...names.count) {
      rows.append([
        "id": .text("P\(index)"), "name": .text(names[index]),
        "family": oneOf(["Cloud", "Hardware"]), "price": maybe(money()),
      ])
    }
    set(
      "products", rows, [("id", .text), ("name", .text), ("family", .category), ("price", .money)],
      [:])
  }

  private mutating func deals() {
    var rows: [[String: NaiveValue]] = []
    let owners = ["Anna", "anna k", "Björn", "Bjo\u{308}rn", "O4", "ghost", "Zoë"]
    // Past 64 rows a bitmap has a second word.
    let count = random.chance(4) ? 0 : random.number(random.chance(6) ? 65...75 : 1...40)
    for index in 0..<count {
      let pipeline = random.pick(model.pipelines)
      let created = day()
      rows.append([
        "id": .text(random.chance(3) ? "D\(index)" : "D\((index * 7) % 200 + 200)"),
        "name": oneOf(["Big Deal", "big deal", "Réseau", "naïve", "", "x/y", "50% off"]),
        "pipeline": maybe(.text(pipeline.name), missing: 6),
        "stage": oneOf(pipeline.stages.map(\.name), missing: 4),
        "amount": maybe(money()), "probability": maybe(share(), missing: 70),
        "created": maybe(.date(created), missing: 6), "close_date": maybe(.date(day())),
        "closed_on": maybe(.date(created + random.number(0...200)), missing: 12),
        "owner": oneOf(owners), "account": oneOf(["A0", "A1", "Account 2", "Account 3", "Gone"]),
        "product": oneOf(["Cloud One", "cloud-two", "Box", "P3"]),
        "source": oneOf(["Web Form", "partner-led", "référence", "EVENT"]),
        "score": maybe(.number(Double(random.number(-8...40)) / 4)),
        "strategic": maybe(.boolean(random.chance(40)), missing: 25),
        "signed_at": maybe(second(), missing: 40),
        "tags": maybe(
          .list(
            ["red", "Blue", "north sea"].filter { _ in random.chance(40) }.map { ByteText($0) })),
      ])
    }
    set(
      "deals", rows,
      [
        ("id", .text), ("name", .text), ("pipeline", .category), ("stage", .stage),
        ("amount", .money), ("probability", .percent), ("created", .date), ("close_date", .date),
        ("closed_on", .date), ("source", .category), ("score", .number), ("strategic", .boolean),
        ("signed_at", .timestamp), ("tags", .list),
      ], ["owner": "owners", "account": "accounts", "product": "products"])
  }

  private mutating func activities() {
    let deals = model.tables["deals"]?.rows.compactMap { $0["id"] } ?? []
    var rows: [[String: NaiveValue]] = []
    for index in 0..<random.number(0...40) {
      rows.append([
        "id": .text("T\(index)"), "type": oneOf(["call", "Demo", "e-mail"]),
        "at": maybe(second(), missing: 8),
        "minutes": maybe(.number(Double(random.number(0...120)))),
        "owner": oneOf(["Anna", "Björn", "O0"]),
        "deal": deals.isEmpty || random.chance(8) ? .text("D999") : random.pick(deals),
      ])
    }
    set(
      "activities", rows,
      [("id", .text), ("type", .category), ("at", .timestamp), ("minutes", .number)],
      ["owner": "owners", "deal": "deals"])
  }

  private mutating func items() {
    let deals = model.tables["deals"]?.rows.compactMap { $0["id"] } ?? []
    var rows: [[String: NaiveValue]] = []
    for index in 0..<random.number(0...25) {
      rows.append([
        "id": .text("I\(index)"), "product": oneOf(["Cloud One", "P1", "Unknown"]),
        "quantity": maybe(.number(Double(random.number(0...9)))), "price": maybe(money()),
        "amount": maybe(money()), "recurring": maybe(.boolean(random.chance(50))),
        "deal": deals.isEmpty || random.chance(8) ? .missing : random.pick(deals),
      ])
    }
    set(
      "items", rows,
      [
        ("id", .text), ("quantity", .number), ("price", .money), ("amount", .money),
        ("recurring", .boolean),
      ], ["deal": "deals", "product": "products"])
  }

  private mutating func leads() {
    var rows: [[String: NaiveValue]] = []
    for index in 0..<random.number(0...20) {
      rows.append([
        "id": .text("L\(index)"), "name": oneOf(["Ada", "ADA", "Grace"]),
        "created": maybe(.date(day())), "status": oneOf(["new", "Working", "done"]),
        "source": oneOf(["Web Form", "EVENT"]), "owner": oneOf(["Anna", "O1"]),
        "country": oneOf(["NL", "DE"]), "converted": maybe(.boolean(random.chance(30))),
      ])
    }
    set(
      "leads", rows,
      [
        ("id", .text), ("name", .text), ("created", .date), ("status", .category),
        ("source", .category), ("country", .category), ("converted", .boolean),
      ], ["owner": "owners"])
  }

  /// Ways through the stages with skips, moves back, returns from the end, stages of nobody, two
  /// changes in one moment, and changes out of order.
  private mutating func history() {
    var rows: [[String: NaiveValue]] = []
    for deal in model.tables["deals"]?.rows ?? [] where !random.chance(15) {
      var at = day() * 86_400 + random.number(0...86_399)
      var stages = model.pipelines.flatMap(\.stages).map(\.name)
      if random.chance(80) { stages = random.pick(model.pipelines).stages.map(\.name) }
      var path = (0..<random.number(0...6)).map { _ in NaiveValue.text(random.pick(stages)) }
      if random.chance(6) { path.append(.text("Limbo")) }
      if random.chance(85), let now = deal["stage"] { path.append(now) }
      for stage in path {
        rows.append([
          "deal": deal["id"] ?? .missing, "field": .text(random.chance(95) ? "stage" : "amount"),
          "to": random.chance(3) ? .missing : stage, "at": maybe(.timestamp(at), missing: 2),
        ])
        at += random.pick([0, 60, 86_400, random.number(0...5_000_000), -3600])
      }
    }
    set(
      "history", rows, [("field", .category), ("to", .text), ("at", .timestamp)],
      ["deal": "deals"])
  }

  /// Takes a field away from the deals, as in data that do not have it.
  private mutating func drop(_ field: String) {
    model.tables["deals"]?.fields.removeAll { $0.name == field }
    for row in model.tables["deals"]?.rows.indices ?? 0..<0 {
      model.tables["deals"]?.rows[row][field] = nil
    }
  }

  private mutating func set(
    _ entity: String, _ rows: [[String: NaiveValue]], _ fields: [(String, NaiveKind)],
    _ relations: [String: String]
  ) {
    let plain = fields.map { NaiveModel.Field(name: $0.0, kind: $0.1) }
    let linked = relations.sorted { $0.key < $1.key }.map { name, target in
      NaiveModel.Field(
        name: name, kind: target == "products" ? .category : .text, target: target)
    }
    model.tables[entity] = NaiveModel.Table(fields: plain + linked, rows: rows)
  }
}
