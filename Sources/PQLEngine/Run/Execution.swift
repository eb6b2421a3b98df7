import PQLModel
import PQLPlan
import PQLThreads

/// One run of one plan: what it knows, what it has computed, what the footer will say.
final class Execution {
  /// The model that the branch sees, and what is kept of it.
  let standpoint: Standpoint
  var model: Model { standpoint.model }
  var cache: ColumnCache { standpoint.cache }
  let library: Library
  /// What `today` means here, and the fields that were bound with it.
  let branch: Branch
  var today: Int32 { branch.today }
  var definitions: [ComputedReference: Term] { branch.definitions }
  let currency: String
  /// Whether shown amounts are converted to `currency` too.
  let convertsShown: Bool
  let threads: ThreadCount
  let blockSize: Int
  private let isCancelled: @Sendable () -> Bool
  let probe: PlanProbe?
  /// Whether this one works on a block of rows, beside others.
  private(set) var isBlock = false
  /// What the footer says, each once.
  private(set) var notes: [Note] = []
  /// Further tables below the answer.
  private(set) var sections: [AnswerSection] = []
  /// Whether the footer tells what aggregates pass over.
  private(set) var tellsMissing = true
  /// Which texts pass the conditions that were asked of all texts.
  var textAnswers: [Term: AnsweredTexts] = [:]
  /// What stages mean.
  var stageTexts: StageTexts { standpoint.stageTexts.value }
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
    var related: RelatedAggregate
    var currency: String
  }

  init(
    _ standpoint: Standpoint, library: Library, branch: Branch, currency: String,
    convertsShown: Bool, threads: ThreadCount, blockSize: Int,
    isCancelled: @escaping @Sendable () -> Bool, probe: PlanProbe? = nil
  ) {
    self.standpoint = standpoint
    self.probe = probe
    self.library = library
    self.branch = branch
    self.currency = currency
    self.convertsShown = convertsShown
    self.threads = threads
    self.blockSize = blockSize
    self.isCancelled = isCancelled
    valueCurrency = currency
    keepsOwnCurrencies = !convertsShown
  }

  /// An execution that works on a block of rows, with what this one has computed so far.
  func forBlock() -> Execution {
    let block = another(branch, threads: .one)
    block.isBlock = true
    block.wholeColumns = wholeColumns
    block.relatedColumns = relatedColumns
    block.textAnswers = textAnswers
    block.valueCurrency = valueCurrency
    return block
  }

  /// An execution of another branch of the plan, which sees what this one sees.
  func beside(_ other: Branch) -> Execution { another(other, threads: threads, probe: probe) }

  private func another(
    _ branch: Branch, threads: ThreadCount, probe: PlanProbe? = nil
  ) -> Execution {
    let other = Execution(
      standpoint.moved(to: branch), library: library, branch: branch, currency: currency,
      convertsShown: convertsShown, threads: threads, blockSize: blockSize,
      isCancelled: isCancelled, probe: probe)
    other.tellsMissing = tellsMissing
    other.keepsOwnCurrencies = keepsOwnCurrencies
    return other
  }

  /// Adds to the footer.
  func note(_ note: Note) {
    if !notes.contains(note) { notes.append(note) }
  }

  /// Adds a table below the answer.
  func section(_ section: AnswerSection) { sections.append(section) }

  /// Runs `body` without telling what aggregates pass over: what a verb's figures leave out is for the
  /// verb to tell, in its own words.
  func withoutTellingMissing<Result>(
    _ body: () throws(EvaluationFailure) -> Result
  ) throws(EvaluationFailure) -> Result {
    try with(\.tellsMissing, false, body)
  }

  /// Runs `body` with money in a currency.
  func inCurrency<Result>(
    _ name: String, _ body: () throws(EvaluationFailure) -> Result
  ) throws(EvaluationFailure) -> Result {
    try with(\.valueCurrency, name, body)
  }

  /// Runs `body` with all money converted: a missing rate is an error.
  func withRates<Result>(
    _ body: () throws(EvaluationFailure) -> Result
  ) throws(EvaluationFailure) -> Result {
    try with(\.keepsOwnCurrencies, false, body)
  }

  /// Runs `body` with a setting at another value.
  private func with<Value, Result>(
    _ setting: ReferenceWritableKeyPath<Execution, Value>, _ value: Value,
    _ body: () throws(EvaluationFailure) -> Result
  ) throws(EvaluationFailure) -> Result {
    let outer = self[keyPath: setting]
    self[keyPath: setting] = value
    defer { self[keyPath: setting] = outer }
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
    try wholeColumn(term, of: entity) { () throws(EvaluationFailure) in
      try evaluate(term, in: wholeFrame(entity))
    }
  }

  /// The same, made by `make` where it is not known.
  func wholeColumn(
    _ term: Term, of entity: EntityKind, _ make: () throws(EvaluationFailure) -> Column
  ) throws(EvaluationFailure) -> Column {
    let key = WholeKey(entity: entity, term: term, currency: valueCurrency)
    if let known = wholeColumns[key] { return known }
    let column = try make()
    wholeColumns[key] = column
    return column
  }

  /// A related aggregate over all rows of the parent, computed once a run.
  func relatedColumn(_ related: RelatedAggregate) throws(EvaluationFailure) -> Column {
    let key = RelatedKey(related: related, currency: valueCurrency)
    if let known = relatedColumns[key] { return known }
    let column = try foldChildren(related)
    relatedColumns[key] = column
    return column
  }
}
