/// What a deal sells at one moment of its life; its amount follows from it to the cent.
struct DealTerms {
  /// One line of what is sold.
  struct Item {
    /// The place of the product.
    let product: Int

    /// How many pieces, seats or days.
    let quantity: Int

    /// What one costs over the whole term, in minor units.
    let priceMinor: Int

    /// How long the term is, for what is not sold once.
    let termMonths: Int?

    /// Whether it begins anew after the term.
    let recurs: Bool

    /// What the line comes to, in minor units.
    var amountMinor: Int { quantity * priceMinor }
  }

  /// The product that the deal is about.
  let product: Product

  /// How many pieces, seats or days of it.
  var quantity: Int

  /// The discount on it, in percent.
  var discount: Int

  /// The length of its term.
  let termMonths: Int

  /// Days of onboarding sold with it; 0 for none.
  let onboardingDays: Int

  /// Devices sold with it; 0 for none.
  let gateways: Int

  /// What the price ends in past whole units of currency, in minor units; mostly 0.
  let centsMinor: Int

  /// The price of one, over the term and after the discount, in minor units.
  var priceMinor: Int {
    let years = product.kind == .subscription ? termMonths / 12 : 1
    let discounted = product.priceMinor * years * (100 - discount) / 100
    return discounted / 100 * 100 + centsMinor
  }

  /// The deal's amount, in minor units.
  func amountMinor(in world: World) -> Int {
    quantity * priceMinor + onboardingDays * world.products[Product.onboarding].priceMinor
      + gateways * world.products[Product.gateway].priceMinor
  }

  /// The lines, which add up to the amount.
  func items(in world: World) -> [Item] {
    var items = [
      Item(
        product: product.index, quantity: quantity, priceMinor: priceMinor,
        termMonths: product.kind == .oneOff ? nil : termMonths,
        recurs: product.kind == .subscription)
    ]
    if onboardingDays > 0 {
      items.append(
        Item(
          product: Product.onboarding, quantity: onboardingDays,
          priceMinor: world.products[Product.onboarding].priceMinor, termMonths: 3, recurs: false))
    }
    if gateways > 0 {
      items.append(
        Item(
          product: Product.gateway, quantity: gateways,
          priceMinor: world.products[Product.gateway].priceMinor, termMonths: nil, recurs: false))
    }
    return items
  }

  /// Terms as a customer of an account's size would first be offered them.
  init(product: Product, employees: Int, drawing random: inout SampleRandom) {
    self.product = product
    // Ten times as many people buy about two and a half times as much.
    let size = 0.4 * Elementary.logarithm(Double(employees) / Account.medianEmployees)
    let many = Elementary.exponential(size + 0.65 * random.normal())
    let term = random.fraction()
    let middle: Double
    switch product.kind {
    case .subscription:
      middle = 28
      termMonths = term < 0.75 ? 12 : term < 0.9 ? 24 : 36
    case .oneOff:
      middle = 14
      termMonths = 12
    case .service:
      middle = 12
      termMonths = term < 0.5 ? 3 : term < 0.8 ? 6 : 12
    }
    quantity = min(max(Int(middle * many), 1), 4000)
    discount = random.pick([0, 0, 0, 5, 5, 10])
    let extras = random.fraction()
    let takesOnboarding = product.kind == .subscription && extras < 0.4
    let takesGateways = product.kind == .subscription && extras > 0.85
    onboardingDays = takesOnboarding ? 2 + quantity / 25 + random.below(4) : 0
    gateways = takesGateways ? 1 + quantity / 40 : 0
    centsMinor = random.chance(MessyRates.cents) ? random.within(1...99) : 0
  }

  /// Terms for a further year of what another deal sold.
  init(renewing sold: DealTerms, drawing random: inout SampleRandom) {
    product = sold.product
    quantity = max(sold.quantity * random.within(90...125) / 100, 1)
    discount = sold.discount
    termMonths = 12
    onboardingDays = 0
    gateways = 0
    centsMinor = random.chance(MessyRates.cents) ? random.within(1...99) : 0
  }
}
