/// `policy inbound_fit v3 for leads "Inbound fit" { … }`.
package struct PolicyStatement: Sendable, Hashable {
  package var name: Name
  package var version: Int?
  package var entity: Name?
  package var title: String?
  package var items: [PolicyItem]

  package init(
    name: Name, version: Int?, entity: Name?, title: String?, items: [PolicyItem]
  ) {
    self.name = name
    self.version = version
    self.entity = entity
    self.title = title
    self.items = items
  }
}

/// One line of a policy, or a group of lines.
package indirect enum PolicyItem: Sendable, Hashable {
  /// `start 10`
  case start(Expression)
  /// `bounds 0..100`
  case bounds(Expression)
  /// `group fit first cap 0..50 { … }`
  case group(Name, isFirst: Bool, cap: Expression?, [PointRule])
  /// `senior: +25 when title matches /VP/ because "decision maker"`
  case points(PointRule)
  /// `reject when country in sanctioned because "embargo"`
  case reject(when: Expression, because: String?)
  /// `grade A from 80, B from 60, D otherwise`
  case grade([GradeStep])
  /// `route to "enterprise" when account.employees > 1000, to "inside sales" otherwise`
  case route([RouteStep])
}

/// A rule that gives points.
package struct PointRule: Sendable, Hashable {
  package var label: Name?
  /// with its sign.
  package var points: Expression
  /// `per activities where type = demo`, `per week since last_activity`.
  package var per: PointRepeat?
  package var maximum: Expression?
  /// `fading over 2 months`.
  package var fadingOver: Expression?
  package var when: Expression?
  package var because: String?

  package init(
    label: Name?, points: Expression, per: PointRepeat?, maximum: Expression?,
    fadingOver: Expression?, when: Expression?, because: String?
  ) {
    self.label = label
    self.points = points
    self.per = per
    self.maximum = maximum
    self.fadingOver = fadingOver
    self.when = when
    self.because = because
  }
}

/// What points are given once for each of.
package enum PointRepeat: Sendable, Hashable {
  /// `per activities where type = demo during past 30 days`
  case events(Expression, condition: Expression?, during: Expression?)
  /// `per week since last_activity`
  case unit(DurationUnit, since: Expression)
}

/// `A from 80`, or `D otherwise` without a floor.
package struct GradeStep: Sendable, Hashable {
  package var grade: Name
  package var from: Expression?

  package init(grade: Name, from: Expression?) {
    self.grade = grade
    self.from = from
  }
}

/// `to "enterprise" when account.employees > 1000`, or `to "inside sales" otherwise`.
package struct RouteStep: Sendable, Hashable {
  package var to: String
  package var when: Expression?

  package init(to: String, when: Expression?) {
    self.to = to
    self.when = when
  }
}

/// `rule stale for deals when days_in_stage > 45 days warn because "no movement"`.
package struct RuleStatement: Sendable, Hashable {
  package var name: Name
  package var entity: Name?
  package var when: Expression
  /// `warn` or another word for how grave it is.
  package var severity: Name?
  package var because: String?

  package init(name: Name, entity: Name?, when: Expression, severity: Name?, because: String?) {
    self.name = name
    self.entity = entity
    self.when = when
    self.severity = severity
    self.because = because
  }
}

/// `table territory for leads first complete { … }`.
package struct TableStatement: Sendable, Hashable {
  package var name: Name
  package var entity: Name?
  /// `first`, `unique`, `any` or `collect`.
  package var hitPolicy: Name?
  package var isComplete: Bool
  package var inputs: [Expression]
  package var results: [Name]
  package var rows: [TableRow]

  package init(
    name: Name, entity: Name?, hitPolicy: Name?, isComplete: Bool, inputs: [Expression],
    results: [Name], rows: [TableRow]
  ) {
    self.name = name
    self.entity = entity
    self.hitPolicy = hitPolicy
    self.isComplete = isComplete
    self.inputs = inputs
    self.results = results
    self.rows = rows
  }
}

/// `emea | > 1000 => "EMEA enterprise"`.
package struct TableRow: Sendable, Hashable {
  package var cells: [TableCell]
  package var results: [Expression]

  package init(cells: [TableCell], results: [Expression]) {
    self.cells = cells
    self.results = results
  }
}

/// One condition of a table's row.
package enum TableCell: Sendable, Hashable {
  /// `-`
  case anything
  /// `emea`, `200..2000`, `missing`
  case value(Expression)
  /// `> 1000`
  case comparison(BinaryOperator, Expression)
  /// `in (a, b)`
  case membership(Expression)
}

/// `test "a VP is an A" for inbound_fit { given {…} expect score = 85, grade = A, fired demo }`.
package struct TestStatement: Sendable, Hashable {
  package var title: String
  package var subject: Name?
  package var given: Expression
  package var expectations: [TestExpectation]

  package init(title: String, subject: Name?, given: Expression, expectations: [TestExpectation]) {
    self.title = title
    self.subject = subject
    self.given = given
    self.expectations = expectations
  }
}

/// One thing a test expects.
package enum TestExpectation: Sendable, Hashable {
  /// `score = 85`
  case condition(Expression)
  /// `fired demo`, `not fired demo`
  case fired(Name, isNegated: Bool)
}
