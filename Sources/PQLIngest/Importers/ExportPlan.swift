/// The plan that `sf data export tree` writes beside its files: which files hold which objects.
struct ExportPlan {
  /// In the folder of the plan.
  private(set) var names: [String] = []
  private let folder: String

  /// Nil when a file is no such plan.
  init?(_ file: DataFile) {
    guard SalesforceTables.plan.match(file.shape) != nil else { return nil }
    folder = LoadSession.folder(of: file.source.path)
    var scanner = JSONScanner(file.source.bytes.view)
    scanner.skipByteOrderMark()
    // The file has been read as records, so that nothing here can fail.
    guard let steps = try? scanner.elements(of: JSONItem(offset: start(scanner), value: .array))
    else {
      return
    }
    for step in steps {
      guard case .object(let members) = step.value,
        let list = members.first(where: { $0.key == "files" })?.item, case .array = list.value,
        let items = try? scanner.elements(of: list)
      else { continue }
      for item in items {
        // A plan names files beside it, and none elsewhere on the machine.
        if case .text(let name) = item.value, !name.contains("/") { names.append(name) }
      }
    }
    func start(_ scanner: JSONScanner) -> Int {
      var scanner = scanner
      _ = scanner.skipSpace()
      return scanner.at
    }
  }

  /// The files that are there.
  func paths(_ files: any FileReading) -> [String] {
    names.map { LoadSession.join(folder, $0) }.filter { files.kind(of: $0) == .file }
  }

  /// What the plan is, and which of its files are absent.
  func about(_ files: any FileReading) -> String {
    let absent = names.filter { files.kind(of: LoadSession.join(folder, $0)) != .file }
    let missing = absent.isEmpty ? "" : ", of which \(absent.joined(separator: ", ")) are absent"
    return "it is the plan of an export and names \(names.count) files\(missing)"
  }
}
