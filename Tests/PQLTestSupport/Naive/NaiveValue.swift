/// A text that equals another when its bytes do.
package struct ByteText: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package static func == (left: ByteText, right: ByteText) -> Bool {
    Array(left.text.utf8) == Array(right.text.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(Array(text.utf8))
  }

  package static func < (left: ByteText, right: ByteText) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  package var description: String { "\"\(text)\"" }
}

/// A value of a cell, by itself.
package enum NaiveValue: Sendable, Hashable {
  case missing
  case text(ByteText)
  /// numbers and percents, the latter as fractions
  case number(Double)
  case money(ExactAmount)
  case boolean(Bool)
  /// days since 1970-01-01
  case date(Int)
  /// seconds since 1970-01-01T00:00
  case timestamp(Int)
  /// days
  case duration(Double)
  case period(NaivePeriod)
  case list([ByteText])

  package static func text(_ text: String) -> NaiveValue { .text(ByteText(text)) }

  package var isMissing: Bool { self == .missing }

  /// Whether a condition with this result holds.
  package var isTrue: Bool { self == .boolean(true) }

  /// Negative, 0 or positive; nil when either is missing or they do not compare.
  package func compared(with other: NaiveValue) -> Int? {
    switch (self, other) {
    case (.text(let left), .text(let right)): NaiveValue.order(left, right)
    case (.number(let left), .number(let right)): NaiveValue.order(left, right)
    case (.money(let left), .money(let right)): NaiveValue.order(left, right)
    case (.money(let left), .number(let right)):
      ExactAmount(decimal: right).map { NaiveValue.order(left, $0) }
    case (.number(let left), .money(let right)):
      ExactAmount(decimal: left).map { NaiveValue.order($0, right) }
    case (.boolean(let left), .boolean(let right)):
      NaiveValue.order(left ? 1 : 0, right ? 1 : 0)
    case (.date(let left), .date(let right)): NaiveValue.order(left, right)
    case (.timestamp(let left), .timestamp(let right)): NaiveValue.order(left, right)
    case (.timestamp(let left), .date(let right)):
      NaiveValue.order(NaiveCalendar.day(ofSecond: left), right)
    case (.date(let left), .timestamp(let right)):
      NaiveValue.order(left, NaiveCalendar.day(ofSecond: right))
    case (.duration(let left), .duration(let right)): NaiveValue.order(left, right)
    case (.period(let left), .period(let right)): NaiveValue.order(left.first, right.first)
    default: nil
    }
  }

  private static func order<Element: Comparable>(_ left: Element, _ right: Element) -> Int {
    left < right ? -1 : left > right ? 1 : 0
  }
}

/// What a field, column or expression holds.
package enum NaiveKind: Sendable, Hashable {
  case text, category, stage, number, money, percent, boolean, date, timestamp, duration, list
  case period(NaiveGrain)

  /// Whether the values are text.
  package var isTextual: Bool { self == .text || self == .category || self == .stage }
}
