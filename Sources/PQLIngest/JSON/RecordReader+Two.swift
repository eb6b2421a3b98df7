extension RecordReader {
  /// How many records are read one by one where two could not be read together.
  private static let pause = 64
  /// A line of more bytes is read by itself.
  private static let longest = 1 << 14

  /// Reads the next two records side by side; false, and has done nothing, where that cannot be done.
  ///
  /// A record is read from one place to the next, each found by what stands before it, so that the
  /// machine mostly waits; with a second record it has something else to do. Only plain cases are
  /// taken: two lines, each a record, that bring up nothing new and have no fault. Any other is left
  /// to `readNext`, which knows what to say.
  @inline(__always)
  mutating func readNextTwo(_ piece: RecordPiece, to end: Int) throws(ScanFailure) -> Bool {
    guard alone <= 0, form == .lines, row + 1 < CellBlock.rows else { return false }
    return try readTwoLines(piece, to: end)
  }

  private mutating func readTwoLines(
    _ piece: RecordPiece, to end: Int
  ) throws(ScanFailure) -> Bool {
    let start = scanner.at
    let lineEnd = scanner.view.firstPlace(
      of: 0x0A, from: start, to: min(end - 1, start + Self.longest))
    guard let second = lineEnd.map({ $0 + 1 }), scanner.view[start] == 0x7B,
      scanner.view[second] == 0x7B
    else {
      alone = Self.pause
      return false
    }
    let (known, first) = (known, row)
    guard readTwo(start, second) else {
      takeBackTwo(start, second, first)
      forget(to: known)
      scanner.at = start
      alone = Self.pause
      return false
    }
    add(piece, start)
    add(piece, second)
    if row == CellBlock.rows { try finishFullBlock(piece, second) }
    passSpace(piece)
    return true
  }

  /// Reads the records of two lines; false where they are no plain case.
  private mutating func readTwo(_ start: Int, _ second: Int) -> Bool {
    var other = second + 1
    scanner.at = start + 1
    do {
      try readTwoObjects(level: 0, depth: 1, &other)
      // Behind the first record there is nothing but the line's end.
      _ = scanner.skipSpace()
      guard keys.isSettled, scanner.at == second else { return false }
      scanner.at = other
      try checkLineEnd()
      try columns.block.checkLengths()
      return true
    } catch {
      return false
    }
  }

  /// Takes the cells of two records away, which go to the row `first` and the one after it.
  private mutating func takeBackTwo(_ start: Int, _ second: Int, _ first: Int) {
    row = first
    takeBack(from: start)
    row += 1
    takeBack(from: second)
    row -= 1
  }

  /// Reads two objects, whose braces have been passed, as long as they have the same keys together,
  /// then one after the other; `other` is where the second one stands.
  private mutating func readTwoObjects(
    level: Int, depth: Int, _ other: inout Int
  ) throws(ScanFailure) {
    guard depth <= JSONScanner.deepest else { throw scanner.tooDeep() }
    var walk = MemberWalk(after: -1, foretold: keys.following(-1, level))
    while true {
      switch walk.goOn(&self, and: &other) {
      case .ended: return
      case .atValue:
        if scanner.view[scanner.at] == 0x7B, scanner.view[other] == 0x7B {
          scanner.at += 1
          other += 1
          try readTwoObjects(level: keys.level(of: walk.slot), depth: depth + 1, &other)
        } else {
          try readOtherValue(walk.slot, depth: depth)
          try inOther(&other) { reader throws(ScanFailure) in
            try reader.readOtherValue(walk.slot, depth: depth)
          }
        }
      case .atKey:
        try readRest(level, after: walk.slot, depth: depth)
        return try inOther(&other) { reader throws(ScanFailure) in
          try reader.readRest(level, after: walk.slot, depth: depth)
        }
      }
    }
  }

  /// Does something where the second object stands, for its row.
  @inline(__always)
  private mutating func inOther(
    _ other: inout Int, _ read: (inout RecordReader) throws(ScanFailure) -> Void
  ) throws(ScanFailure) {
    swap(&scanner.at, &other)
    row += 1
    try read(&self)
    row -= 1
    swap(&scanner.at, &other)
  }

  /// Reads the members behind the slot `previous`, or all behind -1.
  private mutating func readRest(
    _ level: Int, after previous: Int, depth: Int
  ) throws(ScanFailure) {
    guard previous < 0 else { return try readMembers(level, after: previous, depth: depth) }
    try readObject(level: level, depth: depth)
  }
}
