import SeededRandom
import Testing

@testable import Statistics

@Suite struct CoordinatedOmissionTests {
  private func histogram(of values: some Sequence<UInt64>) -> Histogram {
    var recorder = HistogramRecorder()
    for value in values { recorder.record(value) }
    return recorder.snapshot()
  }

  // HdrHistogram, HistogramDataAccessTest: 100 s of answers in 1 ms, then one in 100 s, due every 10 ms; here
  // in ns.
  @Test func `a stall is seen by all requests that were due`() {
    let ms: UInt64 = 1_000_000
    let raw = histogram(of: [UInt64](repeating: ms, count: 10_000) + [100_000 * ms])
    func isClose(_ value: UInt64?, _ expected: UInt64) -> Bool {
      close(value.map { Double($0) }, Double(expected), within: 0.001)
    }
    #expect(raw.count == 10_001 && isClose(raw.percentile(99), ms) && isClose(raw.percentile(99.99), ms))
    let corrected = raw.correctedForCoordinatedOmission(expectedInterval: 10 * ms)
    #expect(corrected.count == 20_000 && corrected.minimum == ms && corrected.maximum == 100_000 * ms)
    for (percent, expected) in [(50, 1), (75, 50_000), (90, 80_000), (99, 98_000), (100, 100_000)] {
      #expect(isClose(corrected.percentile(Double(percent)), UInt64(expected) * ms), "p\(percent)")
    }
    #expect(close(corrected.mean, 25.0005e9, within: 0.001))
  }

  @Test(arguments: [1, 7, 10, 999, 1000, 5000] as [UInt64])
  func `each value adds itself less every multiple of the interval`(interval: UInt64) {
    // Below 2048 every value has a bucket of its own.
    var generator = SeededGenerator(seed: interval)
    let values = (0..<50).map { _ in UInt64(generator.integer(in: 0...2047)) }
    let expected = values.flatMap { value in
      [value]
        + stride(from: Int(value) - Int(interval), through: Int(interval), by: -Int(interval)).map(
          UInt64.init)
    }
    let corrected = histogram(of: values).correctedForCoordinatedOmission(expectedInterval: interval)
    #expect(corrected == histogram(of: expected))
  }

  @Test func `a stall of a million intervals is added bucket by bucket`() {
    let corrected = histogram(of: [1_000_000_000]).correctedForCoordinatedOmission(expectedInterval: 1000)
    #expect(corrected.count == 1_000_000)
    #expect(close(corrected.percentile(50).map { Double($0) }, 5e8, within: 0.001))
  }

  @Test func `values within the interval stay what they are`() {
    let values = histogram(of: [0, 3, 10, 19])
    #expect(values.correctedForCoordinatedOmission(expectedInterval: 10) == values)
    #expect(Histogram().correctedForCoordinatedOmission(expectedInterval: 1) == Histogram())
  }
}
