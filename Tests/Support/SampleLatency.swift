import Foundation
package import Record
import Statistics

/// Trials at offered rates, made up.
package enum SampleLatency {
  /// A trial in which a fiftieth of the requests took `p99` nanoseconds from when they were due, and all
  /// others a tenth of it; written they were a microsecond before they were answered. A nil `p99` is a failed trial.
  package static func trial(_ key: TrialKey, _ condition: Condition, _ p99: Double?) -> Trial {
    let date = Date(timeIntervalSince1970: Double(key.block))
    guard let p99 else {
      return Trial(
        block: key.block, participant: key.participant, condition: condition.id, startedAt: date,
        failure: Trial.Failure(stage: .measure, reason: "the app exited with status 3"))
    }
    let count = Int(condition.rate ?? 0)
    let late = max(1, count / 50)
    func histogram(_ values: [(UInt64, Int)]) -> Histogram {
      var recorder = HistogramRecorder()
      for (value, count) in values where count > 0 { recorder.record(value, count: UInt64(count)) }
      return recorder.snapshot()
    }
    let load = LoadFigures(
      windowNanoseconds: 1_000_000_000, sent: count, answered: count, answeredInWindow: count, unfinished: 0,
      errors: [:], bytesSent: 0, bytesReceived: 0,
      latency: histogram([(UInt64(p99 / 10), count - late), (UInt64(p99), late)]),
      openLoop: LoadFigures.OpenLoop(
        unsent: 0, lateness: histogram([(10, count)]), uncorrectedLatency: histogram([(1000, count)])),
      canaries: LoadFigures.Canaries(checked: 5, wrong: 0, firstDifference: nil),
      generator: LoadFigures.Generator(
        cpuUserNanoseconds: 100_000_000, cpuSystemNanoseconds: 100_000_000, blockedNanoseconds: 800_000_000,
        runQueueNanoseconds: nil, threads: 1, poller: "epoll"))
    return Trial(
      block: key.block, participant: key.participant, condition: condition.id, startedAt: date,
      startupNanoseconds: 200_000_000
    ).with(load: load, system: SampleRun.quiet, metrics: ["cpu.total": 900_000_000])
  }
}
