/// Values of one type, one a row, with what is missing.
///
/// The storage does not know what its numbers mean: a percent and a plain number are both `.number`;
/// `ValueType` beside it does. Copies share storage.
package enum Column: Sendable, Hashable {
  case text(TextColumn)
  /// number, percent (as a fraction), exact duration (days)
  case number(NumberColumn)
  /// money as it was loaded: minor units of the column's own scale
  case money(MoneyColumn)
  /// money inside a query: `Money.digits` decimal digits
  case exact(ExactColumn)
  case boolean(BooleanColumn)
  /// date (days since 1970-01-01), period (ordinal of its grain)
  case day(DayColumn)
  /// timestamp (seconds since 1970-01-01T00:00 on the wall clock of the model's time zone)
  case second(SecondColumn)
  case list(ListColumn)

  /// How many rows.
  package var count: Int {
    switch self {
    case .text(let column): column.codes.count
    case .number(let column): column.values.count
    case .money(let column): column.units.count
    case .exact(let column): column.values.count
    case .boolean(let column): column.values.count
    case .day(let column): column.values.count
    case .second(let column): column.values.count
    case .list(let column): column.count
    }
  }

  /// The rows that hold a value; nil when all do.
  package var validity: Bitmap? {
    switch self {
    case .text(let column):
      column.codes.contains(-1)
        ? Bitmap(count: column.codes.count) { column.codes[$0] >= 0 } : nil
    case .number(let column): column.validity
    case .money(let column): column.validity
    case .exact(let column): column.validity
    case .boolean(let column): column.validity
    case .day(let column): column.validity
    case .second(let column): column.validity
    case .list(let column): column.validity
    }
  }

  /// Whether the row holds a value.
  package func isPresent(_ row: Int) -> Bool {
    switch self {
    case .text(let column): column.codes[row] >= 0
    case .number(let column): column.validity?[row] ?? true
    case .money(let column): column.validity?[row] ?? true
    case .exact(let column): column.validity?[row] ?? true
    case .boolean(let column): column.validity?[row] ?? true
    case .day(let column): column.validity?[row] ?? true
    case .second(let column): column.validity?[row] ?? true
    case .list(let column): column.validity?[row] ?? true
    }
  }

  /// The texts of a column of texts; nil for another one.
  package var texts: TextColumn? { if case .text(let column) = self { column } else { nil } }

  /// The currency of each row; nil where the rows do not name any.
  package var currencies: TextColumn? {
    switch self {
    case .money(let column): column.currencies
    case .exact(let column): column.currencies
    default: nil
    }
  }

  /// How many rows hold no value.
  package var missingCount: Int {
    if case .text(let column) = self { return column.codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) } }
    return validity.map { $0.count - $0.setCount } ?? 0
  }
}

/// Text by dictionary: a code a row, -1 where missing.
package struct TextColumn: Sendable, Hashable {
  package var codes: Buffer<Int32>
  package var dictionary: TextDictionary
  /// Whether no two codes stand for the same text; grouping then needs no hashing.
  package var isDistinct: Bool

  package init(codes: Buffer<Int32>, dictionary: TextDictionary, isDistinct: Bool = true) {
    self.codes = codes
    self.dictionary = dictionary
    self.isDistinct = isDistinct
  }

  /// Codes the texts by first appearance.
  package init(_ values: some Sequence<String?>) {
    // `String ==` takes canonically equal text as equal; columns compare bytes.
    var codeOf: [[UInt8]: Int32] = [:]
    var codes: [Int32] = []
    var dictionary = TextDictionaryBuilder()
    for value in values {
      guard let value else {
        codes.append(-1)
        continue
      }
      let bytes = Array(value.utf8)
      if let code = codeOf[bytes] {
        codes.append(code)
      } else {
        let code = dictionary.append(value)
        codeOf[bytes] = code
        codes.append(code)
      }
    }
    self.init(codes: Buffer(codes), dictionary: dictionary.dictionary)
  }

  /// The text of a row, nil where missing.
  package subscript(row: Int) -> String? {
    codes[row] < 0 ? nil : dictionary[Int(codes[row])]
  }
}

/// Numbers; what stands in a missing row is 0 and means nothing.
package struct NumberColumn: Sendable, Hashable {
  package var values: Buffer<Double>
  package var validity: Bitmap?

  package init(values: Buffer<Double>, validity: Bitmap? = nil) {
    self.values = values
    self.validity = validity
  }
}

/// Loaded money: whole units of 10^-`scale`, and a currency a row where there are several.
package struct MoneyColumn: Sendable, Hashable {
  package var units: Buffer<Int64>
  package var scale: Int
  package var validity: Bitmap?
  /// The currency of each row; nil when all are in the base currency.
  package var currencies: TextColumn?

  package init(
    units: Buffer<Int64>, scale: Int, validity: Bitmap? = nil, currencies: TextColumn? = nil
  ) {
    self.units = units
    self.scale = scale
    self.validity = validity
    self.currencies = currencies
  }
}

/// Money inside a query, in units of 10^-`Money.digits`.
package struct ExactColumn: Sendable, Hashable {
  package var values: Buffer<Int128>
  package var validity: Bitmap?
  /// The currency of each row; nil when all are in the one that the query computes in.
  package var currencies: TextColumn?

  package init(
    values: Buffer<Int128>, validity: Bitmap? = nil, currencies: TextColumn? = nil
  ) {
    self.values = values
    self.validity = validity
    self.currencies = currencies
  }
}

/// Truth values.
package struct BooleanColumn: Sendable, Hashable {
  package var values: Bitmap
  package var validity: Bitmap?

  package init(values: Bitmap, validity: Bitmap? = nil) {
    self.values = values
    self.validity = validity
  }
}

/// Day numbers or period ordinals.
package struct DayColumn: Sendable, Hashable {
  package var values: Buffer<Int32>
  package var validity: Bitmap?

  package init(values: Buffer<Int32>, validity: Bitmap? = nil) {
    self.values = values
    self.validity = validity
  }
}

/// Timestamps in seconds.
package struct SecondColumn: Sendable, Hashable {
  package var values: Buffer<Int64>
  package var validity: Bitmap?

  package init(values: Buffer<Int64>, validity: Bitmap? = nil) {
    self.values = values
    self.validity = validity
  }
}

/// Lists of text: row `r` holds `elements[offsets[r]..<offsets[r + 1]]`.
package struct ListColumn: Sendable, Hashable {
  package var offsets: Buffer<Int32>
  package var elements: TextColumn
  package var validity: Bitmap?

  package init(offsets: Buffer<Int32>, elements: TextColumn, validity: Bitmap? = nil) {
    self.offsets = offsets
    self.elements = elements
    self.validity = validity
  }

  /// How many rows.
  package var count: Int { offsets.count - 1 }
}
