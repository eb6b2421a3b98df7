import CLibFuzzer
package import PQLIngest
import PQLModel

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// One input of the fuzzer, as the targets share it.
package struct FuzzInput {
  package let bytes: [UInt8]

  /// Copies what libFuzzer hands over; `start` may be null when there is nothing.
  private init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    bytes = Array(UnsafeBufferPointer(start: start, count: count))
  }

  /// What an input is tried by; a C function cannot take it along, so that it stands here.
  nonisolated(unsafe) private static var test: (FuzzInput) -> Void = { _ in }

  /// Tries inputs as the program's arguments say, until time is up or a fault is found.
  package static func drive(_ test: @escaping (FuzzInput) -> Void) -> Never {
    FuzzInput.test = test
    var count = CommandLine.argc
    var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
    // Called on one thread, one input after the other.
    exit(
      LLVMFuzzerRunDriver(&count, &words) { start, count in
        FuzzInput.test(FuzzInput(start, count))
        return 0
      })
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
      return error.message
    }
  }
}
