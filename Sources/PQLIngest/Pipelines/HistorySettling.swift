import PQLModel

/// Brings the history to one form and takes from it the days on which deals ended.
enum HistorySettling {
  /// Turns records that name the stage entered into changes of the field `stage`.
  static func normalise(_ history: inout DraftTable, _ notes: inout NoteBook) {
    guard let index = stageField(history), case .text(let stages) = history.fields[index].column
    else { return }
    let stageForm = history.fields[index]
    var fieldInterner = TextInterner()
    var toInterner = TextInterner()
    let stageCode = fieldInterner.code(of: "stage")
    let toCodes = stages.dictionary.values.map { toInterner.code(of: $0) }
    var (fieldCodes, toColumn) = ([Int32](), [Int32]())
    let (fields, tos) = (history.text("field"), history.text("to"))
    let oldFields = fields?.dictionary.values.map { fieldInterner.code(of: $0) } ?? []
    let oldTos = tos?.dictionary.values.map { toInterner.code(of: $0) } ?? []
    var count = 0
    for row in 0..<history.rowCount {
      let field = fields?.codes[row] ?? -1
      let to = tos?.codes[row] ?? -1
      if field < 0, to < 0, stages.codes[row] >= 0 {
        fieldCodes.append(stageCode)
        toColumn.append(toCodes[Int(stages.codes[row])])
        count += 1
      } else {
        fieldCodes.append(field < 0 ? -1 : oldFields[Int(field)])
        toColumn.append(to < 0 ? -1 : oldTos[Int(to)])
      }
    }
    guard count > 0 else { return }
    history.fields.removeAll { ["field", "to"].contains($0.name) }
    history.fields.removeAll { $0.name == stageForm.name }
    history.insert(
      EntityField(
        name: "field", type: .category,
        column: .text(TextColumn(codes: fieldCodes, dictionary: fieldInterner.dictionary))))
    history.insert(
      EntityField(
        name: "to", aliases: [stageForm.name] + stageForm.aliases, type: .category,
        column: .text(TextColumn(codes: toColumn, dictionary: toInterner.dictionary))))
    fillFrom(&history)
  }

  /// The field of the stage form: `stage`, or a name other systems give it.
  private static func stageField(_ history: DraftTable) -> Int? {
    for name in FieldNames.historyStages {
      if let index = history.fields.firstIndex(where: {
        folded($0.name) == name
      }) {
        return index
      }
    }
    return nil
  }

  /// Fills `from` of changes of stage that have none with the stage entered before.
  private static func fillFrom(_ history: inout DraftTable) {
    let events = StageEvents(history)
    guard let to = history.text("to") else { return }
    var interner = TextInterner()
    let toCodes = to.dictionary.values.map { interner.code(of: $0) }
    let old = history.text("from")
    let oldCodes = old?.dictionary.values.map { interner.code(of: $0) } ?? []
    var codes = [Int32](repeating: -1, count: history.rowCount)
    if let old {
      for (row, code) in old.codes.enumerated() where code >= 0 { codes[row] = oldCodes[Int(code)] }
    }
    for deal in 0..<events.dealCount {
      let changes = events[deal]
      for (before, after) in zip(changes, changes.dropFirst()) where codes[after.row] < 0 {
        codes[after.row] = toCodes[Int(before.code)]
      }
    }
    let column = TextColumn(codes: codes, dictionary: interner.dictionary)
    if let index = history.fields.firstIndex(where: { $0.name == "from" }) {
      history.fields[index].column = .text(column)
    } else {
      history.insert(EntityField(name: "from", type: .category, column: .text(column)))
    }
  }

  /// Gives closed deals the day they ended, where the data have no field for it: the history's day,
  /// else the close date.
  ///
  /// A history made of exports does not say when deals ended that the first of them shows as closed;
  /// those have their close date.
  static func settleClosedOn(
    _ deals: inout DraftTable, _ history: DraftTable?, _ pipelines: [Pipeline],
    firstExport: Int32? = nil, _ notes: inout NoteBook
  ) {
    guard !deals.fields.contains(where: { $0.name == "closed_on" }),
      let stages = deals.text("stage")
    else { return }
    let outcomes = outcomeNames(pipelines)
    let isEnd = stages.dictionary.values.map { outcomes.contains($0) }
    let closed = Bitmap(count: deals.rowCount) {
      stages.codes[$0] >= 0 && isEnd[Int(stages.codes[$0])]
    }
    let closedCount = closed.setCount
    guard closedCount > 0 else { return }
    var days = [Int32](repeating: 0, count: deals.rowCount)
    var present = Bitmap(repeating: false, count: deals.rowCount)
    if let history {
      fillFromHistory(
        &days, &present, deals, history, closed, outcomes, after: firstExport ?? Int32.min)
    }
    let fromHistory = present.setCount
    if fromHistory > 0 {
      notes.add(.deals, .closedOnOfHistory(count: fromHistory, of: closedCount))
    }
    if fromHistory == 0 || firstExport != nil, fromHistory < closedCount,
      let index = deals.index(of: "close_date"),
      case .day(let dates) = deals.fields[index].column
    {
      for row in closed.setRows.map(Int.init) where !present[row] && dates.validity?[row] ?? true {
        days[row] = dates.values[row]
        present[row] = true
      }
      notes.add(
        .deals, .closedOnOfCloseDate(count: present.setCount - fromHistory, of: closedCount))
    }
    deals.insert(
      EntityField(
        name: "closed_on", type: .date,
        column: .day(
          DayColumn(values: days, validity: present.isAllSet ? nil : present))))
  }

  private static func outcomeNames(_ pipelines: [Pipeline]) -> Set<String> {
    Set(pipelines.flatMap { $0.stages.filter { $0.outcome != nil }.map(\.name) })
  }

  private static func fillFromHistory(
    _ days: inout [Int32], _ present: inout Bitmap, _ deals: DraftTable, _ history: DraftTable,
    _ closed: Bitmap, _ outcomes: Set<String>, after firstDay: Int32
  ) {
    guard let ids = deals.text("id") ?? deals.text("name") else { return }
    let events = StageEvents(history)
    let isEnd = events.stages.values.map { outcomes.contains($0) }
    let codes = events.deals.dictionary.codes(of: ids.dictionary)
    for row in closed.setRows.map(Int.init) where ids.codes[row] >= 0 {
      let deal = Int(codes[Int(ids.codes[row])])
      guard deal >= 0, let last = events[deal].last(where: { isEnd[Int($0.code)] }),
        dayNumber(ofSeconds: last.at) > firstDay
      else { continue }
      days[row] = dayNumber(ofSeconds: last.at)
      present[row] = true
    }
  }
}
