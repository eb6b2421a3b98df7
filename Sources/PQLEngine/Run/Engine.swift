package import PQLModel
package import PQLPlan
package import PQLThreads

/// Runs plans on a model.
package struct Engine: Sendable {
  package let model: Model
  package let library: Library
  /// How many threads a query over many rows may use.
  package let threads: ThreadCount
  /// How many rows of an entity are worked on at a time: a multiple of 64, so that a block begins at a
  /// word of a bitmap.
  ///
  /// What a block makes stays near the processor, and its memory serves the next block. Blocks are
  /// the same on any number of threads, so that sums of numbers, which round, are the same too.
  package let blockSize: Int
  private let cache: ColumnCache

  package init(
    model: Model, library: Library = .standard, threads: ThreadCount = .ofMachine,
    blockSize: Int = 1 << 17, cache: ColumnCache = ColumnCache()
  ) {
    self.blockSize = blockSize
    self.model = model
    self.library = library
    self.threads = threads
    self.cache = cache
  }

  /// The answer to a plan.
  ///
  /// Of `explain plan` the answer is the plan's operators, with times by `clock`, which counts
  /// nanoseconds; of figures that are to be explained it is their rows. `isCancelled` is asked between
  /// the steps of the work; when it says yes the run ends with `EvaluationFailure.cancelled`.
  package func run(
    _ plan: Plan, clock: (@Sendable () -> UInt64)? = nil,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(EvaluationFailure) -> Answer {
    let answer = try answer(plan, clock, isCancelled)
    switch plan.explanation {
    case nil, .plan, .why: return answer
    case .onlyRow, .cell:
      return try ExplainedAnswer.make(
        plan, of: answer,
        execution(plan.branch, plan.currency, convertsShown: plan.namesCurrency, isCancelled))
    }
  }

  private func answer(
    _ plan: Plan, _ clock: (@Sendable () -> UInt64)?, _ isCancelled: @escaping @Sendable () -> Bool
  ) throws(EvaluationFailure) -> Answer {
    let probe = plan.explanation == .plan ? PlanProbe(clock: clock) : nil
    let execution = execution(
      plan.branch, plan.currency, convertsShown: plan.namesCurrency, isCancelled, probe: probe)
    if plan.branch.isPast { execution.note(PastGround.note(of: plan.branch.today, model)) }
    try execution.checkPast(plan.branch)
    if case .why(let missed)? = plan.explanation {
      // What the plan's nodes note of their rows is not about the record.
      let ground = execution.notes
      var answer = try WhyNot.answer(missed, of: plan.branch.node, execution)
      if let damage = model.damage.description { throw .damaged(damage) }
      answer.context = context(of: plan)
      answer.notes += ground
      return answer
    }
    let frame = try execution.run(Planner(execution: execution).plan(plan.branch.node))
    if let probe {
      return probe.answer(
        plan.notes + execution.notes, reads: plan.branch.reads(library.catalog(formats: [])).tables,
        of: model)
    }
    let columns = zip(plan.columns, frame.columns).map { planned, column in
      AnswerColumn(
        name: planned.name, type: planned.type, column: column,
        currency: planned.type == .money && column.currencies == nil ? plan.currency : nil)
    }
    if let damage = model.damage.description { throw .damaged(damage) }
    let spread = plan.spreadColumn.map { across in
      Answer.Spread(across: across, keys: (0..<plan.keyCount).filter { $0 != across })
    }
    return Answer(
      columns: columns, rowCount: frame.count, notes: plan.notes + execution.notes,
      sections: execution.sections, context: context(of: plan), spread: spread,
      calendar: model.calendar)
  }

  private func context(of plan: Plan) -> AnswerContext {
    AnswerContext(
      today: plan.branch.today, isPast: plan.branch.isPast, currency: plan.currency,
      period: plan.period?.range, dateBasis: plan.period?.dateBasis)
  }

  /// Whether an expectation holds, and the figures it compared; `holds` is nil when missing.
  package func evaluate(
    _ plan: ScalarPlan, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws(EvaluationFailure) -> (holds: Bool?, parts: [AnswerColumn]) {
    let empty = Branch(node: .scan(.deals), today: plan.today, now: 0, definitions: [:])
    let execution = execution(
      plan.branches.first ?? empty, plan.currency, convertsShown: true, isCancelled)
    var columns: [Column] = []
    for branch in plan.branches {
      let own = execution.beside(branch)
      columns += try own.run(Planner(execution: own).plan(branch.node)).columns
    }
    let frame = Frame(entity: nil, rows: nil, count: 1, columns: columns)
    var parts: [AnswerColumn] = []
    for part in plan.parts {
      parts.append(
        AnswerColumn(
          name: part.name, type: part.term.type,
          column: try execution.evaluate(part.term, in: frame), currency: plan.currency))
    }
    if let damage = model.damage.description { throw .damaged(damage) }
    if case .comparison = plan.term, !parts.allSatisfy({ $0.column.isPresent(0) }) {
      return (nil, parts)
    }
    return (try execution.condition(plan.term, in: frame)[0], parts)
  }

  private func execution(
    _ branch: Branch, _ currency: String, convertsShown: Bool,
    _ isCancelled: @escaping @Sendable () -> Bool, probe: PlanProbe? = nil
  ) -> Execution {
    Execution(
      Standpoint(model, cache, of: branch), library: library, branch: branch, currency: currency,
      convertsShown: convertsShown, threads: threads, blockSize: blockSize,
      isCancelled: isCancelled, probe: probe)
  }
}
