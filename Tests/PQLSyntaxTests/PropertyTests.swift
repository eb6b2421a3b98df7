import PQLSyntax
import PQLTestSupport
import Testing

/// Laws that hold for any text, tried on made-up ones; a failure names its text.
@Suite struct PropertyTests {
  /// A generator that gives the same numbers for the same seed.
  struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static let pool: [String] = {
    let tokens = Corpus.all.flatMap { text -> [String] in
      let bytes = Array(text.utf8)
      return read(text).tokens.map {
        String(decoding: bytes[$0.span.start..<$0.span.end], as: UTF8.self)
      }
    }
    let gaps = ["\n", "\n\n", "\n  ", "# c\n", "\n  # own\n  ", "; ", "\r\n", "\u{A0}"]
    return tokens + gaps + Keyword.allCases.map(\.rawValue) + Sign.allCases.map(\.rawValue)
  }()

  private func soup(_ random: inout Seeded) -> String {
    let separator = Bool.random(using: &random) ? " " : ""
    return (0..<Int.random(in: 1...14, using: &random))
      .compactMap { _ in Self.pool.randomElement(using: &random) }.joined(separator: separator)
  }

  private func spoilt(_ random: inout Seeded) -> String {
    let separator = ["\n", "\n\n", "; ", "\n# note\n"].randomElement(using: &random) ?? "\n"
    let lines = (0..<2).compactMap { _ in Corpus.all.randomElement(using: &random) }
    var words = lines.joined(separator: separator)
      .split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    for _ in 0..<Int.random(in: 0...3, using: &random) {
      let place = words.indices.randomElement(using: &random) ?? 0
      words.insert(Self.pool.randomElement(using: &random) ?? "", at: place)
    }
    return words.joined(separator: " ")
  }

  private func comments(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    return highlights(text).filter { $0.kind == .comment }.map {
      String(decoding: bytes[$0.span.start..<$0.span.end], as: UTF8.self)
    }.sorted()
  }

  @Test(arguments: [1, 22, 333, 4444] as [UInt64])
  func `any text is read, formatted and read again`(_ seed: UInt64) {
    var random = Seeded(state: seed)
    for round in 0..<400 {
      let text = round.isMultiple(of: 2) ? soup(&random) : spoilt(&random)
      let tree = read(text)
      let once = format(tree)
      let again = read(once)
      #expect(reproduced(tree) == Array(text.utf8), "\(text)")
      #expect(format(again) == once, "\(text)")
      #expect(comments(once) == comments(text), "\(text)")
      if tree.diagnostics.isEmpty { #expect(shapes(again) == shapes(tree), "\(text)") }
      _ = isComplete(text)
    }
  }
}
