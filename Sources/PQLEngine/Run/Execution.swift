import PQLModel
import PQLPlan
import PQLThreads

/// One run of one plan: what it knows, what it has computed, what the footer will say.
final class Execution {
  let model: Model
  let library: Library
  /// What `today` means here, and the fields that were bound with it.
  let branch: Branch
  var today: Int32 { branch.today }
  var definitions: [ComputedReference: Term] { branch.definitions }
  let currency: String
  /// Whether shown amounts are converted to `currency` too.
  let convertsShown: Bool
  let cache: ColumnCache
  let threads: ThreadCount
  let blockSize: Int
  let isCancelled: @Sendable () -> Bool
  let probe: PlanProbe?
  /// Whether this one works on a block of rows, beside others.
  private(set) var isBlock = false
  /// What the footer says, each once.
  private(set) var notes: [Note] = []
  /// Whether the footer tells what aggregates pass over.
  private(set) var tellsMissing = true
  /// Which texts pass the conditions that were asked of all texts.
  var textAnswers: [Term: AnsweredTexts] = [:]
  /// What stages mean, made when it is first asked for.
  private let stageMeanings: Deferred<StageTexts>
  var stageTexts: StageTexts { stageMeanings.value }
  /// Columns over whole entities that this run has computed.
  private var wholeColumns: [WholeKey: Column] = [:]

  /// Whether money is compared in the base currency, whatever the answer is shown in.
  private var comparesInBase = false

  private struct WholeKey: Hashable {
    var entity: EntityKind
    var term: Term
    var currency: String
  }

  init(
    model: Model, library: Library, branch: Branch, currency: String, convertsShown: Bool,
    cache: ColumnCache, threads: ThreadCount, blockSize: Int,
    isCancelled: @escaping @Sendable () -> Bool, probe: PlanProbe? = nil,
    stageMeanings: Deferred<StageTexts>? = nil
  ) {
    self.probe = probe
    self.stageMeanings = stageMeanings ?? Deferred { StageTexts(model) }
    self.model = model
    self.library = library
    self.branch = branch
    self.currency = currency
    self.convertsShown = convertsShown
    self.cache = cache
    self.threads = threads
    self.blockSize = blockSize
    self.isCancelled = isCancelled
  }

  /// An execution that works on a block of rows, with what this one has computed so far.
  func forBlock() -> Execution {
    let block = Execution(
      model: model, library: library, branch: branch, currency: currency,
      convertsShown: convertsShown, cache: cache, threads: .one, blockSize: blockSize,
      isCancelled: isCancelled, stageMeanings: stageMeanings)
    block.isBlock = true
    block.wholeColumns = wholeColumns
    block.textAnswers = textAnswers
    block.comparesInBase = comparesInBase
    return block
  }

  /// An execution of another branch of the plan, which sees what this one sees.
  func beside(_ other: Branch) -> Execution {
    let beside = Execution(
      model: model, library: library, branch: other, currency: currency,
      convertsShown: convertsShown, cache: cache, threads: threads, blockSize: blockSize,
      isCancelled: isCancelled, probe: probe, stageMeanings: stageMeanings)
    beside.tellsMissing = tellsMissing
    return beside
  }

  /// Adds to the footer.
  func note(_ note: Note) {
    if !notes.contains(note) { notes.append(note) }
  }

  /// Runs `body` without telling what aggregates pass over: what a verb's figures leave out is for the
  /// verb to tell, in its own words.
  func withoutTellingMissing<Result>(
    _ body: () throws(EvaluationFailure) -> Result
  ) throws(EvaluationFailure) -> Result {
    let outer = tellsMissing
    tellsMissing = false
    defer { tellsMissing = outer }
    return try body()
  }

  /// The currency of money evaluated now.
  var valueCurrency: String { comparesInBase ? model.currency.base : currency }

  /// Runs `body` with money in the base currency: a condition on records means the same rows in
  /// whatever currency the answer is shown.
  func inBaseCurrency<Result>(
    _ body: () throws(EvaluationFailure) -> Result
  ) throws(EvaluationFailure) -> Result {
    let outer = comparesInBase
    comparesInBase = true
    defer { comparesInBase = outer }
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
}
