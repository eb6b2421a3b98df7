import ArgumentParser
import PQLIngest
import PQLSample
import PQLShell

/// `pql sample --deals N --seed S --out DIR`: a made-up pipeline.
struct SampleCommand: HostedCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample", abstract: "Writes a made-up pipeline, the same for the same seed.")

  @Option(help: "How many deals.")
  var deals = 600

  @Option(help: "The seed.")
  var seed: UInt64 = 1

  @Option(name: .customLong("out"), help: "The folder to write to.")
  var folder: String

  func validate() throws {
    guard (1...50_000_000).contains(deals) else {
      throw ValidationError("the number of deals is from 1 through 50000000")
    }
  }

  mutating func run(on host: ProgramHost) throws -> ExitStatus {
    let sample = SamplePipeline(deals: deals, seed: seed)
    do throws(FileFailure) {
      try host.makeFolder(folder)
      for file in sample.files() {
        try host.replaceFile(folder + "/" + file.name, as: .document) {
          (write) throws(FileFailure) in
          try file.write { (piece) throws(FileFailure) in try unsafe write(piece.span.bytes) }
        }
      }
    } catch {
      if Signals.interrupted { return .interrupted }
      throw CommandFailure(
        message: "the sample cannot be written to `\(folder)`: \(error.reason)", code: .failed)
    }
    host.write("wrote \(deals) deals to \(folder); try: pql \(folder)/model.json\n")
    return .done
  }
}
