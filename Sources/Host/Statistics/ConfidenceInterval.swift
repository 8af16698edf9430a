/// A range that covers the true value in `level` of repeated experiments.
package struct ConfidenceInterval: Sendable, Equatable {
  /// The confidence level, between 0 and 1, for instance .95.
  package let level: Double
  /// The lower end.
  package let lower: Double
  /// The upper end, at least `lower`.
  package let upper: Double

  /// The range from `lower` to `upper` at `level`.
  package init(level: Double, lower: Double, upper: Double) {
    precondition(0 < level && level < 1 && lower <= upper, "\(level): \(lower)...\(upper) is no interval")
    self.level = level
    self.lower = lower
    self.upper = upper
  }

  /// Whether `value` lies between the ends or on one.
  package func contains(_ value: Double) -> Bool {
    lower <= value && value <= upper
  }
}
