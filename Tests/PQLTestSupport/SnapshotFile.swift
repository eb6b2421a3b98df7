import PQLModel
import PQLSnapshot

/// The bytes of a snapshot, taken apart by the layout that ARCHITECTURE.md describes.
package struct SnapshotFile {
  package struct Section {
    package var kind: UInt64
    package var offset: Int
    package var length: Int
  }

  package var bytes: [UInt8]

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package func word(_ offset: Int) -> UInt64 {
    bytes[offset..<offset + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  package mutating func put(_ word: UInt64, at offset: Int) {
    for place in 0..<8 { bytes[offset + place] = UInt8(truncatingIfNeeded: word >> (8 * place)) }
  }

  /// Where the description begins and ends.
  package var description: Range<Int> {
    let start = 64 + 32 * Int(word(32))
    return start..<start + Int(word(40))
  }

  package var sections: [Section] {
    (0..<Int(word(32))).map { number in
      Section(
        kind: word(64 + 32 * number), offset: Int(truncatingIfNeeded: word(72 + 32 * number)),
        length: Int(truncatingIfNeeded: word(80 + 32 * number)))
    }
  }

  /// Gives every part the checksum that it now has, as somebody would who means harm; what lies
  /// outside the file keeps its old one.
  package mutating func seal() {
    guard bytes.count >= 64, word(32) < 10_000, word(40) < 1 << 40 else { return }
    if 64 + 32 * Int(word(32)) <= bytes.count {
      for (number, section) in sections.enumerated()
      where section.offset >= 0 && section.length >= 0
        && section.offset.addingReportingOverflow(section.length).overflow == false
        && section.offset + section.length <= bytes.count
      {
        let range = section.offset..<section.offset + section.length
        put(Checksum.of(bytes: Array(bytes[range])), at: 88 + 32 * number)
      }
    }
    if description.upperBound <= bytes.count {
      put(Checksum.of(bytes: Array(bytes[64..<description.upperBound])), at: 48)
    }
    put(Checksum.of(bytes: Array(bytes[..<56])), at: 56)
  }
}

/// Bytes in memory as a snapshot's.
package final class SnapshotMemory: SnapshotBytes {
  nonisolated(unsafe) package let memory: UnsafeRawBufferPointer

  package init(_ bytes: [UInt8]) {
    let copy = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(bytes.count, 1), alignment: 4096)
    copy.copyBytes(from: bytes)
    memory = UnsafeRawBufferPointer(rebasing: copy[..<bytes.count])
  }

  deinit { UnsafeMutableRawPointer(mutating: memory.baseAddress)?.deallocate() }
}

extension Model {
  /// Looks at every value in the ways that kernels do, which trap on what they cannot have.
  package func lookAtEverything() {
    if past != nil { withDealsThatAreGone.lookAtEverything() }
    for kind in entities {
      guard let table = self[kind] else { continue }
      let rows = (0..<Int32(table.rowCount)).map { $0 }
      for field in table.fields {
        let column = field.column
        precondition(column.count == table.rowCount, "a column of another length")
        _ = column.missingCount
        switch column.gathered(rows.reversed()) {
        case .text(let texts): for row in rows { _ = texts[Int(row)] }
        case .money(let money): for row in rows { _ = money.currencies?[Int(row)] }
        case .list(let lists):
          for place in lists.elements.codes.indices { _ = lists.elements[place] }
        case .day(let days): for day in days.values { _ = CivilDate(dayNumber: day).text }
        default: break
        }
        guard let link = link(kind, field.name), let target = self[link.target] else { continue }
        for row in link.rows { precondition(row < target.rowCount, "a row that is not there") }
      }
    }
    for grain in Grain.allCases { _ = calendar.text(of: calendar.period(grain, holding: 20_000)) }
    _ = BusinessCalendar.weekdays[calendar.weekStarts]
  }
}
