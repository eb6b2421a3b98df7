/// Names of made-up companies, all different.
enum CompanyNames {
  /// The name of the account with an index.
  ///
  /// Every ninth is one of the awkward ones while they last. The others are a stem and an ending,
  /// a town when those run out, and a number when the towns do too.
  static func name(of index: Int) -> String {
    let turn = index / 9
    if index % 9 == 4, turn < awkward.count { return awkward[turn] }
    let pairs = stems.count * endings.count
    // 641 is prime and divides no count below, so the walk meets every pair once a round.
    let pair = index * 641 % pairs
    let name = stems[pair % stems.count] + " " + endings[pair / stems.count]
    let round = index / pairs
    guard round > 0 else { return name }
    let town = towns[(round - 1) % towns.count]
    let number = (round - 1) / towns.count
    return number == 0 ? "\(name) \(town)" : "\(name) \(town) \(number + 1)"
  }

  /// Names that deals give and no account has.
  static let unlisted = [
    "Halcyon Freight", "Juniper & Sons", "Quill Partners", "Tidewater Mutual", "Überland Spedition",
  ]

  /// The name in lower-case ASCII without spaces, for addresses; short ones get the index.
  static func domain(of name: String, index: Int) -> String {
    let letters = name.utf8.compactMap { byte -> UInt8? in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 0x20
      default: nil
      }
    }
    guard letters.count >= 6 else { return "company\(index).example" }
    return String(decoding: letters, as: UTF8.self) + ".example"
  }

  private static let awkward = [
    "Østergård & Sønner A/S",
    "Müller, Götz & Co. KG",
    "東京精密株式会社",
    "\"Kwik\" Couriers, Inc.",
    "L'Étoile d'Or",
    "Łódź Textiles Sp. z o.o.",
    "Café \"Zürich\"",
    "深圳光电",
    "Smith, Jones and Daughters",
    "Ñandú Logística",
    "O'Hara & O'Hara",
    "한빛소프트",
  ]

  private static let stems = [
    "Aldermoor", "Alpina", "Amberline", "Anker", "Arcadia", "Baltic", "Beacon", "Birchwood",
    "Blauwe Brug", "Bluestone", "Borealis", "Brightside", "Brückner", "Calder", "Canal", "Carina",
    "Castell", "Cedar", "Cobalt", "Copperfield", "Corvus", "Crescent", "Delta", "Dorado",
    "Drachten", "Eastgate", "Edelweiss", "Elbe", "Ember", "Falk", "Fjord", "Foxglove", "Galileo",
    "Granite", "Greenfield", "Haven", "Helder", "Highland", "Horizon", "Iberia", "Indigo",
    "Isdom", "Juno", "Kestrel", "Kingfisher", "Larch", "Linden", "Lumen", "Magnolia", "Maple",
    "Meridian", "Mistral", "Noord", "Nordlicht", "Oakridge", "Orion", "Pegasus", "Polder",
    "Quarry", "Rhein", "Sable", "Saffron", "Silverline", "Solstice", "Sterling", "Summit",
    "Tamarind", "Tramontana", "Vega", "Verdant", "Westerly", "Willow", "Zephyr",
  ]

  private static let endings = [
    "Systems", "Logistics", "Foods", "Energy", "Health", "Media", "Retail", "Pharma", "Steel",
    "Textiles", "Bank", "Insurance", "Software", "Robotics", "Travel", "Printing", "Motors",
    "Chemicals", "Water", "Telecom", "Aviation", "Schools", "Studios", "Farms", "Optics",
    "Plastics", "Shipping", "Labs", "Homes", "Design", "Security",
  ]

  private static let towns = [
    "Utrecht", "Gent", "Köln", "Århus", "Leeds", "Lyon", "Porto", "Graz", "Bergen", "Cork",
    "Bilbao", "Turin", "Malmö", "Delft", "Bonn", "Nantes", "York", "Basel", "Liège", "Brno",
  ]
}
