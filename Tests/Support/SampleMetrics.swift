package import Record

extension RunRecord {
  /// The same run with other metrics, which mean what `facts` say.
  package func telling(
    _ facts: [MetricFacts],
    _ change: (Trial) -> (metrics: [String: Double], unavailable: [String: String], vanished: Int)
  ) -> RunRecord {
    with(
      trials: trials.map { trial in
        guard trial.failure == nil else { return trial }
        let told = change(trial)
        return trial.with(metrics: told.metrics, unavailable: told.unavailable, vanished: told.vanished)
      }, metrics: facts)
  }
}
