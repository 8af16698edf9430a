import Glibc
import Platform

/// Makes whoever works on a processor slower by a known share: a thread there takes its part of every 2 ms, which is much shorter than
/// any window.
///
/// An app that is always busy serves requests as if each took so much longer.
struct ProcessorTax {
  private static let periodNanoseconds: UInt64 = 2_000_000

  private let threads: ThreadPerProcessor<UInt64>

  /// Begins to take so much of the `processors` that work on them takes `slowdown` longer: .05 is 5 %. Throws when one is not allowed.
  init(slowdown: Double, processors: [Int]) throws(SystemError) {
    threads = try ThreadPerProcessor(name: "processor-tax", processors: processors) { _, stop in
      Self.take(slowdown / (1 + slowdown), until: stop)
    }
  }

  /// Takes no more; returns what it took, in nanoseconds.
  @discardableResult
  func end() -> UInt64 { threads.end().reduce(0, +) }

  /// Keeps the thread's processor time at its share of the time that passes, and returns it.
  private static func take(_ share: Double, until stop: StopFlag) -> UInt64 {
    let clock = MonotonicClock()
    let start = clock.nanoseconds
    var due = start
    while !stop.isRaised {
      due += periodNanoseconds
      clock.sleep(until: due)
      let owed = UInt64(share * Double(clock.nanoseconds - start))
      while threadNanoseconds < owed {}
    }
    return threadNanoseconds
  }

  /// Processor time of the calling thread.
  private static var threadNanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
