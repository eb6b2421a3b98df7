/// The model file: what the other files mean.
enum ModelFile {
  /// The model file of a folder with the files given.
  static func model(_ world: World, of files: [SampleFile]) -> SampleFile {
    let content = document(world, of: files)
    return SampleFile(name: "model.json", blockCount: 1) { _, text in text.append(content) }
  }

  private static func document(_ world: World, of files: [SampleFile]) -> String {
    """
    {
      "pql": 1,
      "name": "Polder Software",
      "currency": {
        "base": "EUR",
        "rates": [
    \(rates(world))
        ]
      },
      "calendar": {
        "timezone": "Europe/Amsterdam",
        "fiscal_year_starts": 4,
        "fiscal_year_named_by": "end",
        "week_starts": "monday"
      },
      "pipelines": [
    \(Pipeline.all.map(pipeline).joined(separator: ",\n"))
      ],
      "entities": {
    \(files.map(entity).joined(separator: ",\n"))
      },
      "relations": {
        "deals.owner": "owners.name",
        "deals.account": "accounts.name",
        "deals.product": "products.name",
        "items.product": "products.name"
      }
    }

    """
  }

  /// What a dollar and a pound were worth, year by year; the amounts are all in the base currency.
  private static func rates(_ world: World) -> String {
    let yearly = [
      ("USD", ["0.92", "0.91", "0.93", "0.88"]), ("GBP", ["1.16", "1.17", "1.19", "1.15"]),
    ]
    let lines = yearly.flatMap { currency, worth in
      worth.enumerated().map { place, rate in
        var day = RowText()
        let first = SampleDay(year: world.firstDay.date.year + place, month: 1, day: 1)
        day.append(day: max(first, world.firstDay))
        let from = String(decoding: day.bytes, as: UTF8.self)
        return "      { \"currency\": \"\(currency)\", \"from\": \"\(from)\", \"rate\": \(rate) }"
      }
    }
    return lines.joined(separator: ",\n")
  }

  private static func pipeline(_ pipeline: Pipeline) -> String {
    """
        {
          "name": "\(pipeline.name)",
          "stages": [
    \(pipeline.stages.map(stage).joined(separator: ",\n"))
          ]
        }
    """
  }

  private static func stage(_ stage: Stage) -> String {
    var fields = ["\"name\": \"\(stage.name)\""]
    if let probability = stage.probability { fields.append("\"probability\": \(probability)") }
    if let category = stage.category { fields.append("\"category\": \"\(category)\"") }
    if let outcome = stage.outcome { fields.append("\"outcome\": \"\(outcome)\"") }
    return "        { " + fields.joined(separator: ", ") + " }"
  }

  private static func entity(_ file: SampleFile) -> String {
    let name = file.name.prefix { $0 != "." }
    let spelling = "\"\(Product.variantSpelling)\": \"Atlas CRM\""
    let values = name == "deals" ? ", \"values\": { \"product\": { \(spelling) } }" : ""
    return "    \"\(name)\": { \"file\": \"\(file.name)\"\(values) }"
  }
}
