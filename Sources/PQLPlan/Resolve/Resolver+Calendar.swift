import PQLModel
import PQLSyntax

// What leads out of the calendar, and days beside moments: both would give an answer that nobody
// asked for.
extension Resolver {
  /// The day that a term of fixed parts names, also one outside of the calendar; nil where it
  /// differs from row to row.
  private func fixedDay(_ term: Term) -> Int? {
    switch term {
    case .constant(.date(let day), _): return Int(day)
    case .constant(.timestamp(let second), _):
      return Int((Double(second) / 86_400).rounded(.down))
    case .shifted(let inner, let step, let count):
      guard let day = fixedDay(inner).flatMap({ Int32(exactly: $0) }),
        CivilDate.dayNumbers.contains(day)
      else { return nil }
      return switch step {
      case .months: Int(CivilDate(dayNumber: day).adding(months: count).dayNumber)
      case .businessDays: Int(CivilDate.adding(businessDays: count, to: day))
      }
    case .arithmetic(let sign, let left, let right, _):
      guard let day = fixedDay(left), case .constant(.duration(let days), _) = right,
        days.magnitude < 1e9
      else { return nil }
      return sign == .subtract ? day - Int(days) : day + Int(days)
    default: return nil
    }
  }

  /// A term, if it does not lead out of the calendar by itself; nil after a report.
  mutating func inCalendar(_ term: Term, _ span: Span) -> Term? {
    guard term.type == .date || term.type == .timestamp, let day = fixedDay(term) else {
      return term
    }
    if Int32(exactly: day).map(CivilDate.dayNumbers.contains) == true { return term }
    report(.outsideCalendar(span))
    return nil
  }

  /// Reports a day beside a moment where both are fixed: they meet by the day, which is not what the
  /// sign says.
  mutating func isDayBesideMoment(
    _ first: Term, _ second: Term, _ left: Expression, _ right: Expression
  ) -> Bool {
    guard first.isConstant, second.isConstant else { return false }
    switch (first.type, second.type) {
    case (.date, .timestamp):
      report(.dayBesideMoment(text(of: left), text(of: right), right.span, other: left.span))
    case (.timestamp, .date):
      report(.dayBesideMoment(text(of: right), text(of: left), left.span, other: right.span))
    default: return false
    }
    return true
  }
}
