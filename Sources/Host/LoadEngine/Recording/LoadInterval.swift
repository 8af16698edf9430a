package import Statistics

/// What one worker did in a part of the window, or after it until its last answer, while the load goes on.
package struct LoadInterval: Sendable {
  /// The worker's place among the load's.
  package let worker: Int
  /// The interval's place in the window, from 0; all workers have the same intervals, as long as they last.
  package let number: Int
  /// Whether it is the worker's last one, in which it waited for what was outstanding at the window's end.
  package let isLast: Bool
  /// When it began, in nanoseconds since the window did.
  package let startNanoseconds: UInt64
  /// How long it was.
  package let lengthNanoseconds: UInt64
  /// Requests sent in it.
  package let sent: Int
  /// Requests answered in it.
  package let answered: Int
  /// Requests that failed in it.
  package let errors: Int
  /// Events or messages that came in it; nil of loads without streams.
  package let items: Int?
  /// What users did; nil of loads without any.
  package let sessions: Sessions?
  /// The latencies of the answered ones.
  package let latency: Histogram

  /// Users, and their flows.
  package struct Sessions: Sendable {
    /// How many are there at its end.
    package let users: Int
    /// Flows that were completed in it.
    package let flows: Int
  }
}

/// Tells an observer about each second, by the difference to what was told before; costs nothing in between.
struct IntervalReporter {
  private static let length: UInt64 = 1_000_000_000
  /// When the next report is due; `UInt64.max` without an observer.
  private(set) var next = UInt64.max
  private let worker: Int
  private let observer: (@Sendable (LoadInterval) -> Void)?
  private var number = 0
  private var windowStart: UInt64 = 0
  private var start: UInt64 = 0
  private var told = (sent: 0, answered: 0, errors: 0, items: 0, flows: 0, latency: Histogram())

  init(_ worker: Int, _ observer: (@Sendable (LoadInterval) -> Void)?) {
    self.worker = worker
    self.observer = observer
  }

  mutating func begin(at now: UInt64) {
    windowStart = now
    start = now
    if observer != nil { next = now &+ Self.length }
  }

  /// Reports what came after the window, and that there is no more.
  mutating func end(
    at now: UInt64, _ result: LoadResult, items: Int? = nil, sessions: LoadInterval.Sessions? = nil,
    _ latency: borrowing HistogramRecorder
  ) {
    report(at: now, result, items: items, sessions: sessions, latency, isLast: true)
    next = .max
  }

  /// `sessions`: with all flows so far.
  mutating func report(
    at now: UInt64, _ result: LoadResult, items: Int? = nil, sessions: LoadInterval.Sessions? = nil,
    _ latency: borrowing HistogramRecorder, isLast: Bool = false
  ) {
    guard let observer, now > start || isLast else { return }
    let all = latency.snapshot()
    observer(
      LoadInterval(
        worker: worker, number: number, isLast: isLast, startNanoseconds: start - windowStart,
        lengthNanoseconds: max(now, start) - start,
        sent: result.sent - told.sent, answered: result.answered - told.answered,
        errors: result.errors.total - told.errors, items: items.map { $0 - told.items },
        sessions: sessions.map { .init(users: $0.users, flows: $0.flows - told.flows) },
        latency: all.subtracting(told.latency)))
    told = (result.sent, result.answered, result.errors.total, items ?? 0, sessions?.flows ?? 0, all)
    number += 1
    start = now
    next = max(next &+ Self.length, now)
  }
}
