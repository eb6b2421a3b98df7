/// What a snapshot was made of: who made it, of what, and what every file then looked like.
///
/// Two that are equal stand for the same load. `observations` are all that the load asked of its
/// files with what it was told, so that a load that would ask the same and be told the same need not
/// happen.
package struct SnapshotOrigin: Sendable, Hashable {
  /// The program, so that another one never takes the snapshot for its own.
  package var program: String
  /// What was asked to be loaded, with every option that bears on it.
  package var request: [String]
  package var observations: [Observation]

  /// A question to the disk, and its answer.
  package struct Observation: Sendable, Hashable, Comparable {
    /// The case of a question; the loader's own words.
    package var question: String
    package var subject: String
    package var answer: String

    package init(question: String, subject: String, answer: String) {
      self.question = question
      self.subject = subject
      self.answer = answer
    }

    package static func < (left: Observation, right: Observation) -> Bool {
      (left.question, left.subject, left.answer) < (right.question, right.subject, right.answer)
    }
  }

  package init(program: String, request: [String], observations: [Observation]) {
    self.program = program
    self.request = request
    self.observations = observations
  }
}

extension SnapshotOrigin: Recorded {
  static var blank: SnapshotOrigin { SnapshotOrigin(program: "", request: [], observations: []) }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&program)
    try record.pass(&request)
    try record.pass(&observations)
  }
}

extension SnapshotOrigin.Observation: Recorded {
  static var blank: SnapshotOrigin.Observation {
    SnapshotOrigin.Observation(question: "", subject: "", answer: "")
  }

  mutating func pass(through record: inout Record) throws(SnapshotFailure) {
    try record.pass(&question)
    try record.pass(&subject)
    try record.pass(&answer)
  }
}
