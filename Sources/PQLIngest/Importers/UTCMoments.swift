import PQLModel

/// Moments of systems that write UTC and do not say so.
enum UTCMoments {
  /// Brings moments that were written without an offset from UTC to the wall clock; days stay.
  static func shift(_ table: inout DraftTable, _ raw: RawTable, _ zone: ZoneClock) {
    guard !zone.rules.isUTC else { return }
    for index in table.fields.indices {
      let field = table.fields[index]
      guard case .second(let column) = field.column,
        let own = ([field.name] + field.aliases).lazy.compactMap({ raw.column(named: $0) }).first
      else { continue }
      var values = Array(column.values)
      raw.forEachValue(own) { row, text in
        if let date = DateText(iso: text.trimmed), date.second != nil, date.offset == nil {
          values[row] = zone.local(fromUTC: values[row])
        }
        return true
      }
      table.fields[index].column = .second(
        SecondColumn(values: values, validity: column.validity))
    }
  }
}
