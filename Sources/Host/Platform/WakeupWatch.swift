import CLinux

/// How late threads are woken that sleep to known instants, one on each processor: what hypervisor, interrupts and timers withhold from
/// whoever waits there, as `jHiccup` and `cyclictest` look at it.
///
/// Every instant counts with its own lateness, also those that passed before the thread woke, as requests of an open loop do. The threads
/// ask for the shortest slice, so that since Linux 6.12 no busy thread on their processor keeps them waiting: what that takes from others
/// is not theirs to tell. They cost some microseconds per instant.
package struct WakeupWatch {
  /// What the threads saw.
  package struct Lateness: Equatable, Sendable {
    /// Instants at which a thread was to wake.
    package private(set) var instants = 0
    /// Of them, those at which it woke more than `toleratedNanoseconds` late.
    package private(set) var late = 0
    /// The latest of them.
    package private(set) var latestNanoseconds: UInt64 = 0

    /// Nothing seen.
    package init() {}

    /// Takes in that a thread woke so late at an instant.
    package mutating func record(_ nanoseconds: UInt64) {
      instants += 1
      if nanoseconds > WakeupWatch.toleratedNanoseconds { late += 1 }
      latestNanoseconds = max(latestNanoseconds, nanoseconds)
    }

    /// Takes in what another thread saw.
    package mutating func merge(_ other: Lateness) {
      instants += other.instants
      late += other.late
      latestNanoseconds = max(latestNanoseconds, other.latestNanoseconds)
    }
  }

  /// From one instant to the next.
  package static let periodNanoseconds: UInt64 = 5_000_000
  /// Who wakes up so late, or less, is in time.
  package static let toleratedNanoseconds: UInt64 = 100_000
  /// The shortest that the kernel grants.
  private static let sliceNanoseconds: UInt64 = 100_000

  private let threads: ThreadPerProcessor<Lateness>

  /// Begins to watch `processors`; throws when one of them is not allowed.
  package init(processors: [Int]) throws(SystemError) {
    threads = try ThreadPerProcessor(name: "wakeup-watch", processors: processors) { _, stop in
      Self.lateness(until: stop)
    }
  }

  /// What was seen on all processors together; takes up to a period.
  package func end() -> Lateness {
    threads.end().reduce(into: Lateness()) { $0.merge($1) }
  }

  private static func lateness(until stop: StopFlag) -> Lateness {
    _ = clinux_set_slice(sliceNanoseconds)
    let clock = MonotonicClock()
    var lateness = Lateness()
    var due = clock.nanoseconds + periodNanoseconds
    while !stop.isRaised {
      clock.sleep(until: due)
      lateness.record(clock.nanoseconds - due)
      due += periodNanoseconds
    }
    return lateness
  }
}
