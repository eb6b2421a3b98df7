/// A part of a person's name, as it is written and as it stands in an address.
struct NamePart {
  /// As it is written.
  let written: String

  /// In lower-case ASCII.
  let ascii: String

  init(_ written: String, _ ascii: String? = nil) {
    self.written = written
    self.ascii = ascii ?? written.lowercased()
  }
}

/// A made-up person.
struct Person {
  /// First and last name.
  let name: String

  /// What stands before the @ of an address.
  let mailbox: String

  /// The person with a number; the first 1 600 numbers all have different names.
  ///
  /// Each last name meets every first name: the step through the last names grows by one with each
  /// round, so that neighbours share neither.
  init(number: Int) {
    let firstPlace = number % Self.firstNames.count
    let round = number / Self.firstNames.count
    let lastPlace = (number * 7 + round) % Self.lastNames.count
    let first = Self.firstNames[firstPlace]
    let last = Self.lastNames[lastPlace]
    name = first.written + " " + last.written
    mailbox = first.ascii + "." + last.ascii
  }

  private static let firstNames = [
    NamePart("Anna"), NamePart("Bram"), NamePart("Zoë", "zoe"), NamePart("Daan"),
    NamePart("Jürgen", "juergen"), NamePart("Sofia"), NamePart("Łukasz", "lukasz"),
    NamePart("Emma"), NamePart("José", "jose"), NamePart("Ingrid"), NamePart("Liam"),
    NamePart("Anaïs", "anais"), NamePart("Noah"), NamePart("Mette"), NamePart("Pieter"),
    NamePart("Chloé", "chloe"), NamePart("Lars"), NamePart("Giulia"), NamePart("Tom"),
    NamePart("Nadia"), NamePart("Søren", "soren"), NamePart("Eva"), NamePart("Mehmet"),
    NamePart("Ruth"), NamePart("Hugo"), NamePart("Fatima"), NamePart("Owen"), NamePart("Maud"),
    NamePart("Björn", "bjoern"), NamePart("Carmen"), NamePart("Felix"), NamePart("Priya"),
    NamePart("Sander"), NamePart("Yuki"), NamePart("Marco"), NamePart("Helena"),
    NamePart("Ewan"), NamePart("Lotte"), NamePart("René", "rene"), NamePart("Isabel"),
  ]

  private static let lastNames = [
    NamePart("Jansen"), NamePart("de Vries", "devries"), NamePart("Müller", "mueller"),
    NamePart("O'Brien", "obrien"), NamePart("García", "garcia"), NamePart("Bakker"),
    NamePart("Nielsen"), NamePart("Smith"), NamePart("Rossi"), NamePart("Dubois"),
    NamePart("Kowalska"), NamePart("van den Berg", "vandenberg"), NamePart("Schmidt"),
    NamePart("Visser"), NamePart("Lindqvist"), NamePart("Silva"), NamePart("Møller", "moller"),
    NamePart("Khan"), NamePart("Meijer"), NamePart("Fischer"), NamePart("Lefèvre", "lefevre"),
    NamePart("Brown"), NamePart("Peeters"), NamePart("Núñez", "nunez"), NamePart("Haugen"),
    NamePart("Weber"), NamePart("Novák", "novak"), NamePart("Mulder"), NamePart("Tanaka"),
    NamePart("Conti"), NamePart("Murphy"), NamePart("Şahin", "sahin"), NamePart("Bos"),
    NamePart("Hoffmann"), NamePart("Laurent"), NamePart("Patel"), NamePart("Vermeulen"),
    NamePart("Ek"), NamePart("Walsh"), NamePart("Ferreira"),
  ]
}

/// The work that people have, at accounts and among leads.
struct Title {
  /// As it is written.
  let name: String

  /// Its part of all people.
  let share: Double

  /// How much more often its leads convert than the average lead.
  let leadLift: Double

  /// All titles.
  static let all = [
    Title(name: "Chief Executive Officer", share: 0.08, leadLift: 1.8),
    Title(name: "Chief Financial Officer", share: 0.06, leadLift: 1.5),
    Title(name: "VP Sales", share: 0.1, leadLift: 2.2),
    Title(name: "Head of Operations", share: 0.12, leadLift: 1.7),
    Title(name: "IT Manager", share: 0.18, leadLift: 1.1),
    Title(name: "Sales Manager", share: 0.16, leadLift: 1.2),
    Title(name: "Analyst", share: 0.14, leadLift: 0.6),
    Title(name: "Consultant, independent", share: 0.08, leadLift: 0.4),
    Title(name: "Student", share: 0.08, leadLift: 0.12),
  ]

  /// Their parts among people in general.
  static let shares = all.map(\.share)

  /// Their parts among the leads that converted.
  static let convertedShares = all.map { $0.share * $0.leadLift }
}
