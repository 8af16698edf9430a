import LoadEngine
import Platform
import Record

/// Looks at an app ten times a second during its measured window, on a thread of its own on the generator's side of the machine.
package struct SeriesSampler: ~Copyable {
  private static let period: UInt64 = 100_000_000
  /// The longest that events are waited for after the window, whatever an adapter says.
  private static let longestWait = 500_000_000
  /// How soon the end of a load is noticed.
  private static let patience: UInt64 = 10_000_000
  private let thread: PinnedThread<Recording>

  /// Waits for the window that `progress` tells of, and ends with the load.
  init(_ metrics: AppMetrics, _ load: Plan.Load, _ progress: LoadProgress) throws(SystemError) {
    let recording = Recording(metrics)
    progress.beforeClosing { metrics.lookClosely() }
    thread = try PinnedThread(name: "series", cpu: load.generatorCPUs.last) {
      var recording = recording
      recording.record(progress)
      return recording
    }
  }

  /// What was seen, once the load is over.
  consuming func recording() -> Recording { thread.join() }

  /// What is looked at, and what was seen.
  struct Recording: Sendable {
    private let metrics: AppMetrics
    private var start: UInt64?
    private var times: [UInt64] = []
    private var values: [String: [Int?]] = [:]
    private var events: [TrialSeries.Event] = []

    /// The series of a window that was so long from its beginning to its end; nil when none began.
    func series(of trial: TrialKey, spanNanoseconds: Int) -> TrialSeries? {
      guard let start = start.map({ Int($0) }) else { return nil }
      return TrialSeries(
        of: trial, startNanoseconds: start, endNanoseconds: start + spanNanoseconds,
        times: times.map { Int($0) - start }, values: values,
        counters: metrics.counters.union([TrialSeries.requests]), events: events)
    }

    fileprivate init(_ metrics: AppMetrics) { self.metrics = metrics }

    fileprivate mutating func record(_ progress: LoadProgress) {
      let clock = MonotonicClock()
      _ = metrics.takeEvents()
      while progress.windowStartNanoseconds == nil, !progress.isOver {
        clock.sleep(until: clock.nanoseconds + 1_000_000)
      }
      start = progress.windowStartNanoseconds
      guard let start else { return }
      var due = start
      while !progress.isOver {
        let now = clock.nanoseconds
        if now >= due {
          look(now, progress.answered)
          due += SeriesSampler.period
        }
        clock.sleep(until: min(due, clock.nanoseconds + SeriesSampler.patience))
      }
      look(clock.nanoseconds, progress.answered)
      guard metrics.tellsEvents else { return }
      let latest = UInt64(min(max(0, metrics.eventAgeNanoseconds), SeriesSampler.longestWait))
      clock.sleep(until: clock.nanoseconds + latest)
      events += metrics.takeEvents()
    }

    private mutating func look(_ time: UInt64, _ answered: Int) {
      times.append(time)
      values[TrialSeries.requests, default: []].append(answered)
      for (name, value) in metrics.look() { values[name, default: []].append(value) }
      events += metrics.takeEvents()
    }
  }
}
