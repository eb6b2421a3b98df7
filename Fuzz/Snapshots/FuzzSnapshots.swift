import FuzzSupport
import PQLIngest
import PQLModel
import PQLSnapshot
import PQLTestSupport

/// A small snapshot with every kind of column, to be changed.
private let whole: [UInt8] = {
  let files = MemoryFiles([
    "model.json": """
    {"currency": {"base": "EUR", "rates": [{"currency": "USD", "from": "2025-01-01", "rate": 0.9}]},
     "pipelines": [{"name": "Sales", "stages": [{"name": "Lead", "probability": 0.1},
       {"name": "Won", "outcome": "won"}]}],
     "entities": {
       "deals": {"records": [
         {"id": "1", "stage": "Lead", "amount": "1.50", "currency": "USD", "owner": "Ann",
          "created": "2026-01-02", "tags": ["a", "b"], "hot": true, "seats": 2.5},
         {"id": "2", "stage": "Won", "amount": "7", "currency": "EUR", "tags": [], "hot": false}]},
       "owners": {"records": [{"id": "o1", "name": "Ann"}]},
       "activities": {"records": [{"id": "x", "deal": "1", "at": "2026-01-02T10:00"}]}}}
    """
  ])
  guard let model = try? Loader(files: files).load(["model.json"]),
    let writing = try? SnapshotWriting(of: model)
  else { fatalError("the small model does not load") }
  return writing.bytes
}()

/// Hostile bytes as a snapshot: as they are, or as changes of a whole one that is sealed again, so
/// that what lies behind the checksums is met too.
///
/// A change is three bytes: a place in 16 bits, and what then stands there.
@main
enum FuzzSnapshots {
  static func main() {
    FuzzInput.drive { input in
      guard let first = input.bytes.first else { return }
      if first & 1 == 0 {
        open(Array(input.bytes.dropFirst()))
      } else {
        open(changed(by: input.bytes))
      }
    }
  }

  private static func changed(by input: [UInt8]) -> [UInt8] {
    var file = SnapshotFile(whole)
    for change in stride(from: 1, to: input.count - 2, by: 3) {
      let place = Int(input[change]) << 8 | Int(input[change + 1])
      file.bytes[place % file.bytes.count] = input[change + 2]
    }
    file.seal()
    return file.bytes
  }

  private static func open(_ bytes: [UInt8]) {
    do throws(SnapshotFailure) {
      let snapshot = try Snapshot(SnapshotMemory(bytes))
      snapshot.model.lookAtEverything()
      // What was read without a complaint can be written, and read again.
      if snapshot.model.damage.description == nil {
        _ = try Snapshot(SnapshotMemory(SnapshotWriting(of: snapshot.model).bytes))
      }
    } catch {
      guard !error.description.isEmpty else { fatalError("a snapshot was refused without a word") }
    }
  }
}
