import PQLModel

// What kernels take for granted of loaded columns. A checksum says that nothing has changed since a
// snapshot was written; these say that whoever wrote it was a PQL. All run at the speed of memory:
// they gather one mark and branch once, at the end.

extension Buffer<Int32> {
  /// Whether every value is from -1 up to, and without, `end`; `end` is not negative.
  func areCodes(below end: Int) -> Bool {
    guard let end = Int32(exactly: Swift.min(end, Int(Int32.max))) else { return false }
    var marks: Int32 = 0
    // The sign of a mark tells of a value below -1 or past the end; neither wraps without it.
    unsafe withUnsafeBufferPointer { values in
      for place in 0..<values.count {
        let value = unsafe values[place]
        marks |= (value &+ 1) | (end &- 1 &- value)
      }
    }
    return marks >= 0 || (end == 0 && allSatisfy { $0 == -1 })
  }

  /// Whether every value is a day of the years 1 through 9999.
  var areDays: Bool {
    let (first, last) = (CivilDate.dayNumbers.lowerBound, CivilDate.dayNumbers.upperBound)
    var marks: Int32 = 0
    unsafe withUnsafeBufferPointer { values in
      for place in 0..<values.count {
        let value = unsafe values[place]
        marks |= (value &- first) | (last &- value)
      }
    }
    return marks >= 0
  }

  /// Whether the values ascend from 0 to `end`.
  func areOffsets(endingAt end: Int) -> Bool {
    guard first == 0, last.map(Int.init) == end else { return false }
    var marks: Int32 = 0
    // The first is 0 and the last is not negative, so that a wrap needs a descent before it.
    unsafe withUnsafeBufferPointer { values in
      // From the second to the last, of which there is at least one value.
      for place in 1..<values.count { unsafe marks |= values[place] &- values[place &- 1] }
    }
    return marks >= 0
  }
}

extension Buffer<Int> {
  /// Whether the values ascend from 0 to `end`.
  func areOffsets(endingAt end: Int) -> Bool {
    guard first == 0, last == end else { return false }
    var marks = 0
    // As above.
    unsafe withUnsafeBufferPointer { values in
      // From the second to the last, of which there is at least one value.
      for place in 1..<values.count { unsafe marks |= values[place] &- values[place &- 1] }
    }
    return marks >= 0
  }
}

extension Buffer<Int64> {
  /// Whether every value is a moment of the years 1 through 9999.
  var areSeconds: Bool {
    let first = Int64(CivilDate.dayNumbers.lowerBound) * 86_400
    let last = (Int64(CivilDate.dayNumbers.upperBound) + 1) * 86_400 - 1
    var marks: Int64 = 0
    unsafe withUnsafeBufferPointer { values in
      for place in 0..<values.count {
        let value = unsafe values[place]
        marks |= (value &- first) | (last &- value)
      }
    }
    return marks >= 0
  }
}

extension Buffer<Double> {
  /// Whether no value is infinite or no number.
  var areFinite: Bool {
    let exponent: UInt64 = 0x7FF0_0000_0000_0000
    var marks: UInt64 = 0
    // An exponent of ones, and no other, carries into the sign.
    unsafe withUnsafeBufferPointer { values in
      for place in 0..<values.count {
        let value = unsafe values[place]
        marks |= (value.bitPattern & exponent) &+ 0x0010_0000_0000_0000
      }
    }
    return marks >> 63 == 0
  }
}
