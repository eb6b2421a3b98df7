/// The stable codes of what a load says: 50xx files, 51xx records, 52xx the model file, 53xx fields and
/// their values, 54xx pipelines and history, 55xx currencies and relations.
package enum LoadCode: String, Sendable, Hashable, CaseIterable {
  // Files
  case noFileNamed = "PQL5001"
  case fileNotFound = "PQL5002"
  case notAFile = "PQL5003"
  case fileUnreadable = "PQL5004"
  case fileEmpty = "PQL5005"
  case compressionDamaged = "PQL5006"
  case foreignFormat = "PQL5007"
  case notUTF8 = "PQL5008"
  case fileTooLarge = "PQL5009"
  case folderWithoutData = "PQL5010"
  case loadsAlone = "PQL5011"
  case contentUnknown = "PQL5012"
  case loadStopped = "PQL5013"
  case snapshotRefused = "PQL5014"
  case fileInTheWay = "PQL5015"
  case outputNotWritten = "PQL5016"
  case strictRefusal = "PQL5017"
  case noProposal = "PQL5018"
  case filesLeftAside = "PQL5019"
  case tableTakenFrom = "PQL5020"
  case systemRecognised = "PQL5021"
  case pageMissing = "PQL5022"
  case listsLeftAside = "PQL5023"
  case datedFilesAreParts = "PQL5024"
  case exportsUndated = "PQL5025"
  // Records
  case recordUnreadable = "PQL5101"
  case recordsRejected = "PQL5102"
  case recordsIncomplete = "PQL5103"
  case differentDealsOfOneId = "PQL5104"
  case exactRepeats = "PQL5105"
  case repeatedInFiles = "PQL5106"
  case recordsOfOneIdDiffer = "PQL5107"
  case recordsLeftAside = "PQL5108"
  case keysRepeated = "PQL5109"
  case linesTooShort = "PQL5110"
  case recordsMadeOfOthers = "PQL5111"
  case recordsAbsent = "PQL5112"
  case sharesMissWhole = "PQL5113"
  // The model file
  case modelKeyUnknown = "PQL5201"
  case modelValueWrong = "PQL5202"
  case modelKeyRepeated = "PQL5203"
  case neitherModelNorRecords = "PQL5204"
  case entityTwice = "PQL5205"
  case entityWithoutRecords = "PQL5206"
  case fieldNotInData = "PQL5207"
  case unknownTimeZone = "PQL5208"
  case notSupporting = "PQL5209"
  case datesContradict = "PQL5210"
  case numbersContradict = "PQL5211"
  // Fields and values
  case fieldsFound = "PQL5301"
  case fieldRenamed = "PQL5302"
  case headerRepeated = "PQL5303"
  case valuesReplaced = "PQL5304"
  case valuesUnreadable = "PQL5305"
  case columnMixed = "PQL5306"
  case leadingZeros = "PQL5307"
  case numbersTooLong = "PQL5308"
  case numbersKeptAsText = "PQL5309"
  case numbersOpen = "PQL5310"
  case numbersDoubted = "PQL5311"
  case datesOpen = "PQL5312"
  case datesKeptAsText = "PQL5313"
  case datesSettled = "PQL5314"
  case datesInMilliseconds = "PQL5315"
  case amountsRounded = "PQL5316"
  case amountsTooLarge = "PQL5317"
  case percentScale = "PQL5318"
  case percentsMixed = "PQL5319"
  case periodsGuessed = "PQL5320"
  // Pipelines and history
  case stagesInferred = "PQL5401"
  case outcomesByName = "PQL5402"
  case noStageEnds = "PQL5403"
  case stageRespelt = "PQL5404"
  case stageUnknown = "PQL5405"
  case pipelineRespelt = "PQL5406"
  case pipelineUnknown = "PQL5407"
  case pipelineMissing = "PQL5408"
  case closedOnTaken = "PQL5409"
  case stageByStatus = "PQL5410"
  case historyQuality = "PQL5411"
  case historyOfEntries = "PQL5412"
  case historyOtherStage = "PQL5413"
  case historyBeforeCreation = "PQL5414"
  case historyWithoutClosing = "PQL5415"
  case historyOfExports = "PQL5416"
  case dealsGone = "PQL5417"
  // Currencies and relations
  case currencyNotNamed = "PQL5501"
  case currencyChosen = "PQL5502"
  case currencyFound = "PQL5503"
  case currenciesSeveral = "PQL5504"
  case currencyMissing = "PQL5505"
  case relationAmbiguous = "PQL5506"
  case relationUnmatched = "PQL5507"
  case relationChosen = "PQL5508"

  /// A readable name beside the number, as `file-not-found`.
  package var slug: String {
    "\(self)".reduce(into: "") { text, character in
      if character.isUppercase { text += "-" }
      text += character.lowercased()
    }
  }

  /// Whether a remark of this code tells of a choice that could have been another, so that an answer
  /// that rests on it says so; a warning always does.
  package var isDecision: Bool {
    switch self {
    case .filesLeftAside, .pageMissing, .exactRepeats, .repeatedInFiles, .recordsLeftAside,
      .recordsMadeOfOthers, .stagesInferred, .outcomesByName, .noStageEnds, .closedOnTaken,
      .stageByStatus, .historyOfEntries, .currencyNotNamed, .currencyChosen, .relationChosen,
      .datesSettled, .numbersDoubted, .percentScale, .periodsGuessed:
      true
    default: false
    }
  }
}
