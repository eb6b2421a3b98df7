import PQLModel
import Testing

@testable import PQLIngest

/// A number that could be another by a factor of a thousand is never read in silence.
@Suite("numbers that could be thousands or decimals")
struct OpenNumberTests {
  private func warnings(_ model: Model) -> [String] {
    model.notes.filter { $0.severity == .warning && $0.message.contains("\"numbers\"") }
      .map(\.message)
  }

  private func deals(_ csv: String...) throws -> Model {
    var files = MemoryFiles()
    for (number, text) in csv.enumerated() {
      files.files["deals-\(number + 1).csv"] = Array(text.utf8)
    }
    return try Loader(files: files).load(files.files.keys.sorted())
  }

  @Test func otherColumnsOfTheEntity() throws {
    let model = try deals("id;amount;hours\n1;1,234;12,5\n2;2,500;1,5\n3;3,100;2\n")
    #expect(model[.deals]?.texts("amount") == ["1234e-3", "2500e-3", "3100e-3"])
    #expect(
      warnings(model) == [
        "deals.amount: every number could have thousands or decimals behind its comma, first "
          + "`1,234` at deals-1.csv line 2; they are read as decimals, as other numbers of deals "
          + "show, and \"numbers\": \"1,234.5\" in the model file says otherwise"
      ])
    let points = try deals("id;amount;hours\n1;1.234;12,5\n2;2.500;1,5\n")
    #expect(points[.deals]?.texts("amount") == ["1234e-0", "2500e-0"])
    #expect(warnings(points).first?.contains("behind its point, first `1.234`") == true)
    #expect(warnings(points).first?.contains("read as thousands, as other numbers") == true)
  }

  /// The fields that one question names are read by themselves.
  @Test func aLoadOfTheFieldsThatAreAskedFor() throws {
    let files = MemoryFiles([
      "m.json": #"{"entities":{"deals":{"file":"d.csv"}}}"#,
      "d.csv": "id;amount;hours\n1;1,234;12,5\n2;2,500;1,5\n",
    ])
    var reads = ReadSet()
    reads.add("amount", of: .deals)
    let model = try Loader(files: files).load(["m.json"], reads: reads)
    #expect(model[.deals]?.field("hours") == nil)
    #expect(model[.deals]?.texts("amount") == ["1234e-3", "2500e-3"])
    #expect(warnings(model).count == 1)
  }

  @Test func otherValuesOfTheColumn() throws {
    let model = try deals("id;amount\n1;1,234\n2;2,500\n3;12,5\n")
    #expect(model[.deals]?.texts("amount") == ["1234e-3", "2500e-3", "12500e-3"])
    #expect(
      warnings(model) == [
        "deals.amount: 2 numbers have three digits behind their comma, first `1,234` at deals-1.csv "
          + "line 2; they are read as decimals, as others of the column show, and \"numbers\": "
          + "\"1,234.5\" in the model file says otherwise"
      ])
    // A weight may well have three decimals.
    let weights = try deals("id;weight\n1;1,234\n2;12,5\n")
    #expect(weights[.deals]?.texts("weight") == ["1.234", "12.5"])
    #expect(warnings(weights).isEmpty)
    #expect(weights.messages.contains { $0.contains("1 numbers have three digits behind") })
    // What its own marks prove needs no word.
    let plain = try deals("id;amount\n1;1.234,50\n2;2.500\n")
    #expect(plain[.deals]?.texts("amount") == ["12345e-1", "25000e-1"])
    #expect(warnings(plain).isEmpty)
  }

  @Test func otherFiles() throws {
    let decimals = try deals("id;amount\n1;1,234\n2;2,500\n", "id;amount\n3;12,5\n")
    #expect(decimals[.deals]?.texts("amount") == ["1234e-3", "2500e-3", "12500e-3"])
    #expect(
      warnings(decimals) == [
        "deals.amount: every number of deals-1.csv could have thousands or decimals behind its "
          + "comma, first `1,234` at deals-1.csv line 2; they are read as decimals, as other files "
          + "of deals show, and \"numbers\": \"1,234.5\" in the model file says otherwise"
      ])
    let thousands = try deals("id;amount\n1;12,5\n", "id;amount\n2;1.234\n")
    #expect(thousands[.deals]?.texts("amount") == ["125e-1", "12340e-1"])
    #expect(warnings(thousands).first?.contains("read as thousands, as other files") == true)
    let plain = try deals("id;amount\n1;12.5\n", "id;amount\n2;1.234\n")
    #expect(plain[.deals]?.texts("amount") == ["12500e-3", "1234e-3"])
    #expect(warnings(plain).first?.contains("read as decimals, as other files") == true)
  }

  @Test func whatTheModelFileSaysNeedsNoWord() throws {
    let model = try load([
      "m.json": #"{"entities":{"deals":{"file":"d.csv","numbers":"1.234,5"}}}"#,
      "d.csv": "id;amount;hours\n1;1,234;12,5\n2;1.234;3,4\n",
    ])
    #expect(model[.deals]?.texts("amount") == ["1234e-3", "1234000e-3"])
    #expect(warnings(model).isEmpty)
  }
}
