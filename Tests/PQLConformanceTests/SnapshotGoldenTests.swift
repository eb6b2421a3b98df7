import Foundation
import PQLTestSupport
import Testing

/// Every transcript, asked of a snapshot of its data.
@Suite struct SnapshotGoldenTests {
  @Test(arguments: GoldenTests.paths)
  func `a snapshot answers as the data do`(path: String) throws {
    let text = try String(contentsOfFile: Repository.root + "/" + path, encoding: .utf8)
    let script = GoldenScript(path: path, text: text)
    let fromData = try GoldenRun(script)
    let fromSnapshot = try GoldenRun(script, fromSnapshot: true)
    #expect(fromSnapshot.answers == fromData.answers)
  }
}
