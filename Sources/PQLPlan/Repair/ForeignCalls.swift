import PQLSyntax

/// Functions of SQL and spreadsheets that the language writes without brackets, or with others.
enum ForeignCalls {
  /// By the name in lower case without marks and the number of values.
  private static let templates: [(names: [String], values: Int, native: String)] = [
    (["if", "iff", "iif", "wenn", "si"], 3, "if $1 then $2 else $3"),
    (["ifnull", "nvl", "coalesce", "iferror", "isnull", "wennfehler"], 2, "$1 ?? $2"),
    (["ifnull", "coalesce", "nvl"], 1, "$1"),
    (["isnull", "isblank", "isempty", "istleer", "esblanco"], 1, "$1 is missing"),
    (["countif", "countifs", "zahlenwenn"], 1, "count($1)"),
    (["countif", "countifs", "zahlenwenn"], 2, "count($1 = $2)"),
    (["sumif", "sumifs", "summewenn"], 2, "sum($1 where $2)"),
    (["averageif", "avgif", "averageifs", "mittelwertwenn"], 2, "avg($1 where $2)"),
    (["sumif", "sumifs", "summewenn"], 3, "sum($1 where $2 = $3)"),
    (["datediff", "datedif", "days"], 2, "days($1 - $2)"),
    (["datediff", "datedif"], 3, "days($3 - $2)"),
    (["dateadd"], 3, "$3 + $2 $1"),
    (["contains", "search", "find"], 2, "$1 contains $2"),
    (["startswith", "begins"], 2, "$1 starts with $2"),
    (["endswith"], 2, "$1 ends with $2"),
    (["between"], 3, "$1 between $2 and $3"),
    (["and", "und"], 2, "$1 and $2"), (["or", "oder"], 2, "($1 or $2)"),
    (["date", "todate", "datevalue"], 1, "$1"),
    (["round"], 2, "round($1)"), (["trunc", "int"], 1, "floor($1)"),
    (["today", "now", "getdate", "curdate", "currentdate", "heute"], 0, "today"),
    (["cast", "value", "text", "to_char"], 1, "$1"),
    (["ispickval"], 2, "$1 = $2"),
  ]

  /// Each call written otherwise, with the tokens it takes.
  static func rewrites(_ words: [RepairWord], of text: String)
    -> [(tokens: Range<Int>, text: String)]
  {
    words.indices.flatMap { place -> [(tokens: Range<Int>, text: String)] in
      if let choice = choice(words, at: place) { return [choice] }
      if LikePattern.words.contains(words[place].folded), place + 1 < words.count,
        words[place + 1].kind == .text || words[place + 1].kind == .word
      {
        let written = words[place + 1]
        let pattern =
          written.kind == .text ? String(written.text.dropFirst().dropLast()) : "%\(written.text)%"
        return [(place..<place + 2, LikePattern.native(words[place].folded, pattern))]
      }
      guard words[place].kind == .word, place + 1 < words.count, words[place + 1].text == "(",
        let (values, end) = values(words, behind: place + 1, of: text)
      else { return [] }
      return templates.filter {
        $0.names.contains(words[place].folded) && $0.values == values.count
      }.map { template in
        var native = template.native
        for (number, value) in values.enumerated() {
          native.replace("$\(number + 1)", with: value)
        }
        return (place..<end, native)
      }
    }
  }

  /// The values between brackets and the place behind them.
  private static func values(
    _ words: [RepairWord], behind open: Int, of text: String
  ) -> (values: [String], end: Int)? {
    let bytes = Array(text.utf8)
    var depth = 0
    var values: [String] = []
    var start = words[open].span.end
    for place in open..<words.count {
      switch words[place].text {
      case "(", "[": depth += 1
      case ")", "]":
        depth -= 1
        guard depth == 0 else { continue }
        let last = String(decoding: bytes[start..<words[place].span.start], as: UTF8.self)
        if !last.allSatisfy(\.isWhitespace) { values.append(last) }
        return (values.map { String($0.trimmingPrefix(while: \.isWhitespace)) }, place + 1)
      case "," where depth == 1:
        values.append(String(decoding: bytes[start..<words[place].span.start], as: UTF8.self))
        start = words[place].span.end
      default: continue
      }
    }
    return nil
  }

  /// `case when a then b when c then d else e end`.
  private static func choice(
    _ words: [RepairWord], at place: Int
  ) -> (tokens: Range<Int>, text: String)? {
    guard words[place].folded == "case", place + 1 < words.count,
      words[place + 1].folded == "when",
      let end = words[place...].firstIndex(where: { $0.folded == "end" })
    else { return nil }
    var native: [String] = []
    var isFirst = true
    for word in words[(place + 1)..<end] {
      if word.folded == "when" {
        native += isFirst ? ["if"] : ["else", "if"]
        isFirst = false
      } else {
        native.append(word.text)
      }
    }
    if !words[place..<end].contains(where: { $0.folded == "else" }) {
      native += ["else", "missing"]
    }
    return (place..<end + 1, native.joined(separator: " "))
  }
}
