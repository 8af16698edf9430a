/// What a run has at most one trial of, and a trial at most one series.
package struct TrialKey: Hashable, Sendable {
  /// The block (round), from 0.
  package let block: Int
  /// The framework's name in the plan.
  package let framework: String
  /// The workload's name.
  package let workload: String
  /// Requests per second that were due; nil in a closed loop.
  package let offeredRate: Double?

  /// A framework under a workload in a block, in an open loop at a rate.
  package init(block: Int, framework: String, workload: String, offeredRate: Double?) {
    self.block = block
    self.framework = framework
    self.workload = workload
    self.offeredRate = offeredRate
  }
}

extension Trial {
  /// Which trial of its run it is.
  package var key: TrialKey {
    TrialKey(block: block, framework: framework, workload: workload, offeredRate: offeredRate)
  }
}

extension TrialSeries {
  /// Which trial of its run it belongs to.
  package var key: TrialKey {
    TrialKey(block: block, framework: framework, workload: workload, offeredRate: offeredRate)
  }
}

extension StoredRun {
  /// The series by the trial they belong to; trials that failed, and runs that are older than series, have none.
  package var seriesByTrial: [TrialKey: TrialSeries] {
    Dictionary((series ?? []).map { ($0.key, $0) }) { first, _ in first }
  }
}
