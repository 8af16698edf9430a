import Synchronization

/// When a load of users ends before its time, since too many steps fail.
package struct SessionLimits: Equatable, Sendable {
  /// The share of failed steps that is too much.
  package var errors: Double
  /// It is looked at from so many seconds after the beginning, and so many steps, on.
  package var (after, minimum): (Double, Int)

  /// Limits.
  package init(errors: Double, after: Double, minimum: Int) {
    self.errors = errors
    (self.after, self.minimum) = (after, minimum)
  }
}

/// What all workers of a load count together.
final class SharedCounts: Sendable {
  private let begun = Atomic(0)
  private let failed = Atomic(0)

  /// Adds what a worker's users did since the last time; whether a limit is reached, `seconds` after the beginning.
  func add(begun: Int, failed: Int, limit: SessionLimits, seconds: Double) -> Bool {
    let all = self.begun.wrappingAdd(begun, ordering: .relaxed).newValue
    let wrong = self.failed.wrappingAdd(failed, ordering: .relaxed).newValue
    return seconds >= limit.after && all >= limit.minimum && Double(wrong) > limit.errors * Double(all)
  }
}
