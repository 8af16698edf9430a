package import Record

/// Series of a second, made up.
package enum SampleSeries {
  /// The series of a trial whose answers come evenly, each of which adds so many bytes to 50 MB of memory; nil for one that failed.
  package static func make(of trial: Trial, bytesPerRequest: Double) -> TrialSeries? {
    guard let load = trial.load else { return nil }
    let answered = (0...10).map { load.answered * $0 / 10 }
    let start = (trial.block + 1) * 10_000_000_000
    return TrialSeries(
      of: trial.key, startNanoseconds: start, endNanoseconds: start + load.windowNanoseconds,
      times: (0...10).map { $0 * 100_000_000 },
      values: [
        TrialSeries.requests: answered, "cpu.total": answered.map { 1000 * $0 },
        "memory.rss": answered.map { 50_000_000 + Int(bytesPerRequest * Double($0)) },
      ], counters: [TrialSeries.requests, "cpu.total"],
      events: [.init(kind: "gc", timeNanoseconds: start + 7, durationNanoseconds: 2_000_000, pid: 4711)])
  }
}

extension RunJournal {
  /// Adds everything that happened in a run, and closes it.
  package func append(_ record: RunRecord) throws {
    let series = record.seriesByTrial
    try append(.metrics(record.metrics))
    for facts in record.frameworks { try append(.framework(facts)) }
    for entry in record.conformance { try append(.conformance(entry)) }
    for pilot in record.pilots { try append(.pilot(pilot)) }
    try record.design.map { try append(.design($0)) }
    for session in record.sessions { try append(.session(session)) }
    for trial in record.trials { try append(trial, series[trial.key]) }
    try record.end.map { try append(.end($0)) }
    try record.outcome.map { try close($0.kind, at: $0.at) }
  }
}
