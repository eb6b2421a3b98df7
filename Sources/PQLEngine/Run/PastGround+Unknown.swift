import PQLHistory
import PQLModel
import PQLPlan

// Which values are not known.
extension PastGround {
  func unknownRows(_ term: Term, _ rows: Frame) -> [Int32] {
    let fields = unknownFields(term, rows)
    guard !fields.isEmpty else { return [] }
    var any = Bitmap(repeating: false, count: rows.count)
    for field in fields {
      if let unknown = unknown(field) { any = any | rows.picked(from: unknown) }
    }
    return any.setRows
  }

  func unknownRows(_ field: FieldReference, _ rows: Frame) -> [Int32] {
    unknown(field).map { rows.picked(from: $0).setRows } ?? []
  }

  private func unknown(_ field: FieldReference) -> Bitmap? {
    isOfOutcome(field)
      ? past.unknownOutcomes.value : past.unknown(field.index, of: field.entity)
  }

  /// Whether a field tells if a deal is closed.
  func isOfOutcome(_ field: FieldReference) -> Bool {
    field.entity == .deals && Self.ofOutcome.contains(field.name)
  }

  /// What is told of a deal by whether it is closed, which may be known where its stage is not.
  private static let ofOutcome: Set = ["won", "lost", "open", "closed"]

  /// What a kernel reads: the outcome, or fields.
  private func gather(kernel reference: ComputedReference, _ fields: inout [FieldReference]) {
    guard case .kernel(let reads, _)? = catalog.field(reference.name, of: reference.entity)?.source,
      let table = execution.model[reference.entity]
    else { return }
    let isOfOutcome = reference.entity == .deals && Self.ofOutcome.contains(reference.name)
    // The day of the outcome tells by itself whether there was one.
    let own = reads.contains("closed_on") ? reads.filter { $0 != "stage" } : reads
    for name in isOfOutcome ? ["stage"] : own {
      guard let index = table.index(of: name) else { continue }
      let field = FieldReference(
        entity: reference.entity, index: index, name: isOfOutcome ? reference.name : name,
        type: table.fields[index].type)
      if !fields.contains(field) { fields.append(field) }
    }
  }

  /// The fields of the rows' own records that a term asks of and that are not known in some of them.
  func unknownFields(_ term: Term, _ rows: Frame) -> [FieldReference] {
    guard let entity = rows.entity else { return [] }
    var fields: [FieldReference] = []
    gather(term, entity, &fields)
    return fields.filter { !unknownRows($0, rows).isEmpty }
  }

  private func gather(_ term: Term, _ entity: EntityKind, _ fields: inout [FieldReference]) {
    switch term {
    case .field(let field) where field.entity == entity:
      if !fields.contains(field) { fields.append(field) }
    case .computed(let reference):
      if let line = execution.definitions[reference] {
        gather(line, entity, &fields)
      } else if reference.entity == entity {
        gather(kernel: reference, &fields)
      }
    case .stageOrder:
      guard let table = execution.model[.deals], let index = table.index(of: "stage") else {
        return
      }
      let stage = FieldReference(entity: .deals, index: index, name: "stage", type: .stage)
      gather(.field(stage), entity, &fields)
    case .follow, .related, .window: return
    default: for part in term.parts { gather(part, entity, &fields) }
    }
  }
}
