extension RecordReader {
  /// What the reader has come to know before a record.
  struct Known {
    var columns: Int
    var duplicates: Int
  }

  var known: Known { Known(columns: columns.count, duplicates: duplicateKeys) }

  /// Forgets what records have brought up that are left out; their cells have been taken away.
  mutating func forget(to known: Known) {
    columns.block.forgetTooLong()
    columns.drop(keeping: known.columns)
    keys.forgetUnsettled(scanner.view)
    duplicateKeys = known.duplicates
  }

  /// Takes the cells away that a record has left before it failed; stands behind them.
  ///
  /// The record is gone through once more, which costs no more than it has: a wide file may have many
  /// such lines.
  mutating func takeBack(from start: Int) {
    scanner.at = start
    guard scanner.skipSpace() == 0x7B else { return }
    scanner.at += 1
    // Ends where reading has failed, if not before.
    try? takeBackObject(level: 0, depth: 1)
  }

  private mutating func takeBackObject(level: Int, depth: Int) throws(ScanFailure) {
    guard depth <= JSONScanner.deepest else { return }
    var isFirst = true
    while scanner.skipSpace() == 0x22 {
      scanner.at += 1
      let start = scanner.at
      let (end, _) = try scanner.scanString()
      try scanner.skipColon()
      let slot = keys.known(level, scanner.view, start, end, isFirst: isFirst)
      isFirst = false
      let column = slot.map { keys.column(of: $0) } ?? -1
      if column >= 0 { columns.block[column, row] = .missing }
      let inner = slot.map { keys.knownLevel(of: $0) } ?? -1
      if scanner.skipSpace() == 0x7B, inner >= 0 {
        scanner.at += 1
        try takeBackObject(level: inner, depth: depth + 1)
      } else {
        try scanner.skipValue(depth: depth)
      }
      if scanner.skipSpace() == 0x2C { scanner.at += 1 }
    }
    if scanner.view[scanner.at] == 0x7D { scanner.at += 1 }
  }
}

extension RecordReader: RecordRereading {
  mutating func cells(at start: Int, _ take: (ReaderColumns) -> Void) {
    scanner.at = start
    // The record was checked when it was read first.
    try? readRecord()
    if !keys.isSettled { keys.settle() }
    take(columns)
    // A record of a wide file has few of its fields.
    if columns.count > 64 { takeBack(from: start) } else { columns.block.clear(rows: 1) }
  }
}
