extension Double {
  /// The number as a query may write it: a whole one without its point.
  package var plainText: String {
    self == rounded() && magnitude < 1e15 ? "\(Int(self))" : "\(self)"
  }

  /// The share of one as a percent: `7%` of 0.07, which times 100 is a little more than 7.
  package var percentText: String {
    let scaled = (self * 1e10).rounded()
    return (scaled / 1e10 == self ? scaled / 1e8 : self * 100).plainText + "%"
  }
}
