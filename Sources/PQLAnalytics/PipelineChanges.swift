/// What led from an opening pipeline to a closing one, cause by cause: it adds up to the unit.
package struct PipelineChanges: Sendable {
  /// The causes in the order in which they are told.
  package enum Cause: Int, Sendable, CaseIterable {
    case opening, created, movedIn, reopened, increased, decreased, movedOut, won, lost, left
    case exchange, closing

    /// As people say it.
    package var text: String {
      switch self {
      case .movedIn: "moved in"
      case .movedOut: "moved out"
      default: "\(self)"
      }
    }
  }

  /// A deal at one of the two ends.
  package struct End: Sendable {
    /// The group that it belongs to there.
    package var group: Int
    /// Open, due in the period, and meeting the question's condition.
    package var isInScope: Bool
    package var isOpen: Bool
    package var isDue: Bool
    /// Meeting the condition, whatever became of it.
    package var isMeant: Bool
    package var isWon: Bool
    /// Whether it closed behind the opening and within the period.
    package var isBooked: Bool
    /// What it is worth, 0 where nobody knows.
    package var amount: Int128

    package init(
      group: Int, isOpen: Bool, isDue: Bool, isMeant: Bool, isWon: Bool, isBooked: Bool,
      amount: Int128
    ) {
      self.group = group
      isInScope = isOpen && isDue && isMeant
      self.isOpen = isOpen
      self.isDue = isDue
      self.isMeant = isMeant
      self.isWon = isWon
      self.isBooked = isBooked
      self.amount = amount
    }
  }

  /// By group and cause, how many deals and how much.
  package private(set) var deals: [Int]
  package private(set) var amounts: [Int128]
  /// Deals that left the scope by closing without meeting the condition.
  package private(set) var leftWon = 0
  package private(set) var leftLost = 0
  /// A part for each deal and cause.
  package private(set) var parts: [Part] = []

  /// What one deal adds to one cause.
  package struct Part: Sendable {
    package var deal: Int
    package var group: Int
    package var cause: Cause
    package var amount: Int128
  }

  package init(groupCount: Int) {
    deals = [Int](repeating: 0, count: groupCount * Cause.allCases.count)
    amounts = [Int128](repeating: 0, count: deals.count)
  }

  /// Whether rates changed what anything is worth.
  package var hasExchange: Bool { parts.contains { $0.cause == .exchange } }

  /// The cell of a group and a cause.
  package func cell(_ group: Int, _ cause: Cause) -> Int {
    group * Cause.allCases.count + cause.rawValue
  }

  /// Adds a deal by what it was at both ends, nil where it was not there; `rate` is what its opening
  /// amount gained by exchange.
  package mutating func add(_ deal: Int, opening: End?, closing: End?, exchange: Int128) {
    let before = opening.flatMap { $0.isInScope ? $0 : nil }
    let after = closing.flatMap { $0.isInScope ? $0 : nil }
    if let before { note(deal, .opening, before.group, before.amount) }
    if let after { note(deal, .closing, after.group, after.amount) }
    switch (before, after) {
    case (let before?, let after?) where before.group == after.group:
      change(deal, before.group, from: before.amount, to: after.amount, exchange)
    case (let before?, let after?):
      note(deal, .movedOut, before.group, -before.amount)
      note(deal, .movedIn, after.group, after.amount)
    case (let before?, nil): leave(deal, before, closing, exchange)
    case (nil, let after?):
      note(deal, entry(opening), after.group, after.amount)
    case (nil, nil):
      // Who came and closed in between stands on both sides.
      guard let closing, closing.isBooked, closing.isMeant, !closing.isOpen else { return }
      note(deal, entry(opening), closing.group, closing.amount)
      note(deal, closing.isWon ? .won : .lost, closing.group, -closing.amount)
    }
  }

  private func entry(_ opening: End?) -> Cause {
    guard let opening else { return .created }
    return opening.isOpen ? .movedIn : .reopened
  }

  /// A deal that was in scope at the opening alone.
  private mutating func leave(
    _ deal: Int, _ before: End, _ closing: End?, _ exchange: Int128
  ) {
    guard let closing else { return note(deal, .left, before.group, -before.amount) }
    guard !closing.isOpen else {
      return note(deal, closing.isDue ? .left : .movedOut, before.group, -before.amount)
    }
    guard closing.isMeant else {
      if closing.isWon { leftWon += 1 } else { leftLost += 1 }
      return note(deal, .left, before.group, -before.amount)
    }
    if closing.group != before.group {
      note(deal, .movedOut, before.group, -before.amount)
      note(deal, .movedIn, closing.group, closing.amount)
      note(deal, closing.isWon ? .won : .lost, closing.group, -closing.amount)
    } else if closing.isWon {
      change(deal, before.group, from: before.amount, to: closing.amount, exchange)
      note(deal, .won, before.group, -closing.amount)
    } else {
      note(deal, .lost, before.group, -before.amount)
    }
  }

  private mutating func change(
    _ deal: Int, _ group: Int, from: Int128, to: Int128, _ exchange: Int128
  ) {
    if exchange != 0 { note(deal, .exchange, group, exchange) }
    let change = to - from - exchange
    if change != 0 { note(deal, change > 0 ? .increased : .decreased, group, change) }
  }

  private mutating func note(_ deal: Int, _ cause: Cause, _ group: Int, _ amount: Int128) {
    let cell = cell(group, cause)
    deals[cell] += 1
    amounts[cell] += amount
    parts.append(Part(deal: deal, group: group, cause: cause, amount: amount))
  }
}
