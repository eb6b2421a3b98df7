import PQLModel
import PQLPlan

extension FunctionDefinition {
  /// Text to text or numbers, in alphabetical order.
  static let texts: [FunctionDefinition] = [
    FunctionDefinition(
      name: "length", summary: "how many characters a text has",
      parameters: [Parameter("text", [.text])],
      examples: [
        Example("deals where length(name) > 40", "deals with long names"),
        Example("deals where length(owner) is missing", "deals without an owner"),
      ],
      result: { _ in .number },
      kernel: { input in
        guard case .text(let text) = input.arguments[0] else { return input.arguments[0] }
        let lengths = text.dictionary.values.map { Double($0.count) }
        return .number(
          NumberColumn(
            values: text.codes.map { $0 < 0 ? 0 : lengths[Int($0)] },
            validity: input.arguments[0].validity))
      }),
    mapping("lower", "the text in lower case") { $0.lowercased() },
    mapping("trim", "the text without white space at its ends") { text in
      String(
        text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    },
    mapping("upper", "the text in upper case") { $0.uppercased() },
  ]

  private static func mapping(
    _ name: String, _ summary: String, _ map: @escaping @Sendable (String) -> String
  ) -> FunctionDefinition {
    FunctionDefinition(
      name: name, summary: summary, parameters: [Parameter("text", [.text])],
      examples: [
        Example("count by \(name)(region)", "deals by region, spelt one way"),
        Example("deals where \(name)(owner) is missing", "deals without an owner"),
      ],
      result: { _ in .text },
      kernel: { input in
        guard case .text(let text) = input.arguments[0] else { return input.arguments[0] }
        return .text(
          TextColumn(
            codes: text.codes, dictionary: TextDictionary(text.dictionary.values.map(map)),
            isDistinct: false))
      })
  }
}
