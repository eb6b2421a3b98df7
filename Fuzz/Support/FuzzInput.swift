import PQLIngest
import PQLModel

/// One input of the fuzzer, as the targets share it.
package struct FuzzInput {
  package let bytes: [UInt8]

  /// Copies what libFuzzer hands over; `start` may be null when there is nothing.
  package init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    bytes = Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// Loads the input as the only file of a disk, twice, and stops the fuzzer when the two differ.
  ///
  /// The first byte chooses among the names, so that one target covers the kinds of a file.
  package func loadAsFile(named names: [String]) {
    guard let first = bytes.first, !names.isEmpty else { return }
    let name = names[Int(first) % names.count]
    var files = MemoryFiles()
    files.files[name] = Array(bytes.dropFirst())
    FuzzInput.load(files, [name])
  }

  /// Loads paths twice: what is said, and what is loaded, depends on nothing but the bytes.
  package static func load(_ files: MemoryFiles, _ paths: [String]) {
    let first = outcome(files, paths)
    let second = outcome(files, paths)
    guard first == second else { fatalError("two loads differ:\n\(first)\n\(second)") }
  }

  /// What a load gives, in words.
  private static func outcome(_ files: MemoryFiles, _ paths: [String]) -> String {
    do throws(LoadFailure) {
      let model = try Loader(files: files).load(paths)
      let tables = model.entities.compactMap { model[$0] }.map { table in
        "\(table.kind.rawValue) \(table.rowCount) "
          + table.fields.map { "\($0.name):\($0.type)" }.joined(separator: " ")
      }
      return (tables + model.notes.map(\.message)).joined(separator: "\n")
    } catch {
      guard !error.message.isEmpty else { fatalError("a load failed without a word") }
      return error.description
    }
  }
}
