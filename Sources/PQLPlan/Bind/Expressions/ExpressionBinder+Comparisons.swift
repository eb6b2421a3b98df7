import PQLModel
import PQLSyntax

extension ExpressionBinder {
  /// Binds a comparison; a bare word opposite a stage or category is a value of it.
  mutating func resolveComparison(
    _ sign: ComparisonOperator, _ signSpan: Span, _ left: Expression, _ right: Expression,
    in place: Place, whole: Span
  ) throws(Reported) -> Term {
    if right.kind == .missing || left.kind == .missing {
      throw report(.missingComparison(text(of: right.kind == .missing ? left : right), sign, whole))
    }
    // `proposal <= stage` reads as `stage >= proposal`.
    if isBareWord(left, in: place), case .name = right.kind, !isBareWord(right, in: place) {
      return try resolveComparison(sign.mirrored, signSpan, right, left, in: place, whole: whole)
    }
    if let word = right.word, ForeignNames.isNothing(word.text), isBareWord(right, in: place),
      isNoValue(word, opposite: left, in: place)
    {
      throw report(.missingComparison(text(of: left), sign, whole))
    }
    // Opposite money a literal keeps all its digits, on whichever side it stands.
    if heldInstead(of: left) != nil, heldInstead(of: right) == nil {
      return try resolveComparison(sign.mirrored, signSpan, right, left, in: place, whole: whole)
    }
    let first = try resolveValue(left, in: place)
    if let periodic = try comparedPeriod(sign, first, left, right, whole) { return periodic }
    if isWordLike(right), let domain = domain(of: first, in: place),
      first.type == .stage || !isTextField(right, in: place)
    {
      let values = try resolveValues(
        right, of: domain, opposite: first, operand: left, in: place)
      return try compared(sign, first, to: values, signSpan, left, right)
    }
    if first.type == .text, isBareWord(right, in: place), let word = right.word {
      throw report(.bareTextWord(word))
    }
    let money = first.type == .money ? exactMoney(right) : nil
    let second = if let money { money } else { try resolveValue(right, in: place) }
    return try typedComparison(sign, first, second, left, right, signSpan, in: place)
  }

  /// `sign` between a stage or category and the values named opposite.
  private mutating func compared(
    _ sign: ComparisonOperator, _ term: Term, to values: [Value], _ signSpan: Span,
    _ left: Expression, _ right: Expression
  ) throws(Reported) -> Term {
    if sign == .equal || sign == .notEqual {
      for value in values {
        try refuseAmbiguousName(term, value, right.span)
        try refuseNearMiss(value, of: term, left, right)
      }
      let named = names.membership(term, values)
      return sign == .equal ? named : .not(named)
    }
    let stages = values.compactMap { value -> String? in
      if case .text(let stage) = value { stage } else { nil }
    }
    guard term.type == .stage, let stage = stages.first else {
      throw report(.unorderedValues(text(of: left), sign, signSpan))
    }
    guard isDealStage(term) else {
      throw report(.stageOrderMisplaced(text(of: left), left.span))
    }
    let outcomes = model.pipelines.flatMap(\.stages).filter { stages.contains($0.name) }
      .map(\.outcome)
    if !outcomes.isEmpty, outcomes.allSatisfy({ $0 == .lost }) {
      throw report(
        .lostHasNoRank(
          stage, right.span, comparison: left.span.through(right.span),
          pipelines: model.pipelines))
    }
    let orders = stages.map { Term.stageOrder(sign, stage: $0) }
    let order = followed(orders.count == 1 ? orders[0] : .some(orders), like: term)
    // A condition, not a value behind the relation: without a record it is false, not missing.
    return if case .follow = order { .all([order]) } else { order }
  }

  /// A stage beside something that is none by its type: a text must name a stage, and only a fixed
  /// one has a place in the order.
  private mutating func stageComparison(
    _ sign: ComparisonOperator, _ stage: Term, _ other: Term, _ left: Expression,
    _ right: Expression, _ signSpan: Span
  ) throws(Reported) -> Term {
    if case .constant(.text(let text), _) = other {
      guard names.stageNames.contains(text) else {
        throw report(unknownStage(text, right.span, operand: left.span))
      }
      return try compared(sign, stage, to: [.text(text)], signSpan, left, right)
    }
    guard other.type.isTextual else {
      throw report(.typeMismatch(sign.rawValue, .stage, other.type, left.span, right.span))
    }
    guard sign == .equal || sign == .notEqual else {
      throw report(.stageNotFixed(text(of: right), right.span, operand: left.span))
    }
    return .comparison(sign, stage, other)
  }

  /// The term asked of the same record that `path` leads to.
  private func followed(_ term: Term, like path: Term) -> Term {
    if case .follow(let relation, let inner) = path {
      return .follow(relation, followed(term, like: inner))
    }
    return term
  }

  private func isDealStage(_ term: Term) -> Bool {
    switch term {
    case .field(let field): field.entity == .deals
    case .follow(_, let inner): isDealStage(inner)
    default: false
    }
  }

  /// A date beside a period meets it only by `in`; the text of a period column compares as one.
  private mutating func comparedPeriod(
    _ sign: ComparisonOperator, _ term: Term, _ left: Expression, _ right: Expression,
    _ whole: Span
  ) throws(Reported) -> Term? {
    switch term.type {
    case .date, .timestamp:
      guard isPeriod(right) || isYear(right) else { return nil }
      throw report(.periodComparison(text(of: left), try resolvePeriod(right), sign, whole))
    case .period(.year):
      guard case .number(let year) = right.kind, year == year.rounded(), year.magnitude < 10_000
      else { return nil }
      let period = Period(grain: .year, ordinal: Int32(year))
      return .comparison(sign, term, .constant(.period(period), .period(.year)))
    default: return nil
    }
  }

  func isYear(_ expression: Expression) -> Bool {
    guard case .number(let value) = expression.kind else { return false }
    return value == value.rounded() && (1900...2200).contains(value)
  }

  /// A single unquoted word that is no field here and so must be a value.
  private func isBareWord(_ expression: Expression, in place: Place) -> Bool {
    guard let word = expression.word, !word.isQuoted else { return false }
    if environment.metrics[word.text] != nil, place.grouping != nil { return false }
    return names.fieldType(word, in: place.scope) == nil && catalog.aggregate(word.text) == nil
  }

  private func isWordLike(_ expression: Expression) -> Bool {
    if case .text = expression.kind { true } else { expression.word?.isQuoted == false }
  }

  /// Whether a word such as `null` is no value of what stands opposite.
  private mutating func isNoValue(
    _ word: Name, opposite operand: Expression, in place: Place
  ) -> Bool {
    let attempt = speculating { binder throws(Reported) in
      try binder.resolveValue(operand, in: place)
    }
    guard let term = attempt.bound else { return false }
    return domain(of: term, in: place)?.values(named: word.text).isEmpty ?? true
  }

  /// A word that is a field of free text: then two fields are compared.
  private func isTextField(_ expression: Expression, in place: Place) -> Bool {
    guard case .name(let parts) = expression.kind, let word = parts.first else { return false }
    return names.fieldType(word, in: place.scope) == .text
  }

  /// Binds a comparison of two terms whose types must fit.
  mutating func typedComparison(
    _ sign: ComparisonOperator, _ first: Term, _ second: Term, _ left: Expression,
    _ right: Expression, _ signSpan: Span, in place: Place
  ) throws(Reported) -> Term {
    try refuseThousands(first, second, left, right)
    try refuseDayBesideMoment(first, second, left, right)
    if first.type == .stage, second.type != .stage {
      return try stageComparison(sign, first, second, left, right, signSpan)
    }
    if second.type == .stage, first.type != .stage {
      return try stageComparison(sign.mirrored, second, first, right, left, signSpan)
    }
    let first = second.type == .money ? exactMoney(left) ?? first : first
    let second = first.type == .money ? exactMoney(right) ?? second : second
    if let (one, other) = comparable(first, second) {
      let isOrdering = sign != .equal && sign != .notEqual
      if isOrdering, one.type == .boolean || one.type == .category || other.type == .category {
        throw report(.unorderedValues(text(of: left), sign, signSpan))
      }
      return try equality(sign, one, other, left, right, in: place)
    }
    throw report(
      mismatch(first, second, left, right)
        ?? .typeMismatch(sign.rawValue, first.type, second.type, left.span, right.span))
  }

  /// Two terms of one type: an equality with a name also meets a relation that records an id.
  private mutating func equality(
    _ sign: ComparisonOperator, _ first: Term, _ second: Term, _ left: Expression,
    _ right: Expression, in place: Place
  ) throws(Reported) -> Term {
    guard sign == .equal || sign == .notEqual, first.type.isTextual else {
      return .comparison(sign, first, second)
    }
    if case .constant = first, !second.isConstant {
      return try equality(sign, second, first, right, left, in: place)
    }
    if case .constant(let value, _) = second {
      try refuseAmbiguousName(first, value, right.span)
      try refuseNearMiss(value, of: first, left, right)
      noteUnknown([value], of: first, in: place)
      guard names.recordName(of: first) != nil else { return .comparison(sign, first, second) }
      let named = names.membership(first, [value])
      return sign == .equal ? named : .not(named)
    }
    return .comparison(sign, names.comparedName(first), names.comparedName(second))
  }

  /// A bare number as money by its digits as written: a long one would not survive as a number.
  private func exactMoney(_ expression: Expression) -> Term? {
    guard case .number = expression.kind, let units = exactUnits(expression.span) else {
      return nil
    }
    return .constant(.money(units, currency: nil), .money)
  }

  /// Both sides in one storage; nil when the types do not meet.
  func comparable(_ first: Term, _ second: Term) -> (Term, Term)? {
    switch (first.type, second.type) {
    case (.money, .number): return second.asMoney.map { (first, $0) }
    case (.number, .money): return first.asMoney.map { ($0, second) }
    case (.timestamp, .date): return (first.day, second)
    case (.date, .timestamp): return (first, second.day)
    case (let one, let other) where one.isTextual && other.isTextual: return (first, second)
    case (let one, let other) where one == other && one != .list: return (first, second)
    default: return nil
    }
  }

  /// The message for two types that do not meet, where it can say what to write.
  private func mismatch(
    _ first: Term, _ second: Term, _ left: Expression, _ right: Expression
  ) -> Diagnostic? {
    switch (first.type, second.type) {
    case (.duration, .number):
      .durationExpected(text(of: left), text(of: right), right.span, other: left.span)
    case (.number, .duration):
      .durationExpected(text(of: right), text(of: left), left.span, other: right.span)
    case (.percent, .number):
      .percentExpected(text(of: left), text(of: right), second.folded, right.span, left.span)
    case (.number, .percent):
      .percentExpected(text(of: right), text(of: left), first.folded, left.span, right.span)
    case (.date, .duration), (.timestamp, .duration):
      .dayBesideDuration(text(of: left), text(of: right), right.span, other: left.span)
    case (.list, .text), (.list, .category):
      .listComparison(text(of: left), text(of: right), left.span.through(right.span))
    default: nil
    }
  }

  /// Binds `value between low and high`, both ends in.
  mutating func resolveBetween(
    _ value: Expression, _ low: Expression, _ high: Expression, in place: Place
  ) throws(Reported) -> Term {
    let span = value.span
    if isPeriod(low) || isYear(low), isPeriod(high) || isYear(high) {
      let term = try resolveValue(value, in: place)
      if term.type == .date || term.type == .timestamp {
        throw report(
          .betweenPeriods(
            text(of: value), text(of: low), text(of: high), span.through(high.span)))
      }
    }
    do {
      let (above, below) = try both(
        resolveComparison(
          .greaterOrEqual, span, value, low, in: place, whole: span.through(low.span)),
        resolveComparison(
          .lessOrEqual, span, value, high, in: place, whole: span.through(high.span)))
      return .all([above, below])
    } catch {
      // What is wrong with the value is wrong beside both ends, and told once.
      sink.dropLastOfSamePlace()
      throw error
    }
  }
}
