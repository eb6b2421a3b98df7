package import PQLModel
import PQLSyntax

/// A value that may stand opposite an operand.
package struct KnownValue: Sendable, Hashable {
  package var value: String
  /// As a query writes it: a bare word where one names it and nothing else, else in quotes.
  package var written: String
  /// How many records have it; nil where counting would take long.
  package var count: Int?
}

extension NameBinder {
  /// How many records are counted through for the sake of completion.
  static let mostCounted = 2_000_000

  /// The values of an operand that begin with what was typed, else those that hold it; case does
  /// not count.
  ///
  /// Stages come in their order, other values the most frequent first.
  package func values(
    of meaning: OperandMeaning, in scope: Scope, typed: String, limit: Int
  ) -> [KnownValue] {
    let recorded = meaning.field.flatMap { recordedText($0) }
    if let stages = meaning.stages {
      let counts = recorded.map(countByValue) ?? [:]
      let outcomes = Stage.Outcome.allCases.map(\.rawValue).filter { word in
        !stages.contains { ValueDomain.folded($0) == word }
          && model.pipelines.contains { $0.stages.contains { $0.outcome?.rawValue == word } }
      }
      return known(stages + outcomes, of: meaning, counts: counts, typed, in: scope)
    }
    guard let recorded else { return [] }
    if meaning.type == .category {
      let counts = countByValue(recorded)
      let values = recorded.dictionary.values.filter { counts[$0] != 0 }
        .sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
      return Array(known(values, of: meaning, counts: counts, typed, in: scope).prefix(limit))
    }
    let counts = counts(of: recorded)
    var codes = recorded.dictionary.codes(typed, isPrefix: true)
    if codes.isEmpty { codes = recorded.dictionary.codes(typed, isPrefix: false) }
    if let counts {
      codes.removeAll { counts[$0] == 0 }
      codes.sort { (counts[$1], $0) < (counts[$0], $1) }
    }
    return codes.prefix(limit).map { code in
      let value = recorded.dictionary[code]
      return KnownValue(
        value: value, written: TextLiteral.quoted(value), count: counts?[code])
    }
  }

  /// The values of a field that has a closed set of them; with a word only those that it names.
  ///
  /// None for a field of another type.
  package func values(
    of field: EntityField, in table: EntityTable, named word: String? = nil, limit: Int
  ) -> [KnownValue] {
    guard field.type == .stage || field.type == .category, let index = table.index(of: field.name)
    else { return [] }
    let reference = FieldReference(
      entity: table.kind, index: index, name: field.name, type: field.type)
    let meaning = OperandMeaning(
      type: field.type, stages: field.type == .stage ? stageNames : nil, field: reference)
    let found = values(
      of: meaning, in: Scope(entity: table.kind), typed: word ?? "",
      limit: word == nil ? limit : .max)
    guard let word else { return found }
    let wanted = ValueDomain.folded(word)
    return Array(found.filter { ValueDomain.folded($0.value) == wanted }.prefix(limit))
  }

  func known(
    _ values: [String], of meaning: OperandMeaning, counts: [String: Int], _ typed: String,
    in scope: Scope
  ) -> [KnownValue] {
    let wanted = ValueDomain.folded(typed)
    let folded = values.map(ValueDomain.folded)
    let uses = Dictionary(folded.map { ($0, 1) }, uniquingKeysWith: +)
    var matching = values.indices.filter { folded[$0].hasPrefix(wanted) }
    if matching.isEmpty { matching = values.indices.filter { folded[$0].contains(wanted) } }
    return matching.map { place in
      let value = values[place]
      let isPlain =
        uses[folded[place]] == 1 && isNamedByWord(value, of: meaning, in: scope)
      return KnownValue(
        value: value, written: isPlain ? wordForm(value) : TextLiteral.quoted(value),
        count: counts.isEmpty ? nil : counts[value] ?? 0)
    }
  }

  /// Whether a bare word names the value opposite the operand, and not a field or a keyword.
  func isNamedByWord(
    _ value: String, of meaning: OperandMeaning, in scope: Scope
  ) -> Bool {
    let word = wordForm(value)
    guard !word.hasPrefix("\""), Keyword(word: word) == nil else { return false }
    guard meaning.type == .category else { return true }
    let field = fieldType(Name(word, Span(0, 0)), in: scope)
    return field != .category && field != .text
  }

  /// The loaded column of a field that holds text; nil for any other field.
  func recordedText(_ field: FieldReference) -> TextColumn? {
    guard case .text(let column)? = model[field.entity]?.fields[field.index].column else {
      return nil
    }
    return column
  }

  func counts(of column: TextColumn) -> [Int]? {
    guard column.codes.count <= Self.mostCounted else { return nil }
    var counts = [Int](repeating: 0, count: column.dictionary.count)
    let codes = column.codes
    for row in codes.indices where codes[row] >= 0 { counts[Int(codes[row])] += 1 }
    return counts
  }

  func countByValue(_ column: TextColumn) -> [String: Int] {
    guard let counts = counts(of: column) else { return [:] }
    return Dictionary(
      counts.indices.map { (column.dictionary[$0], counts[$0]) }, uniquingKeysWith: +)
  }
}

extension TextDictionary {
  /// The codes of the texts that begin with, or hold, a text; ASCII letters without case.
  fileprivate func codes(_ wanted: String, isPrefix: Bool) -> [Int] {
    let wanted = Array(wanted.utf8).map(Self.folded)
    guard let first = wanted.first else { return Array(0..<count) }
    var found: [Int] = []
    for code in 0..<count {
      let last = offsets[code + 1] - wanted.count
      var start = offsets[code]
      let stop = isPrefix ? min(last, start) : last
      while start <= stop {
        if Self.folded(bytes[start]) == first {
          var length = 1
          while length < wanted.count, Self.folded(bytes[start + length]) == wanted[length] {
            length += 1
          }
          if length == wanted.count {
            found.append(code)
            break
          }
        }
        start += 1
      }
    }
    return found
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
  }
}
