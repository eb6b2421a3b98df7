import PQLModel

// What kernels take for granted of loaded columns. A checksum says that nothing has changed since a
// snapshot was written; these say that whoever wrote it was a PQL. All run at the speed of memory:
// they gather one mark and branch once, at the end of a stretch.

extension ValueLook<Int32> {
  /// Every value is from -1 up to, and without, `end`; `end` is not negative.
  static func codes(below end: Int, _ damage: String) -> ValueLook {
    // A code below 2^31 - 1 is all that is told of an end beyond it.
    let end = Int32(clamping: max(end, 0))
    return ValueLook(damage: damage) { values, stretch in
      // As a number without a sign every other value is larger.
      let most = UInt32(bitPattern: end)
      return all(values, stretch) { UInt32(bitPattern: $0 &+ 1) <= most }
    }
  }

  /// Every value is a day of the years 1 through 9999.
  static var days: ValueLook {
    let (first, last) = (CivilDate.dayNumbers.lowerBound, CivilDate.dayNumbers.upperBound)
    return ValueLook(damage: "a day is none") { values, stretch in
      all(values, stretch) { $0 >= first && $0 <= last }
    }
  }

  /// No value is below the one before it.
  static func ascending(_ damage: String) -> ValueLook {
    ValueLook(damage: damage) { values, stretch in doAscend(values, stretch) }
  }
}

extension ValueLook<Int64> {
  /// Every value is a moment of the years 1 through 9999.
  static var seconds: ValueLook {
    let first = Int64(CivilDate.dayNumbers.lowerBound) * 86_400
    let last = (Int64(CivilDate.dayNumbers.upperBound) + 1) * 86_400 - 1
    return ValueLook(damage: "a moment is none") { values, stretch in
      all(values, stretch) { $0 >= first && $0 <= last }
    }
  }
}

extension ValueLook<Int> {
  /// No value is below the one before it.
  static func ascending(_ damage: String) -> ValueLook {
    ValueLook(damage: damage) { values, stretch in doAscend(values, stretch) }
  }
}

extension ValueLook<Double> {
  /// No value is infinite or no number.
  static var finite: ValueLook {
    ValueLook(damage: "a number is not finite") { values, stretch in
      all(values, stretch) { $0.magnitude <= .greatestFiniteMagnitude }
    }
  }
}

extension ValueLook<UInt8> {
  static var noText: String { "a text is not UTF-8" }

  /// The bytes are UTF-8.
  static var text: ValueLook {
    ValueLook(damage: noText) { bytes, stretch in
      // From the last character before, which the stretch before has left out.
      var start = max(stretch.lowerBound - 4, 0)
      while start > 0, start < stretch.lowerBound, bytes.isInsideCharacter(start) { start += 1 }
      if all(bytes, start..<stretch.upperBound, { $0 < 0x80 }) { return true }
      // The last character may go on in the next stretch, and is looked at with that one.
      let end =
        stretch.upperBound == bytes.count
        ? bytes.count : bytes.characterStart(before: stretch.upperBound)
      return end <= start || (try? UTF8Span(validating: bytes.part(start..<end).span)) != nil
    }
  }
}

extension Buffer<UInt8> {
  /// Whether a byte goes on with a character that an earlier one has begun.
  func isInsideCharacter(_ place: Int) -> Bool { place < count && self[place] & 0xC0 == 0x80 }

  /// Where the character that holds the byte before a place begins, if that is near.
  fileprivate func characterStart(before place: Int) -> Int {
    let first = Swift.max(place - 4, 0)
    return (first..<place).last { !isInsideCharacter($0) } ?? place
  }
}

/// Whether something holds of every value of a stretch.
@inline(__always)
private func all<Element>(
  _ values: Buffer<Element>, _ stretch: Range<Int>, _ holds: (Element) -> Bool
) -> Bool {
  let part = values.part(stretch).span
  // A mark instead of an early end: many values are looked at at once.
  var wrong: UInt32 = 0
  for place in 0..<part.count {
    // In bounds: the place is one of the span's.
    wrong |= holds(unsafe part[unchecked: place]) ? 0 : 1
  }
  return wrong == 0
}

/// Whether no value of a stretch is below the one before it, be that in the stretch before.
@inline(__always)
private func doAscend<Element: Comparable>(_ values: Buffer<Element>, _ stretch: Range<Int>) -> Bool
{
  let span = values.span
  precondition(stretch.upperBound <= span.count, "a stretch of what there is")
  var wrong: UInt32 = 0
  for place in max(stretch.lowerBound, 1)..<max(stretch.upperBound, 1) {
    // In bounds: the place lies in the stretch, and so behind the first.
    wrong |= unsafe span[unchecked: place - 1] <= span[unchecked: place] ? 0 : 1
  }
  return wrong == 0
}
