import PQLModel
import PQLPlan

extension Aggregate {
  /// Every aggregate, in alphabetical order.
  static let all: [Aggregate] = [
    Aggregate(
      name: "any", summary: "whether any row or related record meets the condition",
      argument: .rows,
      examples: [
        Example("deals where any(activities where type = demo)", "deals that saw a demo"),
        Example("any(won) by owner", "who has won anything"),
      ],
      result: { _ in .boolean }, kernel: { OrderKernels.any($0) }),
    Aggregate(
      name: "avg", summary: "the mean; missing values are passed over", argument: .value(measures),
      examples: [
        Example("avg amount by product", "the average amount"),
        Example("avg amount where won and lost", "missing: there are no rows"),
      ],
      result: { $0 ?? .number }, kernel: SumKernels.average),
    Aggregate(
      name: "count", summary: "rows, rows that meet a condition, or related records",
      argument: .rows,
      examples: [
        Example("count by stage", "deals in each stage"),
        Example("count(amount is missing)", "deals without an amount"),
      ],
      result: { _ in .number }, kernel: { SumKernels.count($0) }, mergedBy: "sum"),
    Aggregate(
      name: "distinct", summary: "how many different values there are",
      argument: .value([
        .text, .number, .money, .percent, .boolean, .date, .timestamp, .duration, .period,
      ]),
      examples: [
        Example("distinct account by owner", "accounts of each owner"),
        Example("distinct amount where won and lost", "0: there are no rows"),
      ],
      result: { _ in .number }, kernel: OrderKernels.distinct),
    Aggregate(
      name: "first", summary: "the value of the earliest row", argument: .value(picked),
      examples: [
        Example("deals show id, channel: first(activities.type)", "how each deal began"),
        Example("first source where won and lost", "missing: there are no rows"),
      ],
      result: { $0 ?? .text },
      kernel: { input throws(EvaluationFailure) in try OrderKernels.inTime(input, last: false) }),
    Aggregate(
      name: "last", summary: "the value of the latest row", argument: .value(picked),
      examples: [
        Example("deals show id, latest: last(activities.at)", "the last touch"),
        Example("last source where won and lost", "missing: there are no rows"),
      ],
      result: { $0 ?? .text },
      kernel: { input throws(EvaluationFailure) in try OrderKernels.inTime(input, last: true) }),
    Aggregate(
      name: "max", summary: "the largest or latest value", argument: .value(ordered),
      examples: [
        Example("max amount by owner", "each owner's largest deal"),
        Example("max amount where won and lost", "missing: there are no rows"),
      ],
      result: { $0 ?? .number },
      kernel: { input throws(EvaluationFailure) in
        try OrderKernels.extreme(input, largest: true)
      }, mergedBy: "max"),
    Aggregate(
      name: "median", summary: "the middle value, interpolated (type 7)",
      argument: .value(measures),
      examples: [
        Example("median cycle where won by owner", "how long each owner's wins took"),
        Example("median amount where won and lost", "missing: there are no rows"),
      ],
      result: { $0 ?? .number },
      kernel: { input throws(EvaluationFailure) in
        try OrderKernels.quantile(input, level: 50)
      }),
    Aggregate(
      name: "min", summary: "the smallest or earliest value", argument: .value(ordered),
      examples: [
        Example("min created by owner", "each owner's first deal"),
        Example("min amount where won and lost", "missing: there are no rows"),
      ],
      result: { $0 ?? .number },
      kernel: { input throws(EvaluationFailure) in
        try OrderKernels.extreme(input, largest: false)
      }, mergedBy: "min"),
    Aggregate(
      name: "percentile",
      summary: "the value that a given percentage of the values lie below (type 7)",
      argument: .valueAndPercentile(measures),
      examples: [
        Example("percentile(amount, 90) by product", "what one deal in ten exceeds"),
        Example("percentile(amount, 90) where won and lost", "missing: there are no rows"),
      ],
      result: { $0 ?? .number },
      kernel: { input throws(EvaluationFailure) in
        try OrderKernels.quantile(input, level: input.parameter ?? 50)
      }),
    Aggregate(
      name: "share", summary: "the group's total as a part of the whole answer's",
      argument: .share,
      examples: [
        Example("share amount where open by product", "what each product is of the pipeline"),
        Example("share amount where won and lost", "missing: the whole is 0"),
      ],
      result: { _ in .percent },
      kernel: { _ throws(EvaluationFailure) in throw .fault("share is made of sums") }),
    Aggregate(
      name: "sum", summary: "the total; missing values are passed over",
      argument: .value([.money, .number, .percent, .duration]),
      examples: [
        Example("sum amount where won by owner", "what each owner brought"),
        Example("sum amount where won and lost", "0: there are no rows"),
      ],
      result: { $0 == .percent ? .number : $0 ?? .number }, kernel: SumKernels.sum,
      mergedBy: "sum"),
    Aggregate(
      name: "win_rate", summary: "won ÷ (won + lost), open deals left out",
      argument: .variants([
        RateVariant(
          word: "", numerator: "count(won)", denominator: "count(closed)",
          counted: "closed deals"),
        RateVariant(
          word: "value", numerator: "sum(amount where won)",
          denominator: "sum(amount where closed)", counted: "closed amount"),
      ]),
      examples: [
        Example("win_rate by source", "by count of closed deals"),
        Example("win_rate where open", "missing: nothing is closed"),
      ],
      result: { _ in .percent },
      kernel: { _ throws(EvaluationFailure) in throw .fault("a rate is made of counts") }),
  ]

  private static let measures: [TypeFamily] = [.money, .number, .percent, .duration]
  private static let ordered: [TypeFamily] = measures + [.date, .timestamp, .period]
  private static let picked: [TypeFamily] = ordered + [.text, .boolean]
}
