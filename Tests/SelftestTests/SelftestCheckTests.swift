import Record
import Selftest
import Statistics
import Testing

@testable import LoadEngine
@testable import Selftest

private func histogram(_ values: [UInt64]) -> Histogram {
  var recorder = HistogramRecorder()
  for value in values { recorder.record(value) }
  return recorder.snapshot()
}

private func result(sent: Int, answered: Int, unsent: Int = 0, seconds: Double = 1) -> LoadResult {
  var result = LoadResult()
  result.sent = sent
  result.answered = answered
  result.unsent = unsent
  result.slices = [.init(startNanoseconds: 0, lengthNanoseconds: UInt64(seconds * 1e9))]
  result.lateness = histogram([1000, 2000])
  return result
}

/// What the machine did to a window that it left alone, and to one that it did not.
let calm = SelftestReport.Disturbance(
  waitingShare: 0.001, stolenShare: 0, otherShare: 0.002, lateShare: 0, latestNanoseconds: 60_000)
let busy = SelftestReport.Disturbance(
  waitingShare: 0.3, stolenShare: nil, otherShare: 0.3, lateShare: 0.01, latestNanoseconds: 9_000_000)

private func quiet<Value>(_ values: [Value]) -> QuietWindows<Value> {
  QuietWindows(values.map { Watched($0, calm) }, values.count)
}

/// A trial whose blocks all have nearly the same ratio.
private func trial(ratio: Double, blocks: Int = 10) -> PairedTrial? {
  let noise = (0..<blocks).map { 1 + 0.001 * Double($0 % 3) }
  return PairedTrial(noise.map { 1000 * ratio * $0 }, over: noise.map { _ in 1000 }, seed: 1)
}

@Test(arguments: [
  (0, 0.0, 200_000.0), (1_000_000, 800_000, 1_200_000), (10_000_000, 9_800_000, 10_200_000),
  (100_000_000, 98_000_000, 102_000_000),
])
func `a latency may differ by 2 % or by a stamp's error`(truth: UInt64, low: Double, high: Double) {
  #expect(Tolerance.around(truth, share: 0.02) == low...high)
}

@Test func `a known distribution may differ by the histogram's precision, and above also by a stamp's error`()
{
  #expect(Tolerance.histogram(1_024_000) == 1_023_000...1_225_000)
}

@Test func `of several windows the one with the median error counts`() {
  let median = PercentileWindows.median([(100, 90), (500, 90), (85, 90), (90, 90)])
  #expect(median?.seen == 85 && median?.truth == 90)
  #expect(PercentileWindows.median([]) == nil)
}

@Test func `a percentile that is off fails, and a window without an answer`() {
  let good = OpenLoopWindow(latency: histogram([5_000_000]), truth: [5_000_000])
  let bad = OpenLoopWindow(latency: histogram([6_000_000]), truth: [5_000_000])
  let empty = OpenLoopWindow(latency: Histogram(), truth: [5_000_000])
  func verdict(_ windows: [OpenLoopWindow]) -> SelftestReport.Check.Verdict {
    Selftest.Part.check("p50", quiet(windows), 50, tolerance: Tolerance.histogram).verdict
  }
  #expect(verdict([good]) == .holds && verdict([good, bad, good]) == .holds)
  #expect(verdict([bad]) == .fails && verdict([good, bad, bad]) == .fails)
  #expect(verdict([good, empty]) == .fails && verdict([empty]) == .fails)
}

@Test func `the rate is that of the median window, within a thousandth`() {
  func verdict(_ sent: [Int]) -> SelftestReport.Check.Verdict {
    Selftest.Part.check(1000, quiet(sent.map { result(sent: $0, answered: $0, seconds: 2) })).verdict
  }
  #expect(verdict([2000, 0, 4000]) == .holds && verdict([1999]) == .holds && verdict([2001]) == .holds)
  #expect(verdict([1997]) == .fails && verdict([2003]) == .fails && verdict([0, 0, 2000]) == .fails)
  let check = Selftest.Part.check(1000, quiet([result(sent: 1000, answered: 1000, unsent: 3)]))
  #expect(check.detail == "1000 sent, 3 never; lateness p50 1 µs, p99 2 µs")
}

@Test func `requests that only one side knows do not add up`() {
  func unaccounted(_ result: LoadResult, _ received: Int, _ answered: Int) -> Int {
    Selftest.Part.unaccounted(result, .init(received: received, answered: answered))
  }
  #expect(unaccounted(result(sent: 9, answered: 9), 9, 9) == 0)
  #expect(unaccounted(result(sent: 9, answered: 9), 10, 9) == 1)
  #expect(unaccounted(result(sent: 9, answered: 9), 9, 8) == 1)
  #expect(unaccounted(result(sent: 9, answered: 8), 9, 8) == 1)
  var failed = result(sent: 9, answered: 8)
  failed.errors[.reset] = 1
  #expect(unaccounted(failed, 9, 8) == 0)
  #expect(unaccounted(result(sent: 0, answered: 0), 0, 0) == 1)
}

@Test func `a throughput that differs from wrk's by more than ours from itself fails`() {
  func verdict(_ ours: [Double], _ again: [Double], _ theirs: [Double]) -> SelftestReport.Check.Verdict {
    let blocks = ours.indices.map { [ours[$0], again[$0], theirs[$0]] }
    return Selftest.Part.check("ratio", quiet(blocks)).verdict
  }
  #expect(verdict([100, 101], [100, 101], [102, 103]) == .holds)
  #expect(verdict([100, 101], [100, 101], [110, 111]) == .fails)
  // Ours that differ by 12 % from themselves cover a difference of 10 %.
  #expect(verdict([100, 101], [112, 113], [110, 111]) == .holds)
  #expect(verdict([100], [100], [0]) == .fails && verdict([0], [100], [100]) == .fails)
}

@Test func `wrk's throughput is read from what it prints`() {
  let text = "  1000 requests in 1.00s, 41KB read\nRequests/sec:  12345.67\nTransfer/sec:      0.50MB\n"
  #expect(Wrk.requestsPerSecond(in: text) == 12345.67)
  #expect(Wrk.requestsPerSecond(in: "Requests/sec:      0.00\n") == nil)
  #expect(Wrk.requestsPerSecond(in: "unable to connect to 127.0.0.1:1\n") == nil)
}

@Test func `false alarms may be as many as chance allows, neither fewer nor more`() throws {
  let (alarm, none) = (
    try #require(trial(ratio: 1.05)),
    try #require(PairedTrial([1, 2, 1, 2, 1, 2], over: [2, 1, 2, 1, 2, 1], seed: 1))
  )
  #expect(alarm.isRejected && !none.isRejected)
  func check(_ alarms: Int, of count: Int) -> SelftestReport.Check {
    let trials = Array(repeating: alarm, count: alarms) + Array(repeating: none, count: count - alarms)
    return Selftest.Part.check("x", trials)
  }
  #expect((0...12).map { check($0, of: 100).verdict == .holds } == (0...12).map { (1...10).contains($0) })
  #expect(check(3, of: 200).verdict == .fails && check(4, of: 200).verdict == .holds)
  #expect(check(16, of: 200).verdict == .holds && check(17, of: 200).verdict == .fails)
  #expect(Selftest.Part.check("x", []).verdict == .fails)
}

@Test func `a difference must be found in four of five trials, and in its direction`() throws {
  let (slower, faster) = (try #require(trial(ratio: 0.95)), try #require(trial(ratio: 1.05)))
  let same = try #require(trial(ratio: 0.999))
  #expect(slower.verdict == .slower && faster.verdict == .faster && same.verdict == .equivalent)
  func verdict(_ trials: [PairedTrial?]) -> SelftestReport.Check.Verdict {
    Selftest.Part.check("x", trials.map { Watched($0, calm) }, "10 blocks").verdict
  }
  let seven = Array<PairedTrial?>(repeating: slower, count: 7)
  #expect(verdict(seven + [slower, same, faster]) == .holds)
  #expect(verdict(seven + [same, same, faster]) == .fails)
  // Trials without an answer are not left out.
  #expect(verdict(seven + [nil, nil, nil]) == .fails)
  #expect(PairedTrial([0, 1], over: [1, 1], seed: 1) == nil)
}

@Test func `of disturbed trials nothing is said as long as they could change the answer`() throws {
  let (slower, same) = (try #require(trial(ratio: 0.95)), try #require(trial(ratio: 0.999)))
  func verdict(found: Int, missed: Int, disturbed: Int) -> SelftestReport.Check.Verdict {
    let quiet = [(slower, found), (same, missed)].flatMap { trial, count in
      Array(repeating: Watched<PairedTrial?>(trial, calm), count: count)
    }
    let others = Array(repeating: Watched<PairedTrial?>(same, busy), count: disturbed)
    return Selftest.Part.check("x", quiet + others, "10 blocks").verdict
  }
  // Of 10 trials 8 must be found.
  #expect(verdict(found: 8, missed: 0, disturbed: 2) == .holds)
  #expect(verdict(found: 7, missed: 1, disturbed: 2) == .notJudged)
  #expect(verdict(found: 6, missed: 2, disturbed: 2) == .notJudged)
  #expect(verdict(found: 6, missed: 3, disturbed: 1) == .fails)
  #expect(verdict(found: 0, missed: 3, disturbed: 7) == .fails)
  #expect(verdict(found: 0, missed: 0, disturbed: 10) == .notJudged)
  // A difference that is found in spite of all is found.
  let found = Array(repeating: Watched<PairedTrial?>(slower, busy), count: 10)
  #expect(Selftest.Part.check("x", found, "10 blocks").verdict == .holds)
}

@Test
func `a window that the generator limits must fail a gate that says so, and one that nothing limits none`() {
  func verdict(_ failed: [Set<String>], _ reasons: Set<String>) -> SelftestReport.Check.Verdict {
    Selftest.Part.check("x", failed: failed, reasons: reasons).verdict
  }
  #expect(verdict([["ports"], ["errors", "ports"]], ["ports"]) == .holds)
  #expect(
    verdict([["ports"], ["errors"]], ["ports"]) == .fails && verdict([["ports"], []], ["ports"]) == .fails)
  #expect(verdict([[], []], []) == .holds && verdict([[], ["ports"]], []) == .fails)
}

@Test func `a valid window that the machine disturbed says nothing, and a quiet one does`() {
  func verdict(_ windows: [Watched<Set<String>>]) -> SelftestReport.Check.Verdict {
    let counted = QuietWindows(windows, windows.count)
    return Selftest.Part.check("x", failed: counted.values, reasons: [], on: counted.machine).verdict
  }
  #expect(verdict([Watched(["generator-cpu"], busy), Watched([], busy)]) == .notJudged)
  #expect(verdict([Watched(["generator-cpu"], busy), Watched([], calm)]) == .holds)
  #expect(verdict([Watched([], busy), Watched(["generator-cpu"], calm)]) == .fails)
}
