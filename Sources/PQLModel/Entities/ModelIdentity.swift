/// Tells a model from every other one; copies of a model share it.
///
/// What is kept between queries is kept by it. Whoever keeps it keeps the object, so that no other
/// model can come to have the same.
package final class ModelIdentity: Sendable, Hashable {
  package init() {}

  package static func == (left: ModelIdentity, right: ModelIdentity) -> Bool { left === right }

  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
