/// What is said about words that cannot be read.
extension Diagnostic {
  static func unexpectedCharacter(_ text: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedCharacter, span, "\(shown(text)) has no meaning here", label: "not in the language"
    )
  }

  static func lookalike(_ text: String, replacement: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .unexpectedCharacter, span, "\(shown(text)) is not in the language",
      label: "not in the language",
      suggestions: [Suggestion("write `\(replacement)`", replacing: span, with: replacement)])
  }

  static func foreignSpace(_ scalar: Unicode.Scalar, at span: Span) -> Diagnostic {
    let code = String(scalar.value, radix: 16, uppercase: true)
    return Diagnostic(
      .unexpectedCharacter, span, "a space that is no plain space: `U+\(code)`",
      label: "looks like a space",
      suggestions: [Suggestion("a plain space", replacing: span, with: " ")])
  }

  static func foreignOperator(_ sign: String, native: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .foreignOperator, span, "`\(sign)` is not an operator of PQL, which writes `\(native)`",
      label: "write `\(native)`",
      suggestions: [
        Suggestion("`\(native)`", replacing: span, with: sign == "!" ? "not " : native)
      ])
  }

  static func bareDollar(at span: Span, digits: Bool) -> Diagnostic {
    Diagnostic(
      .unexpectedCharacter, span,
      digits
        ? "`$` does not begin money, which is written with its currency: `USD 50k`"
        : "`$` is not followed by the name of a parameter",
      label: digits ? "no currency" : "expected a name, as in `$region`")
  }

  // MARK: - Names and text

  static func emptyName(at span: Span) -> Diagnostic {
    Diagnostic(
      .invalidName, span, "a name between backticks has at least one character",
      label: "nothing between the backticks")
  }

  static func unterminatedName(at span: Span) -> Diagnostic {
    Diagnostic(
      .invalidName, span, "a name that begins with a backtick must end with one on the same line",
      label: "no closing backtick")
  }

  static func unterminatedText(at span: Span) -> Diagnostic {
    Diagnostic(
      .unterminatedText, span, "text must end with `\"` on the line where it begins",
      label: "no closing quote",
      suggestions: [
        Suggestion("close it", replacing: Span(span.end, span.end), with: "\"")
      ])
  }

  static func unterminatedSingleQuote(at span: Span) -> Diagnostic {
    Diagnostic(
      .singleQuotedText, span,
      "text is written in double quotes, and this single quote is not closed",
      label: "write `\"…\"`")
  }

  static func singleQuotedText(_ content: String, at span: Span) -> Diagnostic {
    let quoted = TextLiteral.quoted(content)
    var suggestions = [Suggestion("for text: `\(quoted)`", replacing: span, with: quoted)]
    if !content.isEmpty, !content.contains("`") {
      suggestions.append(
        Suggestion("for a field: `` `\(content)` ``", replacing: span, with: "`\(content)`"))
    }
    return Diagnostic(
      .singleQuotedText, span, "text is written in double quotes: `\(quoted)`",
      label: "single quotes", suggestions: suggestions)
  }

  static func curlyQuotes(_ content: String, at span: Span) -> Diagnostic {
    let quoted = TextLiteral.quoted(content)
    return Diagnostic(
      .unexpectedCharacter, span, "text is written in straight double quotes: `\(quoted)`",
      label: "typographic quotes",
      suggestions: [Suggestion("`\(quoted)`", replacing: span, with: quoted)])
  }

  static func unknownEscape(_ escape: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .unknownEscape, span, "`\(escape)` is not an escape", label: "unknown escape",
      notes: ["escapes: `\\n` `\\t` `\\\"` `\\\\` `\\u{…}`"],
      suggestions: [
        Suggestion(
          "for a backslash: `\\\\`", replacing: Span(span.start, span.start + 1), with: "\\\\")
      ])
  }

  static func unterminatedPattern(at span: Span) -> Diagnostic {
    Diagnostic(
      .unterminatedPattern, span, "a pattern must end with `/` on the line where it begins",
      label: "no closing `/`", notes: ["a slash inside a pattern is written `\\/`"])
  }

  static func unknownPatternFlag(_ flags: String, at span: Span, pattern: Span) -> Diagnostic {
    Diagnostic(
      .unterminatedPattern, span, "a pattern takes no letter but `i`, found `\(flags)`",
      label: "only `i`, which ignores case", labels: [Label(pattern, "the pattern")],
      suggestions: [Suggestion("drop it", replacing: span, with: "")])
  }

  // MARK: - Numbers and dates

  static func numberOutOfRange(at span: Span) -> Diagnostic {
    Diagnostic(
      .numberOutOfRange, span, "this number is too large to be worked with", label: "too large")
  }

  static func bareFraction(_ text: String, at span: Span) -> Diagnostic {
    Diagnostic(
      .unknownNumberSuffix, span, "a number begins with a digit: `0\(text)`", label: "write `0`",
      suggestions: [Suggestion("`0\(text)`", replacing: span, with: "0\(text)")])
  }

  static func unknownNumberSuffix(
    _ suffix: String, digits: String, at span: Span
  ) -> Diagnostic {
    let offers = NumberSuffix.offers(for: suffix)
    var notes = ["numbers end in `k`, `M`, `B` or `%`; durations in `d`, `w`, `mo`, `q`, `y`, `bd`"]
    if NumberSuffix.clockUnits.contains(suffix.lowercased()) {
      notes.append("hours, minutes and seconds are not units of a duration")
    }
    return Diagnostic(
      .unknownNumberSuffix, span, "`\(suffix)` is not a suffix of a number",
      label: "unknown suffix", notes: notes,
      suggestions: offers.map {
        Suggestion("\($0.meaning): `\(digits)\($0.text)`", replacing: span, with: digits + $0.text)
      })
  }

  static func impossibleDate(
    _ text: String, _ failure: DateLiteral.Failure, at span: Span
  ) -> Diagnostic {
    var suggestions: [Suggestion] = []
    let label: String
    switch failure {
    case .month: label = "months go from 01 to 12"
    case .day(_, let lastDay): label = "this month has \(lastDay) days"
    case .quarter: label = "quarters go from Q1 to Q4"
    case .fiscalMonth:
      label = "months of fiscal years go from P01 to P\(PeriodLiteral.mostFiscalMonths)"
    case .time: label = "times go from 00:00 to 23:59:59"
    case .year: label = "years begin with 0001"
    case .shape: label = "not a date, such as `2026-06-30`, `2026-06-30T14:05` or `2026-Q3`"
    case .notPadded(let fixed):
      label = "months and days have two digits"
      suggestions.append(Suggestion("`\(fixed)`", replacing: span, with: fixed))
    case .notPaddedMonth(let fixed, let difference):
      label = "a month has two digits"
      suggestions.append(Suggestion("for the month: `\(fixed)`", replacing: span, with: fixed))
      suggestions.append(
        Suggestion("for a difference: `\(difference)`", replacing: span, with: difference))
    }
    let isPeriod = text.utf8.filter { $0 == UInt8(ascii: "-") }.count == 1
    return Diagnostic(
      .impossibleDate, span, "`\(text)` is not a \(isPeriod ? "period" : "date")", label: label,
      suggestions: suggestions)
  }

  private static func shown(_ text: String) -> String {
    let visible = text.unicodeScalars.map { scalar in
      scalar.value < 0x20 || scalar.value == 0x7F
        ? "U+" + String(scalar.value, radix: 16, uppercase: true) : String(scalar)
    }
    return "`\(visible.prefix(20).joined())\(visible.count > 20 ? "…" : "")`"
  }
}

/// What may have been meant by a suffix that is none.
enum NumberSuffix {
  /// The words for clock time, which no duration is counted in.
  static let clockUnits: Set<String> = [
    "m", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours", "s", "sec", "secs",
    "second", "seconds",
  ]

  /// Up to three suffixes with what they mean.
  static func offers(for suffix: String) -> [(meaning: String, text: String)] {
    switch suffix {
    case "m": return [("months", "mo"), ("millions", "M")]
    case "K": return [("thousands", "k")]
    case "b", "bn", "Bn", "BN", "bln": return [("billions", "B")]
    case "mn", "mm", "MM", "mio", "Mio", "mil", "Mn": return [("millions", "M")]
    case "D", "day", "days": return [("days", " days"), ("in short", "d")]
    case "W", "wk", "week", "weeks": return [("weeks", " weeks"), ("in short", "w")]
    case "Mo", "MO", "mon", "month", "months": return [("months", " months"), ("in short", "mo")]
    case "Q", "quarter", "quarters": return [("quarters", " quarters"), ("in short", "q")]
    case "Y", "yr", "yrs", "year", "years": return [("years", " years"), ("in short", "y")]
    case "BD", "Bd": return [("business days", "bd")]
    default: return []
    }
  }
}
