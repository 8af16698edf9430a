import Foundation
package import Record

/// Slow requests and what their app went through, made up.
package enum SampleTail {
  /// What happened in a trial's window of a second; times are nanoseconds since it began.
  package struct Happening {
    /// When slow requests were due, and when they ended.
    package var slow: [Range<Int>]
    /// When events happened, by kind.
    package var events: [String: [Range<Int>]]
    /// Threads' waits for a processor, in nanoseconds, by tenth of a second; nil: not told.
    package var waits: [Int?]
    /// The metrics that the trial has.
    package var metrics: [String]

    /// What happened.
    package init(
      slow: [Range<Int>], events: [String: [Range<Int>]] = [:],
      waits: [Int?] = Array(repeating: 0, count: 10), metrics: [String]
    ) {
      self.slow = slow
      self.events = events
      self.waits = waits
      self.metrics = metrics
    }
  }

  /// The window begins here on CLOCK_MONOTONIC.
  private static let start = 5_000_000_000_000

  /// The run with slow requests and series in every trial that was measured; its metrics mean what `facts` say.
  package static func make(
    _ record: RunRecord, _ facts: [MetricFacts], _ happened: (Trial) -> Happening
  ) -> RunRecord {
    let pairs = record.trials.map { trial -> (Trial, TrialSeries?) in
      guard var load = trial.load else { return (trial, nil) }
      let happening = happened(trial)
      load.slowest = SlowRequests(
        startNanoseconds: start,
        requests: happening.slow.enumerated().map { index, times in
          .init(
            due: times.lowerBound, sent: times.lowerBound, end: times.upperBound, connection: index % 8,
            variant: 0)
        })
      let names = happening.metrics.map { ($0, 1.0) }
      let changed = trial.with(load: load, metrics: trial.metrics.merging(names) { first, _ in first })
      return (changed, series(changed, happening))
    }
    return record.with(
      trials: pairs.map(\.0), series: pairs.compactMap(\.1), metrics: SampleRun.metrics + facts)
  }

  private static func series(_ trial: Trial, _ happening: Happening) -> TrialSeries {
    let totals = happening.waits.reduce(into: [0] as [Int?]) { totals, wait in
      totals.append(wait.map { (totals.compactMap(\.self).last ?? 0) + $0 })
    }
    return TrialSeries(
      of: trial.key, startNanoseconds: start, endNanoseconds: start + 1_000_000_000,
      times: totals.indices.map { $0 * 100_000_000 }, values: ["process.run_queue_delay": totals],
      counters: ["process.run_queue_delay"],
      events: happening.events.flatMap { kind, times in
        times.map {
          TrialSeries.Event(
            kind: kind, timeNanoseconds: start + $0.lowerBound, durationNanoseconds: $0.count, pid: 1)
        }
      })
  }
}
