import PQLModel
import PQLPlan

extension OrderKernels {
  /// The greatest or least value of each group, missing for none; O(rows).
  ///
  /// A loop a storage: to compare rows through a column that could be of any takes eight times as long.
  static func extreme(_ input: AggregateInput, largest: Bool) throws(EvaluationFailure) -> Column {
    guard let argument = input.argument else { throw .fault("an extreme of nothing") }
    let validity = argument.validity
    switch argument {
    case .number(let numbers):
      let (values, present) = fold(numbers.values, validity, input, largest)
      return .number(NumberColumn(values: values, validity: present))
    case .money(let money):
      let (values, present) = fold(money.units, validity, input, largest)
      return .money(MoneyColumn(units: values, scale: money.scale, validity: present))
    case .exact(let exact):
      let (values, present) = fold(exact.values, validity, input, largest)
      return .exact(ExactColumn(values: values, validity: present))
    case .day(let days):
      let (values, present) = fold(days.values, validity, input, largest)
      return .day(DayColumn(values: values, validity: present))
    case .second(let seconds):
      let (values, present) = fold(seconds.values, validity, input, largest)
      return .second(SecondColumn(values: values, validity: present))
    case .text, .boolean, .list: throw .fault("an extreme of what has no order")
    }
  }

  private static func fold<Element: Comparable & AdditiveArithmetic & BitwiseCopyable & Sendable>(
    _ values: Buffer<Element>, _ validity: Bitmap?, _ input: AggregateInput, _ largest: Bool
  ) -> (values: Buffer<Element>, validity: Bitmap?) {
    largest
      ? fold(values, validity, input) { $0 > $1 } : fold(values, validity, input) { $0 < $1 }
  }

  /// The value of each group that no other beats; of equal ones the first.
  @inline(__always)
  private static func fold<Element: Comparable & AdditiveArithmetic & BitwiseCopyable & Sendable>(
    _ values: Buffer<Element>, _ validity: Bitmap?, _ input: AggregateInput,
    _ beats: (Element, Element) -> Bool
  ) -> (values: Buffer<Element>, validity: Bitmap?) {
    let values = values.span
    var isSeen = [Bool](repeating: false, count: input.groupCount)
    // `best` has a place for each group, all of which are set before any is read.
    let best = unsafe Buffer<Element>(count: input.groupCount) { best in
      unsafe best.initialize(repeating: .zero)
      unsafe isSeen.withUnsafeMutableBufferPointer { isSeen in
        let (best, isSeen) = unsafe (best, isSeen)
        forEachPresent(input.groups, validity) { row, group in
          precondition(group < isSeen.count, "a group below the count")
          let value = values[row]
          if unsafe !isSeen[group] || beats(value, best[group]) {
            unsafe best[group] = value
            unsafe isSeen[group] = true
          }
        }
      }
    }
    let present = packedBits(isSeen) { $0 }
    return (best, present.isAllSet ? nil : present)
  }
}
