import PQLModel

extension NaiveModel {
  /// The same data as columns.
  package func columns() -> Model {
    Model(
      name: "generated",
      currency: CurrencySettings(
        base: baseCurrency,
        rates: rates.map { .init(currency: $0.currency, from: Int32($0.from), rate: $0.worth) }),
      calendar: calendar.inColumns,
      pipelines: pipelines.map { pipeline in
        PQLModel.Pipeline(
          name: pipeline.name,
          stages: pipeline.stages.map { stage in
            PQLModel.Stage(
              name: stage.name, probability: stage.probability,
              outcome: stage.isWon ? .won : stage.isLost ? .lost : nil)
          })
      },
      tables: EntityKind.allCases.compactMap { kind in
        tables[kind.rawValue].map { table in
          EntityTable(
            kind: kind, rowCount: table.rows.count,
            fields: table.fields.map { field in
              EntityField(
                name: field.name, type: field.kind.type,
                column: column(
                  table.rows.map { $0[field.name] ?? .missing }, field.kind,
                  currencies: table.currencies(base: baseCurrency)),
                target: field.target.flatMap { EntityKind(rawValue: $0) })
            })
        }
      })
  }

  /// Digits behind the point of the base currency.
  package var minorDigits: Int { ["JPY": 0, "BHD": 3][baseCurrency] ?? 2 }

  private func column(
    _ values: [NaiveValue], _ kind: NaiveKind, currencies: TextColumn?
  ) -> Column {
    let present = Bitmap(values.map { !$0.isMissing })
    let validity = present.isAllSet ? nil : present
    switch kind {
    case .text, .category, .stage: return .text(TextColumn(values.map(\.plainText)))
    case .number, .percent, .duration:
      return .number(NumberColumn(values: values.map(\.plainNumber), validity: validity))
    case .money:
      let units = values.map { value -> Int64 in
        guard case .money(let amount) = value else { return 0 }
        return Int64(amount.rounded(places: minorDigits))
      }
      return .money(
        MoneyColumn(
          units: units, scale: minorDigits, validity: validity, currencies: currencies))
    case .boolean:
      return .boolean(
        BooleanColumn(values: Bitmap(values.map(\.isTrue)), validity: validity))
    case .date, .period:
      let days = values.map { value -> Int32 in
        if case .date(let day) = value { Int32(day) } else { 0 }
      }
      return .day(DayColumn(values: days, validity: validity))
    case .timestamp:
      let seconds = values.map { value -> Int64 in
        if case .timestamp(let second) = value { Int64(second) } else { 0 }
      }
      return .second(SecondColumn(values: seconds, validity: validity))
    case .list:
      let lists = values.map { value -> [String] in
        if case .list(let list) = value { list.map(\.text) } else { [] }
      }
      var offsets: [Int32] = [0]
      for list in lists { offsets.append(offsets[offsets.count - 1] + Int32(list.count)) }
      return .list(
        ListColumn(
          offsets: offsets, elements: TextColumn(lists.flatMap { $0 }), validity: validity))
    }
  }
}

extension NaiveCalendar {
  /// The same calendar as the columns' model has it.
  package var inColumns: BusinessCalendar {
    BusinessCalendar(
      fiscalYearStarts: fiscalYearStarts, fiscalWeeks: weeks?.inColumns,
      fiscalYearNamedBy: isFiscalYearNamedByEnd ? .end : .start, weekStarts: weekStarts)
  }
}

extension NaiveCalendar.Weeks {
  fileprivate var inColumns: FiscalWeeks? {
    let day = BusinessCalendar.weekdays[weekday]
    let name = BusinessCalendar.months[month - 1]
    let end = nearest.map { "\(day) nearest \(name) \($0)" } ?? "last \(day) of \(name)"
    guard let pattern = FiscalWeeks.Pattern(rawValue: pattern),
      let yearEnd = FiscalWeeks.YearEnd(end)
    else { return nil }
    return FiscalWeeks(pattern, yearEnd: yearEnd)
  }
}

extension NaiveModel.Table {
  /// The currency of each row's amounts; nil where the table has none.
  fileprivate func currencies(base: String) -> TextColumn? {
    guard fields.contains(where: { $0.name == "currency" }) else { return nil }
    return TextColumn(rows.map { $0["currency"]?.plainText ?? base })
  }
}

extension NaiveKind {
  /// The type of a column that holds such values.
  package var type: ValueType {
    switch self {
    case .text: .text
    case .category: .category
    case .stage: .stage
    case .number: .number
    case .money: .money
    case .percent: .percent
    case .boolean: .boolean
    case .date: .date
    case .timestamp: .timestamp
    case .duration: .duration
    case .list: .list
    case .period(let grain): .period(Grain(rawValue: grain.rawValue) ?? .day)
    }
  }
}

extension NaiveValue {
  fileprivate var plainText: String? {
    if case .text(let text) = self { text.text } else { nil }
  }

  fileprivate var plainNumber: Double {
    switch self {
    case .number(let number), .duration(let number): number
    default: 0
    }
  }
}
