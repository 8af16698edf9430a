import Glibc
import Platform
import Synchronization

/// Makes an app slower by a known share: for all that its processes work, a thread on each of their processors takes its part every 2 ms,
/// which is much shorter than any window or turn. What it costs to look is part of that.
///
/// An app that is always busy serves requests as if each took so much longer; while it rests nothing is taken.
final class ProcessorTax: Sendable {
  private static let periodNanoseconds: UInt64 = 2_000_000
  /// Between two looks at an app that rests.
  private static let restNanoseconds: UInt64 = 8_000_000

  private let threads: Mutex<ThreadPerProcessor<UInt64>>

  /// Begins to take so much that the work of `processes` takes `slowdown` longer: .05 is 5 %. Throws when a processor is not allowed.
  init(slowdown: Double, of processes: Set<Int32>, on processors: [Int]) throws(SystemError) {
    let clocks = processes.compactMap { process -> clockid_t? in
      var clock = clockid_t()
      return clock_getcpuclockid(process, &clock) == 0 ? clock : nil
    }
    let share = slowdown / Double(max(1, Set(processors).count))
    threads = Mutex(
      try ThreadPerProcessor(name: "processor-tax", processors: processors) { _, stop in
        Self.take(share, of: clocks, until: stop)
      })
  }

  /// Takes no more; returns what it took, in nanoseconds.
  @discardableResult
  func end() -> UInt64 { threads.withLock { $0.end() }.reduce(0, +) }

  /// Keeps the thread's processor time at its share of what has passed on the clocks, and returns it.
  private static func take(_ share: Double, of clocks: [clockid_t], until stop: StopFlag) -> UInt64 {
    func worked() -> UInt64 { clocks.map(nanoseconds).reduce(0, +) }
    let (clock, start) = (MonotonicClock(), worked())
    var (done, isResting, isLast) = (start, false, false)
    while !isLast {
      clock.sleep(until: clock.nanoseconds + (isResting ? restNanoseconds : periodNanoseconds))
      isLast = stop.isRaised
      let before = done
      done = worked()
      isResting = done == before
      let owed = done > start ? UInt64(share * Double(done - start)) : 0
      while nanoseconds(CLOCK_THREAD_CPUTIME_ID) < owed {}
    }
    return nanoseconds(CLOCK_THREAD_CPUTIME_ID)
  }

  /// What a clock shows; 0 for that of a process that is gone.
  private static func nanoseconds(_ clock: clockid_t) -> UInt64 {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { return 0 }
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
