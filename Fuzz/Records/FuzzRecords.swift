import FuzzSupport

/// Hostile bytes as a file of JSON records: lines, a list, or a wrapped list.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecords(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput(start, count).loadAsFile(named: ["deals.ndjson", "deals.json", "history.ndjson"])
  return 0
}
