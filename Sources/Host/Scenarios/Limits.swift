/// What keeps requests from a server that fails.
package struct BreakerPlan: Equatable, Sendable {
  package let windowSeconds: Double
  package let minimum: Int
  /// The share of failed requests from which on it opens.
  package let errors: Double
  package let openSeconds: Double
  package let probes: Int
}

/// What ends a load before its time.
package struct LimitsPlan: Equatable, Sendable {
  /// Failed steps.
  package struct Errors: Equatable, Sendable {
    /// The share of all that is too much.
    package let share: Double
    package let afterSeconds: Double
    package let minimum: Int
  }

  package let errors: Errors?
  /// The longest that it may be.
  package let seconds: Double?
}
