import Platform

/// A length of time that passes only while this program runs as well, and of which what the adapter waited for a processor can be taken off.
///
/// On a machine that is loaded or stopped a pause hits the adapter and us alike: of the time between two looks at the clock no more than
/// `longestTick` counts, so that the adapter is not blamed for what the machine did.
struct Patience {
  private static let longestTick: UInt64 = 50_000_000
  private let clock = MonotonicClock()
  private let limit: UInt64
  private let process: Int32?
  private var spent: UInt64 = 0
  private var last: UInt64
  private var starved: UInt64 = 0
  private var lastWaits: UInt64?

  /// Begins now; `process` is the adapter's.
  init(_ limit: Duration, for process: Int32? = nil) {
    self.limit = limit.wholeNanoseconds
    self.process = process
    last = clock.nanoseconds
    lastWaits = process.flatMap { SchedulerWaits.ofThreads(of: $0) }
  }

  /// Whether any is left, as far as was looked.
  mutating func isLeft() -> Bool {
    let now = clock.nanoseconds
    spent += min(now - last, Self.longestTick)
    last = now
    noteWaits()
    return spent < limit
  }

  /// How much was spent when last looked, but for what the adapter waited for a processor.
  var elapsed: Duration { .nanoseconds(Int64(spent - min(starved, spent))) }

  /// What threads that have ended had waited is not in the sum any more.
  private mutating func noteWaits() {
    guard let process, let waits = SchedulerWaits.ofThreads(of: process) else { return }
    if let lastWaits, waits > lastWaits { starved += waits - lastWaits }
    lastWaits = waits
  }
}
