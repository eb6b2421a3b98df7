import FuzzSupport

/// Hostile bytes as a file of delimited rows.
@main
enum FuzzTables {
  static func main() {
    FuzzInput.drive { input in
      input.loadAsFile(named: ["deals.csv", "history.csv", "leads.tsv"])
    }
  }
}
