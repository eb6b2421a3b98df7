import PQLModel
import PQLPlan
import PQLRender
import PQLSyntax

extension CompletionContext {
  /// How many values of a field are shown.
  private static let mostValues = 50

  /// What the operand of these tokens is.
  func meaning(of tokens: Range<Int>) -> OperandMeaning? {
    guard let first = tokens.first, let last = tokens.last else { return nil }
    let bytes = Array(statement.text.utf8)
    let span = walk.words[first].span.start..<walk.words[last].span.end
    let source = SourceText(
      typed: "count where " + String(decoding: bytes[span], as: UTF8.self))
    guard case .query(let query)? = parse(source).statements.first?.kind,
      case .where(let expression)? = query.clauses.first?.content
    else { return nil }
    return resolver.meaning(of: expression, from: source, in: scope)
  }

  /// What the left side of the comparison at hand is.
  var comparedMeaning: OperandMeaning? {
    guard let comparison = frame.comparison, !comparison.isComputed else { return nil }
    return meaning(of: comparison.left)
  }

  /// What may stand opposite the left side of a comparison.
  func compared(_ comparison: StatementWalk.Comparison) -> [Completer.Candidate] {
    switch comparison.sign {
    case "is":
      return [.init("missing", "holds no value"), .init("present", "holds a value")]
    case "starts", "ends":
      return walk.words.last?.keyword == .with ? [] : [.init("with", "", space: true)]
    case "contains", "matches": return []
    case "reached":
      let stages = resolver.names.stageNames
      return values(of: OperandMeaning(type: .stage, stages: stages, field: nil))
    default: break
    }
    guard let meaning = meaning(of: comparison.left) else { return fields() }
    if comparison.sign == "in", frame.part != .members {
      // No condition is in anything: this `in` is the clause.
      return meaning.type == .boolean && walk.isOutside ? currencies : members(of: meaning)
    }
    switch meaning.type {
    case .stage, .category, .text: return values(of: meaning)
    case .boolean: return [.init("true"), .init("false")]
    case .date, .timestamp:
      let dates = fields { $0 == .date || $0 == .timestamp }
      return comparison.sign == "in" ? periods : days + dates
    default:
      return fields { $0 == meaning.type } + rowAggregates
    }
  }

  /// What may stand behind `in`: a period of dates, a list, or brackets with values.
  private func members(of meaning: OperandMeaning) -> [Completer.Candidate] {
    if meaning.type == .date || meaning.type == .timestamp { return periods }
    let lists = resolver.environment.listNames.map { Completer.Candidate($0, "list") }
    return [.init("(", "values, as in (a, b)")] + lists
  }

  /// Recorded values, as they are written, with how many records have each.
  func values(of meaning: OperandMeaning, quotes: Bool = false) -> [Completer.Candidate] {
    let typed = String(statement.typed.drop { $0 == "\"" })
    return resolver.names.values(of: meaning, in: scope, typed: typed, limit: Self.mostValues).map {
      let written = quotes ? TextLiteral.quoted($0.value) : $0.written
      let kind = meaning.type == .stage ? "stage" : ""
      let count = $0.count.map { $0 == 1 ? "1 record" : "\($0) records" }
      let detail = [kind, count ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
      return Completer.Candidate(written, detail, isChosen: true)
    }
  }

  // MARK: - Time

  var days: [Completer.Candidate] {
    let moments = Moment.allCases.map {
      Completer.Candidate($0.rawValue, day(of: $0).map { CivilDate(dayNumber: $0).text } ?? "")
    }
    return moments + [.init("30 days ago", "so long before today")]
  }

  private func day(of moment: Moment) -> Int32? {
    switch moment {
    case .now: nil
    case .today: resolver.today
    case .tomorrow: resolver.today + 1
    case .yesterday: resolver.today - 1
    }
  }

  /// The periods that are asked most: this, last and next of each unit, and some longer ones.
  var periods: [Completer.Candidate] {
    var words: [Completer.Candidate] = []
    for relative in [RelativePeriod.this, .last, .next] {
      for unit in [PeriodUnit.month, .quarter, .year, .fiscalQuarter, .fiscalYear, .week] {
        words.append(period("\(relative.rawValue) \(unit.rawValue)"))
      }
    }
    for text in ["last 12 months", "last 4 quarters", "past 30 days", "past 90 days"] {
      words.append(period(text))
    }
    return words
  }

  private func period(_ text: String) -> Completer.Candidate {
    Completer.Candidate(text, resolver.days(ofPeriod: text) ?? "")
  }

  /// The units behind `last`, `last 12` or a number of days.
  var unitsBehindCount: [Completer.Candidate]? {
    guard let last = walk.words.last, !frame.awaits else { return nil }
    if last.keyword?.isRelative == true, frame.operandStart == walk.words.count - 1 {
      return PeriodUnit.allCases.map { .init($0.rawValue, "") }
    }
    guard last.kind == .number, walk.words.count >= 2 else { return nil }
    if walk.words[walk.words.count - 2].keyword?.isRelative == true {
      return PeriodUnit.allCases.map { .init($0.rawValue + "s", "") }
    }
    let isSpan: Bool =
      switch frame.part {
      case .clause(.since), .clause(.until), .clause(.asOf), .clause(.vs): true
      default: comparedMeaning.map { $0.type == .duration } ?? false
      }
    guard isSpan else { return nil }
    return DurationUnit.allCases.map { .init($0.rawValue + "s", "") }
  }
}

extension Keyword {
  /// Whether the word begins a period that lies against today.
  fileprivate var isRelative: Bool {
    RelativePeriod(rawValue: rawValue) != nil
  }
}
