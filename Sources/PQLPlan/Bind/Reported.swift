/// What is wrong was told; what stands on the failed part has nothing to add.
///
/// Thrown by whoever reports, so that a function that gives a value has one. An optional that binding
/// gives means "is none", and never "was reported".
package struct Reported: Error, Hashable {
  package init() {}
}

/// Two parts that do not stand on one another: the second is bound also when the first fails, so that
/// several errors show in one run.
func both<First, Second>(
  _ first: @autoclosure () throws(Reported) -> First,
  _ second: @autoclosure () throws(Reported) -> Second
) throws(Reported) -> (First, Second) {
  let one = try? first()
  let other = try? second()
  guard let one, let other else { throw Reported() }
  return (one, other)
}

extension Sequence {
  /// Binds each element, also those behind one that fails, so that several errors show in one run.
  func bindingEach<Bound>(
    _ bind: (Element) throws(Reported) -> Bound
  ) throws(Reported) -> [Bound] {
    var bound: [Bound] = []
    var failed = false
    for element in self {
      do {
        bound.append(try bind(element))
      } catch {
        failed = true
      }
    }
    if failed { throw Reported() }
    return bound
  }
}
