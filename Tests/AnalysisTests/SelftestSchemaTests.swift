import Foundation
import Record
import TestSupport
import Testing

/// What `selftest --json` prints satisfies its schema, which allows no unknown member.
@Suite struct SelftestSchemaTests {
  private static let machine = SelftestReport.Machine(
    windows: 3, quiet: 0,
    least: .init(
      waitingShare: 0.5, stolenShare: 0, otherShare: 1.5, lateShare: 0.25, latestNanoseconds: 1_000_000))
  private static let told = SelftestReport.Machine(
    windows: 3, quiet: 3,
    least: .init(waitingShare: nil, stolenShare: nil, otherShare: nil, lateShare: 0, latestNanoseconds: 0))

  private static func report(waitingShare: Double? = 0.5) throws -> Data {
    let sample = SampleRun.make(["a/x": ["w": [1]]], frameworks: ["a/x"], workloads: ["w"])
    let checks: [SelftestReport.Check] = [
      .init("holds", .ratio, seen: 1, expected: 1...2, detail: "detail", machine: told),
      .init("fails", .perSecond, seen: 3, expected: 1...2),
      .init("no number", .nanoseconds, seen: .infinity, expected: 1...2),
      .notJudged("open", .nanoseconds, seen: 3, expected: 1...2, machine: machine),
      .notRun("not run", "reason"),
    ]
    #expect(checks.map(\.verdict) == [.holds, .fails, .fails, .notJudged, .notRun])
    return try StoredForm.encode(
      SelftestReport(
        command: ["harness", "selftest"], startedAt: Date(timeIntervalSince1970: 0),
        environment: sample.run.environment, seed: 1, waitingShare: waitingShare,
        parts: [.init(name: "part", summary: "What it proves.", checks: checks)]))
  }

  private static func problems(_ reports: [Data]) throws -> [String] {
    let file = Project.folder.appending(path: "Sources/Host/Record/Schema/selftest.schema.json")
    return try JSONSchema.problems(with: reports, in: file).compactMap(\.self)
  }

  @Test func `every verdict satisfies it, with and without what a kernel tells`() throws {
    #expect(try Self.problems([Self.report(), Self.report(waitingShare: nil)]) == [])
  }

  @Test func `an unknown member, a missing one, and an open check without its reason do not`() throws {
    func check(_ change: (inout [String: Any]) -> Void) throws -> Data {
      var report = try #require(JSONSerialization.jsonObject(with: Self.report()) as? [String: Any])
      var parts = try #require(report["parts"] as? [[String: Any]])
      var checks = try #require(parts[0]["checks"] as? [[String: Any]])
      change(&checks[3])
      parts[0]["checks"] = checks
      report["parts"] = parts
      return try JSONSerialization.data(withJSONObject: report)
    }
    let broken = try [
      check { $0["news"] = 1 }, check { $0["low"] = nil }, check { $0["verdict"] = "open" },
      check { $0["machine"] = nil }, check { $0["machine"] = ["windows": 3, "quiet": 0] },
    ]
    #expect(try Self.problems(broken).count == broken.count)
  }
}
