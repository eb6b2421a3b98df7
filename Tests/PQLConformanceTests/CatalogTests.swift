import PQLEngine
import PQLPlan
import PQLRender
import PQLSyntax
import PQLTestSupport
import Testing

/// What holds for every row of the catalog, and its examples, carried out.
@Suite struct CatalogTests {
  static let catalog = Library.standard.catalog(formats: OutputFormat.all.map(\.name))

  /// A definition's name, summary and examples, whatever it defines.
  struct Row: Sendable, CustomTestStringConvertible {
    var kind: String
    var name: String
    var summary: String
    var examples: [Example]
    var isBuilt = true
    var testDescription: String { "\(kind) \(name)" }
  }

  static let rows: [Row] =
    catalog.verbs.map {
      Row(
        kind: "verb", name: $0.name, summary: $0.summary, examples: $0.examples,
        isBuilt: $0.resolve != nil)
    }
    + catalog.aggregates.map {
      Row(kind: "aggregate", name: $0.name, summary: $0.summary, examples: $0.examples)
    }
    + catalog.functions.map {
      Row(kind: "function", name: $0.name, summary: $0.summary, examples: $0.examples)
    }
    + catalog.windows.map {
      Row(kind: "window", name: $0.name, summary: $0.summary, examples: $0.examples)
    }

  @Test(arguments: rows)
  func `a row is named and summed up as every other`(row: Row) {
    #expect(row.name.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F })
    #expect(!row.summary.isEmpty && !row.summary.contains("\n") && !row.summary.hasSuffix("."))
    #expect(row.summary.first?.isUppercase == false)
    #expect(row.summary.count <= 100)
    if row.kind == "aggregate" || row.kind == "function" { #expect(row.examples.count >= 2) }
    if row.isBuilt { #expect(!row.examples.isEmpty) }
    #expect(Set(row.examples.map(\.query)).count == row.examples.count)
  }

  @Test func `no name stands for two things`() {
    let names = CatalogTests.rows.map(\.name)
    #expect(Set(names).count == names.count)
    let reserved = names.filter { Keyword(word: $0)?.isReserved == true }
    #expect(reserved.isEmpty)
  }

  @Test func `the rows of a kind stand in alphabetical order`() {
    for kind in ["verb", "aggregate", "function", "window"] {
      let names = CatalogTests.rows.filter { $0.kind == kind }.map(\.name)
      #expect(names == names.sorted(), "\(kind)")
    }
  }

  @Test func `a field of an entity stands once, with a summary`() {
    let fields = CatalogTests.catalog.fields
    #expect(Set(fields.map { "\($0.entity.rawValue).\($0.name)" }).count == fields.count)
    for field in fields {
      #expect(!field.summary.isEmpty && !field.summary.hasSuffix("."), "\(field.name)")
    }
  }

  @Test func `a clause is described once, in a line`() {
    let clauses = ClauseDefinition.all
    #expect(Set(clauses.map(\.keyword)).count == clauses.count)
    #expect(Set(clauses.map(\.keyword)) == Set(ClauseKeyword.allCases))
    for clause in clauses {
      #expect(clause.form.hasPrefix(clause.keyword.rawValue), "\(clause.form)")
      #expect(!clause.summary.isEmpty && !clause.summary.hasSuffix("."), "\(clause.form)")
    }
  }

  @Test(arguments: rows.filter { $0.isBuilt })
  func `its examples are answered, and are as the formatter writes them`(row: Row) throws {
    for example in row.examples {
      #expect(!example.shows.isEmpty && !example.shows.hasSuffix("."), "\(example.query)")
      let tree = parse(SourceText(name: "example.pql", text: example.query + "\n"))
      #expect(format(tree) == example.query + "\n")
      var golden = try GoldenSession(
        data: "Examples/sample/model.json", today: "2026-06-30")
      let said = golden.run(example.query)
      #expect(said.text(of: .errors).isEmpty, "\(example.query)\n\(said.text(of: .errors))")
      #expect(!said.text(of: .output).isEmpty, "\(example.query)")
    }
  }
}
