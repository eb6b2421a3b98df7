import PQLModel
import PQLPlan

extension ScalarFunction {
  /// Text to text or numbers, in alphabetical order.
  static let texts: [ScalarFunction] = [
    ScalarFunction(
      name: "length", summary: "how many characters a text has",
      parameters: [Parameter("text", [.text])],
      examples: [
        Example("deals where length(name) > 40", "deals with long names"),
        Example("deals where length(owner) is missing", "deals without an owner"),
      ],
      result: { _ in .number },
      kernel: { input in
        guard case .text(let column) = input.arguments[0] else { return input.arguments[0] }
        let text = UsedTexts(column)
        let lengths = text.dictionary.values.map { Double($0.count) }
        return .number(
          NumberColumn(
            values: text.codes.map { $0 < 0 ? 0 : lengths[Int($0)] },
            validity: input.arguments[0].validity))
      }),
    mapping("lower", "the text in lower case", LetterCase.lower),
    mapping("trim", "the text without white space at its ends") { texts in
      TextDictionary(
        texts.values.map { text in
          String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        })
    },
    mapping("upper", "the text in upper case", LetterCase.upper),
  ]

  private static func mapping(
    _ name: String, _ summary: String,
    _ map: @escaping @Sendable (TextDictionary) -> TextDictionary
  ) -> ScalarFunction {
    ScalarFunction(
      name: name, summary: summary, parameters: [Parameter("text", [.text])],
      examples: [
        Example("count by \(name)(region)", "deals by region, spelt one way"),
        Example("deals where \(name)(owner) is missing", "deals without an owner"),
      ],
      result: { _ in .text },
      kernel: { input in
        guard case .text(let column) = input.arguments[0] else { return input.arguments[0] }
        let text = UsedTexts(column)
        return .text(
          TextColumn(
            codes: text.codes, dictionary: map(text.dictionary), isDistinct: false))
      })
  }
}

/// The texts a function is asked of: each once, and of more texts than there are rows only those that a
/// row has.
private struct UsedTexts {
  /// By row the code of its text, -1 where it has none.
  var codes: Buffer<Int32>
  var dictionary: TextDictionary

  init(_ column: TextColumn) {
    guard column.dictionary.count > column.codes.count else {
      (codes, dictionary) = (column.codes, column.dictionary)
      return
    }
    var table = KeyTable()
    let mine = column.codes
    codes = table.numbers(count: mine.count) { mine[$0] < 0 ? nil : UInt64(mine[$0]) }
    dictionary = TextDictionary(table.keys.map { column.dictionary[Int($0)] })
  }
}
