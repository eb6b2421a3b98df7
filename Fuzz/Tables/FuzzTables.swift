import FuzzSupport

/// Hostile bytes as a file of delimited rows.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTables(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput(start, count).loadAsFile(named: ["deals.csv", "history.csv", "leads.tsv"])
  return 0
}
