import PQLModel
import PQLPlan

extension Execution {
  /// Compares two terms; a row with a missing side holds only for `!=`.
  func comparison(
    _ sign: ComparisonOperator, _ left: Term, _ right: Term, in frame: Frame
  ) throws(EvaluationFailure) -> Bitmap {
    if sign == .notEqual { return ~(try comparison(.equal, left, right, in: frame)) }
    if left.isConstant, !right.isConstant {
      return try comparison(sign.mirrored, right, left, in: frame)
    }
    let column = try evaluate(left, in: frame)
    guard right.isConstant else {
      return try compareColumns(sign, column, try evaluate(right, in: frame), isConstant: false)
    }
    let single = Frame(entity: nil, rows: nil, count: 1, columns: [])
    return try compareColumns(sign, column, try evaluate(right, in: single), isConstant: true)
  }

  /// Compares columns of one storage; a constant has one row.
  func compareColumns(
    _ sign: ComparisonOperator, _ left: Column, _ right: Column, isConstant: Bool
  ) throws(EvaluationFailure) -> Bitmap {
    if isConstant, !right.isPresent(0) { return Bitmap(repeating: false, count: left.count) }
    let bits: Bitmap
    switch (left, right) {
    case (.number(let first), .number(let second)):
      bits = ordered(sign, first.values, second.values, isConstant)
    case (.day(let first), .day(let second)):
      bits = ordered(sign, first.values, second.values, isConstant)
    case (.second(let first), .second(let second)):
      bits = ordered(sign, first.values, second.values, isConstant)
    case (.money(let money), .exact(let limit)) where isConstant:
      bits = against(limit.values[0], sign, money)
    case (.money, _), (.exact, _):
      bits = ordered(sign, left.exactValues, right.exactValues, isConstant)
    case (.boolean(let first), .boolean(let second)):
      let other =
        isConstant ? Bitmap(repeating: second.values[0], count: left.count) : second.values
      bits = (first.values & other) | (~first.values & ~other)
    case (.text(let first), .text(let second)):
      return texts(sign, first, second, isConstant)
    default: throw .fault("a comparison of columns that do not meet")
    }
    let present = valid(bits, left.validity)
    return isConstant ? present : valid(present, right.validity)
  }

  @inline(__always)
  private func ordered<Element: Comparable>(
    _ sign: ComparisonOperator, _ left: Buffer<Element>, _ right: Buffer<Element>,
    _ isConstant: Bool
  ) -> Bitmap {
    if isConstant {
      let limit = right[0]
      switch sign {
      case .equal: return packedBits(left) { $0 == limit }
      case .notEqual: return packedBits(left) { $0 != limit }
      case .less: return packedBits(left) { $0 < limit }
      case .lessOrEqual: return packedBits(left) { $0 <= limit }
      case .greater: return packedBits(left) { $0 > limit }
      case .greaterOrEqual: return packedBits(left) { $0 >= limit }
      }
    }
    switch sign {
    case .equal: return packedBits(count: left.count) { left[$0] == right[$0] }
    case .notEqual: return packedBits(count: left.count) { left[$0] != right[$0] }
    case .less: return packedBits(count: left.count) { left[$0] < right[$0] }
    case .lessOrEqual: return packedBits(count: left.count) { left[$0] <= right[$0] }
    case .greater: return packedBits(count: left.count) { left[$0] > right[$0] }
    case .greaterOrEqual: return packedBits(count: left.count) { left[$0] >= right[$0] }
    }
  }

  /// Money in its own units against an exact limit, without widening each row.
  private func against(
    _ limit: Int128, _ sign: ComparisonOperator, _ money: MoneyColumn
  ) -> Bitmap {
    let step = Money.powerOfTen(Money.digits - money.scale)
    let (quotient, remainder) = limit.quotientAndRemainder(dividingBy: step)
    let floor = remainder < 0 ? quotient - 1 : quotient
    let ceiling = remainder > 0 ? quotient + 1 : quotient
    let units = money.units
    let low = Int64(clamping: floor)
    let high = Int64(clamping: ceiling)
    guard Int128(low) == floor, Int128(high) == ceiling else {
      return ordered(sign, Column.money(money).exactValues, [limit], true)
    }
    switch sign {
    case .equal:
      return low == high
        ? packedBits(units) { $0 == low }
        : Bitmap(repeating: false, count: units.count)
    case .notEqual:
      return low == high
        ? packedBits(units) { $0 != low }
        : Bitmap(repeating: true, count: units.count)
    case .less: return packedBits(units) { $0 < high }
    case .lessOrEqual: return packedBits(units) { $0 <= low }
    case .greater: return packedBits(units) { $0 > low }
    case .greaterOrEqual: return packedBits(units) { $0 >= high }
    }
  }

  private func texts(
    _ sign: ComparisonOperator, _ left: TextColumn, _ right: TextColumn, _ isConstant: Bool
  ) -> Bitmap {
    if isConstant {
      let other = right.dictionary[Int(right.codes[0])]
      if sign == .equal {
        let texts = left.dictionary
        // Of few rows, as an index finds, each is asked; of many, all texts are.
        if Methods.comparesRows(texts.count, rows: left.codes.count) {
          return packedBits(left.codes) { code in
            code >= 0 && !texts.codes(equalTo: other, among: Int(code)..<Int(code) + 1).isEmpty
          }
        }
        let all = 0..<texts.count
        return CodeSet(texts.codes(equalTo: other, among: all)).rows(in: left.codes)
      }
      return textBits(.text(left)) { dictionary, code in
        sign.holds(ByteOrderedText(dictionary[code]), ByteOrderedText(other))
      }
    }
    let first = left.dictionary.values.map(ByteOrderedText.init)
    let second = right.dictionary.values.map(ByteOrderedText.init)
    return packedBits(count: left.codes.count) { row in
      let one = left.codes[row]
      let other = right.codes[row]
      return one >= 0 && other >= 0 && sign.holds(first[Int(one)], second[Int(other)])
    }
  }
}

/// Text that compares by its UTF-8 bytes, as columns do.
struct ByteOrderedText: Comparable {
  let text: String

  init(_ text: String) { self.text = text }

  static func == (left: Self, right: Self) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  static func < (left: Self, right: Self) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }
}
