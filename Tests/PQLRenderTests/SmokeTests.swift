import PQLModel
import PQLSyntax
import PQLRender
import Testing
@Test func smoke() {
  for f in OutputFormat.all { print("== \(f.name)"); print(rendered(SampleAnswers.everyType, as: f), terminator: "")
  print(rendered(SampleAnswers.mixedMoney, as: f), terminator: "") }
  print(rendered(SampleAnswers.everyType, as: .table, options: RenderOptions(width: 80)))
  print(rendered(SampleAnswers.spread(1), as: .table))
  print(rendered(SampleAnswers.spread(2), as: .table))
  let text = "pql 1\n\nforecast where stage >= propsal by product\n"
  let s = SourceText(name: "q4.pql", text: text)
  let d = Diagnostic(.unknownStage, Span(31, 38), "`propsal` is not a stage of pipeline `New business`", label: "not a stage", labels: [.init(Span(22, 27), "this is a stage, so the right side must name one")], notes: ["stages in order: lead < qualified"], suggestions: [.init("a stage with a similar name: `proposal`", replacing: Span(31, 38), with: "proposal")])
  print(rendered(d, in: s)); print(renderedJSON([(d, s)]))
}
