import PQLModel
import PQLPlan

extension ScalarFunction {
  /// Numbers, money and durations to values of their kind, in alphabetical order.
  static let numbers: [ScalarFunction] = [
    sameType("abs", "the value without its sign", { $0.magnitude }, { $0 < 0 ? -$0 : $0 }),
    ScalarFunction(
      name: "bands", summary: "the band a value lies in, cut at the values given",
      parameters: [
        Parameter("value", measures), Parameter("cut", measures, isConstant: true),
        Parameter("cut", measures, isConstant: true, isRepeated: true),
      ],
      examples: [
        Example("count by bands(amount, 10k, 50k)", "deals below 10k, up to 50k, and above"),
        Example("deals where bands(amount, 10k) is missing", "deals without an amount"),
      ],
      result: { _ in .category }, keySuffix: "band", kernel: bands),
    sameType(
      "ceil", "the next whole value at or above", { $0.rounded(.up) },
      { -floorMoney(-$0) }),
    ScalarFunction(
      name: "days", summary: "a duration as a number of days",
      parameters: [Parameter("duration", [.duration])],
      examples: [
        Example("deals show id, old: days(age)", "ages as numbers"),
        Example("deals where days(cycle) is missing", "deals not won"),
      ],
      result: { _ in .number }, kernel: { $0.arguments[0] }),
    sameType(
      "floor", "the next whole value at or below", { $0.rounded(.down) }, floorMoney),
    sameType(
      "round", "the nearest whole value, a half to the even one",
      { $0.rounded(.toNearestOrEven) }, { Money.rounded($0, places: 0) }),
  ]

  private static let measures: [TypeFamily] = [.number, .money, .percent, .duration]

  private static func floorMoney(_ value: Int128) -> Int128 {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: Money.one)
    return (remainder < 0 ? quotient - 1 : quotient) * Money.one
  }

  private static func sameType(
    _ name: String, _ summary: String, _ number: @escaping @Sendable (Double) -> Double,
    _ money: @escaping @Sendable (Int128) -> Int128
  ) -> ScalarFunction {
    ScalarFunction(
      name: name, summary: summary,
      parameters: [Parameter("value", [.number, .money, .duration])],
      examples: [
        Example("deals show id, value: \(name)(amount / 3)", "money stays money"),
        Example("deals where \(name)(amount) is missing", "deals without an amount"),
      ],
      result: { $0[0] },
      kernel: { input in
        switch input.arguments[0] {
        case .number(let column):
          return .number(NumberColumn(values: column.values.map(number), validity: column.validity))
        case let column:
          return .exact(
            ExactColumn(values: column.exactValues.map(money), validity: column.validity))
        }
      })
  }

  /// Bands in ascending order: below the first cut, from cut to cut, at the last cut or above.
  private static func bands(_ input: FunctionInput) throws(EvaluationFailure) -> Column {
    let isMoney = input.types[0] == .money
    let values = input.arguments[0]
    var cuts: [Double] = []
    var exactCuts: [Int128] = []
    for column in input.arguments.dropFirst() where column.count > 0 {
      if case .number(let numbers) = column, !isMoney { cuts.append(numbers.values[0]) }
      if isMoney { exactCuts.append(column.exactValues[0]) }
    }
    cuts.sort()
    exactCuts.sort()
    let names = labels(isMoney ? exactCuts.map(Money.number) : cuts, input.types[0])
    let exact = isMoney ? values.exactValues : []
    let numbers: Buffer<Double> = if case .number(let column) = values { column.values } else { [] }
    let codes = (0..<input.rowCount).map { row -> Int32 in
      guard values.isPresent(row) else { return -1 }
      let place =
        isMoney
        ? exactCuts.firstIndex { exact[row] < $0 } ?? exactCuts.count
        : cuts.firstIndex { numbers[row] < $0 } ?? cuts.count
      return Int32(place)
    }
    return .text(TextColumn(codes: codes, dictionary: TextDictionary(names)))
  }

  private static func labels(_ cuts: [Double], _ type: ValueType) -> [String] {
    guard let first = cuts.first, let last = cuts.last else { return [""] }
    let names = cuts.map { short($0, type) }
    let middle = zip(names, names.dropFirst()).map { "\($0)..<\($1)" }
    return ["< \(short(first, type))"] + middle + [">= \(short(last, type))"]
  }

  /// A cut as it may be written in a query.
  private static func short(_ value: Double, _ type: ValueType) -> String {
    if type == .percent { return value.percentText }
    if type == .duration { return value.plainText + "d" }
    for (size, suffix) in [(1e9, "B"), (1e6, "M"), (1e3, "k")]
    where value.magnitude >= size && value.truncatingRemainder(dividingBy: size / 10) == 0 {
      return (value / size).plainText + suffix
    }
    return value.plainText
  }
}
