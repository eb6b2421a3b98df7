import PQLIngest
import PQLModel
import Testing

@Suite("files read side by side")
struct OrderTests {
  /// A model of many files, each with records of its own.
  private func files(_ count: Int) -> MemoryFiles {
    var files = MemoryFiles()
    let names = (0..<count).map { "\"d\($0).ndjson\"" }.joined(separator: ",")
    files.files["m.json"] = Array("{\"entities\":{\"deals\":{\"files\":[\(names)]}}}".utf8)
    for file in 0..<count {
      let lines = (0..<200).map { "{\"id\":\"\(file)-\($0)\",\"n\":\($0)}" }
      files.files["d\(file).ndjson"] = Array(lines.joined(separator: "\n").utf8)
    }
    return files
  }

  @Test func recordsKeepTheOrderOfTheFiles() throws {
    let wanted = (0..<12).flatMap { file in (0..<200).map { "\(file)-\($0)" } }
    for _ in 0..<20 {
      let model = try Loader(files: files(12)).load(["m.json"])
      #expect(model[.deals]?.texts("id") == wanted)
    }
  }

  @Test func ofSeveralFailuresTheFirstFilesIsTold() {
    var files = files(12)
    for broken in [3, 5, 11] { files.files["d\(broken).ndjson"] = Array("{\"id\":}".utf8) }
    for _ in 0..<20 {
      let failure = #expect(throws: LoadFailure.self) {
        try Loader(files: files).load(["m.json"])
      }
      #expect(failure?.file == "d3.ndjson")
    }
  }
}
