// Columns made of arrays; each copies its array once.

extension TextColumn {
  package init(codes: [Int32], dictionary: TextDictionary, isDistinct: Bool = true) {
    self.init(codes: Buffer(codes), dictionary: dictionary, isDistinct: isDistinct)
  }
}

extension NumberColumn {
  /// Numbers, missing where there is none.
  package init(_ values: [Double?]) {
    let present = Bitmap(count: values.count) { values[$0] != nil }
    self.init(values: values.map { $0 ?? 0 }, validity: present.isAllSet ? nil : present)
  }

  package init(values: [Double], validity: Bitmap? = nil) {
    self.init(values: Buffer(values), validity: validity)
  }
}

extension MoneyColumn {
  package init(
    units: [Int64], scale: Int, validity: Bitmap? = nil, currencies: TextColumn? = nil
  ) {
    self.init(units: Buffer(units), scale: scale, validity: validity, currencies: currencies)
  }
}

extension ExactColumn {
  package init(values: [Int128], validity: Bitmap? = nil, currencies: TextColumn? = nil) {
    self.init(values: Buffer(values), validity: validity, currencies: currencies)
  }
}

extension DayColumn {
  /// Days, missing where there is none.
  package init(_ values: [Int32?]) {
    let present = Bitmap(count: values.count) { values[$0] != nil }
    self.init(values: values.map { $0 ?? 0 }, validity: present.isAllSet ? nil : present)
  }

  package init(values: [Int32], validity: Bitmap? = nil) {
    self.init(values: Buffer(values), validity: validity)
  }
}

extension SecondColumn {
  package init(values: [Int64], validity: Bitmap? = nil) {
    self.init(values: Buffer(values), validity: validity)
  }
}

extension ListColumn {
  package init(offsets: [Int32], elements: TextColumn, validity: Bitmap? = nil) {
    self.init(offsets: Buffer(offsets), elements: elements, validity: validity)
  }
}
