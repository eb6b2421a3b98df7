import PQLModel
import PQLPlan
import PQLThreads

extension Execution {
  /// How many rows of an entity are worked on at a time.
  ///
  /// What a block makes stays near the processor, and its memory serves the next block. Blocks are
  /// the same on any number of threads, so that sums of numbers, which round, are the same too. A
  /// multiple of 64, so that a block begins at a word of a bitmap.
  static let blockSize = 1 << 17

  /// What `work` makes of each block of an entity's rows, in their order.
  ///
  /// Each block has an execution of its own; what one notes is noted here.
  func inBlocks<Made>(
    of entity: EntityKind, _ work: (Execution, Frame) throws(EvaluationFailure) -> Made
  ) throws(EvaluationFailure) -> [Made] {
    let count = model[entity]?.rowCount ?? 0
    let made = SideBySide.results(
      (count + Self.blockSize - 1) / Self.blockSize, threads: threads
    ) { number -> Result<(Made, [String]), EvaluationFailure> in
      let start = number * Self.blockSize
      let end = min(start + Self.blockSize, count)
      let block = Frame(
        entity: entity, rows: nil, stretch: Int32(start)..<Int32(end), count: end - start,
        columns: [])
      let own = forBlock()
      do throws(EvaluationFailure) {
        return .success((try work(own, block), own.notes))
      } catch {
        return .failure(error)
      }
    }
    var results: [Made] = []
    for result in made {
      let (value, notes) = try result.get()
      results.append(value)
      for sentence in notes { note(sentence) }
    }
    return results
  }

  /// Whether a frame is all of an entity, and large enough to be worked on in blocks.
  func isForBlocks(_ frame: Frame) -> Bool {
    frame.entity != nil && frame.rows == nil && frame.stretch == nil && frame.columns.isEmpty
      && frame.count > Self.blockSize
  }

  /// Whether a row's value follows from the row alone, or from the record that it names.
  func isByRow(_ term: Term) -> Bool {
    switch term {
    case .window, .related: false
    case .computed(let reference): definitions[reference].map(isByRow) ?? true
    case .follow(_, let inner): if case .field = inner { true } else { false }
    default: term.parts.allSatisfy(isByRow)
    }
  }
}
