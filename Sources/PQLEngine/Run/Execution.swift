import PQLModel
import PQLPlan
import PQLThreads

/// One run of one plan: what it knows, what it has computed, what the footer will say.
final class Execution {
  let model: Model
  let catalog: Catalog
  let today: Int32
  let definitions: [ComputedReference: Term]
  let currency: String
  /// Whether shown amounts are converted to `currency` too.
  let convertsShown: Bool
  let cache: ColumnCache
  let threads: ThreadCount
  let blockSize: Int
  private let isCancelled: @Sendable () -> Bool
  let probe: PlanProbe?
  /// Whether this one works on a block of rows, beside others.
  private(set) var isBlock = false
  /// Sentences for the footer, each once.
  private(set) var notes: [String] = []
  /// Whether the footer tells what aggregates pass over.
  private(set) var tellsMissing = true
  /// Which texts pass the conditions that were asked of all texts.
  var textAnswers: [Term: AnsweredTexts] = [:]
  /// What stages mean, made when it is first asked for.
  private let stageMeanings: Deferred<StageTexts>
  var stageTexts: StageTexts { stageMeanings.value }
  /// Columns over whole entities that this run has computed.
  private var wholeColumns: [WholeKey: Column] = [:]

  /// The related aggregates that this run has computed.
  private var relatedColumns: [RelatedKey: Column] = [:]

  /// The currency of money evaluated now: the answer's, but for conditions on records, which compare in
  /// the base currency, and for amounts that stay in their own.
  private(set) var valueCurrency: String
  /// Whether figures that lack a rate may stay in the currency of their rows.
  private(set) var keepsOwnCurrencies: Bool

  private struct WholeKey: Hashable {
    var entity: EntityKind
    var term: Term
    var currency: String
  }

  private struct RelatedKey: Hashable {
    var model: ModelIdentity
    var related: RelatedAggregate
    var currency: String
  }

  init(
    model: Model, catalog: Catalog, today: Int32, definitions: [ComputedReference: Term],
    currency: String, convertsShown: Bool, cache: ColumnCache, threads: ThreadCount, blockSize: Int,
    isCancelled: @escaping @Sendable () -> Bool, probe: PlanProbe? = nil,
    stageMeanings: Deferred<StageTexts>? = nil
  ) {
    self.probe = probe
    self.stageMeanings = stageMeanings ?? Deferred { StageTexts(model) }
    self.model = model
    self.catalog = catalog
    self.today = today
    self.definitions = definitions
    self.currency = currency
    self.convertsShown = convertsShown
    self.cache = cache
    self.threads = threads
    self.blockSize = blockSize
    self.isCancelled = isCancelled
    valueCurrency = currency
    keepsOwnCurrencies = !convertsShown
  }

  /// An execution that works on a block of rows, with what this one has computed so far.
  func forBlock() -> Execution {
    let block = Execution(
      model: model, catalog: catalog, today: today, definitions: definitions, currency: currency,
      convertsShown: convertsShown, cache: cache, threads: .one, blockSize: blockSize,
      isCancelled: isCancelled, stageMeanings: stageMeanings)
    block.isBlock = true
    block.wholeColumns = wholeColumns
    block.textAnswers = textAnswers
    block.valueCurrency = valueCurrency
    block.keepsOwnCurrencies = keepsOwnCurrencies
    return block
  }

  /// Adds a sentence to the footer.
  func note(_ sentence: String) {
    if !notes.contains(sentence) { notes.append(sentence) }
  }

  /// Runs `body` with money in a currency.
  func inCurrency<Result>(
    _ name: String, _ body: () throws(EvaluationFailure) -> Result
  ) throws(EvaluationFailure) -> Result {
    let outer = valueCurrency
    valueCurrency = name
    defer { valueCurrency = outer }
    return try body()
  }

  /// Runs what works out figures of its own from those of groups, and so wants all money in one
  /// currency.
  private func inOneCurrency<Result>(
    _ body: () throws(EvaluationFailure) -> Result
  ) throws(EvaluationFailure) -> Result {
    let outer = keepsOwnCurrencies
    keepsOwnCurrencies = false
    defer { keepsOwnCurrencies = outer }
    return try body()
  }

  /// Ends the run when somebody asked for that.
  func checkCancelled() throws(EvaluationFailure) {
    if isCancelled() { throw .cancelled }
  }

  /// All rows of an entity.
  func wholeFrame(_ entity: EntityKind) -> Frame {
    Frame(entity: entity, rows: nil, count: model[entity]?.rowCount ?? 0, columns: [])
  }

  /// Whether a term over all rows of an entity has been computed already.
  func isKnown(_ term: Term, of entity: EntityKind) -> Bool {
    wholeColumns[WholeKey(entity: entity, term: term, currency: valueCurrency)] != nil
  }

  /// A term over all rows of an entity, computed once a run.
  func wholeColumn(_ term: Term, of entity: EntityKind) throws(EvaluationFailure) -> Column {
    let key = WholeKey(entity: entity, term: term, currency: valueCurrency)
    if let known = wholeColumns[key] { return known }
    let column = try evaluate(term, in: wholeFrame(entity))
    wholeColumns[key] = column
    return column
  }

  /// A related aggregate over all rows of the parent, computed once a run.
  func relatedColumn(_ related: RelatedAggregate) throws(EvaluationFailure) -> Column {
    let key = RelatedKey(model: model.identity, related: related, currency: valueCurrency)
    if let known = relatedColumns[key] { return known }
    let column = try foldChildren(related)
    relatedColumns[key] = column
    return column
  }

  /// Runs a node.
  func run(_ node: PlanNode) throws(EvaluationFailure) -> Frame {
    if case .aggregate(let aggregate) = node { return try self.aggregate(aggregate).frame }
    return try probed(node) { () throws(EvaluationFailure) in
      let frame = try carryOut(node)
      return (frame, frame.count)
    }
  }

  /// Does the work of a node under the eyes of the probe, if there is one.
  func probed<Result>(
    _ node: PlanNode, _ work: () throws(EvaluationFailure) -> (result: Result, rows: Int)
  ) throws(EvaluationFailure) -> Result {
    try checkCancelled()
    guard let probe else { return try work().result }
    probe.begin()
    let done = try work()
    probe.end(node.operation, rows: done.rows)
    return done.result
  }

  private func carryOut(_ node: PlanNode) throws(EvaluationFailure) -> Frame {
    switch node {
    case .scan(let entity): return wholeFrame(entity)
    case .filter(let input, let condition): return try filter(try run(input), condition)
    case .extend(let input, let terms):
      var frame = try run(input)
      // Every new column sees the frame as it was.
      let before = frame
      for named in terms { frame.columns.append(try ofRows(named.term, in: before)) }
      return frame
    case .project(let input, let terms):
      let frame = try run(input)
      var columns: [Column] = []
      for named in terms { columns.append(try evaluate(named.term, in: frame)) }
      return Frame(entity: nil, rows: nil, count: frame.count, columns: columns)
    case .show(let input, let terms):
      let frame = try run(input)
      var columns: [Column] = []
      for named in terms { columns.append(try shownColumn(named.term, in: frame)) }
      return Frame(entity: nil, rows: nil, count: frame.count, columns: columns)
    case .aggregate(let aggregate): return try self.aggregate(aggregate).frame
    case .sort(let input, let keys):
      let (frame, ties) = try unordered(input, for: keys)
      return frame.selecting(try order(frame, by: keys, then: ties))
    case .top(let top): return try self.top(top)
    case .limit(.sort(let input, let keys), let count):
      let (frame, ties) = try unordered(input, for: keys)
      return frame.selecting(try order(frame, by: keys, first: count, then: ties))
    case .limit(.aggregate(let aggregate), let count):
      let grouped = try self.aggregate(aggregate, isOrdered: false)
      let picks = RowOrder(grouped.order).sorted(count: grouped.frame.count, limit: count)
      return grouped.frame.selecting(picks)
    case .limit(let input, let count):
      let frame = try run(input)
      guard frame.count > count else { return frame }
      return frame.selecting((0..<Int32(count)).map { $0 })
    case .compare(let compare):
      return try inOneCurrency { () throws(EvaluationFailure) in try self.compare(compare) }
    case .funnel(let funnel): return try self.funnel(funnel)
    case .native(let native):
      return try inOneCurrency { () throws(EvaluationFailure) in try run(native) }
    }
  }

  /// A column as the answer shows it: amounts recorded in several currencies stay as they are
  /// unless the query names one.
  private func shownColumn(_ term: Term, in frame: Frame) throws(EvaluationFailure) -> Column {
    guard !convertsShown, case .field(let field) = term, let table = model[field.entity],
      frame.entity == field.entity, case .money(let money) = table.fields[field.index].column,
      money.currencies != nil
    else { return try ofRows(term, in: frame) }
    let column = Column.money(money)
    return frame.picked(from: column)
  }

  private func filter(_ frame: Frame, _ condition: Term) throws(EvaluationFailure) -> Frame {
    let result = try kept(of: frame, condition)
    if result.count == 0, frame.count > 0 { try explainEmpty(frame, condition) }
    return result
  }

  private func kept(of frame: Frame, _ condition: Term) throws(EvaluationFailure) -> Frame {
    guard let entity = frame.entity, isForBlocks(frame), isByRow(condition) else {
      return frame.filtered(try self.condition(condition, in: frame))
    }
    if let rows = indexedRows(of: frame, condition) {
      let few = Frame(entity: entity, rows: rows, count: rows.count, columns: [])
      return few.filtered(try self.condition(condition, in: few))
    }
    try answerTexts(in: condition)
    let rows = try inBlocks(of: entity) { own, block throws(EvaluationFailure) in
      block.filtered(try own.condition(condition, in: block)).namedRows ?? []
    }
    let count = rows.reduce(0) { $0 + $1.count }
    guard count < frame.count else { return frame }
    return Frame(entity: entity, rows: rows.flatMap { $0 }, count: count, columns: [])
  }

  private func run(_ native: any NativeOperator) throws(EvaluationFailure) -> Frame {
    var answers: [Answer] = []
    // What a verb's own figures pass over is for the verb to tell, in its own words.
    tellsMissing = false
    defer { tellsMissing = true }
    for input in native.inputs {
      let frame = try run(input)
      answers.append(
        Answer(
          columns: frame.columns.map { AnswerColumn(name: "", type: .number, column: $0) },
          rowCount: frame.count, calendar: model.calendar))
    }
    let answer = try native.run(answers, context: NativeContext(model: model, today: today))
    for sentence in answer.notes { note(sentence) }
    return Frame(
      entity: nil, rows: nil, count: answer.rowCount, columns: answer.columns.map(\.column))
  }
}
