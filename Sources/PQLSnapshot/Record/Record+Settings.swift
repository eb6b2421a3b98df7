import PQLModel

// What a model holds beside its columns.

extension CurrencySettings: Recorded {
  static var blank: CurrencySettings { CurrencySettings(base: "") }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&base)
    try record.pass(&rates)
    // `rate(of:on:)` takes the last rate before a day.
    guard zip(rates, rates.dropFirst()).allSatisfy({ $0.from <= $1.from }) else {
      throw Record.damage
    }
  }
}

extension CurrencySettings.Rate: Recorded {
  static var blank: CurrencySettings.Rate { CurrencySettings.Rate(currency: "", from: 0, rate: 1) }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&currency)
    try record.pass(&from)
    try record.pass(&rate)
  }
}

extension BusinessCalendar: Recorded {
  static var blank: BusinessCalendar { BusinessCalendar() }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&timeZone)
    try record.pass(&fiscalYearStarts)
    try record.pass(&fiscalYearNamedBy)
    try record.pass(&weekStarts)
    guard (1...12).contains(fiscalYearStarts), (0...6).contains(weekStarts) else {
      throw Record.damage
    }
    var end = fiscalWeeks?.yearEnd.text
    try record.pass(&end)
    guard let end else {
      fiscalWeeks = nil
      return
    }
    guard let known = FiscalWeeks.YearEnd(end) else { throw Record.damage }
    var pattern = fiscalWeeks?.pattern ?? .fourFourFive
    try record.pass(&pattern)
    fiscalWeeks = FiscalWeeks(pattern, yearEnd: known)
  }
}

extension Pipeline: Recorded {
  static var blank: Pipeline { Pipeline(name: "", stages: []) }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&name)
    try record.pass(&stages)
    try record.pass(&id)
  }
}

extension Stage: Recorded {
  static var blank: Stage { Stage(name: "") }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&name)
    try record.pass(&probability, blank: 0) { (value, record) throws(SnapshotFailure) in
      try record.pass(&value)
    }
    try record.pass(&outcome, blank: .won) { (value, record) throws(SnapshotFailure) in
      try record.pass(&value)
    }
    try record.pass(&category)
    try record.pass(&id)
    try record.pass(&limitDays, blank: 0) { (value, record) throws(SnapshotFailure) in
      try record.pass(&value)
    }
  }
}

extension TimeSettings: Recorded {
  static var blank: TimeSettings { TimeSettings() }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    for kind in EntityKind.allCases {
      var fields = (knownAtClose[kind] ?? []).sorted()
      try record.pass(&fields)
      knownAtClose[kind] = fields.isEmpty ? nil : Set(fields)
    }
    try record.pass(&takesUntrackedAsRecorded)
    try record.pass(&agesInBusinessDays)
    try record.pass(&exportDays, blank: 0) { (day, record) throws(SnapshotFailure) in
      try record.pass(&day)
    }
    guard zip(exportDays, exportDays.dropFirst()).allSatisfy(<) else { throw Record.damage }
  }
}

extension LoadNote: Recorded {
  static var blank: LoadNote { LoadNote(.noFileNamed, "") }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&code)
    try record.pass(&severity)
    try record.pass(&message)
    try record.pass(&place)
    try record.pass(&concerns)
  }
}

extension LoadConcern: Recorded {
  static var blank: LoadConcern { LoadConcern(.records, nil) }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&aspect)
    try record.pass(&entity, blank: .deals) { (kind, record) throws(SnapshotFailure) in
      try record.pass(&kind)
    }
    try record.pass(&field)
  }
}

extension LoadPlace: Recorded {
  static var blank: LoadPlace { LoadPlace() }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&file)
    for part: WritableKeyPath<LoadPlace, Int?> in [
      \.line, \.column, \.byte, \.record, \.count, \.total,
    ] {
      try record.pass(&self[keyPath: part], blank: 0) { (number, record) throws(SnapshotFailure) in
        try record.pass(&number)
      }
    }
    try record.pass(&entity, blank: .deals) { (kind, record) throws(SnapshotFailure) in
      try record.pass(&kind)
    }
    try record.pass(&field)
    try record.pass(&value)
  }
}

extension ValueType: Recorded {
  static var blank: ValueType { .text }

  /// By the type's keyword; a period with its grain behind it.
  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    var word = recordWord
    try record.pass(&word)
    guard let type = ValueType.byRecordWord[word] else { throw Record.damage }
    self = type
  }

  private var recordWord: String {
    if case .period(let grain) = self { "\(keyword) \(grain.rawValue)" } else { keyword }
  }

  private static let byRecordWord = Dictionary(
    uniqueKeysWithValues: (declarable + [.stage, .list] + Grain.allCases.map { .period($0) }).map {
      ($0.recordWord, $0)
    })
}

extension LoadReport: Recorded {
  static var blank: LoadReport { LoadReport() }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&tables)
    try record.pass(&files)
    try record.pass(&leftAside)
    try record.pass(&pipelineOrigin)
  }
}

extension LoadReport.Table: Recorded {
  static var blank: LoadReport.Table {
    LoadReport.Table(
      files: [], system: nil, name: "", entity: .deals, isEntity: false, rowCount: 0)
  }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&files)
    try record.pass(&system)
    try record.pass(&name)
    try record.pass(&entity)
    try record.pass(&isEntity)
    try record.pass(&isDerived)
    try record.pass(&dates)
    try record.pass(&rowCount)
  }
}

extension LoadedFile: Recorded {
  static var blank: LoadedFile { LoadedFile(name: "", kind: .deals, read: 0, taken: 0) }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&name)
    try record.pass(&kind)
    try record.pass(&read)
    try record.pass(&taken)
    try record.pass(&repeated)
    try record.pass(&deleted)
    try record.pass(&rejected)
  }
}

extension LoadReport.LeftAside: Recorded {
  static var blank: LoadReport.LeftAside { LoadReport.LeftAside(file: "", reason: "") }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&file)
    try record.pass(&reason)
  }
}
