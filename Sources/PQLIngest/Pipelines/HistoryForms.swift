import PQLModel

/// Brings what a history says of values to the form in which the records of the deals hold them: the
/// texts that the model file puts in the place of others, dates, and numbers with plain marks.
///
/// What stays open, as `04/05/2026` where nothing proves an order, stays as it is written, and is not
/// known on a past day.
struct HistoryForms {
  /// What is known of the deals: their fields, what the model file says, and how their dates are read.
  let deals: DraftTable
  let settings: ModelSettings.Entity?
  let order: DateOrder?

  /// O(fields × a few rows), and O(rows) for each field that is written in another form.
  func settle(_ history: inout DraftTable) {
    guard let named = history.text("field") else { return }
    let places = ["from", "to"].compactMap { name in
      history.fields.firstIndex { $0.name == name }
    }
    let hasComma = places.contains { place in
      history.fields[place].column.texts?.dictionary.bytes.contains(UInt8(ascii: ",")) == true
    }
    for field in deals.fields {
      let isAsked = named.dictionary.values.map { ([field.name] + field.aliases).contains($0) }
      guard isAsked.contains(true) else { continue }
      let rows = named.codes.indices.lazy.filter {
        named.codes[$0] >= 0 && isAsked[Int(named.codes[$0])]
      }
      let columns = places.compactMap { history.fields[$0].column.texts }
      guard mayDiffer(field, rows.prefix(Self.sample), columns, hasComma) else { continue }
      let all = Array(rows)
      guard let form = form(of: field, Self.texts(all, columns)) else { continue }
      for (place, column) in zip(places, columns) {
        history.fields[place].column = .text(column.rewritten(all, form))
      }
    }
  }

  /// As many changes tell how a history writes the dates of a field: it is one program's.
  private static let sample = 64

  /// Whether a field's texts may be written in another form than the records' values.
  private func mayDiffer(
    _ field: EntityField, _ rows: some Sequence<Int>, _ columns: [TextColumn], _ hasComma: Bool
  ) -> Bool {
    if !replacements(field).isEmpty { return true }
    switch field.type {
    case .date:
      return Self.texts(Array(rows), columns).contains { text in
        text.asCell { DateText(iso: $0) == nil }
      }
    case .money, .number, .percent, .duration: return hasComma
    default: return false
    }
  }

  private func replacements(_ field: EntityField) -> [(from: String, to: String)] {
    let names = [field.name] + field.aliases
    return settings?.values.first { names.contains($0.field) }?.replacements ?? []
  }

  /// How texts of a field are written anew; nil where nobody knows how to read them.
  private func form(of field: EntityField, _ texts: Set<String>) -> ((String) -> String?)? {
    let replaced = replacements(field)
    if !replaced.isEmpty {
      return { text in replaced.first { $0.from == text }?.to }
    }
    return field.type == .date ? dateForm(field, texts) : numberForm(field, texts)
  }

  // MARK: - Dates

  private func dateForm(_ field: EntityField, _ texts: Set<String>) -> ((String) -> String?)? {
    var evidence = DateEvidence()
    for text in texts { text.asCell { evidence.look(0, $0) } }
    let declared = settings?.types.first { field.name == $0.field }?.type.form ?? settings?.dates
    let said: DateOrder? = if case .ordered(let order)? = declared { order } else { nil }
    guard let order = evidence.order ?? said ?? order else { return nil }
    return { text in
      text.asCell { cell in
        guard DateText(iso: cell) == nil, let date = DateText(cell, order: order) else {
          return nil
        }
        return CivilDate(dayNumber: date.day).text
      }
    }
  }

  private static func texts(_ rows: [Int], _ columns: [TextColumn]) -> Set<String> {
    var texts: Set<String> = []
    for column in columns {
      var isSeen = Bitmap(repeating: false, count: column.dictionary.count)
      for row in rows where column.codes[row] >= 0 { isSeen[Int(column.codes[row])] = true }
      for code in isSeen.setRows { texts.insert(column.dictionary[Int(code)]) }
    }
    return texts
  }

  // MARK: - Numbers

  /// Marks are those that the model file names, else those that some of the numbers prove.
  private func numberForm(_ field: EntityField, _ texts: Set<String>) -> ((String) -> String?)? {
    guard texts.contains(where: { $0.utf8.contains(UInt8(ascii: ",")) }) else { return nil }
    let declared =
      settings?.types.first { field.name == $0.field }?.type.marks ?? settings?.numbers
    let proven = Set(texts.compactMap { text in text.asCell { NumberStyle.marks(of: $0) } })
    guard let marks = declared ?? (proven.count == 1 ? proven.first : nil) else { return nil }
    let style = NumberStyle(marks)
    return { text in text.asCell { cell in style.decimal(cell)?.value.text } }
  }
}

extension DecimalText {
  /// The number with a point before its decimals; nil when it has too many digits.
  fileprivate var text: String? {
    guard let mantissa, exponent <= 0, exponent > -18 else { return nil }
    let digits = String(mantissa)
    let whole = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
    let sign = isNegative ? "-" : ""
    if exponent == 0 { return sign + whole }
    return "\(sign)\(whole.dropLast(-exponent)).\(whole.suffix(-exponent))"
  }
}

extension String {
  /// Calls with the text as a cell of a file.
  fileprivate func asCell<Result>(_ body: (CellText) -> Result) -> Result {
    let bytes = FileBytes(Array(utf8))
    return withExtendedLifetime(bytes) {
      body(CellText(kind: .text, view: bytes.view, start: 0, end: bytes.count))
    }
  }
}

extension TextColumn {
  /// The column with the texts of some rows written anew; `form` gives nil for those that stay.
  fileprivate func rewritten(_ rows: [Int], _ form: (String) -> String?) -> TextColumn {
    var newText: [Int32: String] = [:]
    var isAsked = Bitmap(repeating: false, count: dictionary.count)
    for row in rows where codes[row] >= 0 { isAsked[Int(codes[row])] = true }
    for code in isAsked.setRows { newText[code] = form(dictionary[Int(code)]) }
    guard !newText.isEmpty else { return self }
    let texts = Set(newText.values).sorted()
    var builder = TextDictionaryBuilder(dictionary)
    var codeOf: [String: Int32] = [:]
    for (text, known) in zip(texts, dictionary.codes(of: TextDictionary(texts))) {
      codeOf[text] = known >= 0 ? known : builder.append(text)
    }
    var codes = Array(codes)
    for row in rows where codes[row] >= 0 {
      if let text = newText[codes[row]], let code = codeOf[text] { codes[row] = code }
    }
    return TextColumn(codes: codes, dictionary: builder.dictionary, isDistinct: isDistinct)
  }
}
