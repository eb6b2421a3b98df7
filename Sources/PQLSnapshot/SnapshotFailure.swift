/// Why a file cannot be taken for a snapshot.
package enum SnapshotFailure: Error, Sendable, Hashable, CustomStringConvertible {
  case notASnapshot
  /// Written by a PQL whose snapshots are laid out otherwise.
  case otherVersion(found: UInt64)
  case otherByteOrder
  /// The file has not the length that it was written with.
  case wrongLength(written: UInt64, found: UInt64)
  /// What does not hold, in words.
  case damaged(String)

  package var description: String {
    switch self {
    case .notASnapshot: "it is no snapshot"
    case .otherVersion(let found):
      "it is a snapshot of version \(found), and this PQL reads version \(SnapshotFormat.version)"
    case .otherByteOrder: "it was written on a machine of another byte order"
    case .wrongLength(let written, let found):
      found < written
        ? "it is cut off: \(found) of \(written) bytes are there"
        : "\(found - written) bytes too many stand behind its end"
    case .damaged(let what): "it is damaged: \(what)"
    }
  }

  /// What to do next.
  package var advice: String {
    switch self {
    case .notASnapshot: "`pql snapshot DATA -o FILE` writes one"
    default: "write it anew from the data with `pql snapshot`"
    }
  }
}
