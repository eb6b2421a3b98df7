/// The same numbers in every run: a linear congruential generator (Knuth's MMIX constants).
struct Draws {
  private var state: UInt64 = 42

  /// A number below `limit`, which is not 0.
  mutating func next(below limit: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % limit
  }
}

/// Data in the shape of the generator's, small enough to be made at every start.
enum MadeUp {
  static let rowCount = 1_000_000
  static let stages = ["lead", "qualified", "discovery", "proposal", "negotiation", "won", "lost"]

  /// The settings that go with `records` and `history`.
  static let model = """
    {"pql": 1, "currency": {"base": "EUR"}, "pipelines": [{"name": "Sales", "stages": [
    {"name": "lead"}, {"name": "qualified"}, {"name": "discovery"}, {"name": "proposal"},
    {"name": "negotiation"}, {"name": "won", "outcome": "won"},
    {"name": "lost", "outcome": "lost"}]}], "entities": {"deals": {"file": "deals.ndjson"},
    "history": {"file": "history.ndjson", "fields": {"deal": "deal_id"}}}}
    """

  /// Deals as NDJSON, about 350 bytes each.
  static func records(_ count: Int) -> String {
    var draws = Draws()
    var text = ""
    for record in 0..<count {
      let account = draws.next(below: 2_000)
      let stage = stages[draws.next(below: 7)]
      text += """
        {"id":"D-\(record)","name":"Account \(account) – New Q\(draws.next(below: 4))",\
        "account":"Account \(account)","owner":"Owner \(draws.next(below: 200))",\
        "product":"Product \(draws.next(below: 30))","region":"Region \(draws.next(below: 6))",\
        "stage":"\(stage)","amount":\(draws.next(below: 900_000)).25,"currency":"EUR",\
        "probability":0.\(draws.next(below: 9) + 1),\
        "created":"\(day(&draws))","close_date":"\(day(&draws))",\
        "custom":{"industry":"Energy","employees":\(draws.next(below: 5_000))},\
        "tags":["hot","rfp"]}

        """
    }
    return text
  }

  /// Four changes of stage for each deal, in the order of time.
  static func history(_ count: Int) -> String {
    var draws = Draws()
    var text = ""
    for record in 0..<count {
      for (step, stage) in stages.prefix(4).enumerated() {
        text += """
          {"deal_id":"D-\(record)","stage":"\(stage)",\
          "at":"202\(step + 1)-0\(draws.next(below: 9) + 1)-1\(draws.next(below: 10))T12:00:00"}

          """
      }
    }
    return text
  }

  /// Days as they stand in files, one behind the other, ten bytes each.
  static let days: String = {
    var draws = Draws()
    return (0..<100_000).map { _ in day(&draws) }.joined()
  }()

  private static func day(_ draws: inout Draws) -> String {
    let month = draws.next(below: 12) + 1
    let day = draws.next(below: 28) + 1
    return "\(2020 + draws.next(below: 7))-\(month < 10 ? "0" : "")\(month)-"
      + "\(day < 10 ? "0" : "")\(day)"
  }
}
