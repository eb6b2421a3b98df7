import PQLSyntax
import PQLText

/// A phrase as people write it, and what PQL writes for it.
///
/// A pattern is words, parted by spaces: `a|b` is one of several, `a?` may be left out, `^` is the
/// beginning of the statement and `$` the end of a clause. Capitals take one token and give it to the
/// replacement as `$1`, `$2` and so on.
struct PhrasePattern: Sendable {
  /// What one element takes.
  enum Element: Sendable {
    case beginning, end
    case words([String], isOptional: Bool)
    /// `E` an entity, `F` a field, `C` a condition's field, `A` an aggregate, `N` a number, `T` a
    /// text, `D` a date or a period, `U` a unit of time, `S` a stage, `W` a word, `V` a value, `O` a comparison
    case taken(Character)
  }

  var elements: [Element]
  var replacement: String

  /// The words the phrase begins with; nil where it can begin with others.
  var firstWords: [String]? {
    for element in elements {
      switch element {
      case .beginning: continue
      case .words(let words, isOptional: false): return words
      default: return nil
      }
    }
    return nil
  }

  /// A row of the table: the pattern, ` =>` and the replacement.
  init(row: Substring) {
    let parts = row.split(separator: " =>", maxSplits: 1)
    replacement = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
    elements = parts[0].split(separator: " ").map { part in
      switch part {
      case "^": return .beginning
      case "$": return .end
      default:
        if part.count == 1, let letter = part.first, letter.isUppercase { return .taken(letter) }
        let isOptional = part.count > 1 && part.hasSuffix("?")
        let words =
          part == "|" || part == "||"
          ? [String(part)]
          : part.split(separator: "|")
            .map { String($0.last == "?" && isOptional ? $0.dropLast() : $0) }
        return .words(words, isOptional: isOptional)
      }
    }
  }

  /// The replacement of the phrase that begins at a place, and how many tokens it takes.
  func match(
    _ words: [RepairWord], at start: Int, _ vocabulary: RepairVocabulary
  ) -> (length: Int, text: String)? {
    var place = start
    var taken: [String] = []
    for element in elements {
      switch element {
      case .beginning: if place != 0 { return nil }
      case .end: if place < words.count, !words[place].endsPhrase { return nil }
      case .words(let choices, let isOptional):
        if place < words.count, choices.contains(words[place].folded) {
          place += 1
        } else if !isOptional {
          return nil
        }
      case .taken(let letter):
        guard place < words.count, let text = PhrasePattern.take(words[place], letter, vocabulary)
        else { return nil }
        taken.append(text)
        place += 1
      }
    }
    guard place > start else { return nil }
    var text = replacement
    for (number, part) in taken.enumerated() { text.replace("$\(number + 1)", with: part) }
    // Deals are what is asked of where nothing else is named.
    text.replace(" of deals", with: "")
    return (place - start, text.hasPrefix("of deals") ? String(text.dropFirst(9)) : text)
  }

  private static func take(
    _ word: RepairWord, _ letter: Character, _ vocabulary: RepairVocabulary
  ) -> String? {
    switch letter {
    case "E": vocabulary.meaning(word).entity
    case "F": vocabulary.meaning(word).field
    case "C": vocabulary.meaning(word).condition
    case "A": vocabulary.meaning(word).aggregate
    case "U": vocabulary.meaning(word).unit
    case "S": vocabulary.meaning(word).stage
    case "N": word.kind == .number ? word.text : nil
    case "T": word.kind == .text ? word.text : nil
    case "D": [.date, .period, .timestamp].contains(word.kind) ? word.text : nil
    case "O": comparisons.contains(word.text) ? word.text : nil
    case "W":
      word.kind == .quotedWord || word.kind == .word && Keyword(word: word.text)?.isReserved != true
        ? word.text : nil
    default: word.kind == .sign ? nil : word.text
    }
  }

  private static let comparisons: Set<String> = [
    "=", "!=", "<", ">", "<=", ">=", "==", "<>", "≥", "≤",
  ]
}
