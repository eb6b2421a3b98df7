import PQLIngest
import PQLModel

extension KeptCRM {
  /// The data at the end of a day, nil for all there are, as files beside a `model.json`.
  ///
  /// `arranged` gives the history's changes another order.
  package func files(
    asOf end: Int32? = nil, arranged: ([Change]) -> [Change] = { $0 }
  ) -> MemoryFiles {
    let last = end.map { Int($0 - Self.first) }
    var files = ["model.json": model]
    let deals = deals(last)
    files["deals.ndjson"] = lines(deals)
    let seen = arranged(changes.filter { isSeen($0.minute, last) })
    files["history.ndjson"] = lines(
      seen.map { change in
        [
          ("deal", quoted(self.deals[change.deal].id)), ("at", quoted(moment(change.minute))),
          ("field", quoted(change.field)), ("from", change.from), ("to", change.to ?? "null"),
        ]
      })
    files["accounts.ndjson"] = lines(
      accounts.enumerated().filter { isThere($0.element.created, last) }.map { place, account in
        [
          ("id", quoted("A\(place)")), ("name", quoted("Acme \(place)")),
          ("industry", quoted(account.industry)), ("created", date(account.created)),
        ]
      })
    files["owners.ndjson"] = lines(
      Self.owners.map { [("id", quoted($0.0)), ("name", quoted($0.0)), ("team", quoted($0.1))] })
    files["leads.ndjson"] = lines(leads(last))
    files["activities.ndjson"] = lines(
      activities.enumerated().filter {
        isSeen($0.element.minute, last) && isThere(self.deals[$0.element.deal].created, last)
      }.map { place, activity in
        [
          ("id", quoted("T\(place)")), ("type", quoted(activity.type)),
          ("at", quoted(moment(activity.minute))),
          ("deal", quoted(self.deals[activity.deal].id)),
        ]
      })
    return MemoryFiles(files)
  }

  private func isThere(_ created: Int, _ last: Int?) -> Bool { last.map { created <= $0 } ?? true }

  private func isSeen(_ minute: Int, _ last: Int?) -> Bool { isThere(minute / 1440, last) }

  private func date(_ day: Int?) -> String? {
    day.map { quoted(Self.text(Self.first + Int32($0))) }
  }

  private func moment(_ minute: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (hour, rest) = (minute % 1440 / 60, minute % 60)
    return "\(Self.text(Self.first + Int32(minute / 1440)))T\(two(hour)):\(two(rest))"
  }

  private typealias Members = [(name: String, value: String?)]

  private func lines(_ records: [Members]) -> String {
    records.map { record in
      let members = record.compactMap { name, value in value.map { "\(quoted(name)): \($0)" } }
      return "{\(members.joined(separator: ", "))}\n"
    }.joined()
  }

  /// Deals with the values of then; what no history tracks is left out of cut data, unless it is known.
  private func deals(_ last: Int?) -> [Members] {
    var values = [[String: String?]](repeating: [:], count: deals.count)
    var closing = [Int?](repeating: nil, count: deals.count)
    var wasClosed = [Bool](repeating: false, count: deals.count)
    for change in changes where isSeen(change.minute, last) {
      values[change.deal][change.field] = change.to
      if change.field == "stage" {
        let isClosed = Self.closed.contains { quoted($0) == change.to }
        closing[change.deal] = isClosed ? change.minute / 1440 : nil
        if isClosed { wasClosed[change.deal] = true }
      }
    }
    return deals.indices.filter { isThere(deals[$0].created, last) }.map { place in
      let deal = deals[place]
      let account = deal.account.flatMap { isThere(accounts[$0].created, last) ? $0 : nil }
      let tracked = ["stage", "amount", "close_date", "owner", "hot", "seats"]
      let hasReason = closing[place] != nil || last == nil && wasClosed[place]
      return [
        ("id", quoted(deal.id)), ("name", quoted("deal \(deal.id)")),
        ("pipeline", quoted(Self.pipelines[deal.pipeline].name)), ("created", date(deal.created)),
        ("account", account.map { quoted("A\($0)") } ?? "null"), ("source", quoted(deal.source)),
        ("lost_reason", hasReason ? quoted(deal.reason) : "null"),
        ("probability", last == nil ? deal.probability : "null"),
      ] + tracked.map { ($0, (values[place][$0] ?? nil) ?? "null") }
        + (tellsClosing ? [("closed_on", date(closing[place]) ?? "null")] : [])
    }
  }

  private func leads(_ last: Int?) -> [Members] {
    leads.enumerated().filter { isThere($0.element.created, last) }.map { place, lead in
      let converted = lead.converted.flatMap { isThere($0, last) ? $0 : nil }
      let disqualified = lead.disqualified.flatMap { isThere($0, last) ? $0 : nil }
      return [
        ("id", quoted("L\(place)")), ("created", date(lead.created)),
        ("converted", converted == nil ? "false" : "true"),
        ("converted_at", date(converted) ?? "null"),
        (
          "converted_deal",
          converted.flatMap { _ in lead.deal }.map { quoted(deals[$0].id) } ?? "null"
        ),
        ("disqualified_at", date(disqualified) ?? "null"),
        ("disqualified_reason", disqualified == nil ? "null" : quoted("no fit")),
      ]
    }
  }

  private var model: String {
    let pipelines = Self.pipelines.map { pipeline in
      let stages = pipeline.stages.enumerated().map { place, stage in
        Self.closed.contains(stage)
          ? "{\"name\": \"\(stage)\", \"outcome\": \"\(stage.lowercased())\"}"
          : "{\"name\": \"\(stage)\", \"probability\": 0.\(place * 2 + 1)}"
      }
      return "{\"name\": \"\(pipeline.name)\", \"stages\": [\(stages.joined(separator: ", "))]}"
    }
    let closing = tellsClosing ? ", \"closed_on\": \"date\"" : ""
    return """
      {"pql": 1, "name": "Kept", "currency": {"base": "EUR"}, "calendar": {"timezone": "UTC"},
       "pipelines": [\(pipelines.joined(separator: ", "))],
       "entities": {
        "deals": {"file": "deals.ndjson", "types": {"amount": "money", "close_date": "date",
          "hot": "boolean", "seats": "number", "probability": "percent", "lost_reason": "text",
          "owner": "category"\(closing)}},
        "history": {"file": "history.ndjson"}, "accounts": {"file": "accounts.ndjson"},
        "owners": {"file": "owners.ndjson"}, "activities": {"file": "activities.ndjson"},
        "leads": {"file": "leads.ndjson", "types": {"converted_at": "date",
          "disqualified_at": "date", "disqualified_reason": "text", "converted_deal": "text"}}}}
      """
  }
}
