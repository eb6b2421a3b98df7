import PQLModel

/// What a column can be read as, found out while its bytes are still in the cache.
///
/// A reader fills cells a block of records at a time and has every column convert the block at once:
/// converting column by column afterwards would fetch each byte from memory again. The first value
/// decides the shape; a later value that does not fit gives the shape up, and the column is then read
/// again from the file. So an early column is only ever a quicker way to the same result.
///
/// One stands for a piece of a file, which a thread has converted, or for everything so far, which
/// the pieces are appended to in the order of the file.
final class EarlyColumn {
  enum Shape {
    case undecided, givenUp, text, list, days, seconds, decimals, booleans
  }

  /// What stands in the place of a missing day, moment, number and truth value.
  static let missingDay = Int32.min
  static let missingWide = Int64.min
  static let missingTruth: UInt8 = 2

  var shape = Shape.undecided
  var rowCount = 0
  var presentCount = 0
  /// The first row that holds a value, -1 while none does.
  var firstPresent = -1

  /// Of text: a code a row, -1 where missing; of a list: a code an element; of dates: a day a row.
  let codes = GrowingValues<Int32>()
  /// Of a list: where the row's elements end; the complement of it where missing.
  let ends = GrowingValues<Int32>()
  /// Seconds as written, or in UTC when `hasOffsets`; of numbers: the digits with their sign.
  let wide = GrowingValues<Int64>()
  /// Of numbers: how many digits are decimals; of truth values: 0, 1 or missing.
  let small = GrowingValues<UInt8>()
  var hasOffsets = false
  /// Whether some number has a needless 0 in front, or more digits than a number holds.
  var hasTextualNumber = false
  var hasInexactNumber = false
  /// Whether each row has a text of its own, because the texts hardly repeat.
  var isPlain = false
  /// What the numbers or days have become, in their own memory; they are gone then.
  var typed: Column?
  /// Whether each text of a column that is plain comes behind the one before it, by its bytes.
  var isAscending = true
  /// The texts of all codes; of a piece those that are new with it.
  private var interner: TextInterner
  /// The interner's, for adding texts without asking for it at each.
  let texts: (bytes: ByteArena, offsets: GrowingValues<Int>)
  /// How many rows there are when it is next asked whether texts repeat.
  private var nextQuestion = EarlyColumn.firstQuestion
  /// Texts are all coded in a file of fewer rows.
  static let firstQuestion = 1 << 15

  init() {
    let interner = TextInterner()
    self.interner = interner
    texts = interner.texts
  }

  /// Forgets everything and keeps the memory; for the next piece.
  func removeAll() {
    shape = .undecided
    (rowCount, presentCount, firstPresent) = (0, 0, -1)
    (hasOffsets, hasTextualNumber, hasInexactNumber) = (false, false, false)
    (isPlain, isAscending, typed) = (false, true, nil)
    nextQuestion = EarlyColumn.firstQuestion
    codes.removeAll()
    ends.removeAll()
    wide.removeAll()
    small.removeAll()
    texts.bytes.removeAll()
    texts.offsets.keep(1)
  }

  /// Forgets all values; the column is then read again from the file.
  func giveUp() {
    let first = firstPresent
    removeAll()
    shape = .givenUp
    firstPresent = first
  }

  /// Adds rows without a value.
  func appendMissing(_ count: Int) {
    rowCount += count
    switch shape {
    case .undecided, .givenUp: break
    case .text:
      codes.append(repeating: -1, count: count)
      // No text is new in these rows, so that each question they pass has the answer of the last.
      while !isPlain, codes.count >= nextQuestion { askWhetherTextsRepeat() }
    case .list: ends.append(repeating: ~listEnd, count: count)
    case .days: codes.append(repeating: EarlyColumn.missingDay, count: count)
    case .seconds: wide.append(repeating: EarlyColumn.missingWide, count: count)
    case .decimals:
      wide.append(repeating: EarlyColumn.missingWide, count: count)
      small.append(repeating: 0, count: count)
    case .booleans: small.append(repeating: EarlyColumn.missingTruth, count: count)
    }
  }

  /// Whether a row has no value.
  func isMissing(_ row: Int) -> Bool {
    if let typed { return !typed.isPresent(row) }
    return switch shape {
    case .undecided, .givenUp: true
    case .text: codes[row] < 0
    case .list: ends[row] < 0
    case .days: codes[row] == EarlyColumn.missingDay
    case .seconds, .decimals: wide[row] == EarlyColumn.missingWide
    case .booleans: small[row] == EarlyColumn.missingTruth
    }
  }

  /// Where the elements of the last row end.
  private var listEnd: Int32 { Int32(truncatingIfNeeded: codes.count) }

  /// Decides for a shape; rows before this had no value.
  func decide(_ shape: Shape, hasOffsets: Bool = false) {
    self.shape = shape
    self.hasOffsets = hasOffsets
    let rows = rowCount
    rowCount = 0
    appendMissing(rows)
  }

  /// Adds the rows of what comes next in the file; `map` has, for each code of its reader's that was
  /// known before it, the code here, and is extended by those that are new.
  func append(_ piece: EarlyColumn, _ map: GrowingValues<Int32>) {
    guard shape != .givenUp else { return }
    guard typed == nil, piece.typed == nil else { return giveUp() }
    if piece.shape == .undecided { return appendMissing(piece.rowCount) }
    if shape == .undecided, piece.shape != .givenUp {
      decide(piece.shape, hasOffsets: piece.hasOffsets)
    }
    guard piece.shape == shape, piece.hasOffsets == hasOffsets else { return giveUp() }
    if firstPresent < 0 { firstPresent = rowCount + piece.firstPresent }
    hasTextualNumber = hasTextualNumber || piece.hasTextualNumber
    hasInexactNumber = hasInexactNumber || piece.hasInexactNumber
    switch shape {
    case .text: appendTexts(piece, map)
    case .list: appendLists(piece, map)
    case .days: codes.append(piece.codes)
    case .seconds: wide.append(piece.wide)
    case .decimals:
      wide.append(piece.wide)
      small.append(piece.small)
    case .booleans: small.append(piece.small)
    case .undecided, .givenUp: break
    }
    rowCount += piece.rowCount
    presentCount += piece.presentCount
  }

  private func appendTexts(_ piece: EarlyColumn, _ map: GrowingValues<Int32>) {
    if piece.isPlain {
      if !isPlain { becomePlain() }
      let base = Int32(truncatingIfNeeded: textCount)
      appendAllTexts(of: piece)
      isAscending = isAscending && piece.isAscending && ascends(Int(base)..<Int(base) + 1)
      appendCodes(piece, 0..<piece.codes.count) { $0 < 0 ? -1 : $0 + base }
      return
    }
    // Whether texts repeat is asked at rows that do not depend on where pieces begin.
    let known = map.count
    var row = 0
    while row < piece.codes.count, !isPlain {
      // Were a question left behind, no row would be added, and this would never end.
      precondition(codes.count < nextQuestion, "a question about texts was passed over")
      let end = min(piece.codes.count, row + nextQuestion - codes.count)
      mapNewTexts(of: piece, row..<end, known: known, map)
      unsafe map.withMemory { map in
        appendCodes(piece, row..<end) { unsafe $0 < 0 ? -1 : map[Int($0)] }
      }
      row = end
      if codes.count == nextQuestion { askWhetherTextsRepeat() }
    }
    if row < piece.codes.count { expand(piece, from: row, known: known, map) }
  }

  /// Begins to give each row a text of its own when half of the texts up to the row of the question
  /// are different.
  private func askWhetherTextsRepeat() {
    if textCount * 2 >= nextQuestion { becomePlain() }
    nextQuestion *= 2
  }

  /// From now on gives each row a text of its own.
  private func becomePlain() {
    isPlain = true
    isAscending = ascends(0..<textCount)
  }

  /// Whether each of some texts comes behind the one before it.
  func ascends(_ codes: Range<Int>) -> Bool {
    let (view, offsets) = (texts.bytes.view, texts.offsets)
    return codes.clamped(to: 1..<max(textCount, 1)).allSatisfy {
      view.precedes(offsets[$0 - 1], offsets[$0], before: offsets[$0], offsets[$0 + 1])
    }
  }

  @inline(__always)
  private func appendCodes(_ piece: EarlyColumn, _ rows: Range<Int>, _ code: (Int32) -> Int32) {
    unsafe piece.codes.withMemory { from in
      unsafe codes.append(count: rows.count) { place in
        // Both hold `rows.count` codes from there on.
        for index in 0..<rows.count { unsafe place[index] = code(from[rows.lowerBound + index]) }
      }
    }
  }

  /// Gives the texts that these rows are the first to have a code here.
  ///
  /// They come in the order of the rows; `known` texts came with pieces before.
  private func mapNewTexts(
    of piece: EarlyColumn, _ rows: Range<Int>, known: Int, _ map: GrowingValues<Int32>
  ) {
    guard piece.textCount > map.count - known else { return }
    let (bytes, offsets) = piece.texts
    let highest = unsafe piece.codes.withMemory { codes in
      rows.reduce(Int32(-1)) { unsafe max($0, codes[$1]) }
    }
    while map.count <= Int(highest) {
      let index = map.count - known
      map.append(interner.code(bytes.view, offsets[index], offsets[index + 1]))
    }
  }

  private func appendAllTexts(of piece: EarlyColumn) {
    let (bytes, offsets) = texts
    let (newBytes, newOffsets) = piece.texts
    let base = bytes.count
    bytes.append(newBytes.view, 0, newBytes.count)
    let count = newOffsets.count - 1
    unsafe newOffsets.withMemory { from in
      unsafe offsets.append(count: count) { place in
        for index in 0..<count { unsafe place[index] = from[index + 1] + base }
      }
    }
  }

  /// Gives the rows of a piece that was still coded each a text of its own.
  private func expand(
    _ piece: EarlyColumn, from first: Int, known: Int, _ map: GrowingValues<Int32>
  ) {
    let (bytes, offsets) = texts
    let (newBytes, newOffsets) = piece.texts
    let old = textCount
    for row in first..<piece.codes.count {
      let code = Int(piece.codes[row])
      if code < 0 {
        codes.append(-1)
        continue
      }
      let own = Int32(truncatingIfNeeded: offsets.count - 1)
      if code < map.count {
        let first = Int(map[code])
        bytes.appendOwn(offsets[first], offsets[first + 1])
      } else {
        bytes.append(newBytes.view, newOffsets[code - known], newOffsets[code - known + 1])
        map.append(own)
      }
      offsets.append(bytes.count)
      codes.append(own)
    }
    isAscending = isAscending && ascends(old..<textCount)
  }

  private func appendLists(_ piece: EarlyColumn, _ map: GrowingValues<Int32>) {
    mapNewTexts(of: piece, 0..<piece.codes.count, known: map.count, map)
    let base = listEnd
    unsafe map.withMemory { map in
      appendCodes(piece, 0..<piece.codes.count) { unsafe map[Int($0)] }
    }
    let count = piece.ends.count
    unsafe piece.ends.withMemory { from in
      unsafe ends.append(count: count) { place in
        for index in 0..<count {
          let end = unsafe from[index]
          unsafe place[index] = end < 0 ? ~(~end + base) : end + base
        }
      }
    }
  }

  /// Adds a text that is new with this piece.
  func addText(_ view: ByteView, _ start: Int, _ end: Int) {
    let (bytes, offsets) = texts
    bytes.append(view, start, end)
    offsets.append(bytes.count)
  }

  /// The texts of all codes, without a copy; nothing may be added afterwards.
  var dictionary: TextDictionary { interner.finalDictionary }

  /// How many texts are new with this piece.
  var textCount: Int { texts.offsets.count - 1 }
}
