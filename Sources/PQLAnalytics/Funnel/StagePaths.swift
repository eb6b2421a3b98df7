package import PQLModel

/// The way of every deal through the stages, as the history recorded it.
///
/// A change into the stage a deal is in already is none. Changes of one moment keep the order of the
/// file. It depends on the data alone, so it is made once and kept between queries.
package struct StagePaths: Sendable {
  /// The stages of all pipelines, each name once; `stages` are places in it.
  package let names: [String]
  /// By row of the deals its changes, as places in `moments` and `stages`.
  private var ranges: ChangeRanges
  /// When each stage was entered: seconds since 1970 on the wall clock of the model's zone.
  package private(set) var moments: [Int64]
  /// Which stage it was, -1 for one that no pipeline knows.
  package private(set) var stages: [Int32]

  /// The changes that name a deal, a stage and a moment; nil when the data record no change of stage;
  /// O(rows of the history) where it comes in the order of time.
  package init?(_ model: Model) {
    guard let changes = RecordedChanges(model, of: "stage"), let deals = model[.deals] else {
      return nil
    }
    names = Self.stageNames(of: model)
    let stageOf = TextDictionary(names).codes(of: changes.to.dictionary)
    var starts = [Int32](repeating: 0, count: deals.rowCount + 1)
    changes.forEachValue { deal, _, _ in starts[deal + 1] &+= 1 }
    for deal in 0..<deals.rowCount { starts[deal + 1] &+= starts[deal] }
    let count = Int(starts[deals.rowCount])
    var next = starts
    var moments = [Int64](repeating: 0, count: count)
    var stages = [Int32](repeating: 0, count: count)
    changes.forEachValue { deal, moment, text in
      let place = Int(next[deal])
      next[deal] &+= 1
      moments[place] = moment
      stages[place] = stageOf[text]
    }
    self.moments = moments
    self.stages = stages
    ranges = ChangeRanges(starts)
    for deal in 0..<deals.rowCount { sort(ranges[deal]) }
    dropRepeated(deals.rowCount)
  }

  /// The stages of all pipelines in their order, each name once.
  private static func stageNames(of model: Model) -> [String] {
    var known: Set<String> = []
    return model.pipelines.flatMap(\.stages).map(\.name).filter { known.insert($0).inserted }
  }

  /// Puts the changes of one deal in the order of time, those of one moment as they stood.
  private mutating func sort(_ deal: Range<Int>) {
    guard let last = deal.last, deal.count > 1 else { return }
    if (deal.lowerBound..<last).allSatisfy({ moments[$0] <= moments[$0 + 1] }) { return }
    let order = deal.sorted { (moments[$0], $0) < (moments[$1], $1) }
    let (oldMoments, oldStages) = (order.map { moments[$0] }, order.map { stages[$0] })
    moments.replaceSubrange(deal, with: oldMoments)
    stages.replaceSubrange(deal, with: oldStages)
  }

  private mutating func dropRepeated(_ dealCount: Int) {
    var kept = 0
    var bounds: [Int32] = [0]
    for deal in 0..<dealCount {
      let own = kept
      for place in ranges[deal] where kept == own || stages[place] != stages[kept - 1] {
        moments[kept] = moments[place]
        stages[kept] = stages[place]
        kept += 1
      }
      bounds.append(Int32(kept))
    }
    ranges = ChangeRanges(bounds)
    moments.removeSubrange(kept...)
    stages.removeSubrange(kept...)
  }

  /// The ways of some deals, nil for all, as far as they had come at a moment; O(deals + changes from
  /// then on).
  package func until(_ end: Int64, deals: [Int32]?) -> StagePaths {
    var past = self
    past.ranges = ranges.until(end, records: deals, moments: moments)
    return past
  }

  /// The changes of a deal, as places in `moments` and `stages`.
  @inline(__always)
  package func changes(of deal: Int) -> Range<Int> { ranges[deal] }
}

extension RecordedChanges {
  /// Calls for each change with a value too, in the order of the file.
  @inline(__always)
  fileprivate func forEachValue(_ body: (_ deal: Int, _ moment: Int64, _ to: Int) -> Void) {
    let texts = to.codes
    forEachChange { row, deal, moment in
      if texts[row] >= 0 { body(deal, moment, Int(texts[row])) }
    }
  }
}
