import PQLModel
import PQLPlan
import PQLRender

extension Session {
  /// What the load has decided or found odd and the answer of a plan rests on: with each answer, at a
  /// prompt once a session unless the answer is JSON.
  ///
  /// What no answer rests on stays in `describe model`.
  mutating func decisions(under plan: Plan, as format: OutputFormat) -> [Note] {
    guard plan.explanation != .plan else { return [] }
    let decisions = model.notes.filter(\.isDecision)
    guard !decisions.isEmpty else { return [] }
    let reads = plan.branch.reads(catalog)
    let mine = decisions.filter(reads.rests)
    guard settings.isInteractive, format != .json else { return mine.map(Note.init) }
    let new = mine.filter { !toldDecisions.contains($0) }
    toldDecisions.formUnion(new)
    return new.map(Note.init)
  }
}
