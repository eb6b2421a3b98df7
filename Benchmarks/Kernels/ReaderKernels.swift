import Benchmark
import PQLModel
import PQLThreads

@testable import PQLIngest

/// From bytes to columns.
func readerKernels() {
  let records = MadeUp.records(20_000)
  let bytes = FileBytes(Array(records.utf8))
  benchmark("JSON scan: 20 000 records passed over") {
    var scanner = JSONScanner(bytes.view)
    while scanner.skipSpace() != 0 { try scanner.skipValue(depth: 0) }
  }

  let files = MemoryFiles(["deals.ndjson": records])
  for threads in [1, 2] {
    benchmark("records to columns: 20 000 deals, threads \(threads)") {
      let model = try Loader(files: files, threads: ThreadCount(threads)).load(["deals.ndjson"])
      keep(model[.deals]?.rowCount)
    }
  }

  var draws = Draws()
  let texts = (0..<100_000).map { _ in "Account number \(draws.next(below: 20_000))" }
  let arena = FileBytes(Array(texts.joined().utf8))
  var ends: [Int] = []
  for text in texts { ends.append((ends.last ?? 0) + text.utf8.count) }
  benchmark("interning: 100 000 texts, 20 000 of them different") {
    var interner = TextInterner()
    var start = 0
    for end in ends {
      keep(interner.code(arena.view, start, end))
      start = end
    }
  }

  let days = FileBytes(Array(MadeUp.days.utf8))
  benchmark("date parsing: 100 000 days") {
    for start in stride(from: 0, to: days.view.count, by: 10) {
      let text = CellText(kind: .text, view: days.view, start: start, end: start + 10)
      keep(DateText(iso: text)?.day)
    }
  }
}

/// Takes a value, so that what makes it is not left out.
@inline(never)
func keep<Value>(_ value: Value) {}
