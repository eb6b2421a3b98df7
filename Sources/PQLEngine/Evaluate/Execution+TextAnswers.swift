import PQLModel
import PQLPlan
import PQLThreads

/// Which texts of a loaded column pass a condition.
enum TextAnswer {
  /// by code; what is missing does not pass
  case passing([Bool])
  /// the codes that do
  case codes(CodeSet)
}

/// The answer to a condition, and the field whose texts were asked.
struct AnsweredTexts {
  var field: TextSubject
  var answer: TextAnswer
}

extension Execution {
  /// How many texts are asked at a time.
  private static let textsAtOnce = 1 << 16

  /// Asks what a condition says of texts once of each text, before blocks of rows look up the
  /// answers.
  func answerTexts(in condition: Term) throws(EvaluationFailure) {
    guard textAnswers[condition] == nil else { return }
    if let answered = try everyTextAnswered(condition) {
      textAnswers[condition] = answered
    } else if case .computed(let reference) = condition, let term = definitions[reference] {
      try answerTexts(in: term)
    } else {
      if let field = textSubject(of: condition), let answer = try answer(condition) {
        textAnswers[condition] = AnsweredTexts(field: field, answer: answer)
      }
      for part in condition.joinedParts(by: textSubject) { try answerTexts(in: part) }
    }
  }

  /// The rows for which a condition holds that was asked of texts.
  func rows(of answered: AnsweredTexts, in frame: Frame) -> Bitmap? {
    guard let table = model[answered.field.entity], frame.entity == answered.field.entity,
      case .text(let text)? = frame.loaded(answered.field.index, of: table)
    else { return nil }
    return rows(of: text, answered.answer)
  }

  /// The answer to a condition on the texts of one field, of which there are few; nil for others.
  func everyTextAnswered(_ condition: Term) throws(EvaluationFailure) -> AnsweredTexts? {
    guard let field = textSubject(of: condition), let table = model[field.entity],
      case .text(let texts) = table.fields[field.index].column,
      texts.dictionary.count < Methods.fewTexts
    else { return nil }
    var frame = Frame(
      entity: field.entity, rows: nil, count: texts.dictionary.count + 1, columns: [])
    frame.texts = EveryText(of: texts, field: field.index)
    let passing = try self.condition(condition, in: frame)
    probe?.tell("`\(table.fields[field.index].name)` asked of \(texts.dictionary.count) texts")
    return AnsweredTexts(field: field, answer: .codes(CodeSet(marked: passing)))
  }

  /// The answer of a test that is asked of a loaded text; nil for any other condition.
  private func answer(_ condition: Term) throws(EvaluationFailure) -> TextAnswer? {
    switch condition {
    case .textTest(let test, .field(let field), let wanted, let ignoresCase):
      guard let texts = texts(field) else { return nil }
      let isSearchable = cache.isSearchable(texts, of: field, in: model)
      probe?.tell("`\(field.name)` asked of \(texts.count) texts")
      let found = try inParts(texts.count) { codes throws(EvaluationFailure) -> [Bool] in
        let matcher = try TextMatcher(test, wanted, ignoresCase: ignoresCase)
        if isSearchable, let passing = matcher.passing(texts, codes) { return passing }
        return codes.map { matcher.matches(texts, $0) }
      }
      return .passing(found)
    case .comparison(.equal, .field(let field), .constant(.text(let wanted), _)):
      guard let texts = texts(field) else { return nil }
      return .codes(
        CodeSet(try inParts(texts.count) { texts.codes(equalTo: wanted, among: $0) }))
    case .membership(.field(let field), let values):
      guard let texts = texts(field) else { return nil }
      var codes: [Int32] = []
      for case .text(let wanted) in values {
        codes += try inParts(texts.count) { texts.codes(equalTo: wanted, among: $0) }
      }
      return .codes(CodeSet(codes))
    default: return nil
    }
  }

  private func texts(_ field: FieldReference) -> TextDictionary? {
    guard let table = model[field.entity], case .text(let text) = table.fields[field.index].column
    else { return nil }
    return text.dictionary
  }

  /// What is made of parts of a row of codes, one behind the other.
  private func inParts<Element>(
    _ count: Int, _ make: (Range<Int>) throws(EvaluationFailure) -> [Element]
  ) throws(EvaluationFailure) -> [Element] {
    let parts = SideBySide.results(
      (count + Self.textsAtOnce - 1) / Self.textsAtOnce, threads: threads
    ) { part -> Result<[Element], EvaluationFailure> in
      let start = part * Self.textsAtOnce
      do throws(EvaluationFailure) {
        return .success(try make(start..<min(start + Self.textsAtOnce, count)))
      } catch {
        return .failure(error)
      }
    }
    var all: [Element] = []
    for part in parts { all += try part.get() }
    return all
  }

  /// The rows whose text passes.
  func rows(of text: TextColumn, _ answer: TextAnswer) -> Bitmap {
    switch answer {
    case .passing(let passing): packedBits(text.codes) { $0 >= 0 && passing[Int($0)] }
    case .codes(let codes): codes.rows(in: text.codes)
    }
  }
}
