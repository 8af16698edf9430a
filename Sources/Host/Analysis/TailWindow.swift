import AdapterProtocol
import Record
import Statistics

/// The slow requests of a trial beside what its app went through, in nanoseconds since the window began.
struct TailWindow {
  let trial: Trial
  let answered: Int
  let requests: [Range<Int>]
  let eventsLeftOut: Int
  private let series: TrialSeries
  /// When the window began, on CLOCK_MONOTONIC.
  private let start: Int
  /// To the end of the last slow request or event, which may come after the load's.
  private let length: Int

  /// nil unless the trial kept its slow requests and its app was watched.
  init?(_ trial: Trial, _ series: TrialSeries?) {
    guard let load = trial.load, let slowest = load.slowest, let series else { return nil }
    self.trial = trial
    self.series = series
    answered = load.answered
    eventsLeftOut = series.eventsLeftOut
    requests = slowest.requests.map { $0.due..<$0.end }
    let start = slowest.startNanoseconds
    self.start = start
    let ends = series.events.map { $0.timeNanoseconds + $0.durationNanoseconds - start }
    length = max(load.windowNanoseconds, (requests.map(\.upperBound) + ends).max() ?? 0)
  }

  /// The requests and what the cause covers; nil when nothing is known of the cause.
  func test(of cause: TailAttribution.Cause) -> OverlapTest.Window? {
    intervals(of: cause).map { OverlapTest.Window(requests, coverage: Coverage(of: $0, in: length)) }
  }

  private func intervals(of cause: TailAttribution.Cause) -> [Range<Int>]? {
    guard let source = cause.source else { return processorWaits }
    guard trial.metrics.keys.contains(where: { source.isTold(by: $0) }) else { return nil }
    return series.events.filter { source.events.contains($0.kind) }.map {
      let begin = $0.timeNanoseconds - start
      return begin..<begin + $0.durationNanoseconds
    }
  }

  /// The times between samples in which threads waited for a processor for more than a tenth of them.
  private var processorWaits: [Range<Int>]? {
    guard let delays = series.values["process.run_queue_delay"], series.times.count > 1 else { return nil }
    let times = series.times.map { $0 + series.startNanoseconds - start }
    return zip(zip(times, times.dropFirst()), delays.dropFirst()).compactMap { times, delay in
      guard let delay, delay * 10 > times.1 - times.0 else { return nil }
      return times.0..<times.1
    }
  }

  /// Why nothing is known of a cause.
  func reason(_ cause: TailAttribution.Cause, _ plan: Plan) -> String {
    guard let source = cause.source else { return "the system does not tell" }
    if plan.load.agents == false { return "the run had no runtime agents" }
    return trial.metrics.keys.contains { source.isCounted(by: $0) }
      ? "its runtime counts them, but does not tell when each was" : "its runtime has none or does not tell"
  }
}

extension TailAttribution.Cause {
  /// Where a cause comes from: the events of a runtime, and the kinds of pages that count them (`docs/AGENTS.md`).
  fileprivate struct Source {
    let events: [String]
    let pages: [String]

    /// Whether a metric counts such events: `<language>.<kind of page>.<what>`.
    func isCounted(by metric: String) -> Bool {
      let parts = metric.split(separator: ".")
      return parts.count == 3 && pages.contains(String(parts[1]))
    }

    /// Whether a metric is the longest of such events, so that each of them is told.
    func isTold(by metric: String) -> Bool { isCounted(by: metric) && metric.hasSuffix("longest") }
  }

  /// nil: it is no event of a runtime.
  fileprivate var source: Source? {
    switch self {
    case .collection: Source(events: ["gc"], pages: ["gc"])
    case .lock: Source(events: ["gil_wait", "gvl_wait"], pages: ["gil", "gvl"])
    case .stall: Source(events: ["stall"], pages: ["loop"])
    case .processor: nil
    }
  }
}
