import Record
import Statistics

extension Insight {
  /// Averages over the trials of a category, which are observations; nil of nothing.
  init?(_ framework: String, _ category: String, _ trials: [Trial], workers: Int) {
    guard !trials.isEmpty else { return nil }
    self.framework = framework
    self.category = category
    self.trials = trials.count
    cpuMicrosecondsPerRequest = mean(trials.compactMap(\.cpuMicrosecondsPerRequest))
    userShare = mean(trials.compactMap(\.userShare))
    memoryBytes = mean(trials.compactMap { $0.metrics["memory.rss"] })
    let found = InsightRule.all.compactMap { rule -> Figure? in
      let values = trials.compactMap { $0.value(of: rule, workers: workers) }
      guard let value = mean(values), !Self.isDelay(rule, in: trials) else { return nil }
      return Figure(metric: rule.metric, value: value, basis: rule.basis)
    }
    figures =
      found.filter { $0.basis != .request }.sorted { $0.value > $1.value }
      + found.filter { $0.basis == .request }
    unavailable = MissingMetrics.grouped(
      (trials.unavailable?.reasons ?? [:]).filter { InsightRule.of($0.key) != nil })
  }

  /// Whether what a rule calls a wait for a lock was mostly a wait for a processor.
  private static func isDelay(_ rule: InsightRule, in trials: [Trial]) -> Bool {
    guard let waits = rule.waits else { return false }
    let told = trials.filter { $0.metrics[waits] != nil }
    let sum = { (name: String) in told.compactMap { $0.metrics[name] }.reduce(0, +) }
    return sum(InsightRule.runQueueDelay) > 0 && sum(InsightRule.runQueueDelay) >= sum(waits) / 2
  }
}

extension Trial {
  /// The share of the processor time in user mode; nil when there is none or it is not known.
  fileprivate var userShare: Double? {
    guard let user = metrics["cpu.user"], let system = metrics["cpu.system"], user + system > 0 else {
      return nil
    }
    return user / (user + system)
  }

  /// The rule's metric relative to what this trial has of its basis; nil without either.
  fileprivate func value(of rule: InsightRule, workers: Int) -> Double? {
    guard let load, let value = metrics[rule.metric] else { return nil }
    let whole =
      switch rule.basis {
      case .cpu: (metrics["cpu.total"] ?? 0) / Double(load.answered)
      case .time: Double(system?.elapsedNanoseconds ?? load.windowNanoseconds) * Double(workers)
      case .request: Double(load.answered)
      }
    return whole > 0 && whole.isFinite ? value / whole : nil
  }
}
