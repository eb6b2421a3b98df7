package import PQLModel

/// A history as a file that a model file can name.
package enum HistoryText {
  /// What such a file begins with.
  package static let beginning = "{\"deal\":"

  /// One change a line; what is missing is left out.
  package static func ndjson(_ history: EntityTable) -> String {
    let columns = ["field", "from", "to"].compactMap { name -> (key: String, texts: TextColumn)? in
      guard case .text(let texts)? = history.field(name)?.column else { return nil }
      return (name, texts)
    }
    guard case .text(let deals)? = history.field("deal")?.column,
      case .second(let at)? = history.field("at")?.column
    else { return "" }
    var output = ""
    for row in 0..<history.rowCount {
      output += beginning
      JSONText.append(deals[row] ?? "", to: &output)
      output += ",\"at\":\"\(moment(at.values[row]))\""
      for (key, texts) in columns {
        guard let text = texts[row] else { continue }
        output += ",\"\(key)\":"
        JSONText.append(text, to: &output)
      }
      output += "}\n"
    }
    return output
  }

  /// A moment; the beginning of a day as the day alone.
  private static func moment(_ second: Int64) -> String {
    let day = CivilDate.dayNumber(ofSecond: second)
    return second == Int64(day) * 86_400
      ? CivilDate(dayNumber: day).text : MomentText.token(second: second)
  }
}
