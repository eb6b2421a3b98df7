extension QueryGenerator {
  /// What may follow a query behind `|`.
  mutating func steps(after scope: Scope) -> String {
    var scope = scope
    var text = ""
    for index in 0..<random.number(1...3) {
      guard !paths(scope).isEmpty else { return text }
      switch random.number(1...7) {
      case 1, 2: text += " | where " + condition(scope, 1)
      case 3: text += " | let " + column(index, &scope)
      case 4:
        let keys = arrangement(scope)
        if !keys.isEmpty { text += " | " + keys.joined(separator: " ") }
      case 5:
        let (head, figures) = head(scope, isNumeric: true)
        guard !figures.isEmpty else { continue }
        var keys: [Path] = []
        text += " | " + head
        if random.chance(70) {
          let key = key(scope)
          text += " by " + key.text
          keys = namedColumns([key])
        }
        scope = Scope(entity: nil, columns: keys + figures)
      case 6:
        text += " | limit \(random.number(1...9))"
      default:
        let shown = unique((0..<2).map { _ in random.pick(paths(scope)) })
        text += " | show " + shown.map(\.text).joined(separator: ", ")
        scope = Scope(entity: nil, columns: shown)
      }
    }
    return text
  }

  private mutating func column(_ index: Int, _ scope: inout Scope) -> String {
    let name = "l\(index)"
    let key = pathOf(random.pick([.category, .text, .boolean]), scope)
    let over = key.map { " over \($0.text)" } ?? ""
    if random.chance(8), let path = pathOf(random.pick([.text, .date, .boolean, .category]), scope)
    {
      scope.columns.append(Path(text: name, kind: path.kind))
      return "\(name) = previous(\(path.text))"
    }
    if let measure = measurePath(scope), random.chance(60) {
      scope.columns.append(Path(text: name, kind: .number))
      switch random.number(1...5) {
      case 1: return "\(name) = rank(\(measure.text)\(random.chance(50) ? over : ""))"
      case 2:
        scope.columns[scope.columns.count - 1].kind = summed(measure.kind)
        return "\(name) = running(\(measure.text)\(random.chance(50) ? over : ""))"
      case 3:
        scope.columns[scope.columns.count - 1].kind = measure.kind
        return "\(name) = previous(\(measure.text)\(random.chance(50) ? over : ""))"
      case 4 where random.chance(30):
        return "\(name) = count(\(condition(scope, 0)) over all)"
      case 4 where measure.kind == .money || measure.kind == .number:
        return "\(name) = \(measure.text) / sum(\(measure.text) over all)"
      default:
        scope.columns[scope.columns.count - 1].kind = measure.kind
        return "\(name) = avg(\(measure.text)\(over.isEmpty ? " over all" : over))"
      }
    }
    let kind = anyKind()
    guard let text = expression(kind, scope, 1) else { return "\(name) = 1 + 1" }
    scope.columns.append(Path(text: name, kind: kind))
    return "\(name) = \(text)"
  }
}
