import PQLText

/// The name that a misspelt one most likely means; nil when none is near.
///
/// Near is an edit distance of at most a third of the length, and at least 1, with a letter in common;
/// case, spaces, `_` and `-` do not count. Of equally near names the first wins.
package func nearestName(to name: String, among names: [String]) -> String? {
  let wanted = Array(foldedName(name).prefix(64))
  var best: (name: String, distance: Int)?
  for candidate in names where candidate != name {
    let folded = Array(foldedName(candidate).prefix(64))
    let distance = Spelling.distance(wanted, folded)
    // Of names as short as one letter any could be changed into any other.
    guard distance < max(wanted.count, folded.count) else { continue }
    if distance < best?.distance ?? Int.max { best = (candidate, distance) }
  }
  guard let best, best.distance <= max(1, wanted.count / 3) else { return nil }
  return best.name
}

/// The bytes of a name in lower case without white space, `_`, `-` and other marks.
func foldedName(_ name: String) -> [UInt8] {
  name.lowercased().utf8.filter {
    $0 >= 0x80 || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || $0 &- 0x30 < 10
  }
}
