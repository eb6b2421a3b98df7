/// The name that a misspelt one most likely means; nil when none is near.
///
/// Near is an edit distance of at most a third of the length, and at least 1; case, spaces, `_` and
/// `-` do not count. Of equally near names the first wins.
package func nearestName(to name: String, among names: [String]) -> String? {
  let wanted = foldedName(name)
  var best: (name: String, distance: Int)?
  for candidate in names where candidate != name {
    let distance = editDistance(wanted, foldedName(candidate))
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

/// How many letters must be added, left out, changed or swapped with their neighbour to make one
/// of the other.
///
/// O(product of the lengths), which are cut at 64.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  let (left, right) = (Array(left.prefix(64)), Array(right.prefix(64)))
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for i in 0..<left.count {
    var row = [i + 1]
    for j in 0..<right.count {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    beforeLast = last
    last = row
  }
  return last[right.count]
}
