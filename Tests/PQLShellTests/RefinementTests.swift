import PQLShell
import Testing

/// Lines that refine the last query.
@Suite struct RefinementTests {
  @Test(arguments: [
    ("count", "by stage", "count by stage"),
    ("count by stage", "by owner", "count by owner"),
    ("count where open", "where won", "count where (open) and (won)"),
    ("deals", "| sum amount by owner", "deals | sum amount by owner"),
    ("count by owner | sort count", "where won", "count by owner where won | sort count"),
    ("count by owner | sort count", "| limit 2", "count by owner | sort count | limit 2"),
  ])
  func refines(_ last: String, _ line: String, _ whole: String) {
    #expect(Refinement.refined(line, last: last) == whole)
  }

  @Test(arguments: ["deals", "let x = deals", "sum amount", "count by stage"])
  func leavesOtherLinesAlone(_ line: String) {
    #expect(Refinement.refined(line, last: "count") == nil)
  }
}
