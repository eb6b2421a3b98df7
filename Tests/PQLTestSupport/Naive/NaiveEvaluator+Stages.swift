import PQLSyntax

extension NaiveEvaluator {
  /// What stands opposite a stage or category: a bare word, or quoted text, which is exact.
  enum Named {
    case word(String)
    case quoted(String)
  }

  func wordOrText(_ expression: Expression) -> Named? {
    switch expression.kind {
    case .text(let text): .quoted(text)
    case .name(let parts) where parts.count == 1 && !parts[0].isQuoted: .word(parts[0].text)
    default: nil
    }
  }

  /// A single word that is no field here.
  func bareWord(_ expression: Expression, _ place: NaivePlace) -> String? {
    guard case .name(let parts) = expression.kind, parts.count == 1, !parts[0].isQuoted,
      case .row(let table, _) = place, !isField(parts[0].text, table)
    else { return nil }
    return parts[0].text
  }

  func isField(_ name: String, _ table: NaiveTable) -> Bool {
    if table.columns.contains(where: { $0.name == name }) { return true }
    guard let entity = table.entity else { return false }
    return builtinKind(name, entity) != nil || model.field(name, of: entity) != nil
  }

  /// A word without case, blanks, `_` and `-`.
  func folded(_ text: String) -> String {
    text.lowercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
  }

  func names(
    _ named: Named, _ text: String, _ kind: NaiveKind, ofDeal deal: Int?
  ) -> Bool {
    switch named {
    case .quoted(let quoted): return ByteText(quoted) == ByteText(text)
    case .word(let word):
      guard kind == .stage else { return folded(word) == folded(text) }
      return stages(named: word).contains { ByteText($0) == ByteText(text) }
    }
  }

  /// The stages a word names; `won` and `lost` name those that end so.
  func stages(named word: String) -> [String] {
    let all = model.pipelines.flatMap(\.stages)
    let exact = all.filter { folded($0.name) == folded(word) }
    if !exact.isEmpty { return exact.map(\.name) }
    return all.filter { word.lowercased() == "won" ? $0.isWon : $0.isLost }.map(\.name)
  }

  /// Where a deal stands by its own pipeline's order, as in `stage >= proposal`.
  ///
  /// Won deals are past every stage, lost ones nowhere.
  func standsAt(
    _ sign: BinaryOperator, _ path: Expression, _ named: Named, _ place: NaivePlace
  ) throws -> Bool {
    guard let deal = deal(behind: path, place), let number = pipeline(ofDeal: deal),
      case .text(let mine) = raw("stage", "deals", deal)
    else { return false }
    let stages = model.pipelines[number].stages
    let wanted: [String] =
      switch named {
      case .quoted(let text): [text]
      case .word(let word): self.stages(named: word)
      }
    func rank(_ name: String) -> Int? {
      guard let index = stages.firstIndex(where: { $0.name == name }), !stages[index].isLost else {
        return nil
      }
      return stages[index].isWon ? Int.max : index
    }
    guard let here = rank(mine.text), let there = wanted.compactMap({ rank($0) }).first else {
      return false
    }
    return holds(sign, here < there ? -1 : here > there ? 1 : 0)
  }

  /// The deal whose stage a path names.
  func deal(behind path: Expression, _ place: NaivePlace) -> Int? {
    guard case .row(let table, let row) = place, var entity = table.entity,
      case .name(let parts) = path.kind
    else { return nil }
    var record = table.rows[row].record
    for part in parts.dropLast() {
      guard let target = model.field(part.text, of: entity)?.target,
        let next = links["\(entity).\(part.text)"]?[record]
      else { return nil }
      (entity, record) = (target, next)
    }
    return entity == "deals" ? record : nil
  }
}
