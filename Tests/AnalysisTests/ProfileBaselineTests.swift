import Analysis
import Record
import TestSupport
import Testing

@Suite struct ProfileBaselineTests {
  private static func baseline(_ record: RunRecord, against other: RunRecord? = nil) throws -> ProfileBaseline
  {
    try #require(ProfileBaseline(of: record, Comparison(of: record), against: other))
  }

  private static func has(_ baseline: ProfileBaseline, _ expected: [Key<Condition>: Double]) -> Bool {
    Set(baseline.ratios.keys) == Set(expected.keys)
      && expected.allSatisfy { abs((baseline.ratios[$0]?.ratio ?? 0) - $1) < 1e-9 }
  }

  private let six: [Double] = [1, 1.01, 0.99, 1, 1.01, 0.99]

  @Test func `a participant in the same blocks is held against with intervals, and what is missing is named`()
    throws
  {
    let record = SampleRun.make(
      [
        "a/x": ["v": six.map { 2000 * $0 }, "w": six.map { 400 * $0 }, "u": six],
        "b/y": ["v": six.map { 1000 * $0 }, "w": six.map { 100 * $0 }, "u": six.map { _ in nil }],
      ], frameworks: ["a/x", "b/y"], reference: "b/y", workloads: ["v", "w", "u"])
    let baseline = try Self.baseline(record)
    #expect(baseline.participant == "b/y" && baseline.run == "sample" && baseline.isInterleaved)
    #expect(Self.has(baseline, ["v": 2, "w": 4]) && baseline.ratios.values.allSatisfy { $0.interval != nil })
    #expect(baseline.overall.map { abs($0.ratio - 8.0.squareRoot()) < 1e-9 } == true)
    let failure = Trial.Failure(
      stage: .measure, reason: "the app exited with status 3", standardError: ["boom"])
    #expect(baseline.leftOut == ["u": [.missing(participant: "b/y", reason: .failed(failure))]])
    #expect(try ProfileTests.profile(record).parts.map(\.cell.participant) == ["a/x", "a/x", "a/x"])
  }

  @Test func `blocks that the two do not share are no comparison`() throws {
    let record = SampleRun.make(
      ["a/x": ["w": [1000, nil]], "b/y": ["w": [nil, 1000]]], frameworks: ["a/x", "b/y"], reference: "b/y",
      workloads: ["w"])
    let baseline = try Self.baseline(record)
    #expect(baseline.ratios == [:] && baseline.overall == nil && baseline.leftOut["w"]?.count == 2)
  }

  @Test func `a stored run is held against over the same conditions, the others are named for their side`()
    throws
  {
    let now = SampleRun.make(
      ["a/x": ["v": [3000, 3030, 2970], "w": [200, 202, 198], "u": [nil, nil, nil], "new": [1, 1, 1]]],
      frameworks: ["a/x"], workloads: ["v", "w", "u", "new"])
    let before = SampleRun.make(
      ["a/x": ["v": [1000, 1010, 990], "w": [600, 606, 594], "u": [5, 5, 5], "old": [1, 1, 1]]],
      frameworks: ["a/x"], workloads: ["v", "w", "u", "old"])
    let baseline = try Self.baseline(now, against: before)
    #expect(!baseline.isInterleaved && baseline.participant == "a/x")
    #expect(Self.has(baseline, ["v": 3, "w": 1.0 / 3]))
    #expect(baseline.overall.map { abs($0.ratio - 1) < 1e-9 && $0.interval == nil } == true)
    #expect(
      baseline.leftOut == [
        "u": [.noNumber(baseline: false)], "new": [.notPartOf(baseline: true)],
        "old": [.notPartOf(baseline: false)],
      ])
  }

  @Test func `over one condition it is that condition's ratio with its interval, by the first measure alone`()
    throws
  {
    func run(_ factor: Double) -> RunRecord {
      let record = SampleRun.make(
        ["a/x": ["w": six.map { 1000 * factor * $0 }]], frameworks: ["a/x"], workloads: ["w"])
      return record.with(plan: record.plan.with(.capacity) { $0.with(primary: [.throughput, .cpu]) })
    }
    let baseline = try Self.baseline(run(2), against: run(1))
    #expect(Self.has(baseline, ["w": 2]) && baseline.ratios["w"]?.interval != nil)
    #expect(baseline.overall == baseline.ratios["w"])
  }

  @Test func `nothing in common is no ratio, and a run of one participant has no baseline in itself`() throws
  {
    let (now, before) = (ProfileTests.run([nil]), ProfileTests.run([[:]]))
    let baseline = try Self.baseline(now, against: before)
    #expect(baseline.ratios == [:] && baseline.overall == nil)
    #expect(baseline.leftOut == ["w": [.noNumber(baseline: false)]])
    #expect(ProfileBaseline(of: now, Comparison(of: now), against: nil) == nil)
  }

  @Test func `what differs between the runs is a doubt`() throws {
    let now = ProfileTests.run([[:]])
    let baseline = try Self.baseline(now, against: now.with(workers: 3))
    #expect(baseline.doubts.map(\.what) == ["plan.load.workers"])
  }
}
