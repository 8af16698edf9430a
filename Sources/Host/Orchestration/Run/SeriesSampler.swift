import LoadEngine
import Platform
import Record

/// Looks at an app ten times a second during its measured window, on a thread of its own on the generator's side of the machine.
package struct SeriesSampler: ~Copyable {
  private static let period: UInt64 = 100_000_000
  /// The longest that events are waited for after the window, whatever an adapter says.
  private static let longestWait = 500_000_000
  private let thread: PinnedThread<Recording>

  /// Waits for the window of `seconds` that `progress` tells of; it ends with it, or when the load does.
  init(
    _ metrics: AppMetrics, seconds: Double, _ load: Plan.Load, _ progress: LoadProgress
  ) throws(SystemError) {
    let recording = Recording(metrics)
    let length = Duration.seconds(seconds).wholeNanoseconds
    thread = try PinnedThread(name: "series", cpu: load.generatorCPUs.last) {
      var recording = recording
      recording.record(length, progress)
      return recording
    }
  }

  /// The series of the window, which was so long, once the load is over; nil when none began.
  consuming func series(of trial: TrialKey, windowNanoseconds: Int) -> TrialSeries? {
    let recording = thread.join()
    guard let start = recording.start.map({ Int($0) }) else { return nil }
    return TrialSeries(
      of: trial, startNanoseconds: start, endNanoseconds: start + windowNanoseconds,
      times: recording.times.map { Int($0) - start }, values: recording.values,
      counters: recording.metrics.counters.union([TrialSeries.requests]), events: recording.events)
  }

  /// What is looked at, and what was seen.
  private struct Recording: Sendable {
    let metrics: AppMetrics
    private(set) var start: UInt64?
    private(set) var times: [UInt64] = []
    private(set) var values: [String: [Int?]] = [:]
    private(set) var events: [TrialSeries.Event] = []

    init(_ metrics: AppMetrics) { self.metrics = metrics }

    mutating func record(_ length: UInt64, _ progress: LoadProgress) {
      let clock = MonotonicClock()
      _ = metrics.takeEvents()
      while progress.windowStartNanoseconds == nil, !progress.isOver {
        clock.sleep(until: clock.nanoseconds + 1_000_000)
      }
      start = progress.windowStartNanoseconds
      guard let start else { return }
      var due = start
      while due < start + length, !progress.isOver {
        look(clock.nanoseconds, progress.answered)
        due = min(due + SeriesSampler.period, start + length)
        clock.sleep(until: due)
      }
      look(clock.nanoseconds, progress.answered)
      guard metrics.tellsEvents else { return }
      // What began in the window may last until the load has drained.
      while !progress.isOver { clock.sleep(until: clock.nanoseconds + 1_000_000) }
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
