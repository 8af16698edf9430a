import Record
import Statistics
import TestSupport
import Testing

@testable import Analysis

struct PartSummaryTests {
  private static func histogram(_ value: UInt64, count: Int) -> Histogram {
    var recorder = HistogramRecorder()
    recorder.record(value, count: UInt64(count))
    return recorder.snapshot()
  }

  @Test func `parts are summed over blocks, and percentiles need enough requests`() throws {
    let record = SampleRun.make(
      ["a/x": ["w": [1000, 1000]]], frameworks: ["a/x"], workloads: ["w"])
    let trials = record.trials.map { trial in
      var load = trial.load
      load?.parts = [
        .init(
          name: "many", sent: 41, answered: 40, answeredInWindow: 30, latency: Self.histogram(1000, count: 40)
        ),
        .init(
          name: "few", sent: 2, answered: 2, answeredInWindow: 2, latency: Self.histogram(9000, count: 2)),
      ]
      return trial.with(load: load)
    }
    let seconds = Double(try #require(trials[0].load).windowNanoseconds) / 1e9
    let parts = try #require(PartSummary.all(of: trials))
    #expect(parts.map(\.name) == ["many", "few"] && parts.map(\.sent) == [82, 4])
    #expect(parts.map(\.answered) == [80, 4] && parts[0].perSecond == 60 / (2 * seconds))
    // 80 requests tell a median and p90, not p99, which wants 300; 4 tell nothing.
    #expect(Set(parts[0].latencies.keys) == [.p50, .p90] && parts[1].latencies.isEmpty)
    #expect(parts[0].latencies[.p50] == 1000)
    #expect(PartSummary.all(of: record.trials) == nil)
    let comparison = Comparison(of: record.with(trials: trials))
    #expect(comparison.cells.allSatisfy { $0.cell.parts == parts })
  }
}
