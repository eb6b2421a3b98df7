/// The files of what the deals refer to: accounts, contacts, products, owners; quotas and campaigns.
enum TableFiles {
  /// The accounts.
  static func accounts(_ world: World) -> SampleFile {
    let columns = [
      "id", "name", "industry", "employees", "country", "region", "owner", "created",
    ]
    return SampleFile(name: "accounts.csv", columns: columns, blockCount: world.accountCount) {
      index, text in
      let account = Account(index: index, in: world)
      text.cell(account.id)
      text.cell(account.name)
      text.cell(account.industry.name)
      text.cell(number: account.namesEmployees ? account.employees : nil)
      text.cell(account.country.code)
      text.cell(account.country.region)
      text.cell(world.owners[account.owner].name)
      text.cell(account.created)
      text.endLine()
    }
  }

  /// The contacts, one to three of each account.
  static func contacts(_ world: World) -> SampleFile {
    let columns = ["id", "name", "title", "email", "account", "country"]
    return SampleFile(name: "contacts.csv", columns: columns, blockCount: world.accountCount) {
      index, text in
      let account = Account(index: index, in: world)
      var random = world.random(.contact, index)
      let domain = CompanyNames.domain(of: account.name, index: index)
      for place in 1...random.within(1...3) {
        let person = Person(number: random.below(1600))
        text.cell("\(account.id)-\(place)")
        text.cell(person.name)
        text.cell(Title.all[random.place(in: Title.convertedShares)].name)
        text.cell(random.chance(MessyRates.missingEmail) ? nil : "\(person.mailbox)@\(domain)")
        text.cell(account.id)
        text.cell(account.country.code)
        text.endLine()
      }
    }
  }

  /// The products, as a list of records.
  static func products(_ world: World) -> SampleFile {
    SampleFile(
      name: "products.json", blockCount: world.products.count, opening: "[\n", closing: "\n]\n"
    ) { index, text in
      let product = world.products[index]
      if index > 0 {
        text.append(",")
        text.endLine()
      }
      text.append("  ")
      text.openRecord()
      text.field("id", product.id)
      text.field("name", product.name)
      text.field("family", product.family)
      text.field("kind", product.kind.rawValue)
      text.field("price", minor: product.priceMinor)
      text.closeRecord()
    }
  }

  /// The owners.
  static func owners(_ world: World) -> SampleFile {
    let columns = ["id", "name", "email", "team", "manager", "title"]
    return SampleFile(name: "owners.csv", columns: columns, blockCount: world.owners.count) {
      index, text in
      let owner = world.owners[index]
      text.cell(owner.id)
      text.cell(owner.name)
      text.cell(owner.email)
      text.cell(owner.team)
      text.cell(owner.manager.map { world.owners[$0].name })
      text.cell(owner.title)
      text.endLine()
    }
  }

  /// The quotas.
  static func quotas(_ world: World) -> SampleFile {
    let quotas = Quotas(for: world).all
    let columns = ["owner", "team", "from", "until", "amount"]
    return SampleFile(name: "quotas.csv", columns: columns, blockCount: quotas.count) {
      index, text in
      let quota = quotas[index]
      text.cell(world.owners[quota.owner].name)
      text.cell(world.owners[quota.owner].team)
      text.cell(SampleDay.start(ofQuarter: quota.quarter))
      text.cell(SampleDay.start(ofQuarter: quota.quarter + 1) - 1)
      text.cell(minor: quota.amountMinor)
      text.endLine()
    }
  }

  /// The campaigns.
  static func campaigns(_ world: World) -> SampleFile {
    let columns = ["id", "name", "source", "cost", "from", "until"]
    return SampleFile(name: "campaigns.csv", columns: columns, blockCount: world.campaigns.count) {
      index, text in
      let campaign = world.campaigns[index]
      text.cell(campaign.id)
      text.cell(campaign.name)
      text.cell(Source.all[campaign.source].name)
      text.cell(minor: campaign.costMinor)
      text.cell(campaign.from)
      text.cell(campaign.until)
      text.endLine()
    }
  }
}
