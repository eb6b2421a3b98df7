import PQLModel
import PQLPlan
import PQLThreads

extension Execution {
  /// What `work` makes of each block of an entity's rows, in their order.
  ///
  /// Each block has an execution of its own; what one notes is noted here.
  func inBlocks<Made>(
    of entity: EntityKind, _ work: (Execution, Frame) throws(EvaluationFailure) -> Made
  ) throws(EvaluationFailure) -> [Made] {
    let count = model[entity]?.rowCount ?? 0
    let made = SideBySide.results(
      (count + blockSize - 1) / blockSize, threads: threads
    ) { number -> Result<(Made, [Note]), EvaluationFailure> in
      let start = number * blockSize
      let end = min(start + blockSize, count)
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
      for note in notes { self.note(note) }
    }
    return results
  }

  /// Whether a row's value follows from the row alone, or from the record that it names.
  func isByRow(_ term: Term) -> Bool {
    switch term {
    case .window, .related: false
    case .computed(let reference):
      definitions[reference].map(isByRow)
        ?? (library.field(reference.name, of: reference.entity)?.tableKernel == nil)
    case .follow(_, let inner): if case .field = inner { true } else { false }
    default: term.parts.allSatisfy(isByRow)
    }
  }
}
