import PQLModel

/// `false` in place of a missing value, as Odoo answers for every type but conditions.
enum FalseValues {
  /// Names of fields that are no conditions, as far as their endings do not tell.
  private static let noConditions: Set<String> = [
    "name", "phone", "mobile", "emailfrom", "emailcc", "emailnormalized", "phonesanitized",
    "partnername", "contactname", "function", "website", "street", "street2", "zip", "city",
    "description", "referred", "vat", "email", "login", "wonstatus",
  ]

  /// Takes `false` out of the columns that are no conditions.
  ///
  /// A column of nothing but `true` and `false` is one, unless its name says otherwise.
  static func clear(_ table: inout RawTable, _ shape: TableShape) {
    let read = Set(shape.names.values.flatMap { $0 }.map(folded))
    let conditions = Set(
      shape.canonicalFields.filter { $0.type == .boolean }.map { folded($0.name) })
    for index in table.columns.indices {
      let name = table.columns[index].name
      let texts = table.textColumn(index).dictionary.values
      guard texts.contains("false"), !conditions.contains(folded(name)) else { continue }
      let isCondition = texts.allSatisfy { $0 == "true" || $0 == "false" }
      guard !isCondition || read.contains(folded(name)) || isNoCondition(name) else { continue }
      _ = table.replace(index, [(from: "false", to: "")])
    }
  }

  private static func isNoCondition(_ name: String) -> Bool {
    noConditions.contains(folded(name)) || name.hasPrefix("date")
      || ["_id", "_ids", "_uid", "_date", "_name", "_code"].contains { name.hasSuffix($0) }
  }
}
