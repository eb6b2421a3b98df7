import CRE2
import PQLModel
import PQLPlan
import PQLSyntax

/// A test of text, made once and asked of many texts.
///
/// `contains`, `starts with` and `ends with` compare lower-cased text; `matches` runs RE2, which is
/// linear in the text whatever the pattern.
@safe struct TextMatcher: ~Copyable {
  private enum Kind {
    case contains([UInt8])
    case starts([UInt8])
    case ends([UInt8])
    case pattern
  }

  private let kind: Kind
  /// Owned; not null exactly when `kind` is `.pattern`.
  private let pattern: OpaquePointer?

  init(_ test: TextTest, _ text: String, ignoresCase: Bool) throws(EvaluationFailure) {
    let lowered = Array(text.lowercased().utf8)
    switch test {
    case .contains: kind = .contains(lowered)
    case .startsWith: kind = .starts(lowered)
    case .endsWith: kind = .ends(lowered)
    case .matches:
      unsafe pattern = TextPattern.compile(text, ignoresCase: ignoresCase)
      kind = .pattern
      if unsafe pattern == nil { throw .fault("a pattern that does not compile") }
      return
    }
    unsafe pattern = nil
  }

  deinit {
    if let pattern = unsafe pattern { unsafe pql_re2_destroy(pattern) }
  }

  /// Whether a text of the dictionary passes.
  func matches(_ dictionary: TextDictionary, _ code: Int) -> Bool {
    switch kind {
    case .contains(let wanted):
      return Self.contains(Array(dictionary[code].lowercased().utf8), wanted)
    case .starts(let wanted): return dictionary[code].lowercased().utf8.starts(with: wanted)
    case .ends(let wanted):
      return dictionary[code].lowercased().utf8.reversed().starts(with: wanted.reversed())
    case .pattern:
      guard let pattern = unsafe pattern else { return false }
      let range = dictionary.offsets[code]..<dictionary.offsets[code + 1]
      return unsafe dictionary.bytes.withUnsafeBufferPointer { bytes in
        // The range lies in the arena, which outlives the call; the pattern is only read.
        let text = unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[range])
        return unsafe pql_re2_matches(
          pattern, text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count)
      }
    }
  }

  /// For each of these texts whether it passes, found in the arena and not text by text.
  ///
  /// Nil when that cannot be done. The dictionary must be one that can be searched.
  func passing(_ dictionary: TextDictionary, _ codes: Range<Int>) -> [Bool]? {
    switch kind {
    case .contains(let wanted):
      // What has a text must have the text's longest stretch of ASCII.
      guard let stretch = ArenaSearch.longestASCII(of: wanted),
        let search = ArenaSearch(dictionary, lowered: stretch, codes: codes)
      else { return nil }
      var passing = search.containing()
      if stretch.count < wanted.count {
        for place in passing.indices where passing[place] {
          passing[place] = matches(dictionary, codes.lowerBound + place)
        }
      }
      return passing
    case .starts(let wanted):
      return ArenaSearch(dictionary, lowered: wanted, codes: codes)?.starting()
    case .ends(let wanted):
      return ArenaSearch(dictionary, lowered: wanted, codes: codes)?.ending()
    case .pattern: return nil
    }
  }

  private static func contains(_ text: [UInt8], _ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    guard text.count >= wanted.count else { return false }
    for start in 0...(text.count - wanted.count) where text[start] == first {
      if text[start..<start + wanted.count].elementsEqual(wanted) { return true }
    }
    return false
  }
}

/// Patterns of `matches`, checked before a query runs.
package enum TextPattern {
  /// What is wrong with a pattern; nil when it can be used.
  package static func problem(_ text: String) -> String? {
    guard let pattern = unsafe create(text, ignoresCase: false) else { return "out of memory" }
    defer { unsafe pql_re2_destroy(pattern) }
    return unsafe pql_re2_error(pattern).map { unsafe String(cString: $0) }
  }

  /// A pattern that can be used, owned by the caller; nil when it cannot.
  static func compile(_ text: String, ignoresCase: Bool) -> OpaquePointer? {
    guard let pattern = unsafe create(text, ignoresCase: ignoresCase) else { return nil }
    guard unsafe pql_re2_error(pattern) == nil else {
      unsafe pql_re2_destroy(pattern)
      return nil
    }
    return unsafe pattern
  }

  private static func create(_ text: String, ignoresCase: Bool) -> OpaquePointer? {
    var text = text
    return text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        // An empty text has no address of its own; any byte serves for a length of zero.
        guard let start = characters.baseAddress else {
          return unsafe pql_re2_create("", 0, ignoresCase)
        }
        return unsafe pql_re2_create(start, characters.count, ignoresCase)
      }
    }
  }
}
