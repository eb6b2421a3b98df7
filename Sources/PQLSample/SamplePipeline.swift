/// A made-up but realistic sales pipeline, the same bytes for the same seed.
///
/// What makes its deals win stands in `MarketRates` and `Source`, how untidy it is in `MessyRates`.
/// Nothing in it depends on the clock, the platform or an order of hashing.
package struct SamplePipeline: Sendable {
  let world: World

  /// A pipeline of so many deals, at least one, with three years of history up to a day.
  ///
  /// The number of accounts, owners, products and leads follows from the number of deals.
  package init(deals: Int, seed: UInt64 = 1, today: SampleDay = .freshTo) {
    precondition((1...50_000_000).contains(deals), "a sample has one deal or more")
    world = World(deals: deals, seed: seed, today: today)
  }

  /// The files in the order they are to be written, the model file first.
  package func files() -> [SampleFile] {
    let files = [
      DealFiles.deals(world),
      TableFiles.accounts(world),
      TableFiles.contacts(world),
      TableFiles.products(world),
      DealFiles.items(world),
      TableFiles.owners(world),
      LeadFiles.leads(world),
      LeadFiles.activities(world),
      DealFiles.history(world),
      TableFiles.quotas(world),
      TableFiles.campaigns(world),
    ]
    return [ModelFile.model(world, of: files)] + files
  }
}
