import Foundation
import PQLSample
import PQLTestSupport
import Testing

/// The sample in Examples/ is what the program writes.
@Suite struct SampleInExamplesTests {
  /// What the README names as the command's arguments.
  static let files = SamplePipeline(deals: 600, seed: 1).files()

  @Test(arguments: 0..<files.count)
  func `a file of the sample is as written today`(place: Int) throws {
    let file = SampleInExamplesTests.files[place]
    var bytes: [UInt8] = []
    file.write { bytes += $0 }
    let path = Repository.root + "/Examples/sample/" + file.name
    if Repository.isRecording {
      try Data(bytes).write(to: URL(filePath: path))
    }
    let found = try Data(contentsOf: URL(filePath: path))
    #expect(found == Data(bytes), "\(file.name) is stale: PQL_RECORD=1 swift test writes it anew")
  }

  @Test func `nothing else lies in the folder`() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root + "/Examples/sample")
    let ours = SampleInExamplesTests.files.map(\.name) + ["README.md", "tour.pql"]
    #expect(names.sorted() == ours.sorted())
  }
}
