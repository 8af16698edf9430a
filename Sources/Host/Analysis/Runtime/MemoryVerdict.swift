package import Record
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
  package static let minimumSessions = 3

  /// Who.
  package let participant: Key<Participant>
  /// Under which workload, whatever the load.
  package let workload: Key<Plan.Workload>
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

  /// The verdict from a participant's series under a workload, by process; nil when none of them has the metric.
  init?(
    _ participant: Key<Participant>, _ workload: Key<Plan.Workload>, _ metric: String,
    _ sessions: [[TrialSeries]]
  ) {
    guard sessions.joined().contains(where: { $0.values[metric]?.contains { $0 != nil } == true }) else {
      return nil
    }
    self.participant = participant
    self.workload = workload
    self.metric = metric
    // Windows of one process are one observation.
    let slopes = sessions.compactMap { session in
      Summary(of: session.compactMap { $0.slope(of: metric) })?.mean
    }
    self.sessions = slopes.count
    // Sorted, because a sum depends on the order of its terms.
    let summary = slopes.count < Self.minimumSessions ? nil : Summary(of: slopes.sorted())
    bytesPerRequest = summary?.mean
    interval = summary?.meanInterval(level: 0.95).map(Interval.init)
    growth = interval.map { $0.low > Self.margin ? .grows : .noGrowth } ?? .unknown
  }

  /// Everybody under every workload, by every gauge of memory; none for runs without series.
  static func all(of record: RunRecord) -> [MemoryVerdict] {
    let gauges = record.metrics.filter { $0.unit == "bytes" && $0.kind == .gauge && $0.better == .lower }
    guard !record.series.isEmpty, !gauges.isEmpty else { return [] }
    let plan = record.plan
    let processes = Process.all(of: record)
    let sessions = Dictionary(grouping: processes.keys) { Place($0.participant, $0.workload) }
    return plan.compared.flatMap { participant in
      plan.workloads.flatMap { workload in
        let own = (sessions[Place(participant.id, workload.id)] ?? []).compactMap { processes[$0] }
        return gauges.compactMap { MemoryVerdict(participant.id, workload.id, $0.name, own) }
      }
    }
  }

  private struct Place: Hashable {
    let participant: Key<Participant>
    let workload: Key<Plan.Workload>

    init(_ participant: Key<Participant>, _ workload: Key<Plan.Workload>) {
      self.participant = participant
      self.workload = workload
    }
  }

  /// The part of a session with one workload: a block has a process in each family.
  private struct Process: Hashable {
    let participant: Key<Participant>
    let workload: Key<Plan.Workload>
    let family: Key<Family>
    let block: Int

    static func all(of record: RunRecord) -> [Process: [TrialSeries]] {
      let places = record.plan.families.flatMap { family in
        family.conditions.map { ($0.id, (family.id, $0.workload)) }
      }
      let byCondition = Dictionary(places) { first, _ in first }
      return record.series.reduce(into: [:]) { all, series in
        guard let (family, workload) = byCondition[series.condition] else { return }
        let process = Process(
          participant: series.participant, workload: workload, family: family, block: series.block)
        all[process, default: []].append(series)
      }
    }
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
