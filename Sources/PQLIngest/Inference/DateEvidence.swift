/// What the dates of a column prove.
struct DateEvidence {
  var dateCount = 0
  var otherCount = 0
  var openCount = 0
  var open = ""
  var openRow = 0
  /// Some date can only have the day first.
  var provesDay = false
  /// Some date can only have the month first.
  var provesMonth = false
  var proof = ""
  private var epochCount = 0
  private var plainCount = 0

  /// The order all dates can have; nil when none is proven, or both are.
  var order: DateOrder? { provesDay == provesMonth ? nil : provesDay ? .dmy : .mdy }

  /// Whether all values count milliseconds.
  var isEpoch: Bool { epochCount > 0 && epochCount == plainCount && dateCount == 0 }

  /// Whether most values do, and the rest are no dates of any kind.
  var isMostlyEpoch: Bool { epochCount > 0 && epochCount * 2 >= plainCount && dateCount == 0 }

  /// Takes one value into account.
  mutating func look(_ row: Int, _ whole: CellText) {
    let text = whole.trimmed
    if DateText(iso: text) != nil {
      dateCount += 1
      return
    }
    guard let shape = DateText.shape(text) else {
      otherCount += 1
      plainCount += 1
      let digits = text.end - text.start
      if (12...14).contains(digits),
        (text.start..<text.end).allSatisfy({ text.view[$0] &- 0x30 < 10 })
      {
        epochCount += 1
      }
      return
    }
    dateCount += 1
    if shape.sureOrder != nil { return }
    if shape.first > 12, shape.second > 12 { return }
    if shape.first > 12 {
      if !provesDay { proof = text.shown }
      provesDay = true
    } else if shape.second > 12 {
      if !provesMonth { proof = text.shown }
      provesMonth = true
    } else {
      if openCount == 0 {
        open = text.shown
        openRow = row
      }
      openCount += 1
    }
  }
}

extension RawTable {
  /// What the dates of a column prove about their order.
  ///
  /// Unless `isWhole`, a column that is mostly something else is given up.
  func dateEvidence(_ column: Int, isWhole: Bool = false) -> DateEvidence {
    var evidence = DateEvidence()
    forEachValue(column) { row, whole in
      evidence.look(row, whole)
      return isWhole || evidence.otherCount < 64 || evidence.otherCount < evidence.dateCount
    }
    return evidence
  }
}
