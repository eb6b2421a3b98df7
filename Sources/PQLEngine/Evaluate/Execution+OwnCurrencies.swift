import PQLModel
import PQLPlan

/// In which currency each row's amounts are.
struct RowCurrencies {
  /// By row a place in `names`, -1 for a row that nobody asks for.
  var codes: [Int32]
  var names: [String]

  init(_ codes: [Int32], names: [String]) {
    (self.codes, self.names) = (codes, names)
  }

  /// Rows that name their currency; `base` is that of those which do not.
  init(_ texts: TextColumn, base: String) {
    (codes, names) = ([], [base])
    codes = places(of: texts)
  }

  /// By row the place of the currency that a text names, new ones added; the first where there is none.
  mutating func places(of texts: TextColumn) -> [Int32] {
    let places = texts.dictionary.values.map { place(of: $0) }
    return texts.codes.map { $0 < 0 ? 0 : places[Int($0)] }
  }

  /// The place of a currency, which is added where it has none.
  mutating func place(of name: String) -> Int32 {
    if let place = names.firstIndex(of: name) { return Int32(place) }
    names.append(name)
    return Int32(names.count - 1)
  }

  /// The places that some row has, ascending.
  var used: [Int32] {
    var isUsed = [Bool](repeating: false, count: names.count)
    for code in codes where code >= 0 { isUsed[Int(code)] = true }
    return names.indices.filter { isUsed[$0] }.map(Int32.init)
  }

  /// The currencies as a column of texts.
  var column: TextColumn { TextColumn(codes: codes, dictionary: TextDictionary(names)) }
}

// Amounts without a rate to the answer's currency stay in their own, and a column of them names the
// currency of each row. A term over such columns is evaluated currency by currency: what it reads of a
// row must be in one currency, which its constants are converted to, and what looks across rows must be in
// one currency altogether. So no kernel ever sees amounts of two currencies.

extension Execution {
  /// A term row by row; where a rate is missing each record's in the currency that the record names.
  func ofRows(
    _ term: Term, in frame: Frame, mayKeep: Bool? = nil
  ) throws(EvaluationFailure) -> Column {
    do throws(EvaluationFailure) {
      return try evaluate(term, in: frame)
    } catch {
      guard case .missingRate = error, mayKeep ?? keepsOwnCurrencies, !term.looksAcrossRows,
        let entity = frame.entity,
        case .text(let texts)? = model[entity]?.field("currency")?.column,
        case .text(let mine) = frame.picked(from: .text(texts))
      else { throw error }
      return try evaluate(
        term, in: frame, by: RowCurrencies(mine, base: model.currency.base))
    }
  }

  /// A term of the rows that are in a group, in the answer's currency: the others need no rate.
  func ofGroups(
    _ term: Term, _ groups: [Int32], in frame: Frame
  ) throws(EvaluationFailure) -> Column {
    do throws(EvaluationFailure) {
      return try evaluate(term, in: frame)
    } catch {
      guard case .missingRate = error, groups.contains(-1), !term.looksAcrossRows else {
        throw error
      }
      let rows = RowCurrencies(groups.map { min($0, 0) }, names: [valueCurrency])
      return try evaluate(term, in: frame, by: rows)
    }
  }

  /// The values of a term that works with amounts in their own currencies; nil where it reads none.
  func columnInOwnCurrencies(
    _ term: Term, in frame: Frame
  ) throws(EvaluationFailure) -> Column? {
    if case .column = term { return nil }
    guard let rows = try currencies(readBy: term, in: frame) else { return nil }
    return try evaluate(term, in: frame.withoutCurrencies, by: rows)
  }

  /// Whether a condition holds that asks of amounts in their own currencies; nil where it asks of none.
  func bitsInOwnCurrencies(
    _ term: Term, in frame: Frame
  ) throws(EvaluationFailure) -> Bitmap? {
    switch term {
    // Each part may be about another currency.
    case .not, .all, .some: return nil
    default: break
    }
    guard case .boolean(let column)? = try columnInOwnCurrencies(term, in: frame) else {
      return nil
    }
    return valid(column.values, column.validity)
  }

  /// A term of the rows asked for, each in its currency; missing in the others.
  func evaluate(
    _ term: Term, in frame: Frame, by rows: RowCurrencies
  ) throws(EvaluationFailure) -> Column {
    var made = missingColumn(term.type, count: frame.count)
    let used = rows.used
    for code in used {
      let mine = packedBits(rows.codes) { $0 == code }
      guard mine.isAllSet || !term.looksAcrossRows else {
        throw .mixedCurrencies(term.text, used.map { rows.names[Int($0)] })
      }
      let picks = mine.setRows
      let part = try inCurrency(rows.names[Int(code)]) { () throws(EvaluationFailure) in
        try evaluate(term, in: mine.isAllSet ? frame : frame.selecting(picks))
      }
      guard !mine.isAllSet else {
        made = part
        break
      }
      var places = [Int32](repeating: -1, count: frame.count)
      for (place, row) in picks.enumerated() { places[Int(row)] = Int32(place) }
      made = try choose(mine, part.gathered(places), made)
    }
    return made.naming(rows, unless: valueCurrency)
  }

  /// Runs what is worked out of whole answers, which want their amounts in one currency and not to name
  /// it; what is made of them is in that one.
  func inOneCurrency(
    _ frames: [Frame], for what: String,
    _ body: ([Frame]) throws(EvaluationFailure) -> Frame
  ) throws(EvaluationFailure) -> Frame {
    let columns = frames.flatMap(\.columns)
    guard columns.contains(where: { $0.currencies != nil }) else { return try body(frames) }
    var names: [String] = []
    for column in columns where column.isMoney {
      let own =
        column.currencies == nil && column.hasAmounts ? [valueCurrency] : column.currencyNames
      for name in own where !names.contains(name) { names.append(name) }
    }
    guard names.count < 2 else { throw .mixedCurrencies(what, names) }
    let name = names.first ?? valueCurrency
    var made = try inCurrency(name) { () throws(EvaluationFailure) in
      try body(frames.map(\.withoutCurrencies))
    }
    let rows = RowCurrencies([Int32](repeating: 0, count: made.count), names: [name])
    made.columns = made.columns.map { $0.naming(rows, unless: valueCurrency) }
    return made
  }

  /// The currency of each row in the columns that a term reads; nil where all are in the answer's.
  private func currencies(
    readBy term: Term, in frame: Frame
  ) throws(EvaluationFailure) -> RowCurrencies? {
    guard frame.columns.contains(where: { $0.currencies != nil }) else { return nil }
    let read = term.columnsRead.sorted().filter(frame.columns.indices.contains).map {
      frame.columns[$0]
    }
    guard read.contains(where: { $0.currencies != nil }) else { return nil }
    var rows = RowCurrencies(
      [Int32](repeating: -1, count: frame.count), names: [valueCurrency])
    for column in read where column.isMoney {
      let mine = column.currencies.map { rows.places(of: $0) }
      for row in 0..<frame.count where column.isPresent(row) {
        let code = mine.map { $0[row] } ?? 0
        guard rows.codes[row] < 0 || rows.codes[row] == code else {
          throw .mixedCurrencies(
            term.text, [rows.codes[row], code].map { rows.names[Int($0)] })
        }
        rows.codes[row] = code
      }
    }
    // Where nothing is there, any currency will do.
    let rest = rows.used.first ?? 0
    for row in rows.codes.indices where rows.codes[row] < 0 { rows.codes[row] = rest }
    return rows
  }
}

extension Frame {
  /// The same amounts, for whoever has seen to it that they are in one currency.
  fileprivate var withoutCurrencies: Frame {
    var frame = self
    for index in columns.indices where columns[index].currencies != nil {
      let column = columns[index]
      frame.columns[index] = .exact(
        ExactColumn(values: column.exactValues, validity: column.validity))
    }
    return frame
  }
}

extension Column {
  /// Whether some row holds an amount other than 0, which is the same in any currency.
  fileprivate var hasAmounts: Bool {
    let values = exactValues
    return values.indices.contains { values[$0] != 0 && isPresent($0) }
  }

  var isMoney: Bool {
    switch self {
    case .money, .exact: true
    default: false
    }
  }

  /// The different currencies of the amounts there are; none where the rows do not name any.
  var currencyNames: [String] {
    guard let currencies else { return [] }
    let present = currencies.codes.indices.lazy.filter { self.isPresent($0) }
    return RowCurrencies(
      present.map { currencies.codes[$0] }, names: currencies.dictionary.values
    ).used.map { currencies.dictionary[Int($0)] }
  }

  /// Amounts that name the currency of each row, unless all are in the answer's.
  func naming(_ rows: RowCurrencies, unless answer: String) -> Column {
    guard isMoney, rows.used.contains(where: { rows.names[Int($0)] != answer }) else { return self }
    return .exact(
      ExactColumn(values: exactValues, validity: validity, currencies: rows.column))
  }
}

extension Term {
  /// The places of the made columns that the term reads.
  fileprivate var columnsRead: Set<Int> {
    switch self {
    case .column(let index, _, _): [index]
    case .window(let window):
      ([window.argument, window.condition].compactMap { $0 } + window.over).reduce(into: []) {
        $0.formUnion($1.columnsRead)
      }
    default: parts.reduce(into: []) { $0.formUnion($1.columnsRead) }
    }
  }
}
