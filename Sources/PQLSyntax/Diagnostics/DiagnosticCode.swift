/// The stable codes of messages: 1xxx text and grammar, 2xxx names and types, 3xxx running,
/// 4xxx not yet built.
package enum DiagnosticCode: String, Sendable, Hashable, CaseIterable {
  // Words
  case unexpectedCharacter = "PQL1001"
  case singleQuotedText = "PQL1002"
  case unterminatedText = "PQL1003"
  case unknownEscape = "PQL1004"
  case impossibleDate = "PQL1005"
  case unknownNumberSuffix = "PQL1006"
  case numberOutOfRange = "PQL1007"
  case unterminatedPattern = "PQL1008"
  case foreignOperator = "PQL1009"
  case invalidName = "PQL1010"
  // Grammar
  case unexpectedToken = "PQL1101"
  case missingExpression = "PQL1102"
  case unclosedBracket = "PQL1103"
  case repeatedClause = "PQL1104"
  case chainedComparison = "PQL1105"
  case foreignClause = "PQL1106"
  case nestedTooDeep = "PQL1107"
  case unsupportedVersion = "PQL1108"
  case malformedDefinition = "PQL1109"
  // Names
  case unknownField = "PQL2101"
  case unknownVerb = "PQL2102"
  case unknownSource = "PQL2103"
  case unknownStage = "PQL2104"
  case unknownCategoryValue = "PQL2105"
  case ambiguousWord = "PQL2106"
  case bareTextWord = "PQL2107"
  case unknownFunction = "PQL2108"
  case unknownParameter = "PQL2109"
  case duplicateColumn = "PQL2110"
  case nameTaken = "PQL2111"
  case definitionCycle = "PQL2112"
  case unknownUnit = "PQL2113"
  case unknownFormat = "PQL2114"
  case unknownSetting = "PQL2115"
  case unknownCurrency = "PQL2116"
  // Types
  case typeMismatch = "PQL2201"
  case conditionExpected = "PQL2202"
  case durationExpected = "PQL2203"
  case percentExpected = "PQL2204"
  case periodComparison = "PQL2205"
  case missingComparison = "PQL2206"
  case alternativeValues = "PQL2207"
  case aggregateMisplaced = "PQL2208"
  case countOfField = "PQL2209"
  case invalidPattern = "PQL2210"
  case wholeNumberExpected = "PQL2211"
  case wrongArguments = "PQL2212"
  case mixedCurrencies = "PQL2213"
  case ambiguousDecimal = "PQL2214"
  // Clauses
  case clauseNotTaken = "PQL2301"
  case keyNeedsAggregate = "PQL2302"
  case isWithValue = "PQL2303"
  case comparisonNeedsPeriod = "PQL2304"
  case stepNotTaken = "PQL2305"
  case noDateToUse = "PQL2306"
  case expectationNotCondition = "PQL2307"
  case becauseWithoutReason = "PQL2308"
  case dayToCome = "PQL2309"
  // Running
  case ambiguousRecord = "PQL3001"
  case missingRate = "PQL3002"
  case amountOverflow = "PQL3003"
  case expectationFailed = "PQL3004"
  case fileNotWritten = "PQL3005"
  case fileNotRead = "PQL3006"
  case interrupted = "PQL3007"
  case unknownCommand = "PQL3008"
  case fault = "PQL3009"
  case answerTooLarge = "PQL3010"
  case damagedData = "PQL3011"
  case unknownThen = "PQL3012"
  case quotaCrosses = "PQL3013"
  case notExplained = "PQL3014"
  // Not yet
  case notYet = "PQL4001"

  /// A readable name beside the number, as `unknown-stage`.
  package var slug: String {
    "\(self)".reduce(into: "") { text, character in
      if character.isUppercase { text += "-" }
      text += character.lowercased()
    }
  }
}
