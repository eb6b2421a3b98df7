/// A minute of a day, on the clock of the people who sell.
struct SampleMoment: Comparable {
  static let minutesPerDay = 1440

  /// Minutes since 1970-01-01T00:00.
  let minutes: Int

  /// The moment so many minutes after 1970-01-01T00:00.
  init(minutes: Int) { self.minutes = minutes }

  /// A minute of a day.
  init(_ day: SampleDay, minute: Int) { minutes = day.number * Self.minutesPerDay + minute }

  /// The day it lies in; every moment of a sample lies after 1970.
  var day: SampleDay { SampleDay(number: minutes / Self.minutesPerDay) }

  /// Minutes since midnight.
  var minuteOfDay: Int { minutes % Self.minutesPerDay }

  /// The same moment, or one in the next office hour when it lies at night or on a weekend.
  var atWork: SampleMoment {
    let isLate = minuteOfDay >= 18 * 60
    let workday = (isLate ? day + 1 : day).workday
    let isInHours = workday == day && minuteOfDay >= 8 * 60
    return isInHours ? self : SampleMoment(workday, minute: 8 * 60 + minuteOfDay % 60)
  }

  static func < (left: SampleMoment, right: SampleMoment) -> Bool { left.minutes < right.minutes }

  static func + (moment: SampleMoment, minutes: Int) -> SampleMoment {
    SampleMoment(minutes: moment.minutes + minutes)
  }
}
