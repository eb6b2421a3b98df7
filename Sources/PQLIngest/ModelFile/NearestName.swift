import PQLText

/// The name that a misspelt one most likely means; nil when none is near.
package func nearestName(to name: String, among names: [String]) -> String? {
  Spelling.nearest(to: name, in: names, limit: 1).first
}

/// The bytes of a name in lower case without white space, `_`, `-` and other marks.
func foldedName(_ name: String) -> [UInt8] {
  name.lowercased().utf8.filter {
    $0 >= 0x80 || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 &- 0x30 < 10
  }
}
