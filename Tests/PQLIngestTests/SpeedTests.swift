import PQLIngest
import PQLModel
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The files that `PQL_SPEED` names.
private let pathsToTime: [String] =
  getenv("PQL_SPEED").map { String(cString: $0).split(separator: ":").map(String.init) } ?? []

/// Times loads; run by hand with `PQL_SPEED=FILE:FILE swift test -c release --filter SpeedTests`.
@Suite("speed", .enabled(if: !pathsToTime.isEmpty, "PQL_SPEED names no files"))
struct SpeedTests {
  @Test func loads() throws {
    for path in pathsToTime {
      var times: [Double] = []
      var rows = 0
      for _ in 0..<7 {
        let clock = ContinuousClock()
        let start = clock.now
        let model = try DataFolders.load(path)
        times.append(Double((clock.now - start).components.attoseconds) / 1e15)
        rows = model.entities.reduce(0) { $0 + (model[$1]?.rowCount ?? 0) }
      }
      times.sort()
      print("\(path): \(rows) rows, median \(times[3]) ms, best \(times[0]) ms")
    }
  }
}
