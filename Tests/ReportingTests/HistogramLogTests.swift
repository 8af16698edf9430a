import Analysis
import Foundation
import Record
import Statistics
import TestSupport
import Testing

@testable import Reporting

struct HistogramLogTests {
  private struct Interval: Decodable {
    let start, end: Double
    let count: UInt64
    let percentiles: [UInt64]
  }

  private static func second(_ number: Int, _ values: [UInt64]) -> LoadSecond {
    var recorder = HistogramRecorder()
    for value in values { recorder.record(value) }
    return LoadSecond(
      end: Double(number + 1), length: 1, sent: values.count, answered: values.count, errors: 0,
      latency: recorder.snapshot())
  }

  /// What HdrHistogram's reader makes of the log of these seconds.
  private static func read(_ seconds: [LoadSecond]) async throws -> [Interval] {
    let file = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID()).hlog")
    defer { try? FileManager.default.removeItem(at: file) }
    let start = Date(timeIntervalSince1970: 1_700_000_000)
    try Data(HistogramLog.text(seconds, start: start).utf8).write(to: file)
    return try JSONDecoder().decode(
      [Interval].self, from: await ReferenceScript.run("read_log.py", file.path))
  }

  @Test func `HdrHistogram reads the same counts, times and percentiles`() async throws {
    let values: [[UInt64]] = [
      (1...1000).map { $0 * 1000 }, [5, 5, 7, 2047, 2048, 2049], [3_000_000_000_000],
      (0..<60_000).map { $0 * 7919 % 1_000_000_007 },  // more than one stored block
    ]
    let seconds = values.enumerated().map { Self.second($0, $1) }
    let intervals = try await Self.read(seconds)
    #expect(intervals.map(\.count) == values.map { UInt64($0.count) })
    for (number, (interval, second)) in zip(intervals, seconds).enumerated() {
      #expect(interval.start == 1_700_000_000_000 + Double(number) * 1000)
      #expect(interval.end == interval.start + 1000)
      for (percent, theirs) in zip([50, 90, 99, 99.9, 100], interval.percentiles) {
        // Their highest equivalent value may lie beyond our exact maximum, within the bucket.
        let ours = try #require(second.latency.percentile(percent))
        #expect(theirs >= ours && Double(theirs) <= Double(ours) * 1.001, "p\(percent)")
      }
    }
  }

  @Test func `a load without an answer has a log without histograms to merge`() async throws {
    #expect(try await Self.read([]).isEmpty)
    #expect(try await Self.read([Self.second(0, [])]).map(\.count) == [0])
  }
}
