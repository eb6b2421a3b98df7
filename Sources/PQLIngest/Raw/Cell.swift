/// Where a value stands in its file, and what kind it is, in eight bytes.
///
/// 0 is a missing value. Bits 0 through 2 hold the kind, bits 3 through 23 the length, the rest the
/// offset. A length of `Cell.longLength` or more is kept beside the grid.
struct Cell {
  enum Kind: UInt8 {
    case missing = 0
    /// Text as it stands.
    case text = 1
    /// JSON text with backslashes in it.
    case escaped = 2
    /// CSV text with doubled quotes in it.
    case doubled = 3
    case number = 4
    /// `true` or `false`.
    case boolean = 5
    /// A JSON array.
    case array = 6
    /// Text in the table's store of replacements.
    case replaced = 7
  }

  static let missing = Cell(bits: 0)
  static let longLength = (1 << 21) - 1

  var bits: UInt64

  @inline(__always)
  init(bits: UInt64) {
    self.bits = bits
  }

  @inline(__always)
  init(_ kind: Kind, offset: Int, length: Int) {
    self.init(kind, offset, shortLength: min(length, Cell.longLength))
  }

  /// A cell of a value that is shorter than `longLength`.
  @inline(__always)
  init(_ kind: Kind, _ offset: Int, shortLength: Int) {
    bits =
      UInt64(kind.rawValue) | UInt64(truncatingIfNeeded: shortLength) << 3
      | UInt64(truncatingIfNeeded: offset) << 24
  }

  @inline(__always)
  var kind: Kind {
    // Three bits, and each of their eight values is a kind.
    unsafe unsafeBitCast(UInt8(truncatingIfNeeded: bits & 7), to: Kind.self)
  }

  @inline(__always)
  var offset: Int { Int(truncatingIfNeeded: bits >> 24) }

  @inline(__always)
  var storedLength: Int { Int(truncatingIfNeeded: bits >> 3) & Cell.longLength }
}
