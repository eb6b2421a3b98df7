package import PQLModel

// Failures of snapshots and of what a load writes, met above the loader.
extension LoadFailure {
  package static func snapshotAmongFiles(_ path: String) -> LoadFailure {
    LoadFailure(
      .loadsAlone, "a snapshot stands among several files", file: path,
      advice: "load it alone; it holds a whole model")
  }

  package static func snapshotHoldsNoRejects(_ path: String) -> LoadFailure {
    LoadFailure(
      .snapshotRefused, "a snapshot does not hold the records that were rejected", file: path,
      advice: "load the data that it was made of")
  }

  /// A file that is no snapshot, or one that is not as it was written.
  package static func snapshotRefused(
    _ path: String?, _ reason: String, advice: String
  ) -> LoadFailure {
    LoadFailure(.snapshotRefused, reason, file: path, advice: advice)
  }

  package static func holdsData(rejects path: String) -> LoadFailure {
    LoadFailure(
      .fileInTheWay, "it holds the data", file: path,
      advice: "name another file for --rejects, or remove this one first")
  }

  package static func holdsNoRejects(_ path: String) -> LoadFailure {
    LoadFailure(
      .fileInTheWay, "it is there already and holds no rejected records", file: path,
      advice: "name another file for --rejects, or remove this one first")
  }

  package static func isNoSnapshot(_ path: String) -> LoadFailure {
    LoadFailure(
      .fileInTheWay, "it is there already and is no snapshot", file: path,
      advice: "name another file, or remove this one first")
  }

  package static func isNoHistory(_ path: String) -> LoadFailure {
    LoadFailure(
      .fileInTheWay, "it is there already and is no history", file: path,
      advice: "name another file, or remove this one first")
  }

  package static func rejectsNotWritten(_ path: String, _ failure: FileFailure) -> LoadFailure {
    LoadFailure(
      .outputNotWritten, "the rejected records cannot be written: \(failure.reason)", file: path)
  }

  package static func notWritten(_ path: String, _ failure: FileFailure) -> LoadFailure {
    LoadFailure(.outputNotWritten, "it cannot be written: \(failure.reason)", file: path)
  }

  /// What `--strict` says of data with warnings, of which there is one at least.
  package static func strictRefusal(_ warnings: [LoadNote], shown: (String) -> String)
    -> LoadFailure
  {
    let count = warnings.count == 1 ? "one oddity" : "\(warnings.count) oddities"
    let list = warnings.map { "\n  - " + shown($0.message) }.joined()
    return LoadFailure(
      .strictRefusal, "the data have \(count), and --strict takes none:" + list,
      advice: "mend the data, or say in the model file what they mean; without --strict these are "
        + "warnings")
  }
}
