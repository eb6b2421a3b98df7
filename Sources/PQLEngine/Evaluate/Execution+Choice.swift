import PQLModel
import PQLPlan

extension Execution {
  /// Row by row the first column where the bit is set, else the second.
  func choose(
    _ picks: Bitmap, _ first: Column, _ second: Column
  ) throws(EvaluationFailure) -> Column {
    let count = picks.count
    let validity = chosenValidity(picks, first, second)
    func picked<Element>(_ one: Buffer<Element>, _ other: Buffer<Element>) -> [Element] {
      (0..<count).map { picks[$0] ? one[$0] : other[$0] }
    }
    switch (first, second) {
    case (.text(let one), .text(let other)): return .text(chosenText(picks, one, other))
    case (.number(let one), .number(let other)):
      return .number(NumberColumn(values: picked(one.values, other.values), validity: validity))
    case (.money, _), (.exact, _):
      return .exact(
        ExactColumn(values: picked(first.exactValues, second.exactValues), validity: validity))
    case (.day(let one), .day(let other)):
      return .day(DayColumn(values: picked(one.values, other.values), validity: validity))
    case (.second(let one), .second(let other)):
      return .second(SecondColumn(values: picked(one.values, other.values), validity: validity))
    case (.boolean(let one), .boolean(let other)):
      return .boolean(
        BooleanColumn(
          values: (picks & one.values) | (~picks & other.values), validity: validity))
    default: throw .fault("branches of two storages")
    }
  }

  private func chosenValidity(_ picks: Bitmap, _ first: Column, _ second: Column) -> Bitmap? {
    let one = first.validity
    let other = second.validity
    guard one != nil || other != nil else { return nil }
    let all = Bitmap(repeating: true, count: picks.count)
    return (picks & (one ?? all)) | (~picks & (other ?? all))
  }

  private func chosenText(
    _ picks: Bitmap, _ first: TextColumn, _ second: TextColumn
  ) -> TextColumn {
    var dictionary = TextDictionaryBuilder(first.dictionary)
    let known = first.dictionary.codes(of: second.dictionary)
    let mapped = known.indices.map { code in
      known[code] >= 0 ? known[code] : dictionary.append(second.dictionary[code])
    }
    let codes = (0..<picks.count).map { row -> Int32 in
      if picks[row] { return first.codes[row] }
      let code = second.codes[row]
      return code < 0 ? -1 : mapped[Int(code)]
    }
    return TextColumn(
      codes: codes, dictionary: dictionary.dictionary,
      isDistinct: first.isDistinct && second.isDistinct)
  }
}
