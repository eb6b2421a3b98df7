import PQLModel

/// The name of a file with a day in it, as `deals-2026-01-05.csv`.
struct DatedName: Hashable {
  /// What stands before the day and behind it; the files of one series share both.
  var before: String
  var day: Int32
  var after: String

  /// Finds the last day in the name of a path: `2026-01-05`, `20260105`, or `05.01.2026`, where a
  /// point, `_` or a space may stand for `-` in the first.
  init?(path: String) {
    let name = Array(LoadSession.fileName(path).unicodeScalars)
    for start in name.indices.reversed() where start == 0 || !DatedName.isDigit(name[start - 1]) {
      guard let (day, end) = DatedName.day(in: name, at: start) else { continue }
      before = DatedName.text(name[..<start])
      after = DatedName.text(name[end...])
      self.day = day
      return
    }
    return nil
  }

  /// The files that differ in their days alone.
  var pattern: String { "\(before)*\(after)" }

  private static func day(in name: [Unicode.Scalar], at start: Int) -> (day: Int32, end: Int)? {
    var marks: [Unicode.Scalar] = []
    var at = start
    /// Takes so many digits with no further one behind them.
    func number(_ count: Int, isLast: Bool = true) -> Int32? {
      guard at + count <= name.count else { return nil }
      var value: Int32 = 0
      for scalar in name[at..<at + count] {
        guard isDigit(scalar) else { return nil }
        value = value * 10 + Int32(scalar.value) - 0x30
      }
      at += count
      return isLast && at < name.count && isDigit(name[at]) ? nil : value
    }
    /// Takes the mark between two numbers, the same both times.
    func mark(_ known: [Unicode.Scalar]) -> Bool {
      guard at < name.count, known.contains(name[at]) else { return false }
      marks.append(name[at])
      at += 1
      return marks.first == marks.last
    }
    for form in Form.allCases {
      (at, marks) = (start, [])
      let found: Int32?
      switch form {
      case .parted:
        guard let year = number(4), mark(["-", "_", ".", " "]), let month = number(2),
          mark(["-", "_", ".", " "]), let day = number(2)
        else { continue }
        found = dayNumber(year: year, month: month, day: day)
      case .joined:
        guard let year = number(4, isLast: false), let month = number(2, isLast: false),
          let day = number(2)
        else { continue }
        found = dayNumber(year: year, month: month, day: day)
      case .dayFirst:
        guard let day = number(2), mark(["."]), let month = number(2), mark(["."]),
          let year = number(4)
        else { continue }
        found = dayNumber(year: year, month: month, day: day)
      }
      if let found, DatedName.likely.contains(found) { return (found, at) }
    }
    return nil
  }

  private enum Form: CaseIterable { case parted, joined, dayFirst }

  /// From 1990 to 2100: eight digits may also be a number.
  private static let likely: ClosedRange<Int32> = 7_305...47_482

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }
}
