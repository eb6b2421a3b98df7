import PQLModel

/// What is wrong with a value of a model file; the reader knows its place and makes a `LoadFailure`
/// of it.
struct ModelValueFault {
  var message: String
  var advice: String?

  private init(_ message: String, advice: String? = nil) {
    self.message = message
    self.advice = advice
  }

  /// What the scanner says of a text that is no JSON.
  static func scan(_ failure: ScanFailure) -> ModelValueFault { ModelValueFault(failure.message) }

  static func found(_ item: JSONItem, where wanted: String) -> ModelValueFault {
    ModelValueFault("found \(item.kindName) where \(wanted) should be")
  }

  /// A word that is none of a choice, which `list` names in a sentence.
  static func notOneOf(_ list: String, _ word: String, among names: [String]) -> ModelValueFault {
    ModelValueFault(
      "`\(word)` is not one of \(list)",
      advice: nearestName(to: word, among: names).map { "perhaps `\($0)`" })
  }

  static let otherVersion = ModelValueFault("this program reads version 1 of the model file")

  static let filesAndRecords = ModelValueFault(
    "it has files and `records`, and only one of them can be its data",
    advice: "put the records into a file of their own, under `files`")

  static let exportsOfOthers = ModelValueFault("only `deals` have dated exports")

  static let exportsAndFiles = ModelValueFault(
    "it has `exports` and other data, and the newest export is its data",
    advice: "leave out `file`, `files` and `records`")

  static let exportedOnWithoutExports = ModelValueFault(
    "`exported_on` speaks of `exports`, and there are none")

  static let exportsAndHistory = ModelValueFault(
    "`exports` make a history, and `history` is described too",
    advice: "keep one of the two; a history that has each change says more")

  static func noType(_ words: [String], among names: [String]) -> ModelValueFault {
    ModelValueFault(
      "`\(words.joined(separator: " "))` is not a type",
      advice: nearestName(to: words.first ?? "", among: names).map { "perhaps `\($0)`" }
        ?? "the types are \(names.joined(separator: ", "))")
  }

  /// A word behind a type that says how values are written, and does not of that type.
  static func noWayToWrite(
    _ type: String, _ word: String, dates: String, numbers: String
  ) -> ModelValueFault {
    ModelValueFault(
      "`\(word)` is not a way to write `\(type)`",
      advice: "dates and timestamps are \(dates); numbers, money and percents are \(numbers)")
  }

  /// A side of a relation whose first `part` is no entity.
  static func noRelation(_ whole: String, _ part: String, among names: [String]) -> ModelValueFault
  {
    ModelValueFault(
      "`\(whole)` is not an entity and its field",
      advice: nearestName(to: part, among: names).map { "perhaps `\($0).…`" }
        ?? "as in \"deals.owner\": \"owners.name\"")
  }

  static let rateIncomplete = ModelValueFault("a rate needs `currency` and `rate`")

  static func noCurrency(_ code: String) -> ModelValueFault {
    ModelValueFault("`\(code)` is not a currency", advice: "three capital letters, as EUR")
  }

  static func noDate(_ text: String) -> ModelValueFault {
    ModelValueFault("`\(text)` is not a date", advice: "dates are 2026-06-30")
  }

  static func noYearEnd(_ text: String) -> ModelValueFault {
    ModelValueFault(
      "`\(text)` is not where a fiscal year ends",
      advice: "as `last saturday of january` or `saturday nearest january 31`")
  }

  static let fiscalIncomplete = ModelValueFault("fiscal weeks need `pattern` and `year_ends`")

  static func weekEndsElsewhere(_ yearEnd: String, start: Int) -> ModelValueFault {
    ModelValueFault(
      "years that end on the \(yearEnd) are made of weeks that start on "
        + BusinessCalendar.weekdays[start],
      advice: "correct `week_starts` or `year_ends`, or leave `week_starts` out")
  }

  static let fiscalYearTwice = ModelValueFault(
    "`fiscal` and `fiscal_year_starts` both say where fiscal years begin",
    advice: "leave one of them out")

  static func noStages(_ pipeline: String) -> ModelValueFault {
    ModelValueFault("the pipeline `\(pipeline)` has no stages")
  }

  static func stageTwice(_ stage: String, in pipeline: String) -> ModelValueFault {
    ModelValueFault("the pipeline `\(pipeline)` has the stage `\(stage)` twice")
  }

  static let stageUnnamed = ModelValueFault("a stage needs a `name`")
}
