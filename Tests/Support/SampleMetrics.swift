package import Record

extension StoredRun {
  /// The same run with other metrics; each is described with the unit it has in `units`, counters first.
  package func telling(
    counters: [String: String] = [:], gauges: [String: String] = [:],
    _ change: (Trial) -> (metrics: [String: Double], unavailable: [String: String], vanished: Int?)
  ) -> StoredRun {
    var run = run
    run.metrics = [("counter", counters), ("gauge", gauges)].flatMap { kind, units in
      units.sorted { $0.key < $1.key }.map {
        MetricFacts(name: $0.key, unit: $0.value, kind: kind, better: "lower")
      }
    }
    let trials = trials.map { trial in
      guard trial.load != nil else { return trial }
      let told = change(trial)
      return Trial(
        block: trial.block, framework: trial.framework, workload: trial.workload,
        offeredRate: trial.offeredRate, startedAt: trial.startedAt,
        startupNanoseconds: trial.startupNanoseconds, steadyState: trial.steadyState, load: trial.load,
        system: trial.system, gates: trial.gates, metrics: told.metrics,
        unavailable: MissingMetrics.grouped(told.unavailable), vanished: told.vanished)
    }
    return StoredRun(run: run, trials: trials, series: series, folder: folder)
  }
}
