import PQLModel

/// Brings the stages of the data to the spelling of the pipelines.
struct StageMatching {
  private var exact: Set<String> = []
  private var byFolded: [String: String] = [:]
  private var byId: [String: String] = [:]
  private let names: [String]

  init(_ pipelines: [Pipeline]) {
    names = pipelines.flatMap { $0.stages.map(\.name) }
    for stage in pipelines.flatMap(\.stages) {
      if let id = stage.id, id != stage.name { byId[id] = stage.name }
    }
    for name in names {
      exact.insert(name)
      let plain = folded(name)
      if byFolded[plain] == nil { byFolded[plain] = name }
    }
  }

  /// The stage that the data call by an id; nil when the text is none.
  func named(byId text: String) -> String? { exact.contains(text) ? nil : byId[text] }

  /// The stage a text means by its id, or when only case, spaces or marks differ; nil when it is exact or unknown.
  func respelt(_ text: String) -> String? {
    guard !exact.contains(text) else { return nil }
    if let name = byId[text] { return name }
    return byFolded[folded(text)]
  }

  /// Whether a pipeline has a stage of that name, however it is spelt.
  func isKnown(_ text: String) -> Bool {
    exact.contains(text) || byFolded[folded(text)] != nil
  }

  /// The stage a misspelt text may mean.
  func nearest(_ text: String) -> String? { nearestName(to: text, among: names) }
}

extension TextColumn {
  /// The column with texts replaced; `changed` counts the rows of each.
  func replacing(_ replacement: (String) -> String?) -> (
    column: TextColumn, changed: [(String, String, Int)]
  ) {
    var newCode: [Int32] = []
    var interner = TextInterner()
    var changed: [(String, String, Int)] = []
    var changeOf = [Int](repeating: -1, count: dictionary.count)
    for (code, text) in dictionary.values.enumerated() {
      let other = replacement(text)
      if let other {
        changeOf[code] = changed.count
        changed.append((text, other, 0))
      }
      newCode.append(interner.code(of: other ?? text))
    }
    guard !changed.isEmpty else { return (self, []) }
    for code in codes where code >= 0 && changeOf[Int(code)] >= 0 {
      changed[changeOf[Int(code)]].2 += 1
    }
    let column = TextColumn(
      codes: codes.map { $0 < 0 ? -1 : newCode[Int($0)] }, dictionary: interner.dictionary)
    return (column, changed.filter { $0.2 > 0 })
  }

  /// How many rows hold each text of the dictionary.
  var rowsByCode: [Int] {
    var counts = [Int](repeating: 0, count: dictionary.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    return counts
  }
}
