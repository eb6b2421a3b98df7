import PQLModel
import PQLSyntax
import PQLText

/// Numbers, days, periods and texts as spreadsheets, SQL and people write them.
struct ForeignLiterals {
  /// The tokens of the statement.
  let words: [RepairWord]
  let base: String
  let today: Int32
  /// Stages by what they are without case and marks.
  let stages: [String: String]

  /// Each literal written otherwise, with the tokens it takes.
  func rewrites() -> [(tokens: Range<Int>, text: String)] {
    words.indices.flatMap { place in
      [
        quotedDay(place), slashedDay(place), groupedNumber(place), signedMoney(place),
        countedNumber(place), quarter(place), namedMonth(place), severalWords(place),
        spacedPercent(place), fiscalYear(place), namedPeriod(place), exponent(place),
        currency(place),
        namedKey(place),
      ].compactMap(\.self)
    }
  }

  private typealias Rewrite = (tokens: Range<Int>, text: String)

  private func folded(_ place: Int) -> String {
    words.indices.contains(place) ? words[place].folded : ""
  }

  private func touches(_ place: Int) -> Bool {
    words.indices.contains(place + 1) && words[place].span.end == words[place + 1].span.start
  }

  /// `in usd`, `in dollars`: a currency, which the language writes in capitals.
  private func currency(_ place: Int) -> Rewrite? {
    guard place > 0, words[place - 1].folded == "in", words[place].kind == .word else { return nil }
    let named = ["dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP"]
    let code = named[folded(place)] ?? words[place].text.uppercased()
    return code.utf8.count == 3 && code != words[place].text ? (place..<place + 1, code) : nil
  }

  /// `created_month`: the period of a date by a name of its own.
  private func namedKey(_ place: Int) -> Rewrite? {
    guard let cut = words[place].text.lastIndex(of: "_"), words[place].kind == .word else {
      return nil
    }
    let unit = words[place].text[cut...].dropFirst().lowercased()
    guard ["day", "week", "month", "quarter", "year", "weekday"].contains(unit) else { return nil }
    return (place..<place + 1, "\(unit)(\(words[place].text[..<cut]))")
  }

  // MARK: - Days

  /// `"2026-06-30"` and `'30.06.2026'`: a day in quotes.
  private func quotedDay(_ place: Int) -> Rewrite? {
    guard words[place].kind == .text else { return nil }
    let content = words[place].text.dropFirst().dropLast()
    if let day = ForeignLiterals.day(String(content)) { return (place..<place + 1, day) }
    // A month or a year in quotes.
    let parts = content.split(separator: "-")
    guard parts.allSatisfy({ $0.allSatisfy(\.isNumber) }), parts.first?.count == 4,
      parts.count == 1 || parts.count == 2 && parts[1].count == 2
    else { return nil }
    return (place..<place + 1, String(content))
  }

  /// `30.06.2026` and `6/30/2026`, which are several tokens.
  private func slashedDay(_ place: Int) -> Rewrite? {
    guard words[place].kind == .number, place == 0 || !touches(place - 1) else { return nil }
    var text = words[place].text
    var end = place
    while touches(end), end - place < 6,
      [.number, .sign].contains(words[end + 1].kind),
      !["(", ")", ","].contains(words[end + 1].text)
    {
      end += 1
      text += words[end].text
    }
    guard end > place, let day = ForeignLiterals.day(text) else { return nil }
    return (place..<end + 1, day)
  }

  /// A day as the language writes it; nil where the text is none, or the day and the month could
  /// change places.
  static func day(_ text: String) -> String? {
    let signs: Set<Character> = [".", "/", "-"]
    let parts = text.split(whereSeparator: signs.contains)
    guard parts.count == 3, parts.allSatisfy({ $0.allSatisfy(\.isNumber) && $0.count <= 4 }),
      let first = Int(parts[0]), let second = Int(parts[1]), let third = Int(parts[2])
    else { return nil }
    let found: (year: Int, month: Int, day: Int)
    if parts[0].count == 4 {
      found = (first, second, third)
    } else if parts[2].count == 4, text.contains(".") || first > 12 {
      found = (third, second, first)
    } else if parts[2].count == 4, second > 12 {
      found = (third, first, second)
    } else {
      return nil
    }
    guard (1...12).contains(found.month), (1...31).contains(found.day) else { return nil }
    return CivilDate(year: found.year, month: found.month, day: found.day).text
  }

  // MARK: - Numbers

  /// `50,000`: a number with commas between its thousands.
  private func groupedNumber(_ place: Int) -> Rewrite? {
    guard words[place].kind == .number, words[place].text.count <= 3 else { return nil }
    var text = words[place].text
    var end = place
    while touches(end), words[end + 1].text == ",", touches(end + 1),
      words[end + 2].kind == .number,
      words[end + 2].text.prefix(while: \.isNumber).count == 3
    {
      text += "_" + words[end + 2].text
      end += 2
    }
    return end > place ? (place..<end + 1, text) : nil
  }

  private static let signs = ["$": "USD", "€": "EUR", "£": "GBP"]

  /// `$50k`, `50k€`: money by a sign, which the language writes by its code.
  private func signedMoney(_ place: Int) -> Rewrite? {
    let word = words[place]
    if let sign = word.text.first, let code = ForeignLiterals.signs[String(sign)] {
      let rest = String(word.text.dropFirst())
      if rest.first?.isNumber == true { return (place..<place + 1, money(rest, code)) }
      if rest.isEmpty, place + 1 < words.count, words[place + 1].kind == .number {
        return (place..<place + 2, money(words[place + 1].text, code))
      }
    }
    guard word.kind == .number, place + 1 < words.count,
      let code = ForeignLiterals.signs[words[place + 1].text]
    else { return nil }
    return (place..<place + 2, money(word.text, code))
  }

  private func money(_ number: String, _ code: String) -> String {
    code == base || code == "USD" ? number : "\(code) \(number)"
  }

  private static let counts = [
    "thousand": "k", "thousands": "k", "tsd": "k", "tausend": "k", "mil": "k", "k": "k",
    "million": "M", "millions": "M", "mio": "M", "mn": "M", "millionen": "M", "millon": "M",
    "millones": "M", "m": "M", "billion": "B", "billions": "B", "mrd": "B", "milliarden": "B",
  ]

  /// `50 thousand`, `2 mio`.
  private func countedNumber(_ place: Int) -> Rewrite? {
    guard words[place].kind == .number, let suffix = ForeignLiterals.counts[folded(place + 1)],
      words[place].text.last?.isNumber == true
    else { return nil }
    return (place..<place + 2, words[place].text + suffix)
  }

  private func spacedPercent(_ place: Int) -> Rewrite? {
    guard words[place].kind == .number, place + 1 < words.count,
      words[place + 1].text == "%" || ["percent", "prozent"].contains(words[place + 1].folded)
    else { return nil }
    return (place..<place + 2, words[place].text + "%")
  }

  /// `1e5`.
  private func exponent(_ place: Int) -> Rewrite? {
    let parts = words[place].text.lowercased().split(separator: "e")
    guard words[place].kind == .number, parts.count == 2, let places = Int(parts[1]),
      (1...12).contains(places), let whole = Int(parts[0]), (1...999).contains(whole)
    else { return nil }
    return (place..<place + 1, "\(whole)" + String(repeating: "0", count: places))
  }

  // MARK: - Periods

  private var year: Int { CivilDate(dayNumber: today).year }

  /// A year of four digits at a place.
  private func year(at place: Int) -> String? {
    guard words.indices.contains(place), words[place].kind == .number,
      words[place].text.count == 4, let year = Int(words[place].text), year > 1900
    else { return nil }
    return words[place].text
  }

  /// `Q3`, `Q3 2026`, `2026 Q3`, `2026Q3`.
  private func quarter(_ place: Int) -> Rewrite? {
    func number(_ text: some StringProtocol) -> Character? {
      text.count == 2 && text.first == "q" && "1234".contains(text.last ?? "0") ? text.last : nil
    }
    let word = words[place].text.lowercased()
    if let quarter = number(word) {
      if let year = year(at: place + 1) { return (place..<place + 2, "\(year)-Q\(quarter)") }
      if year(at: place - 1) != nil { return nil }
      return (place..<place + 1, "\(year)-Q\(quarter)")
    }
    if let year = year(at: place), let quarter = number(folded(place + 1)) {
      return (place..<place + 2, "\(year)-Q\(quarter)")
    }
    if word.count == 6, let quarter = number(word.suffix(2)), let year = Int(word.prefix(4)) {
      return (place..<place + 1, "\(year)-Q\(quarter)")
    }
    return nil
  }

  private static let months = [
    ["jan", "january", "januar", "enero"], ["feb", "february", "februar", "febrero"],
    ["mar", "march", "marz", "marzo"], ["apr", "april", "abril"], ["may", "mai", "mayo"],
    ["jun", "june", "juni", "junio"], ["jul", "july", "juli", "julio"],
    ["aug", "august", "agosto"], ["sep", "sept", "september", "septiembre"],
    ["oct", "october", "okt", "oktober", "octubre"], ["nov", "november", "noviembre"],
    ["dec", "december", "dez", "dezember", "diciembre"],
  ]

  /// `March 2026`, `march`.
  private func namedMonth(_ place: Int) -> Rewrite? {
    guard words[place].kind == .word,
      let month = ForeignLiterals.months.firstIndex(where: { $0.contains(words[place].folded) })
    else { return nil }
    let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
    if let year = year(at: place + 1) { return (place..<place + 2, "\(year)-\(number)") }
    return (place..<place + 1, "\(year)-\(number)")
  }

  /// `THIS_QUARTER`, `LAST_N_DAYS:30`, as one system writes periods; behind `=` too.
  private func namedPeriod(_ place: Int) -> Rewrite? {
    var parts = words[place].text.lowercased().split(separator: "_").map(String.init)
    guard parts.count > 1, ["this", "last", "next"].contains(parts[0]),
      let unit = parts.last.flatMap(Keyword.init(word:)), parts.count < 4,
      [.day, .days, .week, .weeks, .month, .months, .quarter, .quarters, .year, .years]
        .contains(unit)
    else { return nil }
    var end = place + 1
    if parts[1] == "n" {
      guard end + 1 < words.count, words[end].text == ":", words[end + 1].kind == .number else {
        return nil
      }
      parts[1] = words[end + 1].text
      end += 2
    }
    let isCompared = place > 0 && words[place - 1].text == "="
    return (
      (isCompared ? place - 1 : place)..<end,
      (isCompared ? "in " : "") + parts.joined(separator: " ")
    )
  }

  /// `FY 2026`, `FY26`, `fy2026`.
  private func fiscalYear(_ place: Int) -> Rewrite? {
    if folded(place) == "fy", let year = year(at: place + 1) {
      return (place..<place + 2, "FY\(year)")
    }
    guard words[place].kind == .word, folded(place).hasPrefix("fy"),
      let number = Int(folded(place).dropFirst(2)), [4, 6].contains(folded(place).count)
    else { return nil }
    return (place..<place + 1, "FY\(number < 100 ? 2000 + number : number)")
  }

  // MARK: - Texts

  private static let beforeTexts: Set<String> = ["=", "!=", "==", "<>", "contains", "is"]

  /// `owner = Ann Miller`: several words that are one text.
  private func severalWords(_ place: Int) -> Rewrite? {
    guard place > 0, ForeignLiterals.beforeTexts.contains(words[place - 1].text.lowercased())
    else { return nil }
    var end = place
    while end < words.count, words[end].kind == .word, !words[end].endsPhrase { end += 1 }
    guard end > place + 1 else { return nil }
    let text = words[place..<end].map(\.text).joined(separator: " ")
    return (place..<end, TextLiteral.quoted(stages[Spelling.folded(text)] ?? text))
  }
}
