import PQLAnalytics
import PQLModel
import PQLPlan
import PQLSyntax

/// Groups of deals beside the quotas that are theirs: what attainment and coverage stand on.
///
/// A quota with an owner is the owner's, one with a team alone the team's, one with neither the
/// company's. Owners' quotas count where the question speaks of owners; where it speaks of teams the
/// team's, else the sum of its owners'; where of neither the company's, else the teams', else the owners'.
struct QuotaGroups {
  /// What a verb of quotas reads besides what its figures name.
  static let reads = [
    "quotas", "owners", "owner", "team", "manager", "from", "until", "amount", "currency",
  ]
  /// What managers are to win themselves.
  static let ownQuota = PlannedColumn(name: "own_quota", type: .money)

  private(set) var count: Int
  private(set) var keys: [Column]
  /// By group its row among the groups of deals, -1 for one that only quotas have.
  private(set) var dealRows: [Int32]
  /// By group the quota of the period, what of it is due by today, and the manager's own.
  private(set) var quotas: [Int128?]
  private(set) var due: [Int128?]
  private(set) var own: [Int128?]

  /// The groups of a node's inputs: groups of deals, the quotas where a quota knows the keys, and all
  /// quotas where managers have their own.
  init(_ inputs: [Rows], _ context: OperatorContext) throws(EvaluationFailure) {
    let deals = inputs[0]
    let keyCount = context.node.keys.count
    count = deals.count
    keys = deals.columns.prefix(keyCount).map(\.column)
    dealRows = (0..<Int32(deals.count)).map { $0 }
    quotas = Array(repeating: nil, count: count)
    (due, own) = (quotas, quotas)
    guard inputs.count > 1 else { return }
    let groups = try join(deals, inputs[1], keyCount, context)
    var book = try QuotaBook(inputs[1], groups, context)
    for group in 0..<count {
      let total = try book.total(of: group)
      (quotas[group], due[group]) = (total?.amount, total?.due)
    }
    book.tell(context, isKeyed: keyCount > 0)
    if inputs.count > 2 { try addOwn(inputs[2], context) }
  }

  /// Adds the groups that only quotas have, and gives the group of each quota.
  private mutating func join(
    _ deals: Rows, _ rows: Rows, _ keyCount: Int, _ context: OperatorContext
  ) throws(EvaluationFailure) -> [Int32] {
    guard keyCount > 0 else { return Array(repeating: 0, count: rows.count) }
    let stacked = try context.stacked(
      keys, deals.count, rows.columns.prefix(keyCount).map(\.column), rows.count)
    let grouping = Grouping(stacked, count: deals.count + rows.count)
    // Keys of deals are unique, so that their groups have the first numbers.
    count = grouping.count
    keys = stacked.map { $0.gathered(grouping.representatives) }
    dealRows += [Int32](repeating: -1, count: count - deals.count)
    quotas += [Int128?](repeating: nil, count: count - deals.count)
    (due, own) = (quotas, quotas)
    return Array(grouping.groups.dropFirst(deals.count))
  }

  /// The quotas that managers have themselves, by their names as the owners' records have them.
  private mutating func addOwn(
    _ rows: Rows, _ context: OperatorContext
  ) throws(EvaluationFailure) {
    guard case .text(let managers) = rows.columns[0].column, case .text(let names)? = keys.first
    else { return }
    var group: [String: Int32] = [:]
    for row in 0..<count { if let name = names[row] { group[name] = Int32(row) } }
    let groups = (0..<rows.count).map { row in managers[row].flatMap { group[$0] } ?? -1 }
    var book = try QuotaBook(rows, groups, context)
    for group in 0..<count { own[group] = try book.total(of: group)?.amount }
  }

  /// The figures of deals in the groups; of a group without deals what a sum of nothing is.
  func money(_ name: String, of deals: Rows) -> [Int128?] {
    guard let column = deals[name] else { return Array(repeating: nil, count: count) }
    let values = column.exactValues
    return dealRows.map { row in
      guard row >= 0 else { return 0 }
      return column.isPresent(Int(row)) ? values[Int(row)] : nil
    }
  }

  /// A sum of amounts in the groups, missing where there are some and none has a value: `count` and
  /// `unvalued` name the columns that count those.
  func total(_ name: String, of deals: Rows, count: String, unvalued: String) -> [Int128?] {
    guard case .number(let counts)? = deals[count], case .number(let missing)? = deals[unvalued]
    else { return money(name, of: deals) }
    return zip(dealRows, money(name, of: deals)).map { row, sum in
      guard row >= 0, counts.values[Int(row)] > 0 else { return sum }
      return counts.values[Int(row)] == missing.values[Int(row)] ? nil : sum
    }
  }

  /// The node's rows: the groups with a quota, and those where one of the columns of counts is above 0;
  /// the largest quota first.
  func rows(
    _ figures: [String: Column], where counts: [String], of deals: Rows, _ context: OperatorContext
  ) -> Rows {
    let isCounted = (0..<count).map { group in
      guard dealRows[group] >= 0 else { return false }
      return counts.contains { name in
        guard case .number(let numbers)? = deals[name] else { return false }
        return numbers.values[Int(dealRows[group])] > 0
      }
    }
    let keyCount = context.node.keys.count
    let made = context.node.columns.dropFirst(keyCount).compactMap { column in
      figures[column.name].map { Rows.Named(column.name, column.type, $0) }
    }
    let named = zip(context.node.columns, keys).map { Rows.Named($0.name, $0.type, $1) }
    let order = context.execution.groupOrder(
      context.node.keys, keys + made.map(\.column), context.node.keys.map { _ in nil })
    let shown = RowOrder(order).sorted(count: count).filter { group in
      keyCount == 0 || quotas[Int(group)] != nil || isCounted[Int(group)]
    }
    return Rows(count: count, columns: named + made).selecting(
      shown, columns: context.node.columns.map(\.name))
  }
}

/// The quotas of a question by group and holder, and what is to be said of them.
private struct QuotaBook {
  private typealias Holders = [String?: [QuotaPeriods.Quota]]

  /// By group the quotas of the company, of teams by name, and of owners by team and name.
  private var company: [Int: [QuotaPeriods.Quota]] = [:]
  private var teams: [Int: Holders] = [:]
  private var owners: [Int: [String?: Holders]] = [:]
  private let holders: AskedQuotas.Holders
  private let period: DayRange
  private let today: Int32

  private var unusable = 0
  private var longer = 0
  private var parts = 0
  private var kinds: [String: Int] = [:]
  /// Who has a quota for some days of the period alone, in words.
  private var partly: [(holder: String, days: String)] = []

  init(
    _ rows: Rows, _ groups: [Int32], _ context: OperatorContext
  ) throws(EvaluationFailure) {
    guard case .text(let owner)? = rows["quota owner"], case .text(let team)? = rows["quota team"],
      case .day(let first)? = rows["first"], case .day(let last)? = rows["last"],
      let worth = rows["worth"], case .date(let start)? = context.node.settings["first"],
      case .date(let end)? = context.node.settings["last"],
      case .text(let holders)? = context.node.settings["holders"]
    else { throw .fault("quotas without columns") }
    self.holders = AskedQuotas.Holders(rawValue: holders) ?? .owners
    period = DayRange(start: start, end: end + 1)
    today = context.today
    let amounts = worth.exactValues
    for row in 0..<rows.count where groups[row] >= 0 {
      guard first.validity?[row] ?? true, last.validity?[row] ?? true, worth.isPresent(row),
        first.values[row] <= last.values[row]
      else {
        unusable += 1
        continue
      }
      let quota = QuotaPeriods.Quota(
        first: first.values[row], last: last.values[row], amount: amounts[row])
      let group = Int(groups[row])
      if let owner = owner[row] {
        owners[group, default: [:]][team[row], default: [:]][owner, default: []].append(quota)
      } else if let team = team[row] {
        teams[group, default: [:]][team, default: []].append(quota)
      } else {
        company[group, default: []].append(quota)
      }
    }
  }

  /// The quota of a group, and what of it is due; nil where it has none in the period.
  mutating func total(
    of group: Int
  ) throws(EvaluationFailure) -> (amount: Int128, due: Int128)? {
    var total: (amount: Int128, due: Int128)?
    func add(_ counted: QuotaPeriods) throws(EvaluationFailure) {
      let (amount, isFar) = (total?.amount ?? 0).addingReportingOverflow(counted.amount)
      guard !isFar else { throw .overflow("a sum of quotas") }
      total = (amount, (total?.due ?? 0) &+ counted.dueAmount)
    }
    for counted in try chosen(group) { try add(counted) }
    return total
  }

  /// The quotas that count for a group, holder by holder.
  private mutating func chosen(_ group: Int) throws(EvaluationFailure) -> [QuotaPeriods] {
    let own = owners[group] ?? [:]
    func ofOwners(
      _ team: String?, _ book: inout QuotaBook
    ) throws(EvaluationFailure) -> [QuotaPeriods] {
      try book.counted(own[team] ?? [:], "owners")
    }
    switch holders {
    case .owners:
      var counted: [QuotaPeriods] = []
      for team in own.keys.sorted(by: Self.precedes) { counted += try ofOwners(team, &self) }
      return counted
    case .teams:
      var counted: [QuotaPeriods] = []
      let names = Set(own.keys).union((teams[group] ?? [:]).keys).sorted(by: Self.precedes)
      for team in names {
        let ofTeam = try self.counted([team: teams[group]?[team] ?? []], "teams")
        counted += ofTeam.isEmpty ? try ofOwners(team, &self) : ofTeam
      }
      return counted
    case .any:
      let ofCompany = try counted([nil: company[group] ?? []], "company")
      if !ofCompany.isEmpty { return ofCompany }
      let ofTeams = try counted(teams[group] ?? [:], "teams")
      if !ofTeams.isEmpty { return ofTeams }
      var counted: [QuotaPeriods] = []
      for team in own.keys.sorted(by: Self.precedes) { counted += try ofOwners(team, &self) }
      return counted
    }
  }

  private static func precedes(_ one: String?, _ other: String?) -> Bool {
    guard let one, let other else { return one != nil }
    return one < other
  }

  /// What counts of the quotas of some holders of one kind.
  private mutating func counted(
    _ holders: Holders, _ kind: String
  ) throws(EvaluationFailure) -> [QuotaPeriods] {
    var all: [QuotaPeriods] = []
    for name in holders.keys.sorted(by: Self.precedes) {
      let counted: QuotaPeriods?
      do throws(AmountOverflow) {
        counted = try QuotaPeriods(holders[name] ?? [], in: period, today: today)
      } catch {
        throw .overflow("a sum of quotas")
      }
      guard let counted else { continue }
      let holder = name ?? "the company"
      if let quota = counted.crossing {
        throw .quotaCrosses(holder: holder, quota: quota.range, period: period)
      }
      all.append(counted)
      kinds[kind, default: 0] += 1
      longer += counted.longerCount
      parts += counted.partCount
      if counted.covered != [period] {
        partly.append((holder, counted.covered.map(\.text).joined(separator: ", ")))
      }
    }
    return all
  }

  /// Whose quotas count, and where they say less than the question asks.
  func tell(_ context: OperatorContext, isKeyed: Bool) {
    func tell(_ form: NoteForm, _ count: Int) {
      if count > 0 { context.note(Note(form, [.count("n", count)])) }
    }
    if kinds.isEmpty { context.note(Note(.noQuotas, [.text("period", period.text)])) }
    tell(.companyQuota, kinds["company"] ?? 0)
    if holders != .owners {
      tell(.teamQuotas, kinds["teams"] ?? 0)
      tell(.ownerQuotas, kinds["owners"] ?? 0)
    }
    tell(.quotasUnusable, unusable)
    tell(.quotasLonger, longer)
    tell(.quotasInPart, parts)
    for (days, holders) in Dictionary(grouping: partly, by: \.days).sorted(by: { $0.key < $1.key })
    {
      context.note(
        Note(
          .quotasCover,
          [.text("holders", Self.list(holders.map(\.holder))), .text("days", days)]))
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(3).joined(separator: ", ")
    return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
  }
}

extension AskedQuotas {
  /// The inputs of an operator on groups of deals.
  func inputs(_ groups: PlanNode) -> [PlanNode] {
    guard let rows else { return [groups] }
    return [groups, rows] + (all.map { [$0] } ?? [])
  }

  /// What the operator is told.
  func settings(_ period: VerbPeriod) -> [String: Value] {
    [
      "holders": .text(holders.rawValue), "first": .date(period.period.range.start),
      "last": .date(period.period.range.end - 1),
    ]
  }

  /// What is to be said of conditions and keys that quotas do not know.
  var notes: [Note] {
    var notes: [Note] = []
    if !unknownKeys.isEmpty {
      notes.append(
        Note(.keysWithoutQuota, [.text("keys", unknownKeys.joined(separator: ", "))]))
    } else if !unknownConditions.isEmpty {
      notes.append(
        Note(
          .quotasWhole, [.text("conditions", unknownConditions.joined(separator: " and "))]))
    }
    return notes
  }
}

extension NoteForm {
  fileprivate static let noQuotas = NoteForm("no-quotas", "no quota touches {period}")
  fileprivate static let companyQuota = NoteForm("company-quota", "quota is the company's")
  fileprivate static let teamQuotas = NoteForm(
    "team-quotas", "quota is that of {n:# team|# teams}")
  fileprivate static let ownerQuotas = NoteForm(
    "owner-quotas", "quota is the sum of the quotas of {n:# owner|# owners}")
  fileprivate static let quotasUnusable = NoteForm(
    "quotas-unusable",
    "{n:# quota lacks|# quotas lack} an amount, a first or a last day, and {n:is|are} left out")
  fileprivate static let quotasLonger = NoteForm(
    "quotas-longer",
    "{n:# longer quota is|# longer quotas are} left out, since shorter ones lie within "
      + "{n:it|them}")
  fileprivate static let quotasInPart = NoteForm(
    "quotas-in-part",
    "{n:# quota is|# quotas are} longer than the period, and {n:counts|count} by the days in it")
  fileprivate static let quotasCover = NoteForm(
    "quotas-cover", "of the period the quota of {holders} covers {days}")
  fileprivate static let quotasWhole = NoteForm(
    "quotas-whole", "quotas are whole: they know nothing of {conditions}")
  fileprivate static let keysWithoutQuota = NoteForm(
    "keys-without-quota", "no quota knows {keys}, so quota and what hangs on it are missing")
}
