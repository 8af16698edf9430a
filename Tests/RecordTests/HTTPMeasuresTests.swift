import Record
import Statistics
import Testing

@Suite struct HTTPMeasuresTests {
  @Test func `a percentile needs three requests beyond it, and the maximum one`() {
    let fewest = Dictionary(
      uniqueKeysWithValues: HTTPMeasures.all.compactMap { measure -> (String, Int)? in
        guard case .percentile(.latency, let percent) = measure.aggregation else { return nil }
        return ("\(percent)", measure.fewestSamples)
      })
    #expect(fewest == ["50.0": 6, "90.0": 30, "95.0": 60, "99.0": 300, "99.9": 3000, "100.0": 1])
    #expect(HTTPMeasures.fewestRequests(for: 99.99) == 30_000)
  }

  @Test(arguments: [(29, false), (30, true)]) func `of fewer it has no value`(requests: Int, isTold: Bool)
    throws
  {
    var recorder = HistogramRecorder()
    recorder.record(1000, count: UInt64(requests))
    let p90 = try #require(HTTPMeasures.all.first { $0.id == .p90 })
    let found = HTTPMeasures.percentile(p90, of: [.latency: recorder.snapshot()], censored: 0)
    #expect((found != nil) == isTold)
  }
}
