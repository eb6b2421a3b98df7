import PQLModel

/// The history that HubSpot keeps of each property of a deal.
///
/// A version says what a property became, and when. HubSpot lists the newest first.
struct HubSpotVersions {
  /// What PQL calls the properties whose meaning it knows.
  private static let names = [
    "dealstage": "stage", "amount": "amount", "closedate": "close_date",
    "hubspot_owner_id": "owner", "pipeline": "pipeline", "dealname": "name",
    "hs_manual_forecast_category": "category", "hs_deal_stage_probability": "probability",
  ]

  private struct Version {
    var row: Int
    var at: Int64
    var property: Int32
  }

  private let book: StageBook
  private let zone: ZoneClock
  private var changes = ChangeList()
  /// The code of a value's name among the changes, by property and the value's own code.
  private var known: [UInt64: Int32] = [:]

  /// The changes that versions make, deal by deal and in time; nil where there are none.
  ///
  /// A version that repeats the value before it changes nothing. One without a deal or a moment is
  /// left out, and so are those of the deals `gone`. `property` is what versions without one tell of.
  /// O(n log n).
  static func changes(
    of table: DraftTable, property: String?, gone: Set<String>, _ book: StageBook,
    _ zone: ZoneClock
  ) -> DraftTable? {
    guard let records = table.text("deal"), let values = table.text("to"),
      let index = table.index(of: "at"), case .second(let at) = table.fields[index].column
    else { return nil }
    var history = HubSpotVersions(book: book, zone: zone)
    let properties = table.text("field")
    let names = (properties?.dictionary.values ?? []) + [property ?? ""]
    let fields = names.map { history.changes.fields.code(of: Self.names[$0] ?? $0) }
    var versions: [[Version]] = Array(repeating: [], count: records.dictionary.count)
    var order: [Int] = []
    let isGone = records.dictionary.values.map { gone.contains($0) }
    for (row, record) in records.codes.enumerated() where record >= 0 && at.validity?[row] ?? true {
      let code = properties?.codes[row] ?? -1
      guard !isGone[Int(record)], code >= 0 || property != nil else { continue }
      if versions[Int(record)].isEmpty { order.append(Int(record)) }
      versions[Int(record)].append(
        Version(row: row, at: at.values[row], property: code >= 0 ? code : Int32(names.count - 1)))
    }
    let people = table.text("by")
    for record in order {
      let deal = history.changes.deals.code(of: records.dictionary[record])
      var last: [Int32: Int32] = [:]
      for version in inTime(versions[record]) {
        let to = history.value(values, version.row, version.property, names)
        // Nothing is what every property held before its first version.
        if last[version.property, default: -1] == to { continue }
        let by = people?[version.row].map { history.changes.people.code(of: $0) } ?? -1
        history.changes.add(
          deal: deal, at: version.at, field: fields[Int(version.property)],
          from: last[version.property] ?? -1, to: to, by: by)
        last[version.property] = to
      }
    }
    return history.changes.count > 0 ? history.changes.table(fileName: table.fileName) : nil
  }

  private init(book: StageBook, zone: ZoneClock) {
    self.book = book
    self.zone = zone
  }

  /// Versions in the order of time; those of one moment as they came, seen from the oldest.
  private static func inTime(_ versions: [Version]) -> [Version] {
    let isNewestFirst = (versions.first?.at ?? 0) >= (versions.last?.at ?? 0)
    let oldestFirst = isNewestFirst ? versions.reversed() : versions
    return oldestFirst.enumerated().sorted {
      ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
    }.map(\.element)
  }

  /// The code of what a version's value is called.
  private mutating func value(
    _ values: TextColumn, _ row: Int, _ property: Int32, _ names: [String]
  ) -> Int32 {
    let own = values.codes[row]
    guard own >= 0 else { return -1 }
    let key = UInt64(UInt32(bitPattern: property)) << 32 | UInt64(UInt32(bitPattern: own))
    if let code = known[key] { return code }
    let code = changes.values.code(of: name(values.dictionary[Int(own)], names[Int(property)]))
    known[key] = code
    return code
  }

  private func name(_ value: String, _ property: String) -> String {
    switch property {
    case "dealstage": book.stage(value) ?? value
    case "pipeline": book.pipeline(value) ?? value
    case "closedate": HubSpot.moment(value).map { zone.day($0) } ?? value
    default: value
    }
  }
}

extension ZoneClock {
  /// The day of a moment of UTC on the wall clock, as `2026-06-30`.
  func day(_ utc: Int64) -> String {
    CivilDate(dayNumber: dayNumber(ofSeconds: local(fromUTC: utc))).text
  }
}
