/// Something that is sold.
struct Product: Sendable {
  /// How it is paid for.
  enum Kind: String {
    case oneOff = "one-off"
    case subscription
    case service
  }

  /// Its place in the catalogue.
  let index: Int

  /// Its name, as the catalogue has it.
  let name: String

  /// The family it belongs to.
  let family: String

  /// How it is paid for.
  let kind: Kind

  /// What a piece, a seat's year or a day costs, in minor units.
  let priceMinor: Int

  /// How often it is what a deal is about, against the others.
  let demand: Double

  /// Its id.
  var id: String { "P" + String(11 + index) }

  /// The product whose name some deals spell in another way.
  static let respelt = 0

  /// The other spelling, which the model file mends.
  static let variantSpelling = "AtlasCRM"

  /// The place of the product that sets others up, sold beside them.
  static let onboarding = 3

  /// The place of the device, sold beside subscriptions.
  static let gateway = 5

  /// A catalogue of so many products: the plain ones first, then their editions.
  static func catalogue(count: Int) -> [Product] {
    (0..<count).map { index in
      let round = index / plain.count
      let first = plain[index % plain.count]
      guard round > 0 else { return first }
      return Product(
        index: index, name: first.name + " " + editions[round - 1], family: first.family,
        kind: first.kind, priceMinor: first.priceMinor * (10 + 3 * round) / 10,
        demand: first.demand / Double(1 + round))
    }
  }

  /// The largest catalogue there is.
  static let mostProducts = plain.count * (1 + editions.count)

  /// The smallest catalogue there is.
  static let fewestProducts = plain.count

  private static let editions = ["Plus", "Pro", "Max", "One"]

  private static let plain = [
    Product(
      index: 0, name: "Atlas CRM", family: "Cloud", kind: .subscription, priceMinor: 48_000,
      demand: 0.26),
    Product(
      index: 1, name: "Atlas Analytics", family: "Cloud", kind: .subscription, priceMinor: 36_000,
      demand: 0.2),
    Product(
      index: 2, name: "Atlas Vault", family: "Security", kind: .subscription, priceMinor: 30_000,
      demand: 0.15),
    Product(
      index: 3, name: "Onboarding", family: "Services", kind: .service, priceMinor: 95_000,
      demand: 0.05),
    Product(
      index: 4, name: "Managed Support", family: "Services", kind: .service, priceMinor: 18_000,
      demand: 0.1),
    Product(
      index: 5, name: "Edge Gateway", family: "Hardware", kind: .oneOff, priceMinor: 85_000,
      demand: 0.1),
    Product(
      index: 6, name: "Edge Sensor Kit, 12 pcs", family: "Hardware", kind: .oneOff,
      priceMinor: 44_000, demand: 0.08),
    Product(
      index: 7, name: "Advisory Days", family: "Services", kind: .service, priceMinor: 120_000,
      demand: 0.06),
  ]
}
