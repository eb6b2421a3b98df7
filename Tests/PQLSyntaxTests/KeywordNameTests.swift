import PQLSyntax
import PQLTestSupport
import Testing

/// A field named after any keyword that is not reserved works wherever an operand is expected.
@Suite struct KeywordNameTests {
  static let places = """
    deals show K
    deals show K, id
    deals show x: K
    deals show id, K limit 5
    sum K
    sum K by owner
    sum K, count
    sum K where won
    sum K limit 5
    sum K per month
    sum K sort -x
    sum K | sort x
    sum K as json
    deals where K > 3
    deals where K is missing
    deals where K contains "x"
    deals where not K and x
    deals where (K)
    deals where x and K
    deals where x = K by owner
    deals where x in (K, y)
    deals where K in (a, b)
    deals where K between 1 and 2
    deals where x between K and K
    deals where K starts with "x"
    deals where x contains K
    deals where K matches /x/
    deals where K limit 5
    deals where K | sort x
    sum(K)
    sum(K where won)
    sum(K during last quarter on K)
    sum(a over K)
    sum(K over K)
    percentile(K, 90)
    count by K
    count by K, owner
    count by owner, K
    count by month(K)
    count by K: owner
    count per K
    count of K
    deals sort K, K
    deals sort -K, id
    deals top 3 by K per K
    deals show a.K
    deals show K.a
    deals show K / 2
    deals show 2 * K - K ?? K
    deals show -K
    deals show K: 1
    K: sum(amount)
    count during last quarter on K
    count | let K = 1
    deals show if K then K else K
    deals show if K > 3 then K + 1 else K
    let x = [K, K]
    define x = K + 1
    metric x = K
    expect K = 1
    rule r for deals when K > 3 warn because "x"
    rule r for deals when K warn because "x"
    policy p { K: +5 when K because "x" }
    policy p { +5 per K max 3 when K > 3 }
    table t { K | b => K }
    test "x" for p { given { K: 1, a.K: 2 } expect K = 1 }
    """.split(separator: "\n").map(String.init)

  static let free = Keyword.allCases.filter { !Keyword.reserved.contains($0) }

  @Test(arguments: free)
  func `a field may be named after a keyword`(_ keyword: Keyword) {
    for place in Self.places {
      let text = place.replacing(/\bK\b/, with: keyword.rawValue)
      let tree = read(text)
      #expect(tree.diagnostics.isEmpty, "\(text)")
      let quoted = read(place.replacing(/\bK\b/, with: "`\(keyword.rawValue)`"))
      if !Self.meansItself(keyword, in: place) {
        #expect(shapes(tree) == shapes(quoted), "\(text)")
      }
    }
  }

  /// Where a word has its own meaning also as an operand: `today`, `over all`, `reached STAGE`.
  private static func meansItself(_ keyword: Keyword, in place: String) -> Bool {
    switch keyword {
    case .today, .yesterday, .tomorrow, .now: true
    case .all: place.contains("over K")
    case .reached: place.contains("K warn")
    default: false
    }
  }

  @Test(arguments: Keyword.reserved)
  func `a reserved word is no name`(_ keyword: Keyword) {
    #expect(!read("let \(keyword.rawValue) = deals").diagnostics.isEmpty)
    #expect(read("deals show `\(keyword.rawValue)`").diagnostics.isEmpty)
  }

  static let clauses: [(String, Int)] = [
    ("count limit 5", 1), ("deals sort -amount", 1), ("count by stage", 1),
    ("deals top 3 by amount", 1), ("sum limit by owner", 1), ("sum sort by owner", 1),
    ("count of leads limit 3", 2), ("sum amount in EUR", 1), ("sum amount where a = b in USD", 2),
    ("deals show limit", 1), ("sum per per month", 1), ("deals where a in EUR and b", 1),
    ("count as of 2026-01-01 as json", 2),
  ]

  @Test(arguments: clauses)
  func `a clause word is a clause where it can be one`(_ text: String, _ count: Int) throws {
    let tree = read(text)
    guard case .query(let query)? = tree.statements.first?.kind else {
      Issue.record("no query")
      return
    }
    #expect(tree.diagnostics.isEmpty)
    #expect(query.clauses.count == count)
  }
}
