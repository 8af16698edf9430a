import Record
import Statistics

/// The slow requests of a trial beside what its app went through, in nanoseconds of the time in which it was the app's turn.
struct TailWindow {
  let trial: Trial
  let answered: Int
  let requests: [Range<Int>]
  let eventsLeftOut: Int
  private let series: TrialSeries
  /// What the metrics mean that the trial has.
  private let metrics: [MetricFacts]
  /// When the window began, on CLOCK_MONOTONIC.
  private let start: Int
  /// To the end of the last slow request or event, which may come after the load's.
  private let active: ActiveTime

  /// nil unless the trial kept its slow requests and its app was watched.
  init?(_ trial: Trial, _ series: TrialSeries?, _ facts: [String: MetricFacts]) {
    guard let load = trial.load, let slowest = load.slowest, let series else { return nil }
    self.trial = trial
    self.series = series
    metrics = trial.metrics.keys.compactMap { facts[$0] }
    answered = load.answered
    eventsLeftOut = series.eventsLeftOut
    let times = slowest.requests.map { $0.due..<$0.end }
    let start = slowest.startNanoseconds
    self.start = start
    let ends = series.events.map { $0.timeNanoseconds + $0.durationNanoseconds - start }
    let active = ActiveTime(of: load, times, until: ends.max() ?? 0)
    self.active = active
    requests = times.map(active.range)
  }

  /// The requests and what the cause covers; nil when nothing is known of the cause.
  func test(of cause: TailAttribution.Cause) -> OverlapTest.Window? {
    intervals(of: cause).map {
      OverlapTest.Window(requests, coverage: Coverage(of: $0.map(active.range), in: active.length))
    }
  }

  private func intervals(of cause: TailAttribution.Cause) -> [Range<Int>]? {
    guard cause != .processor else { return processorWaits }
    let kinds = Set(metrics.filter { cause.isCounted(by: $0) }.compactMap(\.events))
    guard !kinds.isEmpty else { return nil }
    return series.events.filter { kinds.contains($0.kind) }.map {
      let begin = $0.timeNanoseconds - start
      return begin..<begin + $0.durationNanoseconds
    }
  }

  /// The times between samples in which threads waited for a processor for more than a tenth of them.
  private var processorWaits: [Range<Int>]? {
    guard let delay = metrics.first(where: { $0.role == .runQueue }), let delays = series.values[delay.name],
      series.times.count > 1
    else { return nil }
    let times = series.times.map { $0 + series.startNanoseconds - start }
    return zip(zip(times, times.dropFirst()), delays.dropFirst()).compactMap { times, delay in
      guard let delay, delay * 10 > times.1 - times.0 else { return nil }
      return times.0..<times.1
    }
  }

  /// Why nothing is known of a cause.
  func unknown(_ cause: TailAttribution.Cause, _ plan: Plan) -> TailAttribution.Unknown {
    if cause == .processor { return .system }
    if !plan.load.agents { return .noAgents }
    return metrics.contains { cause.isCounted(by: $0) } ? .notTimed : .notTold
  }
}

extension TailAttribution.Cause {
  /// Whether a metric counts what may have held requests up.
  fileprivate func isCounted(by metric: MetricFacts) -> Bool {
    metric.role.map { roles.contains($0) } ?? false
  }

  private var roles: Set<Key<MetricFacts.Roles>> {
    switch self {
    case .collection: [.collection, .collections, .longestCollection]
    case .lock: [.lockWait, .lockContended]
    case .stall: [.stall]
    case .processor: [.runQueue]
    }
  }
}
