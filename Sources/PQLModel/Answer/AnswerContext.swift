/// What an answer was asked with, for whoever reads it later.
package struct AnswerContext: Sendable, Hashable {
  /// The day number that `today` meant.
  package var today: Int32
  /// Whether nothing behind that day was seen.
  package var isPast: Bool
  /// The currency of the money, where no column says otherwise.
  package var currency: String
  /// The days that the question is about, if it names a period.
  package var period: DayRange?
  /// The date by which rows belong to the period.
  package var dateBasis: String?

  package init(
    today: Int32, isPast: Bool = false, currency: String, period: DayRange? = nil,
    dateBasis: String? = nil
  ) {
    self.today = today
    self.isPast = isPast
    self.currency = currency
    self.period = period
    self.dateBasis = dateBasis
  }
}

/// A further table below an answer.
package struct AnswerSection: Sendable, Hashable {
  /// A name as a column has one.
  package var name: String
  package var columns: [AnswerColumn]
  package var rowCount: Int

  package init(name: String, columns: [AnswerColumn], rowCount: Int) {
    self.name = name
    self.columns = columns
    self.rowCount = rowCount
  }
}

extension Answer {
  /// A section as an answer of its own.
  package init(_ section: AnswerSection, of answer: Answer) {
    self.init(
      columns: section.columns, rowCount: section.rowCount, calendar: answer.calendar)
  }
}
