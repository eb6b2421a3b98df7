import PQLModel
import PQLPlan

extension Execution {
  /// Whether a term holds, one bit a row; what is missing does not hold.
  ///
  /// A condition on records compares money in the base currency, so that it means the same rows in
  /// whatever currency the answer is shown.
  func condition(_ term: Term, in frame: Frame) throws(EvaluationFailure) -> Bitmap {
    if let bits = try bitsInOwnCurrencies(term, in: frame) { return bits }
    guard frame.entity != nil, frame.columns.isEmpty, valueCurrency != model.currency.base else {
      return try bits(term, in: frame)
    }
    return try inCurrency(model.currency.base) { () throws(EvaluationFailure) in
      try bits(term, in: frame)
    }
  }

  private func bits(_ term: Term, in frame: Frame) throws(EvaluationFailure) -> Bitmap {
    if let bits = try knownBits(term, in: frame) { return bits }
    switch term {
    case .not(let inner): return ~(try condition(inner, in: frame))
    case .all:
      var result = Bitmap(repeating: true, count: frame.count)
      for part in parts(of: term) { result = result & (try condition(part, in: frame)) }
      return result
    case .some:
      var result = Bitmap(repeating: false, count: frame.count)
      for part in parts(of: term) { result = result | (try condition(part, in: frame)) }
      return result
    case .comparison(let sign, let left, let right):
      return try comparison(sign, left, right, in: frame)
    case .stageOrder(let sign, let stage): return try stageOrder(sign, stage, in: frame)
    case .ofStage(.reached, let stages): return try reached(stages, in: frame)
    case .membership(let inner, let values): return try membership(inner, values, in: frame)
    case .listContains(let list, let value): return try listContains(list, value, in: frame)
    case .within(let inner, let range): return within(try evaluate(inner, in: frame), range)
    case .present(.field(let field)):
      // What is there is there in any currency.
      guard let table = model[field.entity], frame.entity == field.entity else {
        throw .fault("field \(field.name) asked of rows that are no \(field.entity.rawValue)")
      }
      let whole = table.fields[field.index].column
      if case .text = whole, case .text(let text)? = frame.loaded(field.index, of: table) {
        return packedBits(text.codes) { $0 >= 0 }
      }
      return frame.picked(from: whole.validity ?? Bitmap(repeating: true, count: table.rowCount))
    case .present(let inner):
      let column = try ofRows(inner, in: frame, mayKeep: true)
      return column.validity ?? Bitmap(repeating: true, count: frame.count)
    case .textTest(let test, let inner, let text, let ignoresCase):
      let column = try evaluate(inner, in: frame)
      if case .text(let texts) = column, frame.texts == nil,
        Methods.asksEveryText(texts.dictionary.count, rows: texts.codes.count)
      {
        try answerTexts(in: term)
        if let answered = textAnswers[term] { return rows(of: texts, answered.answer) }
      }
      let matcher = try TextMatcher(test, text, ignoresCase: ignoresCase)
      return textBits(column) { matcher.matches($0, $1) }
    default:
      guard case .boolean(let column) = try evaluate(term, in: frame) else {
        throw .fault("a condition that is no truth value")
      }
      return column.validity.map { $0 & column.values } ?? column.values
    }
  }

  /// The rows whose text passes; a test runs once for each text in use.
  func textBits(_ column: Column, _ passes: (TextDictionary, Int) -> Bool) -> Bitmap {
    guard case .text(let text) = column else {
      return Bitmap(repeating: false, count: column.count)
    }
    let dictionary = text.dictionary
    var known = [Int8](repeating: -1, count: dictionary.count)
    return packedBits(text.codes) { code in
      guard code >= 0 else { return false }
      if known[Int(code)] < 0 { known[Int(code)] = passes(dictionary, Int(code)) ? 1 : 0 }
      return known[Int(code)] == 1
    }
  }

  /// What a conjunction or disjunction is made of, conditions on one text together, unless all are.
  private func parts(of term: Term) -> [Term] {
    let joined = term.joinedParts(by: textSubject)
    return joined.count > 1 ? joined : term.parts
  }

  /// The rows for which a condition holds that all texts were asked already, or that are more than
  /// the texts it can be asked of.
  private func knownBits(_ term: Term, in frame: Frame) throws(EvaluationFailure) -> Bitmap? {
    guard frame.entity != nil, frame.texts == nil else { return nil }
    if let answered = textAnswers[term] { return rows(of: answered, in: frame) }
    guard let subject = textSubject(of: term), frame.entity == subject.entity,
      case .text(let texts)? = model[subject.entity]?.fields[subject.index].column,
      Methods.asksTexts(texts.dictionary.count, rows: frame.count),
      let answered = try everyTextAnswered(term)
    else { return nil }
    textAnswers[term] = answered
    return rows(of: answered, in: frame)
  }

  private func within(_ column: Column, _ range: DayRange) -> Bitmap {
    switch column {
    case .day(let days):
      let values = days.values
      return valid(
        packedBits(values) { $0 >= range.start && $0 < range.end },
        days.validity)
    case .second(let seconds):
      let values = seconds.values
      let start = Int64(range.start) * 86_400
      let end = Int64(range.end) * 86_400
      return valid(
        packedBits(values) { $0 >= start && $0 < end },
        seconds.validity)
    default: return Bitmap(repeating: false, count: column.count)
    }
  }

  private func listContains(
    _ list: Term, _ value: Value, in frame: Frame
  ) throws(EvaluationFailure) -> Bitmap {
    guard case .list(let column) = try evaluate(list, in: frame), case .text(let text) = value,
      let code = column.elements.dictionary.code(of: text)
    else { return Bitmap(repeating: false, count: frame.count) }
    let offsets = column.offsets
    let codes = column.elements.codes
    return valid(
      packedBits(count: column.count) { row in
        (Int(offsets[row])..<Int(offsets[row + 1])).contains { codes[$0] == code }
      }, column.validity)
  }

  private func membership(
    _ term: Term, _ values: [Value], in frame: Frame
  ) throws(EvaluationFailure) -> Bitmap {
    let column = try evaluate(term, in: frame)
    if case .text(let text) = column {
      let all = 0..<text.dictionary.count
      let codes = values.flatMap { value -> [Int32] in
        guard case .text(let wanted) = value else { return [] }
        return text.dictionary.codes(equalTo: wanted, among: all)
      }
      return CodeSet(codes).rows(in: text.codes)
    }
    var result = Bitmap(repeating: false, count: frame.count)
    for value in values {
      let other = constantColumn(try converted(value), term.type, count: 1)
      result = result | (try compareColumns(.equal, column, other, isConstant: true))
    }
    return result
  }

  /// Where deals stand against a stage, each by its own pipeline: open deals by position, won ones
  /// past every stage, lost ones nowhere.
  private func stageOrder(
    _ sign: ComparisonOperator, _ stage: String, in frame: Frame
  ) throws(EvaluationFailure) -> Bitmap {
    // The ranks that hold in each pipeline; in one that does not know the stage, none does.
    let wanted = model.pipelines.map { pipeline -> ClosedRange<Int32>? in
      pipeline.stages.firstIndex { $0.name == stage }.flatMap {
        StageRank.range(
          sign, pipeline.stages[$0].outcome == .won ? StageRank.won : Int32($0))
      }
    }
    let input = fieldInput(.deals, frame)
    let ranks = StageRank.ranks(input)
    if wanted.count == 1 {
      guard let range = wanted[0] else { return Bitmap(repeating: false, count: frame.count) }
      return packedBits(ranks) { $0 >= range.lowerBound && $0 <= range.upperBound }
    }
    let pipelines = StageRank.pipelineNumbers(input)
    return packedBits(count: frame.count) { row in
      let rank = ranks[row]
      let pipeline = Int(pipelines[row])
      guard rank >= 0, pipeline >= 0, let range = wanted[pipeline] else { return false }
      return range.contains(rank)
    }
  }
}
