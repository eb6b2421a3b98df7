/// The definitions, and how each is written, for messages.
enum DefinitionShape: String {
  case `let`, define, metric, param, use, set, expect, policy, rule, table, test

  /// The shape in one line.
  var pattern: String {
    switch self {
    case .let: "let NAME = QUERY"
    case .define: "define NAME for ENTITY = EXPRESSION"
    case .metric: "metric NAME = EXPRESSION \"DESCRIPTION\""
    case .param: "param NAME = VALUE, or param NAME: TYPE"
    case .use: "use \"FILE\""
    case .set: "set NAME = VALUE"
    case .expect: "expect CONDITION because \"REASON\""
    case .policy: "policy NAME v1 for ENTITY \"TITLE\" { … }"
    case .rule: "rule NAME for ENTITY when CONDITION warn because \"REASON\""
    case .table: "table NAME for ENTITY first complete { … }"
    case .test: "test \"TITLE\" for POLICY { given { … } expect … }"
    }
  }
}
