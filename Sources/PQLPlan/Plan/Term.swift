package import PQLModel
package import PQLSyntax

/// An expression whose names are bound and whose types are known.
///
/// Terms are values without references into any engine: another engine could run them too.
package indirect enum Term: Sendable, Hashable {
  case constant(Value, ValueType)
  /// a column as it was loaded
  case field(FieldReference)
  /// a built-in or defined field, computed once for all rows of its entity
  case computed(ComputedReference)
  /// a column that an earlier part of the plan made
  case column(Int, name: String, ValueType)
  /// a term asked of the record that a relation field names; missing when there is none
  case follow(RelationReference, Term)
  /// which record of its entity a row is: its row in the data of today, whatever day is asked
  case record
  /// an aggregate over the records that name this row
  case related(RelatedAggregate)
  /// an aggregate or rank over the rows of the answer itself
  case window(WindowTerm)
  case call(FunctionTerm)
  case not(Term)
  case all([Term])
  case some([Term])
  /// both sides of one storage; false when either is missing, `!=` then true
  case comparison(ComparisonOperator, Term, Term)
  /// where a deal stands against a stage, by its pipeline's order
  case stageOrder(ComparisonOperator, stage: String)
  /// what the history says of a deal and some stages, any of which is meant
  case ofStage(StageMeasure, stages: [String])
  /// equal to one of the values
  case membership(Term, [Value])
  /// one of the list's elements equals the text
  case listContains(Term, Value)
  /// a date or timestamp that lies in a stretch of days
  case within(Term, DayRange)
  case present(Term)
  case textTest(TextTest, Term, text: String, ignoresCase: Bool)
  case arithmetic(ArithmeticOperator, Term, Term, ValueType)
  case negated(Term)
  /// calendar steps on a date: months clamp, business days skip Saturday and Sunday
  case shifted(Term, CalendarStep, count: Int)
  case conditional(Term, then: Term, else: Term, ValueType)
  case coalesce(Term, Term, ValueType)

  /// What the term gives.
  package var type: ValueType {
    switch self {
    case .constant(_, let type): type
    case .field(let reference): reference.type
    case .computed(let reference): reference.type
    case .column(_, _, let type): type
    case .follow(_, let term): term.type
    case .record: .number
    case .related(let aggregate): aggregate.type
    case .window(let window): window.type
    case .call(let call): call.type
    case .not, .all, .some, .comparison, .stageOrder, .membership, .listContains, .within,
      .present, .textTest:
      .boolean
    case .ofStage(let measure, _): measure.type
    case .arithmetic(_, _, _, let type): type
    case .negated(let term): term.type
    case .shifted(let term, _, _): term.type
    case .conditional(_, _, _, let type): type
    case .coalesce(_, _, let type): type
    }
  }

  /// Whether the date stands for the term wherever it is present: the term itself, or the day of
  /// closing beside a deal's usual date.
  package func isDecided(by date: Term) -> Bool {
    if self == date { return true }
    if case .conditional(_, let then, _, _) = self { return then == date }
    return false
  }

  /// Whether the term is the same for every row.
  package var isConstant: Bool {
    switch self {
    case .constant: true
    case .negated(let term): term.isConstant
    case .arithmetic(_, let left, let right, _): left.isConstant && right.isConstant
    default: false
    }
  }
}

/// What a deal's way through the stages says of one of them.
package enum StageMeasure: String, Sendable, Hashable, CaseIterable {
  /// whether the deal came to it or past it
  case reached
  /// the day on which the deal first entered it
  case entered
  /// how long the deal stood in it, all visits together
  case daysIn = "days_in"

  package var type: ValueType {
    switch self {
    case .reached: .boolean
    case .entered: .date
    case .daysIn: .duration
    }
  }
}

/// A loaded column of an entity.
package struct FieldReference: Sendable, Hashable {
  package var entity: EntityKind
  package var index: Int
  package var name: String
  package var type: ValueType

  package init(entity: EntityKind, index: Int, name: String, type: ValueType) {
    self.entity = entity
    self.index = index
    self.name = name
    self.type = type
  }
}

/// A field that is computed, by its entity and name; `Plan.definitions` holds the defined ones.
package struct ComputedReference: Sendable, Hashable {
  package var entity: EntityKind
  package var name: String
  package var type: ValueType

  package init(entity: EntityKind, name: String, type: ValueType) {
    self.entity = entity
    self.name = name
    self.type = type
  }
}

extension ComputedReference {
  /// The condition of a rule defined here, told from a built-in field of the rule's name.
  init(rule name: String, of entity: EntityKind) {
    self.init(entity: entity, name: "rule \(name)", type: .boolean)
  }
}

/// A relation field and the entity its values name.
package struct RelationReference: Sendable, Hashable {
  package var from: EntityKind
  package var field: String
  package var to: EntityKind

  package init(from: EntityKind, field: String, to: EntityKind) {
    self.from = from
    self.field = field
    self.to = to
  }
}

/// An aggregate over child records, one value a parent row.
package struct RelatedAggregate: Sendable, Hashable {
  package var relation: RelationReference
  package var aggregate: String
  /// Asked of the child row.
  package var argument: Term?
  /// Asked of the child row.
  package var condition: Term?
  package var parameter: Double?
  /// The child's date, for `first` and `last`.
  package var order: Term?
  package var type: ValueType

  package init(
    relation: RelationReference, aggregate: String, argument: Term? = nil,
    condition: Term? = nil, parameter: Double? = nil, order: Term? = nil, type: ValueType
  ) {
    self.relation = relation
    self.aggregate = aggregate
    self.argument = argument
    self.condition = condition
    self.parameter = parameter
    self.order = order
    self.type = type
  }
}

/// A value over the rows of the answer, one a row.
package struct WindowTerm: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case aggregate(String, parameter: Double?)
    /// the largest is 1, ties share
    case rank
    /// the sum up to and with this row, in the current order
    case running
    /// the value of the row before, in the current order
    case previous
  }

  package var kind: Kind
  package var argument: Term?
  package var condition: Term?
  /// Empty: over all rows.
  package var over: [Term]
  package var type: ValueType

  package init(
    kind: Kind, argument: Term? = nil, condition: Term? = nil, over: [Term], type: ValueType
  ) {
    self.kind = kind
    self.argument = argument
    self.condition = condition
    self.over = over
    self.type = type
  }
}

/// A scalar function by name.
package struct FunctionTerm: Sendable, Hashable {
  package var name: String
  package var arguments: [Term]
  package var type: ValueType

  package init(name: String, arguments: [Term], type: ValueType) {
    self.name = name
    self.arguments = arguments
    self.type = type
  }
}

/// The comparisons, with what each says of an ordering.
package enum ComparisonOperator: String, Sendable, Hashable, CaseIterable {
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  /// Whether the comparison holds for two ordered values.
  package func holds<Operand: Comparable>(_ left: Operand, _ right: Operand) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }

  /// The comparison with its sides exchanged.
  package var mirrored: ComparisonOperator {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }

  /// The comparison that an operator of the text means, if it is one.
  package init?(_ binary: BinaryOperator) {
    self.init(rawValue: binary.rawValue)
  }
}

/// Arithmetic on numbers, money, percents and durations.
package enum ArithmeticOperator: String, Sendable, Hashable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"

  /// The arithmetic that an operator of the text means, if it is one.
  package init?(_ binary: BinaryOperator) {
    self.init(rawValue: binary.rawValue)
  }
}

/// Steps that follow the calendar.
package enum CalendarStep: Sendable, Hashable {
  case months, businessDays
}
