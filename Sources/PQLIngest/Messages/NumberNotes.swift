import PQLModel

// Remarks on how numbers, amounts and percents were read.
extension LoadNote {
  static func numbersTooLong(_ field: NotedField, count: Int, of total: Int) -> LoadNote {
    field.note(
      .numbersTooLong,
      "\(count) values have more digits than a number keeps, first \(field.first?.words ?? ""); the "
        + "column is text",
      // Long codes are as they should be; among numbers they are odd.
      severity: count * 2 < total ? .warning : .note, count: count, of: total)
  }

  static func numbersKeptAsText(_ field: NotedField, example: String) -> LoadNote {
    field.note(
      .numbersKeptAsText,
      "numbers such as `\(example)` can be read in two ways and are kept as text; "
        + "\"numbers\": \"\(NumberMarks.point.rawValue)\", or \"\(NumberMarks.comma.rawValue)\", in "
        + "the model file says which", severity: .warning, value: example)
  }

  /// Numbers that could all be others by a factor of a thousand, and how they were taken; `file` is
  /// the one they stand in, where others tell.
  static func numbersOpen(
    _ field: NotedField, isComma: Bool, readAs marks: NumberMarks, in file: String?,
    by proof: String?
  ) -> LoadNote {
    let isDecimal = (marks == .comma) == isComma
    let other: NumberMarks = marks == .comma ? .point : .comma
    return field.note(
      .numbersOpen,
      "every number\(file.map { " of \($0)" } ?? "") could have thousands or decimals behind its "
        + "\(isComma ? "comma" : "point"), first \(field.first?.words ?? ""); they are read as "
        + "\(isDecimal ? "decimals" : "thousands")\(proof.map { ", as \($0)" } ?? ""), and "
        + "\"numbers\": \"\(other.rawValue)\" in the model file says otherwise", severity: .warning)
  }

  /// Numbers with three digits behind a comma, in a column that has decimals behind it.
  static func numbersDoubted(
    _ field: NotedField, count: Int, severity: LoadNote.Severity
  ) -> LoadNote {
    field.note(
      .numbersDoubted,
      "\(count) numbers have three digits behind their comma, first \(field.first?.words ?? ""); they "
        + "are read as decimals, as others of the column show, and \"numbers\": "
        + "\"\(NumberMarks.point.rawValue)\" in the model file says otherwise", severity: severity,
      count: count)
  }

  static func amountsRounded(_ field: NotedField, count: Int) -> LoadNote {
    field.note(
      .amountsRounded,
      "\(count) values have more than \(RawTable.mostDecimals) decimals and are rounded there, first "
        + (field.first?.words ?? ""), severity: .warning, count: count)
  }

  /// Amounts that do not fit the decimals that another one needs.
  static func amountsTooLarge(
    _ field: NotedField, count: Int, decimals: Int, most: Int64
  ) -> LoadNote {
    field.note(
      .amountsTooLarge,
      "\(count) values are too large beside one of \(decimals) decimals, which leave room up to "
        + "\(most), first \(field.first?.words ?? ""); they count as missing", severity: .warning,
      count: count)
  }

  static func percentsOfHundred(_ field: NotedField) -> LoadNote {
    field.note(.percentScale, "read on a scale of 0 to 100")
  }

  static func percentsOfOne(_ field: NotedField) -> LoadNote {
    field.note(.percentScale, "holds only 0 and 1, read as fractions (none and certain)")
  }

  static func percentsMixed(_ field: NotedField, othersTo most: Int) -> LoadNote {
    field.note(
      .percentsMixed,
      "some values bear a percent sign and some do not; those without are read on a scale of 0 to "
        + "\(most)", severity: .warning)
  }
}
