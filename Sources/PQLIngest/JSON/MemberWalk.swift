import CScan

/// A walk over the members of an object, or of two side by side, as far as they are usual.
struct MemberWalk {
  /// Why it has stopped.
  enum Stop {
    /// Behind the closing braces.
    case ended
    /// Before the lead of another key than the foretold one, or behind the last member.
    case atKey
    /// Before values of `slot` that are not both usual ones.
    case atValue
  }

  /// The slot of the key that was read last, -1 if none was.
  var slot: Int
  /// The slot of the key that should come, -1 if none is known.
  var foretold: Int

  /// Whether this machine can look at 32 bytes at once.
  static let looksWide = scan_looks_wide()

  init(after slot: Int, foretold: Int) {
    self.slot = slot
    self.foretold = foretold
  }

  /// Goes on from where the reader's scanner stands.
  @inline(__always)
  mutating func goOn(_ reader: inout RecordReader) -> Stop {
    var walk = unsafe begin(reader)
    let stop = unsafe scan_walk_one(&walk)
    unsafe finish(walk, &reader)
    return Self.stop(stop)
  }

  /// Goes on in two objects: from where the scanner stands, and from `other`, whose cells go to the
  /// next row.
  @inline(__always)
  mutating func goOn(_ reader: inout RecordReader, and other: inout Int) -> Stop {
    precondition(reader.row + 1 < CellBlock.rows)
    var walk = unsafe begin(reader)
    unsafe walk.at.1 = Int64(truncatingIfNeeded: other)
    let stop = unsafe scan_walk_two(&walk)
    unsafe finish(walk, &reader)
    unsafe other = Int(truncatingIfNeeded: walk.at.1)
    return Self.stop(stop)
  }

  // The pointers are used by the walk alone, which makes no slot and no column, so that they stay.
  @inline(__always)
  private func begin(_ reader: RecordReader) -> scan_walk {
    precondition(UInt(bitPattern: reader.row) < UInt(bitPattern: CellBlock.rows))
    return unsafe scan_walk(
      bytes: reader.scanner.view.start, keys: reader.keys.start,
      cells: reader.columns.block.start, row: Int64(truncatingIfNeeded: reader.row),
      at: (Int64(truncatingIfNeeded: reader.scanner.at), 0),
      key: Int32(truncatingIfNeeded: slot), foretold: Int32(truncatingIfNeeded: foretold),
      duplicates: 0, is_wide: reader.looksWide)
  }

  @inline(__always)
  private mutating func finish(_ walk: scan_walk, _ reader: inout RecordReader) {
    unsafe reader.scanner.at = Int(truncatingIfNeeded: walk.at.0)
    unsafe reader.duplicateKeys += Int(truncatingIfNeeded: walk.duplicates)
    unsafe slot = Int(walk.key)
    unsafe foretold = Int(walk.foretold)
  }

  @inline(__always)
  private static func stop(_ stop: scan_walk_stop) -> Stop {
    switch stop {
    case scan_walk_ended: .ended
    case scan_walk_at_value: .atValue
    default: .atKey
    }
  }
}
