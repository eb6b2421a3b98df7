import FuzzSupport

/// Hostile bytes as a file of JSON records: lines, a list, or a wrapped list.
@main
enum FuzzRecords {
  static func main() {
    FuzzInput.drive { input in
      input.loadAsFile(named: ["deals.ndjson", "deals.json", "history.ndjson"])
    }
  }
}
