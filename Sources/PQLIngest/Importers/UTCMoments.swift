import PQLModel

/// Moments of systems that write UTC and do not say so.
enum UTCMoments {
  /// Brings moments that were written without an offset from UTC to the wall clock, and days that
  /// were taken of such moments with them; mere days stay.
  static func shift(_ table: inout DraftTable, _ raw: RawTable, _ zone: ZoneClock) {
    guard !zone.rules.isUTC else { return }
    for index in table.fields.indices {
      let field = table.fields[index]
      guard
        let own = ([field.name] + field.aliases).lazy.compactMap({ raw.column(named: $0) }).first
      else { continue }
      switch field.column {
      case .second(let column):
        var values = Array(column.values)
        forEachMoment(raw, own) { row, utc in values[row] = zone.local(fromUTC: utc) }
        table.fields[index].column = .second(
          SecondColumn(values: values, validity: column.validity))
      case .day(let column):
        var values = Array(column.values)
        forEachMoment(raw, own) { row, utc in
          values[row] = dayNumber(ofSeconds: zone.local(fromUTC: utc))
        }
        table.fields[index].column = .day(DayColumn(values: values, validity: column.validity))
      default: continue
      }
    }
  }

  /// Calls `body` with every moment of a column that has no offset, in seconds.
  private static func forEachMoment(
    _ raw: RawTable, _ column: Int, _ body: (Int, Int64) -> Void
  ) {
    raw.forEachValue(column) { row, text in
      if let date = DateText(iso: text.trimmed), let second = date.second, date.offset == nil {
        body(row, Int64(date.day) * 86_400 + Int64(second))
      }
      return true
    }
  }
}
