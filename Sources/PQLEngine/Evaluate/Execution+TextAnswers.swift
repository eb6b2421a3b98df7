import PQLModel
import PQLPlan
import PQLThreads

/// Which texts of a loaded column pass a test.
enum TextAnswer {
  /// by code
  case passing([Bool])
  /// the few codes that do
  case codes([Int32])
}

extension Execution {
  /// How many texts are asked at a time.
  private static let textsAtOnce = 1 << 16
  /// Of fewer texts the one wanted is found faster than the answer is looked up.
  private static let leastTexts = 1 << 12

  /// Asks the tests of text in a condition once of each text, before blocks of rows look up the
  /// answers.
  func answerTexts(in condition: Term) throws(EvaluationFailure) {
    if case .computed(let reference) = condition, let term = definitions[reference] {
      return try answerTexts(in: term)
    }
    if textAnswers[condition] == nil, let answer = try answer(condition) {
      textAnswers[condition] = answer
    }
    for part in condition.parts { try answerTexts(in: part) }
  }

  /// The answer of a test that is asked of a loaded text; nil for any other condition.
  private func answer(_ condition: Term) throws(EvaluationFailure) -> TextAnswer? {
    switch condition {
    case .textTest(let test, .field(let field), let wanted, let ignoresCase):
      guard let texts = texts(field) else { return nil }
      let isSearchable = cache.isSearchable(texts, of: field, in: model)
      let found = try inParts(texts.count) { codes throws(EvaluationFailure) -> [Bool] in
        let matcher = try TextMatcher(test, wanted, ignoresCase: ignoresCase)
        if isSearchable, let passing = matcher.passing(texts, codes) { return passing }
        return codes.map { matcher.matches(texts, $0) }
      }
      return .passing(found)
    case .comparison(.equal, .field(let field), .constant(.text(let wanted), _)):
      guard let texts = texts(field), texts.count >= Self.leastTexts else { return nil }
      return .codes(try inParts(texts.count) { texts.codes(equalTo: wanted, among: $0) })
    case .membership(.field(let field), let values):
      guard let texts = texts(field), texts.count >= Self.leastTexts else { return nil }
      var codes: [Int32] = []
      for case .text(let wanted) in values {
        codes += try inParts(texts.count) { texts.codes(equalTo: wanted, among: $0) }
      }
      return .codes(codes)
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
    case .codes(let codes): rows(of: text, with: codes)
    }
  }

  /// The rows with one of these codes, of which there is mostly one.
  func rows(of text: TextColumn, with codes: [Int32]) -> Bitmap {
    guard let first = codes.first else {
      return Bitmap(repeating: false, count: text.codes.count)
    }
    if codes.count == 1 { return packedBits(text.codes) { $0 == first } }
    let wanted = Set(codes)
    return packedBits(text.codes) { wanted.contains($0) }
  }

  /// The rows that an index finds for a condition, which may be more than hold for it; nil where
  /// there is no index.
  ///
  /// A column of mostly different texts, as ids are, has one from the second question on: to make it
  /// takes as long as many scans.
  func indexedRows(of frame: Frame, _ condition: Term) -> [Int32]? {
    let parts = if case .all(let parts) = condition { parts } else { [condition] }
    for part in parts {
      guard case .comparison(.equal, .field(let field), .constant(.text(let wanted), _)) = part,
        field.entity == frame.entity, let table = model[field.entity],
        case .text(let text) = table.fields[field.index].column,
        text.dictionary.count > table.rowCount / 2,
        let index = cache.textIndex(of: text, field, in: model)
      else { continue }
      return index.rows(of: wanted)
    }
    return nil
  }
}
