import Record
import Statistics

/// Whether an app's memory grows with the requests it answers: the slope of a gauge in bytes against requests, a number per session.
///
/// Of each window only the second half counts: what an app does for the first time still grows in the first one.
package struct MemoryVerdict: Codable, Equatable, Sendable {
  /// What may be said.
  package enum Growth: String, Codable, Sendable {
    /// It surely grows, by more than `margin`.
    case grows
    /// It does not, or by less than the interval's upper end.
    case noGrowth = "no-growth"
    /// There is too little to tell from.
    case unknown = "not-known"
  }

  /// Growth of so many bytes per request, or megabytes per million, does not matter: what a request leaves behind has several bytes.
  package static let margin = 0.5
  /// Samples that a slope takes, in the half of a window that counts: windows of a second have them.
  fileprivate static let minimumSamples = 5
  /// Sessions that an interval takes.
  private static let minimumSessions = 3

  /// The framework's name.
  package let framework: String
  /// The workload's name.
  package let workload: String
  /// The gauge, e.g. `memory.rss`.
  package let metric: String
  /// What may be said.
  package let growth: Growth
  /// Sessions (fresh processes) with a slope.
  package let sessions: Int
  /// Bytes per request, the mean over sessions; nil when not known.
  package let bytesPerRequest: Double?
  /// Its 95 % interval, Student's t over sessions; nil when not known.
  package let interval: Interval?

  /// The verdict from the series of a framework's trials under a workload; nil when none of them has the metric.
  init?(_ framework: String, _ workload: String, _ metric: String, _ series: [TrialSeries]) {
    guard series.contains(where: { $0.values[metric]?.contains { $0 != nil } == true }) else { return nil }
    self.framework = framework
    self.workload = workload
    self.metric = metric
    // A block has a session in each half; windows of one process are one observation.
    let bySession = Dictionary(grouping: series) { [$0.block, $0.offeredRate == nil ? 0 : 1] }
    let slopes = bySession.values.compactMap { session in
      Summary(of: session.compactMap { $0.slope(of: metric) })?.mean
    }
    sessions = slopes.count
    // Sorted, because a sum depends on the order of its terms.
    let summary = sessions < Self.minimumSessions ? nil : Summary(of: slopes.sorted())
    bytesPerRequest = summary?.mean
    interval = summary?.meanInterval(level: 0.95).map(Interval.init)
    growth = interval.map { $0.low > Self.margin ? .grows : .noGrowth } ?? .unknown
  }

  /// The verdicts on all frameworks, workloads and gauges of memory, in the run's order; nil in runs that are older than series.
  static func all(of stored: StoredRun) -> [MemoryVerdict]? {
    guard let series = stored.series else { return nil }
    let plan = stored.run.plan
    let cells = Dictionary(grouping: series) { [$0.framework, $0.workload] }
    let gauges = stored.run.metrics.filter {
      $0.unit == "bytes" && $0.kind == "gauge" && $0.better == "lower"
    }
    return plan.frameworks.flatMap { framework in
      plan.workloads.flatMap { workload in
        let cell = cells[[framework.name, workload.name]] ?? []
        return gauges.compactMap { MemoryVerdict(framework.name, workload.name, $0.name, cell) }
      }
    }
  }

  /// The verdict in words, e.g. `grows 1.2 MB (0.9–1.5) per million requests`.
  package var text: String {
    guard let bytesPerRequest, let interval else {
      return
        "not known: \(sessions) sessions with windows of a second or longer, it takes \(Self.minimumSessions)"
    }
    func rounded(_ bytes: Double) -> String { "\((bytes * 10).rounded() / 10)" }
    guard growth == .grows else {
      return "no growth above \(rounded(max(interval.high, Self.margin))) MB per million requests"
    }
    return "grows \(rounded(bytesPerRequest)) MB (\(rounded(interval.low))–\(rounded(interval.high))) "
      + "per million requests"
  }
}

extension TrialSeries {
  /// By how much a gauge grows per request, in the second half of the window; nil with too few samples.
  fileprivate func slope(of metric: String) -> Double? {
    var answered = 0.0
    let requests = (values[Self.requests] ?? []).map { increase in
      answered += Double(increase ?? 0)
      return answered
    }
    let points = zip(requests, values[metric] ?? []).dropFirst(times.count / 2).compactMap { x, y in
      y.map { (x: x, y: Double($0)) }
    }
    return points.count < MemoryVerdict.minimumSamples ? nil : leastSquaresSlope(points)
  }
}
