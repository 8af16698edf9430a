import Record
import Statistics

extension Cell {
  /// Sums up a cell's trials; `conformance` tells whether it was allowed to be measured.
  init(
    framework: String, workload: String, trials: [Trial], conformance: ConformanceRecord?,
    counters: Set<String>, tolerated: [String]
  ) {
    let tried = trials.filter { $0.failure == nil && $0.load != nil }
    let measured = tried.filter { $0.isValid(tolerating: tolerated) }
    let loads = measured.compactMap(\.load)
    let allLoads = tried.compactMap(\.load)
    unsteady = tried.count { $0.steadyState.map { $0.steadyFrom == nil } ?? false }
    gates = GateSummary.all(of: tried, tolerated: tolerated)
    let failure = trials.compactMap(\.failure).first
    let refusal = conformance.flatMap { record in record.failures.first.map { ($0, record.failures.count) } }
    self.framework = framework
    self.workload = workload
    state =
      !measured.isEmpty ? .measured : !tried.isEmpty ? .invalid : refusal != nil ? .refused : .failed
    reason =
      if measured.isEmpty, !tried.isEmpty {
        gates.filter { $0.failed > 0 && !$0.isTolerated }.map(\.text).joined(separator: ", ")
      } else if let (first, count) = refusal, tried.isEmpty {
        "\(first.check): \(first.request) → expected \(first.expected), got \(first.got)"
          + (count > 1 ? " (and \(count - 1) more)" : "")
      } else if let failure {
        "\(failure.stage.rawValue): \(failure.reason)"
      } else {
        measured.isEmpty ? "not measured before the run ended" : nil
      }
    standardError = failure?.standardError ?? []
    blocks = measured.count
    throughput = Spread(loads.map(\.requestsPerSecond))
    latency = Latency(loads.map(\.latency))
    cpuMicrosecondsPerRequest = mean(measured.compactMap(\.cpuMicrosecondsPerRequest))
    memoryBytes = mean(measured.compactMap { $0.metrics["memory.rss"] })
    megabyteSecondsPerRequest = mean(
      measured.compactMap { trial in
        guard let bytes = trial.metrics["memory.rss"], let rate = trial.load?.requestsPerSecond, rate > 0
        else {
          return nil
        }
        return bytes / 1e6 / rate
      })
    startupNanoseconds = mean(trials.compactMap(\.startupNanoseconds).map(Double.init))
    requests = allLoads.map(\.answered).reduce(0, +)
    errors = allLoads.map(\.errors).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    answersChecked = allLoads.map(\.canaries.checked).reduce(0, +)
    wrongAnswers = allLoads.map(\.canaries.wrong).reduce(0, +)
    generatorUtilisation = mean(allLoads.map(\.generatorUtilisation))
    metrics = Self.averages(of: measured, counters: counters)
    unavailable = measured.unavailable
  }

  /// Each metric averaged over the trials that have it; counters per answered request.
  private static func averages(of trials: [Trial], counters: Set<String>) -> [String: Double] {
    let names = Set(trials.flatMap(\.metrics.keys))
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        let values = trials.compactMap { trial -> Double? in
          guard let value = trial.metrics[name] else { return nil }
          guard counters.contains(name) else { return value }
          guard let answered = trial.load?.answered, answered > 0 else { return nil }
          return value / Double(answered)
        }
        return mean(values).map { (name, $0) }
      })
  }
}

extension [Trial] {
  /// Metrics that none of them has, and why; nil when there are none.
  var unavailable: [MissingMetrics]? {
    let reasons = reduce(into: [:]) { $0.merge($1.unavailable?.reasons ?? [:]) { first, _ in first } }
    let known = Set(flatMap(\.metrics.keys))
    return MissingMetrics.grouped(reasons.filter { !known.contains($0.key) })
  }
}

extension Cell.Spread {
  /// The spread of `values`, one per block; nil without any.
  init?(_ values: [Double]) {
    guard let summary = Summary(of: values) else { return nil }
    mean = summary.mean
    median = summary.median
    minimum = summary.minimum
    maximum = summary.maximum
    coefficientOfVariation = summary.coefficientOfVariation
  }
}

extension Cell.Latency {
  /// The merged histograms' percentiles; nil when nothing was recorded.
  init?(_ histograms: [Histogram]) {
    let merged = histograms.reduce(into: Histogram()) { $0.merge($1) }
    guard let p50 = merged.percentile(50), let p90 = merged.percentile(90), let p99 = merged.percentile(99),
      let maximum = merged.maximum, let mean = merged.mean
    else { return nil }
    self.p50 = Int(p50)
    self.p90 = Int(p90)
    self.p99 = merged.count >= Percentiles.requestsForP99 ? Int(p99) : nil
    self.maximum = Int(maximum)
    self.mean = Int(mean.rounded())
  }
}
