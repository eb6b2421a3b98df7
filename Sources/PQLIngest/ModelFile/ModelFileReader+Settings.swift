import PQLModel

extension ModelFileReader {
  func readCurrency(
    _ item: JSONItem, _ settings: inout ModelSettings
  ) throws(LoadFailure) {
    for member in try object(item, "currency") {
      switch member.key {
      case "base": settings.base = try currencyCode(member.item, "currency.base")
      case "rates": settings.rates = try list(member.item, "currency.rates", rate)
      default: throw unknownKey(member, "a setting of the currency", ["base", "rates"])
      }
    }
  }

  private func rate(_ item: JSONItem) throws(LoadFailure) -> CurrencySettings.Rate {
    let path = "currency.rates"
    var (currency, from, rate): (String?, Int32?, Double?) = (nil, nil, nil)
    for member in try object(item, path) {
      switch member.key {
      case "currency": currency = try currencyCode(member.item, path)
      case "from": from = try day(member.item, path)
      case "rate":
        guard case .number(let digits) = member.item.value, let value = Double(digits),
          value.isFinite, value > 0
        else { throw wanted("a number above 0", member.item, path) }
        rate = value
      default: throw unknownKey(member, "part of a rate", ["currency", "from", "rate"])
      }
    }
    guard let currency, let rate else {
      throw failure(item, path, .rateIncomplete)
    }
    // Without a day the rate has always held.
    return CurrencySettings.Rate(currency: currency, from: from ?? Int32.min, rate: rate)
  }

  private func currencyCode(_ item: JSONItem, _ path: String) throws(LoadFailure) -> String {
    let code = try text(item, path)
    guard code.utf8.count == 3, code.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw failure(item, path, .noCurrency(code))
    }
    return code
  }

  private func day(_ item: JSONItem, _ path: String) throws(LoadFailure) -> Int32 {
    let written = try text(item, path)
    let bytes = FileBytes(Array(written.utf8))
    let cell = CellText(kind: .text, view: bytes.view, start: 0, end: bytes.count)
    guard let date = DateText(iso: cell), date.second == nil else {
      throw failure(item, path, .noDate(written))
    }
    return date.day
  }

  func pipeline(_ item: JSONItem) throws(LoadFailure) -> Pipeline {
    var pipeline = Pipeline(name: "", stages: [])
    for member in try object(item, "pipelines") {
      switch member.key {
      case "name": pipeline.name = try text(member.item, "pipelines.name")
      case "id": pipeline.id = try text(member.item, "pipelines.id")
      case "stages": pipeline.stages = try list(member.item, "pipelines.stages", stage)
      default: throw unknownKey(member, "a setting of a pipeline", ["name", "id", "stages"])
      }
    }
    if pipeline.stages.isEmpty {
      throw failure(item, "pipelines", .noStages(pipeline.name))
    }
    for (index, stage) in pipeline.stages.enumerated()
    where pipeline.position(of: stage.name) != index {
      throw failure(item, "pipelines", .stageTwice(stage.name, in: pipeline.name))
    }
    return pipeline
  }

  private func stage(_ item: JSONItem) throws(LoadFailure) -> Stage {
    let path = "pipelines.stages"
    if case .text(let name) = item.value { return Stage(name: name) }
    var stage = Stage(name: "")
    for member in try object(item, path) {
      switch member.key {
      case "name": stage.name = try text(member.item, path)
      case "id": stage.id = try text(member.item, path)
      case "probability":
        if case .null = member.item.value { continue }
        guard case .number(let digits) = member.item.value, let value = Double(digits),
          value >= 0, value <= 1
        else { throw wanted("a fraction from 0 to 1", member.item, "\(path).probability") }
        stage.probability = value
      case "outcome":
        if case .null = member.item.value { continue }
        stage.outcome = try choice(
          member.item, "\(path).outcome", Stage.Outcome.allCases.map { ($0.rawValue, $0) })
      case "category":
        if case .null = member.item.value { continue }
        stage.category = try text(member.item, path)
      case "limit_days":
        if case .null = member.item.value { continue }
        guard case .number(let digits) = member.item.value, let days = Double(digits),
          days.isFinite, days >= 0
        else { throw wanted("a number of days", member.item, "\(path).limit_days") }
        stage.limitDays = days
      default:
        throw unknownKey(
          member, "a setting of a stage",
          ["name", "id", "probability", "outcome", "category", "limit_days"])
      }
    }
    if stage.name.isEmpty { throw failure(item, path, .stageUnnamed) }
    return stage
  }
}
