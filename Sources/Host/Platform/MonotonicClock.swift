public import Glibc

/// The one clock everything is timed by: `CLOCK_MONOTONIC`, the same in every process of the machine.
@frozen public struct MonotonicClock: Sendable {
  /// A clock; all of them agree.
  @inlinable public init() {}

  /// Nanoseconds since an arbitrary point in the past.
  @inlinable public var nanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(truncatingIfNeeded: time.tv_sec) &* 1_000_000_000
      &+ UInt64(truncatingIfNeeded: time.tv_nsec)
  }
}

extension Duration {
  /// The duration in whole nanoseconds: negative ones are 0, and all are capped at 146 years, so that one can be
  /// added to a clock's reading.
  package var wholeNanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, carry) = whole.addingReportingOverflow(UInt64(attoseconds) / 1_000_000_000)
    return overflow || carry ? .max / 4 : min(sum, .max / 4)
  }
}
