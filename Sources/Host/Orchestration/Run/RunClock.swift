package import Foundation
package import Platform

/// What a run tells the time by.
package protocol RunClock: Sendable {
  /// Nanoseconds since an arbitrary point in the past.
  var nanoseconds: UInt64 { get }
  /// The time of day, for records.
  var date: Date { get }
}

extension MonotonicClock: RunClock {
  package var date: Date { Date() }
}
