import PQLModel
import PQLTestSupport
import Testing

/// Laws of past days, on data that are written as they stood at the end of any day.
@Suite struct PastDayLawTests {
  static let seeds: [UInt64] = Array(1...4)

  @Test("data cut off at a day answer as the whole does as of that day", arguments: seeds)
  func cutData(seed: UInt64) throws {
    let crm = KeptCRM(seed: seed)
    var whole = try Asked(crm)
    var unknown = 0
    for day in Self.days(of: crm, seed: seed, count: 3) {
      var cut = try Asked(crm, asOf: day)
      for question in PastQuestions.all {
        let expected = cut.rows(question)
        let found = whole.rows("\(question) as of \(KeptCRM.text(day))")
        // A value that is recorded as missing, and only filled in later, is not known then.
        if found == .failure("PQL3012"), expected != found {
          unknown += 1
          continue
        }
        #expect(found == expected, "\(question) as of \(KeptCRM.text(day)), seed \(seed)")
      }
    }
    #expect(unknown * 20 < PastQuestions.all.count * 3, "too many are refused: \(unknown)")
  }

  @Test("what comes later changes no answer as of a day", arguments: seeds)
  func laterData(seed: UInt64) throws {
    let crm = KeptCRM(seed: seed)
    var whole = try Asked(crm)
    let days = Self.days(of: crm, seed: seed &+ 7, count: 2).sorted()
    guard let day = days.first, let later = days.last, later > day else { return }
    var cut = try Asked(crm, asOf: later)
    for question in PastQuestions.all {
      let text = "\(question) as of \(KeptCRM.text(day))"
      let (found, expected) = (whole.rows(text), cut.rows(text))
      if [found, expected].contains(.failure("PQL3012")) { continue }
      #expect(found == expected, "\(text), seed \(seed)")
    }
  }

  @Test("as of today is no as of where nothing is later", arguments: seeds)
  func today(seed: UInt64) throws {
    let crm = KeptCRM(seed: seed)
    var now = try Asked(crm, today: KeptCRM.text(KeptCRM.first + Int32(KeptCRM.dayCount)))
    let today = KeptCRM.text(KeptCRM.first + Int32(KeptCRM.dayCount))
    for question in PastQuestions.all {
      #expect(now.rows("\(question) as of \(today)") == now.rows(question), "\(question)")
    }
  }

  @Test("activities of days that have come are later data, planned ones are not")
  func activitiesAfterTheLastChange() throws {
    let crm = KeptCRM(seed: 3)
    let day = crm.lastChange
    var whole = try Asked(crm)
    var cut = try Asked(crm, asOf: day)
    for question in ["count of activities", "deals show id, last_activity, idle sort id"] {
      #expect(whole.rows("\(question) as of \(KeptCRM.text(day))") == cut.rows(question))
    }
  }

  @Test("the order of changes of different deals and moments says nothing", arguments: seeds)
  func order(seed: UInt64) throws {
    let crm = KeptCRM(seed: seed)
    var plain = try Asked(crm)
    var shuffled = try Asked(crm) { Self.shuffled($0, seed: seed) }
    let days = Self.days(of: crm, seed: seed, count: 2).map { " as of \(KeptCRM.text($0))" }
    for question in PastQuestions.ofHistory {
      for day in days + [""] {
        let text = question + day
        #expect(shuffled.rows(text) == plain.rows(text), "\(text), seed \(seed)")
      }
    }
  }

  @Test("a funnel's counts never grow on the way to the first won stage", arguments: seeds)
  func funnel(seed: UInt64) throws {
    let crm = KeptCRM(seed: seed)
    var whole = try Asked(crm)
    for day in Self.days(of: crm, seed: seed, count: 6) {
      for question in ["funnel", "funnel where hot", "funnel by source"] {
        let rows = try whole.rows("\(question) as of \(KeptCRM.text(day))").get()
        for (before, after) in zip(rows, rows.dropFirst())
        where ["pipeline", "source"].allSatisfy({ before[$0] == after[$0] }) {
          let (one, other) = (before["reached"]?.double ?? 0, after["reached"]?.double ?? 0)
          #expect(one >= other, "\(question) as of \(KeptCRM.text(day)), seed \(seed)")
        }
      }
    }
  }

  /// Days of the data on which something is still to come.
  static func days(of crm: KeptCRM, seed: UInt64, count: Int) -> [Int32] {
    var random = SeededRandom(seed: seed &* 31)
    return (0..<count).map { _ in
      KeptCRM.first + Int32(random.number(120...Int(crm.lastChange - KeptCRM.first) - 1))
    }
  }

  /// The changes in another order that keeps that of one deal's changes of one moment.
  private static func shuffled(_ changes: [KeptCRM.Change], seed: UInt64) -> [KeptCRM.Change] {
    var random = SeededRandom(seed: seed)
    struct Key: Hashable { var deal, minute: Int }
    func key(_ change: KeptCRM.Change) -> Key { Key(deal: change.deal, minute: change.minute) }
    var waiting = Dictionary(grouping: changes, by: key)
    return changes.shuffled(using: &random).map { change in
      waiting[key(change)]?.removeFirst() ?? change
    }
  }
}

/// A session on the data of a made-up CRM.
struct Asked {
  private var session: GoldenSession

  init(
    _ crm: KeptCRM, asOf day: Int32? = nil, today: String = "2026-06-30",
    arranged: ([KeptCRM.Change]) -> [KeptCRM.Change] = { $0 }
  ) throws {
    session = try GoldenSession(
      files: crm.files(asOf: day, arranged: arranged), data: "model.json",
      today: day.map(KeptCRM.text) ?? today)
  }

  /// The rows of an answer, or the code of the message that stands for it.
  mutating func rows(_ question: String) -> Result<[[String: MachineValue]], Refusal> {
    session.rows(question).mapError { failure in
      let code = failure.text.split(separator: "[").dropFirst().first?.prefix { $0 != "]" }
      return Refusal(stringLiteral: code.map(String.init) ?? failure.text)
    }
  }

  struct Refusal: Error, Hashable, ExpressibleByStringLiteral {
    let code: String

    init(stringLiteral code: String) { self.code = code }
  }
}
