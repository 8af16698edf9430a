import Record
import Statistics

extension LatencyComparison {
  /// Analyses the latency half of a run; nil when there was none.
  init?(of stored: StoredRun, _ table: Observations) {
    let plan = stored.run.plan
    guard let latency = plan.latency, let offered = stored.run.offered else { return nil }
    let conditions = offered.flatMap { offer in
      offer.rates.indices.map {
        (workload: offer.workload, rate: offer.rates[$0], share: latency.shares?[$0])
      }
    }
    let rules = ContestRules(plan, conditions: plan.workloads.count * latency.levels, better: .lower)
    let contests = conditions.map { Contest(table.p99($0.workload, $0.rate), by: rules) }
    let verdicts = Contest.verdicts(of: contests)
    let points = conditions.indices.map { i in
      let (workload, rate) = (conditions[i].workload, conditions[i].rate)
      return Point(
        workload: workload, rate: rate, share: conditions[i].share, twin: contests[i].twin,
        twinCell: plan.twin.map { table.latencyCell($0.name, workload, rate) },
        delta: contests[i].margin.delta, cells: rules.names.map { table.latencyCell($0, workload, rate) },
        pairs: verdicts[i], ranks: contests[i].ranks(verdicts[i]), winner: contests[i].winner(verdicts[i]))
    }
    method = Comparison.Method(
      metric: "p99 latency in nanoseconds at an equal offered rate", alpha: Comparison.alpha,
      delta: plan.delta, family: rules.family, blocksNeeded: rules.blocksNeeded,
      blocks: stored.run.end(of: .latency)?.blocks ?? latency.rounds,
      end: stored.run.end(of: .latency))
    arrivals = latency.arrivals
    overall = rules.names.map { name in
      Contest.overall(name, over: contests, won: points.count { $0.winner == name }, by: rules)
    }
    self.points = points
  }
}

extension LatencyCell {
  /// Sums up the trials of a cell at a rate.
  init(
    framework: String, workload: String, rate: Double, trials: [Trial], conformance: ConformanceRecord?,
    tolerated: [String]
  ) {
    let tried = trials.filter { $0.failure == nil && $0.load != nil }
    let valid = tried.filter { $0.isValid(tolerating: tolerated) }
    let (loads, allLoads) = (valid.compactMap(\.load), tried.compactMap(\.load))
    let observed = valid.compactMap(\.p99)
    self.framework = framework
    self.workload = workload
    self.rate = rate
    gates = GateSummary.all(of: tried, tolerated: tolerated)
    state =
      !observed.isEmpty
      ? .measured : !tried.isEmpty && valid.isEmpty ? .invalid : conformance != nil ? .refused : .failed
    reason =
      if !tried.isEmpty, valid.isEmpty {
        gates.filter { $0.failed > 0 && !$0.isTolerated }.map(\.text).joined(separator: ", ")
      } else if observed.count < valid.count {
        "p99 needs \(Percentiles.requestsForP99) requests in a block; give a longer --latency-duration or a higher --rate"
      } else if let failure = trials.compactMap(\.failure).first {
        "\(failure.stage.rawValue): \(failure.reason)"
      } else if let first = conformance?.failures.first, tried.isEmpty {
        "\(first.check): \(first.request) → expected \(first.expected), got \(first.got)"
      } else {
        tried.isEmpty ? "not measured before the run ended" : nil
      }
    blocks = observed.count
    p99 = Cell.Spread(observed)
    corrected = Percentiles(loads.map(\.latency))
    uncorrected = Percentiles(loads.compactMap(\.openLoop?.uncorrectedLatency))
    requests = allLoads.map(\.answered).reduce(0, +)
    unsent = allLoads.compactMap(\.openLoop?.unsent).reduce(0, +)
    errors = allLoads.map(\.errors).reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    answersChecked = allLoads.map(\.canaries.checked).reduce(0, +)
    wrongAnswers = allLoads.map(\.canaries.wrong).reduce(0, +)
  }
}
