import PQLModel

extension DiagnosticPage {
  static let loadPipelines: [DiagnosticPage] = [
    DiagnosticPage(
      .stagesInferred, "stages whose order was guessed",
      """
      The data do not say which stages a pipeline has, so that they are those of its deals. The message
      says what decided their order. `stage >= proposal` goes by it, and so does the funnel. Write the
      stages into the model file in their order.
      """),
    DiagnosticPage(
      .outcomesByName, "outcomes taken from names of stages",
      """
      The data do not say which stages end a deal, so that their names do. Won, lost and closed deals
      follow from it. A stage whose name says neither is an open one; give it an `outcome` in the
      model file.
      """),
    DiagnosticPage(
      .noStageEnds, "a pipeline in which nothing ends",
      """
      No stage is won or lost, by its name or by what the deals record. Every deal counts as open, so
      that rates and results say nothing. Give the stages an `outcome` in the model file.
      """),
    DiagnosticPage(
      .stageRespelt, "stages that were spelt otherwise",
      """
      Deals name a stage in another spelling than the pipeline does. Capitals, spaces, `_` and `-` make
      no difference, and they are read as the stage.
      """),
    DiagnosticPage(
      .stageUnknown, "a stage of no pipeline",
      """
      Deals stand in a stage that no pipeline has. They are open, stand before no stage and behind
      none, and have no probability. Add the stage to the model file, or replace the value under
      `values`.
      """),
    DiagnosticPage(
      .pipelineRespelt, "pipelines that were spelt otherwise",
      """
      Deals name a pipeline in another spelling than the model does. They are read as that pipeline.
      """),
    DiagnosticPage(
      .pipelineUnknown, "a pipeline that is not there",
      """
      Deals name a pipeline that the model does not have. Which stages they go through is then told by
      their stage alone. Add the pipeline to the model file, or replace the value under `values`.
      """),
    DiagnosticPage(
      .pipelineMissing, "deals without a pipeline",
      """
      The model has several pipelines, and some deals do not say theirs. A deal then belongs to the
      first pipeline that has its stage.
      """),
    DiagnosticPage(
      .closedOnTaken, "a closing day that was taken from elsewhere",
      """
      The deals have no field for the day on which they ended. It is the day on which the history says
      that they were won or lost, else the expected close date. Results by month go by it.
      """),
    DiagnosticPage(
      .stageByStatus, "deals that their status has ended",
      """
      The system keeps whether a deal is won or lost apart from the stage that it last stood in. Such
      deals stand in stages called `Won` and `Lost`.
      """),
    DiagnosticPage(
      .historyQuality, "how much the history tells",
      """
      A full history has each change as it happened, which the funnel and times in stages need. Without
      one the deals are known only as they are now. An export of the changes says more.
      """),
    DiagnosticPage(
      .historyOfEntries, "a history of entries into stages",
      """
      The export says when deals entered their stages and not each change. When a stage was entered
      again, the other visit is lost.
      """),
    DiagnosticPage(
      .historyOtherStage, "a history that ends in another stage than the deal",
      """
      The last stage that the history tells of a deal is not the stage it stands in. Copies of a system
      often lack the newest changes, or take deals and changes at different moments. The deal's own
      stage counts from the last change on, and before that what the history tells. Export both anew,
      at one moment.
      """),
    DiagnosticPage(
      .historyBeforeCreation, "deals that changed before they were created",
      """
      The history has changes of a deal from before its `created`, as after an import into the system or
      where deals are merged. On a past day a deal is there from `created` on.
      """),
    DiagnosticPage(
      .historyWithoutClosing, "closed deals whose closing was not recorded",
      """
      Deals stand in a stage that ends them, and the history never says that they came into it. Either
      it begins later, or it lacks changes. The day on which such a deal closed is its own `closed_on`;
      where it has none, results by month cannot count it.
      """),
    DiagnosticPage(
      .historyOfExports, "a history made of exports",
      """
      Each export of the deals was compared with the one before, and what differs is a change. It
      happened between the two, and counts from the later one: as of the day of an export all is as it
      was exported. Before the first export no field that changes is known.
      """),
    DiagnosticPage(
      .dealsGone, "deals that are no longer exported",
      """
      Deals stand in an earlier export and not in the newest: somebody has deleted them, merged them
      with others, or changed what is exported. They are no deals of today. On a past day before they
      were gone they count as they were then.
      """),
  ]

  static let loadMoney: [DiagnosticPage] = [
    DiagnosticPage(
      .currencyNotNamed, "a currency that nobody named",
      """
      The data have amounts and name no currency, so that they count as the one in the message. Set
      `currency.base` in the model file.
      """),
    DiagnosticPage(
      .currencyChosen, "a base currency that was chosen",
      """
      The data name several currencies and none as the base, so that the most frequent one is, or the
      first that stands beside an amount. Conditions on money compare in it. Set `currency.base` in
      the model file.
      """),
    DiagnosticPage(
      .currencyFound, "the currency of the data",
      """
      The data name one currency, by a field or beside the amounts. All amounts are in it.
      """),
    DiagnosticPage(
      .currenciesSeveral, "amounts in several currencies",
      """
      Records have amounts in several currencies. To add them up takes rates, which stand under
      `currency` in the model file. `by currency` needs none.
      """),
    DiagnosticPage(
      .currencyMissing, "records without a currency",
      """
      Some records do not say the currency of their amounts, where others do. Theirs is the one that
      stands beside the amount, else the base.
      """),
    DiagnosticPage(
      .relationAmbiguous, "a name that several records bear",
      """
      A relation names its record, and several have that name. A query that needs to know which is
      refused. Name the records by id, or set `relations` in the model file.
      """),
    DiagnosticPage(
      .relationUnmatched, "relations that lead nowhere",
      """
      Records name others that the data do not have. Nothing stands behind a dot for them, as in
      `account.industry`. Export the missing records too, or correct the names.
      """),
    DiagnosticPage(
      .relationChosen, "a relation of which the first counts",
      """
      A deal belongs to several companies, and the export names none of them as the primary one. The
      first counts.
      """),
  ]
}
