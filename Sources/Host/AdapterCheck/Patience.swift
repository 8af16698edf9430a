import Platform

/// A length of time that passes only while this program runs as well.
///
/// On a machine that is loaded or stopped a pause hits the adapter and us alike: of the time between two looks at the clock no more than
/// `longestTick` counts, so that the adapter is not blamed for what the machine did.
struct Patience {
  private static let longestTick: UInt64 = 50_000_000
  private let clock = MonotonicClock()
  private let limit: UInt64
  private var spent: UInt64 = 0
  private var last: UInt64

  init(_ limit: Duration) {
    self.limit = limit.wholeNanoseconds
    last = clock.nanoseconds
  }

  /// Whether any is left, as far as was looked.
  mutating func isLeft() -> Bool {
    let now = clock.nanoseconds
    spent += min(now - last, Self.longestTick)
    last = now
    return spent < limit
  }

  /// How much was spent when last looked.
  var elapsed: Duration { .nanoseconds(Int64(spent)) }
}
