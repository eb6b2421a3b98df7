import PQLModel

extension DraftTable {
  /// Puts tables of one entity under each other; a field that one of them lacks is missing there.
  ///
  /// Fields of one name are one when their types can be; else the later one gets a number behind its
  /// name. O(all cells).
  static func stacked(_ tables: [DraftTable]) -> DraftTable {
    guard var result = tables.first, tables.count > 1 else {
      return tables.first ?? DraftTable(kind: .deals, rowCount: 0, fields: [], fileName: "")
    }
    for table in tables.dropFirst() { result = result.stacked(on: table) }
    return result
  }

  private func stacked(on below: DraftTable) -> DraftTable {
    var result = DraftTable(
      kind: kind, rowCount: rowCount + below.rowCount, fields: [], fileName: fileName)
    var rest = below.fields
    var apart: [EntityField] = []
    for var field in fields {
      let other = rest.firstIndex { $0.name == field.name }.map { rest.remove(at: $0) }
      if let column = Column.stacked(field.column, other?.column, below.rowCount) {
        field.column = column
        for alias in other?.aliases ?? [] where !field.aliases.contains(alias) {
          field.aliases.append(alias)
        }
      } else if let other, rowCount == field.column.missingCount,
        let column = other.column.lowered(by: rowCount)
      {
        (field.column, field.type) = (column, other.type)
      } else {
        field.column = Column.stacked(field.column, nil, below.rowCount) ?? field.column
        if let other { apart.append(other) }
      }
      result.fields.append(field)
    }
    let names = Set(result.fields.map(\.name)).union(rest.map(\.name))
    for var field in rest + apart {
      guard let column = field.column.lowered(by: rowCount) else { continue }
      field.column = column
      var number = 2
      let name = field.name
      while apart.contains(where: { $0.name == name }), names.contains(field.name) {
        field.name = "\(name)_\(number)"
        number += 1
      }
      result.insert(field)
    }
    return result
  }

  /// The table with these rows alone, in their order.
  func keeping(_ rows: [Int32]) -> DraftTable {
    var table = self
    table.rowCount = rows.count
    for index in fields.indices { table.fields[index].column = fields[index].column.gathered(rows) }
    return table
  }
}

extension Column {
  /// One column under another; `below` may lack its column and then counts `count` missing rows.
  ///
  /// Nil when the two hold different things, unless one of them holds nothing.
  static func stacked(_ above: Column, _ below: Column?, _ count: Int) -> Column? {
    let rows = (0..<Int32(clamping: above.count)).map { $0 }
    guard let below, below.missingCount < count else {
      return above.gathered(rows + Array(repeating: -1, count: count))
    }
    let validity = joined(above, below)
    switch (above, below) {
    case (.text(let first), .text(let second)): return .text(first.followed(by: second))
    case (.number(let first), .number(let second)):
      return .number(NumberColumn(values: joined(first.values, second.values), validity: validity))
    case (.money(let first), .money(let second)):
      let scale = max(first.scale, second.scale)
      guard let upper = first.units(scale: scale), let lower = second.units(scale: scale) else {
        return nil
      }
      return .money(MoneyColumn(units: joined(upper, lower), scale: scale, validity: validity))
    case (.boolean(let first), .boolean(let second)):
      let bits = Bitmap(count: first.values.count + second.values.count) {
        $0 < first.values.count ? first.values[$0] : second.values[$0 - first.values.count]
      }
      return .boolean(BooleanColumn(values: bits, validity: validity))
    case (.day(let first), .day(let second)):
      return .day(DayColumn(values: joined(first.values, second.values), validity: validity))
    case (.second(let first), .second(let second)):
      return .second(SecondColumn(values: joined(first.values, second.values), validity: validity))
    case (.list(let first), .list(let second)):
      let shift = first.offsets.last ?? 0
      return .list(
        ListColumn(
          offsets: Array(first.offsets) + second.offsets.dropFirst().map { $0 + shift },
          elements: first.elements.followed(by: second.elements), validity: validity))
    default: return nil
    }
  }

  /// The column below so many missing rows.
  fileprivate func lowered(by count: Int) -> Column? {
    gathered(Array(repeating: -1, count: count) + (0..<Int32(clamping: self.count)))
  }

  private static func joined<Value>(_ above: Buffer<Value>, _ below: Buffer<Value>) -> Buffer<Value>
  {
    Buffer([above, below].joined().map { $0 })
  }

  private static func joined(_ above: Column, _ below: Column) -> Bitmap? {
    if above.validity == nil, below.validity == nil { return nil }
    let count = above.count
    return Bitmap(count: count + below.count) {
      $0 < count ? above.isPresent($0) : below.isPresent($0 - count)
    }
  }
}

extension TextColumn {
  /// This column with another under it, over one dictionary.
  fileprivate func followed(by other: TextColumn) -> TextColumn {
    var interner = TextInterner()
    let upper = dictionary.values.map { interner.code(of: $0) }
    let lower = other.dictionary.values.map { interner.code(of: $0) }
    return TextColumn(
      codes: codes.map { $0 < 0 ? -1 : upper[Int($0)] }
        + other.codes.map { $0 < 0 ? -1 : lower[Int($0)] },
      dictionary: interner.dictionary)
  }
}

extension MoneyColumn {
  /// The units at a scale that is not smaller; nil when some are too large for it.
  fileprivate func units(scale: Int) -> Buffer<Int64>? {
    guard scale > self.scale else { return units }
    guard let factor = Int64(exactly: Money.powerOfTen(min(scale - self.scale, 37))) else {
      return nil
    }
    var scaled: [Int64] = []
    for value in units {
      let (product, overflow) = value.multipliedReportingOverflow(by: factor)
      if overflow { return nil }
      scaled.append(product)
    }
    return Buffer(scaled)
  }
}
