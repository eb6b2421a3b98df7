import PQLModel

/// Compares exports of the deals, each with the one before, and makes a history of what differs.
///
/// It holds the changes and the values last seen of each deal, and none of the exports.
struct ExportComparison {
  /// A field of the deals: what was last seen of it, by deal.
  private struct Field {
    var code: Int32
    /// By the code of a deal the code of its value, -1 for a missing one, `untold` before the first
    /// export that has both.
    var last: [Int32] = []
    /// The first value of each deal; of a field that never changes they are of no use.
    var firsts: [Row] = []
    var isTracked: Bool
  }

  private struct Row {
    var day: Int32
    var deal: Int32
    var field: Int32
    var from: Int32
    var to: Int32
  }

  private static let untold: Int32 = -2
  /// Fields whose every value counts, whether or not it changes while there are exports.
  private static let alwaysTracked: Set<String> = ["stage", "amount", "close_date"]

  private var changes = ChangeList()
  private var texts = ChangeTexts()
  private var fields: [String: Field] = [:]
  private var rows: [Row] = []
  /// By the code of a deal the number of the last export that has it.
  private var lastExport: [Int32] = []
  private let recordCode: Int32
  /// The days of the exports so far.
  private(set) var days: [Int32] = []
  /// How many deals came and went.
  private(set) var createdCount = 0
  private(set) var changeCount = 0

  init() { recordCode = changes.fields.code(of: RecordChange.field) }

  /// Takes the next export; gives the rows of the one before whose deals it lacks, by their ids.
  ///
  /// A row that repeats another's id says nothing. O(cells of the export).
  mutating func add(_ deals: DraftTable, ids: TextColumn, on day: Int32) -> [String] {
    let export = Int32(clamping: days.count)
    let codes = changes.deals.codes(of: ids.dictionary)
    lastExport += Array(repeating: -1, count: changes.deals.count - lastExport.count)
    var places: [(row: Int, deal: Int32)] = []
    var isTaken = [Bool](repeating: false, count: lastExport.count)
    for (row, code) in ids.codes.enumerated() where code >= 0 {
      let deal = codes[Int(code)]
      guard !isTaken[Int(deal)] else { continue }
      isTaken[Int(deal)] = true
      places.append((row, deal))
    }
    let gone = tellRecords(places, deals, export, day)
    for field in deals.fields where field.name != "id" { compare(field, places, day) }
    for (_, deal) in places { lastExport[Int(deal)] = export }
    days.append(day)
    return gone
  }

  /// Says which deals came and went; gives the ids of those that are gone.
  private mutating func tellRecords(
    _ places: [(row: Int, deal: Int32)], _ deals: DraftTable, _ export: Int32, _ day: Int32
  ) -> [String] {
    var isHere = [Bool](repeating: false, count: lastExport.count)
    let created = deals.fields.first { $0.name == "created" }
    for (row, deal) in places {
      isHere[Int(deal)] = true
      switch lastExport[Int(deal)] {
      case _ where export == 0: tell(.exported, deal, day)
      case -1:
        createdCount += 1
        // It was not there yet on the day of the export before.
        let first = (days.last ?? day) + 1
        tell(.created, deal, min(max(created?.day(row) ?? first, first), day))
      case export - 1: break
      default: tell(.returned, deal, day)
      }
    }
    guard export > 0 else { return [] }
    let left = lastExport.indices.filter { lastExport[$0] == export - 1 && !isHere[$0] }
    for deal in left { tell(.gone, Int32(clamping: deal), day) }
    return left.map(changes.deals.text)
  }

  private mutating func tell(_ change: RecordChange, _ deal: Int32, _ day: Int32) {
    rows.append(
      Row(
        day: day, deal: deal, field: recordCode, from: -1,
        to: changes.values.code(of: change.rawValue)))
  }

  private mutating func compare(
    _ field: EntityField, _ places: [(row: Int, deal: Int32)], _ day: Int32
  ) {
    let now = texts.codes(of: field, among: &changes.values)
    var own =
      fields.removeValue(forKey: field.name)
      ?? Field(
        code: changes.fields.code(of: field.name),
        isTracked: ExportComparison.alwaysTracked.contains(field.name))
    let missing = lastExport.count - own.last.count
    own.last += Array(repeating: ExportComparison.untold, count: missing)
    for (row, deal) in places {
      let before = own.last[Int(deal)]
      guard before != now[row] else { continue }
      own.last[Int(deal)] = now[row]
      let isFirst = before == ExportComparison.untold
      let change = Row(
        day: day, deal: deal, field: own.code, from: isFirst ? -1 : before, to: now[row])
      if isFirst {
        own.firsts.append(change)
      } else {
        rows.append(change)
        own.isTracked = true
        changeCount += 1
      }
    }
    fields[field.name] = own
  }

  /// The ids of the deals that the last export lacks, with the day on which each was missed first.
  var gone: [(id: String, day: Int32)] {
    let last = Int32(clamping: days.count - 1)
    return lastExport.indices.filter { lastExport[$0] < last }.map {
      (changes.deals.text($0), days[Int(lastExport[$0]) + 1])
    }
  }

  /// The history: day by day, of each day deal by deal, of each deal what became of the record first.
  mutating func history(fileName: String) -> DraftTable {
    var all = rows
    for field in fields.values where field.isTracked { all += field.firsts }
    all.sort { ($0.day, $0.deal, $0.field) < ($1.day, $1.deal, $1.field) }
    for row in all {
      changes.add(
        deal: row.deal, at: Int64(row.day) * 86_400, field: row.field, from: row.from, to: row.to)
    }
    return changes.table(fileName: fileName)
  }

  /// The days of the exports that a history was made of elsewhere, as it tells them; none of another.
  static func days(of history: DraftTable) -> [Int32] {
    guard let fields = history.text("field"), let to = history.text("to"),
      let record = fields.dictionary.code(of: RecordChange.field),
      let exported = to.dictionary.code(of: RecordChange.exported.rawValue),
      let index = history.index(of: "at"), case .second(let at) = history.fields[index].column,
      fields.codes.indices.contains(where: {
        fields.codes[$0] == record && to.codes[$0] == exported
      })
    else { return [] }
    // A deal is created between two exports; all else is told on the day of one.
    let created = to.dictionary.code(of: RecordChange.created.rawValue) ?? -2
    var days: Set<Int32> = []
    for row in at.values.indices where at.validity?[row] ?? true {
      if fields.codes[row] == record, to.codes[row] == created { continue }
      days.insert(dayNumber(ofSeconds: at.values[row]))
    }
    return days.sorted()
  }
}

extension EntityField {
  /// The day of a row's date or moment.
  func day(_ row: Int) -> Int32? {
    guard column.isPresent(row) else { return nil }
    switch column {
    case .day(let days): return days.values[row]
    case .second(let moments): return dayNumber(ofSeconds: moments.values[row])
    default: return nil
    }
  }
}
