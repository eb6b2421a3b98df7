import PQLModel

/// The values of a field as the texts that a history has for them, coded.
///
/// Amounts and numbers stand without idle zeros, percents as fractions of 1, days as 2026-06-30. The
/// currency of an amount is its record's.
///
/// A value keeps its code from column to column, so that a million amounts cost their texts once.
struct ChangeTexts {
  /// What a number stands for.
  private enum Kind { case money, number, second }

  private var known: [Kind: [Int128: Int32]] = [:]

  /// The code of each row's value among `values`; -1 where it is missing.
  mutating func codes(
    of field: EntityField, among values: inout TextInterner
  ) -> [Int32] {
    let column = field.column
    switch column {
    case .text(let texts):
      let own = values.codes(of: texts.dictionary)
      return texts.codes.map { $0 < 0 ? -1 : own[Int($0)] }
    case .money(let money):
      let unit = Money.powerOfTen(Money.digits - min(money.scale, Money.digits))
      return coded(column, .money, &values, { Int128(money.units[$0]) * unit }, Money.text)
    case .exact(let exact):
      return coded(column, .money, &values, { exact.values[$0] }, Money.text)
    case .number(let numbers):
      return coded(
        column, .number, &values, { Int128(numbers.values[$0].bitPattern) },
        { Double(bitPattern: UInt64(truncatingIfNeeded: $0)).plainText })
    case .boolean(let conditions):
      let codes = [values.code(of: "false"), values.code(of: "true")]
      return (0..<column.count).map {
        column.isPresent($0) ? codes[conditions.values[$0] ? 1 : 0] : -1
      }
    case .day(let days):
      return coded(
        column, .second, &values, { Int128(days.values[$0]) * ChangeTexts.secondsOfDay },
        ChangeTexts.moment)
    case .second(let moments):
      return coded(
        column, .second, &values, { Int128(moments.values[$0]) }, ChangeTexts.moment)
    case .list(let lists):
      return (0..<column.count).map { row in
        guard column.isPresent(row) else { return -1 }
        let range = Int(lists.offsets[row])..<Int(lists.offsets[row + 1])
        return values.code(of: range.compactMap { lists.elements[$0] }.joined(separator: ", "))
      }
    }
  }

  private mutating func coded(
    _ column: Column, _ kind: Kind, _ values: inout TextInterner, _ number: (Int) -> Int128,
    _ text: (Int128) -> String
  ) -> [Int32] {
    var known = self.known.removeValue(forKey: kind) ?? [:]
    defer { self.known[kind] = known }
    return (0..<column.count).map { row in
      guard column.isPresent(row) else { return -1 }
      let value = number(row)
      if let code = known[value] { return code }
      let code = values.code(of: text(value))
      known[value] = code
      return code
    }
  }

  private static let secondsOfDay: Int128 = 86_400

  /// A moment as it is written: one at the beginning of a day as the day.
  private static func moment(_ second: Int128) -> String {
    let second = Int64(truncatingIfNeeded: second)
    let day = dayNumber(ofSeconds: second)
    let rest = second - Int64(day) * 86_400
    let date = CivilDate(dayNumber: day).text
    guard rest > 0 else { return date }
    let parts = [rest / 3600, rest / 60 % 60, rest % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return date + "T" + parts.joined(separator: ":")
  }
}

extension TextInterner {
  /// The codes of all texts of a dictionary.
  mutating func codes(of dictionary: TextDictionary) -> [Int32] {
    let bytes = FileBytes(Array(dictionary.bytes))
    return withExtendedLifetime(bytes) {
      (0..<dictionary.count).map {
        code(bytes.view, dictionary.offsets[$0], dictionary.offsets[$0 + 1])
      }
    }
  }
}
