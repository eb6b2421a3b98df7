import Benchmark
import PQLModel
import PQLPlan

@testable import PQLEngine

/// On columns of a million rows.
func engineKernels() {
  var draws = Draws()
  let count = MadeUp.rowCount
  let units = (0..<count).map { _ in Int64(draws.next(below: 90_000_000)) }
  let products = column((0..<count).map { _ in Int32(draws.next(below: 30)) }, "Product", 30)
  let owners = column((0..<count).map { _ in Int32(draws.next(below: 200)) }, "Owner", 200)
  let amounts = Column.money(
    MoneyColumn(units: Buffer(units), scale: 2, validity: Bitmap(count: count) { $0 % 100 != 0 }))

  benchmark("grouping on one column of codes") {
    keep(Grouping([.text(products)], count: count).count)
  }

  benchmark("grouping on two columns of codes") {
    keep(Grouping([.text(products), .text(owners)], count: count).count)
  }

  let grouping = Grouping([.text(products)], count: count)
  let input = AggregateInput(
    argument: amounts, groups: grouping.groups, groupCount: grouping.count)
  benchmark("exact sums by group") {
    keep(try SumKernels.sum(input))
  }

  let order = RowOrder([SortColumn(amounts, isDescending: true)])
  benchmark("top 10 of a million") {
    keep(order.sorted(count: count, limit: 10))
  }
}

private func column(_ codes: [Int32], _ name: String, _ count: Int) -> TextColumn {
  TextColumn(
    codes: Buffer(codes), dictionary: TextDictionary((0..<count).map { "\(name) \($0)" }))
}
