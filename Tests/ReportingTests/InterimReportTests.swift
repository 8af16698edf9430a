import Foundation
import Record
import TestSupport
import Testing

@testable import Reporting

/// What is said while a run goes on, and before it begins.
struct InterimReportTests {
  private static func record(_ speeds: [String: Double], blocks: Int = 8) -> RunRecord {
    SampleRun.make(
      speeds.mapValues { speed in ["w": (0..<blocks).map { speed * (1 + Double($0 % 3) / 1000) }] },
      frameworks: speeds.keys.sorted(), workloads: ["w"])
  }

  @Test func `who is ahead is told with the interval, the reference without, and nobody of one alone`() {
    #expect(
      InterimReport.leader(of: Self.record(["a/x": 1000, "b/y": 2000, "c/z": 500]))
        == "b/y 2.00× [2.00, 2.00]")
    #expect(InterimReport.leader(of: Self.record(["a/x": 1000, "b/y": 900])) == "a/x ahead")
    #expect(InterimReport.leader(of: Self.record(["a/x": 1000])) == nil)
  }

  @Test func `a trial is told by the first measure that it has`() throws {
    let record = Self.record(["a/x": 1000, "b/y": 2000])
    let trial = try #require(record.trials.first { $0.participant == "b/y" })
    #expect(InterimReport.pace(of: trial, record.plan) == "b/y 2,000/s")
    let failed = Trial(
      block: 0, participant: "b/y", condition: "w", startedAt: Date(timeIntervalSince1970: 0))
    #expect(InterimReport.pace(of: failed, record.plan) == nil)
  }

  @Test func `what trials fail is told once, an app's fault once for the app, and whether it counts`() {
    let gates = [
      GateReading(gate: "errors", value: 3, limit: 0), GateReading(gate: "steal", value: 0.123, limit: 0.05),
      GateReading(gate: "ports", value: 0.1, limit: 0.8),
    ]
    func trial(_ participant: Key<Participant>, of block: Int = 0) -> Trial {
      Trial(
        block: block, participant: participant, condition: "w", startedAt: Date(timeIntervalSince1970: 0),
        gates: gates)
    }
    var doubts = InterimReport.Doubts(tolerating: [])
    #expect(
      doubts.take(trial("b/y")) == [
        "no observation: b/y under w: errors 3 (limit 0)",
        "disturbed: b/y under w: steal 12.3 % (limit 5.0 %); it counts",
      ])
    #expect(doubts.take(trial("b/y", of: 1)) == [])
    #expect(doubts.take(trial("a/x")) == ["no observation: a/x under w: errors 3 (limit 0)"])
    var tolerant = InterimReport.Doubts(tolerating: ["errors"])
    #expect(tolerant.take(trial("b/y")).allSatisfy { $0.hasSuffix("; it counts") })
    #expect(tolerant.take(trial("a/x")) == [])
  }

  @Test func `a plan says what it can tell, and that too few blocks can tell nothing`() {
    let plan = PlanText.text(Self.record(["a/x": 1000, "b/y": 2000]).plan, style: .plain)
    #expect(plan.hasPrefix("a/x, b/y, under 1 workload: w. Ratios are to a/x."), "\(plan)")
    let rows = plan.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    // PairedPower's own vector: 8 blocks, noise of 2 %, 80 % power.
    #expect(rows.contains("2 % 2.34 %"), "\(plan)")
    let few = PlanText.text(Self.record(["a/x": 1000, "b/y": 2000], blocks: 3).plan, style: .plain)
    #expect(
      few.contains("No verdict is possible") && few.contains("--rounds 6") && !few.contains("found from"))
  }
}
