/// How often the sample is as untidy as a real export; every such rate stands here.
enum MessyRates {
  /// Deals that never got an amount.
  static let missingAmount = 0.03

  /// Deals without an expected close date.
  static let missingCloseDate = 0.03

  /// Deals that nobody owns.
  static let missingOwner = 0.015

  /// Deals that belong to no account.
  static let missingAccount = 0.03

  /// Deals whose source nobody recorded.
  static let missingSource = 0.05

  /// Deals whose account is named, but is not among the accounts.
  static let unlistedAccount = 0.01

  /// Deals with the product that has two spellings, written in the second one.
  static let variantSpelling = 0.25

  /// Deals that have an amount but no line items.
  static let missingItems = 0.15

  /// Deals whose amount has cents.
  static let cents = 0.05

  /// Deals that stand still for more than a year in some middle stage, if they come so far.
  static let forgotten = 0.02

  /// Open deals whose next step is not written down.
  static let missingNextStep = 0.25

  /// Accounts whose number of employees is not known.
  static let missingEmployees = 0.04

  /// Leads that did not convert and name no account.
  static let missingLeadAccount = 0.15

  /// Leads without an email address.
  static let missingEmail = 0.04
}
