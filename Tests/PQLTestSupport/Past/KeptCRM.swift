import PQLModel

/// A made-up CRM that keeps every event with its moment, so that its data can be written as they stood
/// at the end of any day: what `as of` that day is held against.
///
/// Deals skip stages, go back, are reopened, and change amounts, close dates, owners and fields of any
/// type; accounts are made later than their deals, leads are converted later, activities are planned.
package struct KeptCRM: Sendable {
  /// What a field of a deal became at a moment; values are texts of JSON, nil for none.
  package struct Change: Sendable {
    package var minute: Int
    package var deal: Int
    package var field: String
    package var from: String?
    package var to: String?
  }

  struct Deal: Sendable {
    var id: String
    var created: Int
    var pipeline: Int
    var account: Int?
    var source: String
    var reason: String
    var probability: String
  }

  struct Lead: Sendable {
    var created: Int
    var converted: Int?
    var deal: Int?
    var disqualified: Int?
  }

  struct Activity: Sendable {
    var minute: Int
    var deal: Int
    var type: String
  }

  /// The first day, and how many there are.
  package static let first = CivilDate(year: 2025, month: 1, day: 1).dayNumber
  package static let dayCount = 420
  static let pipelines: [(name: String, stages: [String])] = [
    ("New", ["Lead", "Qualified", "Proposal", "Negotiation", "Won", "Lost"]),
    ("Renewal", ["Review", "Proposal", "Won", "Lost"]),
  ]
  static let owners = [("Ana", "North"), ("Bo", "North"), ("Cy", "South"), ("Dé", "South")]
  static let closed = ["Won", "Lost"]

  private var random: SeededRandom
  /// Whether the data say on which day a deal closed; else the history does.
  let tellsClosing: Bool
  /// By account the day it was made on, and its industry.
  private(set) var accounts: [(created: Int, industry: String)] = []
  private(set) var deals: [Deal] = []
  private(set) var leads: [Lead] = []
  private(set) var activities: [Activity] = []
  /// In order of time; those of one moment in the order in which they were made.
  package private(set) var changes: [Change] = []

  package init(seed: UInt64, deals count: Int = 40) {
    random = SeededRandom(seed: seed)
    tellsClosing = seed.isMultiple(of: 2)
    accounts = (0..<12).map { _ in
      (day(0), random.pick(["soft", "health", "steel"]))
    }
    for place in 0..<count { addDeal(place) }
    changes = changes.enumerated().sorted {
      ($0.element.minute, $0.offset) < ($1.element.minute, $1.offset)
    }.map(\.element)
    for _ in 0..<count { addLead() }
    for _ in 0..<count * 3 {
      let deal = random.number(0...count - 1)
      let day = random.number(deals[deal].created...Self.dayCount + 40)
      activities.append(
        Activity(minute: minute(of: day), deal: deal, type: random.pick(["call", "demo"])))
    }
  }

  /// The last day on which a deal changed.
  package var lastChange: Int32 { Self.first + Int32((changes.last?.minute ?? 0) / 1440) }

  private mutating func day(_ first: Int) -> Int { random.number(first...Self.dayCount - 2) }

  private mutating func minute(of day: Int) -> Int { day * 1440 + random.number(0...1439) }

  // MARK: - What happens

  private mutating func addDeal(_ place: Int) {
    let pipeline = random.number(0...1)
    let deal = Deal(
      id: "D\(place)", created: day(0), pipeline: pipeline,
      account: random.chance(90) ? random.number(0...11) : nil,
      source: random.pick(["web", "event", "partner"]), reason: random.pick(["price", "timing"]),
      probability: random.pick(["0.1", "0.4", "0.9"]))
    deals.append(deal)
    let stages = Self.pipelines[pipeline].stages
    var now: [String: String] = [:]
    var minute = minute(of: deal.created)
    now["stage"] = quoted(random.pick(Array(stages.prefix(2))))
    for field in ["amount", "close_date", "owner", "hot", "seats"] {
      now[field] = value(field, deal.created)
    }
    for (field, value) in now.sorted(by: { $0.key < $1.key }) {
      changes.append(Change(minute: minute, deal: place, field: field, from: nil, to: value))
    }
    for _ in 0..<random.number(0...14) {
      minute += random.pick([0, 0, 3, 60, random.number(60...5000), random.number(1440...57_600)])
      guard minute < Self.dayCount * 1440 else { return }
      let stage = now["stage"] ?? ""
      let isClosed = Self.closed.contains { quoted($0) == stage }
      if isClosed, random.chance(70) { continue }
      let field = isClosed || random.chance(45) ? "stage" : random.pick(Self.tracked)
      let next =
        field == "stage" ? quoted(self.next(of: stage, in: stages)) : value(field, minute / 1440)
      guard next != now[field] else { continue }
      changes.append(
        Change(minute: minute, deal: place, field: field, from: now[field], to: next))
      now[field] = next
    }
  }

  private static let tracked = [
    "amount", "amount", "close_date", "close_date", "owner", "hot", "seats",
  ]

  /// A value of a field on a day; some are missing.
  private mutating func value(_ field: String, _ day: Int) -> String? {
    switch field {
    case "amount":
      random.chance(12) ? nil : "\(random.number(1...90_000)).\(random.number(10...99))"
    case "close_date":
      random.chance(12)
        ? nil : quoted(Self.text(Self.first + Int32(day + random.number(-15...130))))
    case "owner": random.chance(10) ? nil : quoted(random.pick(Self.owners).0)
    case "hot": random.chance(50) ? "true" : "false"
    default: random.chance(20) ? nil : random.pick(["1", "2.5", "30", "100"])
    }
  }

  /// Where a deal goes: on, past a stage, back, or out; a closed one to anywhere.
  private mutating func next(of stage: String, in stages: [String]) -> String {
    guard let place = stages.dropLast(2).firstIndex(where: { quoted($0) == stage }) else {
      return random.pick(stages)
    }
    let steps = [place + 1, place + 1, place + 2, place - 1, stages.count - 2, stages.count - 1]
    return stages[max(0, min(random.pick(steps), stages.count - 1))]
  }

  private mutating func addLead() {
    let created = day(0)
    let after = created + random.number(0...80)
    var lead = Lead(created: created)
    if after < Self.dayCount {
      if random.chance(50) {
        lead.converted = after
        lead.deal = random.pick(deals.indices.filter { deals[$0].created <= after } + [-1])
        if lead.deal == -1 { lead.deal = nil }
      } else if random.chance(50) {
        lead.disqualified = after
      }
    }
    leads.append(lead)
  }

  func quoted(_ text: String) -> String { "\"\(text)\"" }

  /// A day as the language writes it.
  package static func text(_ day: Int32) -> String { CivilDate(dayNumber: day).text }
}
