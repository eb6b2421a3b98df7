/// Every word the grammar gives a meaning, in alphabetical order.
///
/// Only the reserved ones are never names; the rest are names wherever an operand is expected.
package enum Keyword: String, Sendable, Hashable, CaseIterable {
  case ago, all, and, `as`, because, between, bounds, business, by, cap, complete, contains
  case day, days, define, during, `else`, ends, expect, explain, export, fading, `false`, fired,
    first
  case fiscal, `for`, from, given, grade, group, `if`, `in`, `is`, last, `let`, limit
  case matches, max, metric, missing, month, months, next, not, now, of, on, or, others
  case otherwise, over, param, past, per, policy, pql, present, quarter, quarters
  case reached, reject, route, rule, set, show, since, sort, start, starts
  case table, test, then, this, to, today, tomorrow, top, `true`, until, use, using
  case vs, week, weeks, when, `where`, with, year, years, yesterday

  /// The words that are never names without backticks.
  package static let reserved: [Keyword] = [
    .and, .by, .false, .in, .is, .missing, .not, .or, .true, .where,
  ]

  /// Keywords by their spelling in lower case.
  static let bySpelling = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

  /// The keyword a word spells, in whatever case.
  package init?(word: String) {
    guard word.utf8.count <= Self.longest else { return nil }
    guard let keyword = Self.bySpelling[word.asciiLowercased] else { return nil }
    self = keyword
  }

  /// How many bytes the longest keyword has.
  static let longest = allCases.map(\.rawValue.utf8.count).max() ?? 0

  /// Whether the word is never a name.
  package var isReserved: Bool {
    switch self {
    case .and, .by, .false, .in, .is, .missing, .not, .or, .true, .where: true
    default: false
    }
  }

  /// The clause the word begins, if it begins one; `as of` begins as `as FORMAT` does.
  package var clause: ClauseKeyword? { ClauseKeyword(rawValue: rawValue) }

  /// The unit of a period the word names, in the singular or the plural.
  var periodUnit: PeriodUnit? {
    switch self {
    case .day, .days: .day
    case .week, .weeks: .week
    case .month, .months: .month
    case .quarter, .quarters: .quarter
    case .year, .years: .year
    default: nil
    }
  }

  /// The unit of a duration the word names, in the singular or the plural.
  var durationUnit: DurationUnit? {
    switch self {
    case .day, .days: .day
    case .week, .weeks: .week
    case .month, .months: .month
    case .quarter, .quarters: .quarter
    case .year, .years: .year
    default: nil
    }
  }

  /// How a period beginning with the word lies against today.
  var relativePeriod: RelativePeriod? {
    switch self {
    case .last: .last
    case .next: .next
    case .past: .past
    case .this: .this
    default: nil
    }
  }

  /// The moment the word names.
  var moment: Moment? {
    switch self {
    case .now: .now
    case .today: .today
    case .tomorrow: .tomorrow
    case .yesterday: .yesterday
    default: nil
    }
  }
}

extension String {
  /// The text with A-Z in lower case and everything else as it is.
  var asciiLowercased: String {
    guard utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return self }
    return String(
      decoding: utf8.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }, as: UTF8.self)
  }
}
